package code_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/code/catalog"
)

// packs reads the built-in packs, the source of the generated tables.
func packs(t testing.TB) []catalog.Entry {
	t.Helper()
	files, err := filepath.Glob("../packs/security/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	var out []catalog.Entry
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := catalog.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out = append(out, entries...)
	}
	return out
}

var exampleNames = map[string]string{"docker": "Dockerfile", "yaml": "k8s/app.yaml", "sh": "run.sh", "tf": "main.tf", "config": "app.properties",
	"js": "src/app.js", "ts": "src/app.ts", "objc": "src/app.m", "ps1": "x.ps1", "erb": "app/views/x.html.erb", "other": "notes.txt"}

func exampleName(e catalog.Example) string {
	if e.Path != "" {
		return e.Path
	}
	if n, ok := exampleNames[e.Lang]; ok {
		return n
	}
	return "src/app." + e.Lang
}

func has(ms []code.Match, rule string) bool {
	for _, m := range ms {
		if m.Rule == rule {
			return true
		}
	}
	return false
}

func TestEveryRuleMeetsItsExamples(t *testing.T) {
	for _, e := range packs(t) {
		t.Run(e.Rule.ID, func(t *testing.T) {
			for _, x := range e.Hit {
				if ms := code.Scan(exampleName(x), []byte(x.Code), code.Options{}); !has(ms, e.Rule.ID) {
					t.Errorf("%s must hit: %s", x.Lang, x.Code)
				}
			}
			for _, x := range e.Miss {
				for _, m := range code.Scan(exampleName(x), []byte(x.Code), code.Options{}) {
					if m.Rule == e.Rule.ID {
						t.Errorf("%s must not hit (line %d): %s", x.Lang, m.Line, x.Code)
					}
				}
			}
		})
	}
}
