package code_test

import (
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

// fuzzExts is one file name of each lexer.
var fuzzExts = []string{"a.js", "a.tsx", "a.vue", "a.svelte", "a.py", "A.java", "a.go", "a.cs", "a.rb", "a.php", "a.kt", "a.rs", "a.c", "a.cpp", "a.m",
	"a.swift", "a.sh", "a.sql", "a.tf", "Dockerfile", "a.yaml", "a.html", "a.html.erb", "a.scala", "a.json", "a.xml", "a.ini", "a.ps1", "a.txt", ".github/workflows/a.yml", "tests/a.json"}

// FuzzExamine runs every lexer and matcher over anything: no panic, lines inside the content.
func FuzzExamine(f *testing.F) {
	for _, e := range packs(f) {
		for _, x := range append(e.Hit, e.Miss...) {
			for i, n := range fuzzExts {
				if n == exampleName(x) || len(n) > 2 && "src/app."+x.Lang == "src/app."+n[2:] {
					f.Add(uint8(i), x.Code)
				}
			}
		}
	}
	for i := range fuzzExts {
		f.Add(uint8(i), "\"a${b('c\n/* ' <<EOF\n#{x} \\")
		f.Add(uint8(i), "x = f\"{a['b']}\" + `$(c ${d})` // e\r\n'''")
	}
	f.Fuzz(func(t *testing.T, which uint8, src string) {
		name := fuzzExts[int(which)%len(fuzzExts)]
		lines := 1
		for _, c := range []byte(src) {
			if c == '\n' {
				lines++
			}
		}
		for _, m := range code.ExamineUnguarded(name, []byte(src), code.Options{}).Matches {
			if m.Line < 1 || m.Line > lines || m.EndLine < m.Line || m.EndLine > lines {
				t.Fatalf("%s lines %d-%d of %d", m.Rule, m.Line, m.EndLine, lines)
			}
		}
	})
}
