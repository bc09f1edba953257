package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var opt = Options{Dir: "/home/dev/app", Home: "/home/dev"}

// lines writes every call of a script as a line.
func lines(s *Script) []string {
	var out []string
	for _, c := range s.Calls {
		if c.Opened || c.Name == "echo" || c.Name == "=" || c.Name == "printf" {
			continue
		}
		out = append(out, c.Line())
	}
	return out
}

func TestFollow(t *testing.T) {
	for _, x := range []struct{ src, want string }{
		{`rm -rf /`, "rm -rf /"},
		{`r""m '-rf' "/"`, "rm -rf /"},
		{`$'\x72m' -rf /`, "rm -rf /"},
		{`X=rm; $X -rf /`, "rm -rf /"},
		{`rm${IFS}-rf${IFS}/`, "rm -rf /"},
		{`$(echo rm) -rf /`, "rm -rf /"},
		{`A=/etc; rm "$A/x"`, "rm /etc/x"},
		{`A=abc; ls ${A:1:1} ${A%c} ${A/b/x} ${A^^}`, "ls b ab axc ABC"},
		{`ls ${UNSET:-fallback}`, "ls fallback"},
		{`ls {a,b}{1,2}`, "ls a1 a2 b1 b2"},
		{`ls ~/x`, "ls /home/dev/x"},
		{`cd /tmp && cat a`, "cd /tmp;cat a"},
		{`f() { ls "$1"; }; f x`, "ls x"},
		{`alias g=ls; g x`, "alias g=ls;ls x"},
		{`sudo -u root env A=1 nice -n 5 timeout 3 ls x`, "ls x"},
		{`bash -c 'ls "$1"' _ y`, "bash -c ls \"$1\" _ y;ls y"},
		{`echo 'ls x' | sh`, "sh;ls x"},
		{`sh <<< 'ls x'`, "sh;ls x"},
		{"sh <<E\nls x\nE", "sh;ls x"},
		{`echo bHMgeA== | base64 -d | sh`, "base64 -d;sh;ls x"},
		{`printf '\154\163' | sh`, "sh;ls"},
		{`eval "ls x"`, "eval ls x;ls x"},
		{`echo a b | xargs -n1 ls`, "ls a b"},
		{`echo a | xargs -I{} ls {}x`, "ls ax"},
		{`find . -exec ls {} \;`, "find . -exec ls {} ;;ls ./*"},
		{`find . -name '*.o' -delete`, "find . -name *.o -delete;rm -rf ./**/*.o"},
		{`parallel ls ::: a b`, "ls a;ls b"},
		{`for i in a b; do ls $i; done`, "ls a;ls b"},
		{`set -- a b; ls "$@"`, "set -- a b;ls a b"},
		{`ssh -p 22 host ls x`, "ls x"},
		{`docker exec -it web ls x`, "ls x"},
		{`kubectl -n a exec pod -c b -- ls x`, "ls x"},
		{`npx rimraf dist`, "rimraf dist"},
		{`git submodule foreach 'ls x'`, "git submodule foreach ls x;ls x"},
		{`echo 'ls x' > f; bash f`, "bash f;ls x"},
		{`python3 -c "import os; os.system('ls x')"`, "python3 -c import os; os.system('ls x');ls x"},
		{`node -e "require('fs').rmSync('d',{recursive:true})"`, "node -e require('fs').rmSync('d',{recursive:true});rm -rf d"},
		{`tmux send-keys 'ls x' Enter`, "ls x"},
	} {
		got := strings.Join(lines(Analyze(x.src, opt)), ";")
		if got != x.want {
			t.Errorf("%s\n got %q\nwant %q", x.src, got, x.want)
		}
	}
}

func TestDataIsNotCode(t *testing.T) {
	for _, src := range []string{
		`echo "rm -rf /"`, "cat <<'E'\nrm -rf /\nE", `git commit -m 'rm -rf /'`, `grep 'rm -rf /' x`, `# rm -rf /`, `A='rm -rf /'`,
		"f() { rm -rf /; }", `printf 'rm -rf /'`,
	} {
		for _, c := range Analyze(src, opt).Calls {
			if c.Name == "rm" {
				t.Errorf("%s runs rm", src)
			}
		}
	}
}

func TestBroken(t *testing.T) {
	for _, src := range []string{`rm -rf / "`, `rm -rf / $(`, "rm -rf / <<E", `) rm -rf /`} {
		found := false
		for _, c := range Analyze(src, opt).Calls {
			found = found || c.Name == "rm" && c.Arg(0) == "-rf"
		}
		if !found {
			t.Errorf("%q: rm is lost", src)
		}
	}
}

func TestBounds(t *testing.T) {
	for name, src := range map[string]string{
		"substitutions": strings.Repeat("$(", 50000),
		"groups":        strings.Repeat("(", 100000) + strings.Repeat(")", 100000),
		"braces":        "ls " + strings.Repeat("{a,b}", 40),
		"evals":         strings.Repeat("eval ", 50) + "ls",
		"functions":     "f() { f; f; }; f",
		"loops":         "for a in {1..99}; do for b in {1..99}; do for c in {1..99}; do ls; done; done; done",
		"quotes":        strings.Repeat(`"$(echo `, 3000),
		"not":           strings.Repeat("! ", 100000) + "ls",
		"doubling":      "a=xxxxxxxxxxxxxxxx;" + strings.Repeat("a=$a$a;", 40) + "ls $a",
		"ticks":         strings.Repeat("`", 20001),
		"if":            strings.Repeat("if ", 50000),
	} {
		s := Analyze(src, opt)
		if len(s.Calls) > maxCalls {
			t.Errorf("%s: %d calls", name, len(s.Calls))
		}
	}
}

func TestSQL(t *testing.T) {
	for _, x := range []struct {
		src, verb string
		where     bool
	}{
		{"DELETE FROM a WHERE id=1", "DELETE", true},
		{"delete from a", "DELETE", false},
		{"delete from a where 1=1", "DELETE", false},
		{"/* x */ DROP TABLE a", "DROP", false},
		{"-- DROP TABLE a\nSELECT 1", "SELECT", false},
		{"SELECT 'DROP TABLE a'", "SELECT", false},
		{"WITH x AS (SELECT 1) DELETE FROM a", "DELETE", false},
		{"COPY a TO PROGRAM 'x'", "COPY PROGRAM", false},
		{"/*!50000 DROP */ TABLE a", "DROP", false},
		{"EXPLAIN ANALYZE DELETE FROM a", "DELETE", false},
		{"UPDATE a SET b=1", "UPDATE", false},
	} {
		got := SQL(x.src)
		if len(got) == 0 || got[0].Verb != x.verb || got[0].Where != x.where {
			t.Errorf("%s: %+v", x.src, got)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, x := range []struct {
		pat, s string
		want   bool
	}{
		{"*", "", true}, {"a*c", "abc", true}, {"a?c", "abc", true}, {"[a-c]x", "bx", true}, {"[!a]x", "ax", false}, {"*.go", "a/b.go", true},
		{"a*b*c", "axxbxx", false}, {"\\*", "*", true}, {"[", "[", true},
	} {
		if Match(x.pat, x.s) != x.want {
			t.Errorf("Match(%q, %q)", x.pat, x.s)
		}
	}
}

func TestPowerShell(t *testing.T) {
	o := opt
	o.Shell = "powershell"
	for _, x := range []struct{ src, want string }{
		{`Remove-Item -Recurse -Force C:\x`, `rm -rf C:\x`},
		{`ri x -r`, "rm -rf x"},
		{`$p = 'C:\x'; del $p`, `rm -f C:\x`},
		{`Remove-Item x -WhatIf`, ""},
		{`gci C:\x | ri -r`, `gci C:\x;rm -rf C:\x/*`},
		{"Rem`ove-Item x", "rm -f x"},
	} {
		got := strings.Join(lines(Analyze(x.src, o)), ";")
		got = strings.ReplaceAll(got, "Remove-Item", "rm")
		for _, alias := range []string{"ri ", "del "} {
			got = strings.ReplaceAll(got, alias, "rm ")
		}
		if got != x.want {
			t.Errorf("%s: got %q, want %q", x.src, got, x.want)
		}
	}
}

func seeds(f *testing.F) {
	list, _ := filepath.Glob("../packs/testdata/*.txt")
	for _, name := range list {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			if _, text, ok := strings.Cut(line, " "); ok {
				f.Add(text)
			}
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src string) {
		for _, sh := range []string{"", "powershell", "cmd"} {
			o := opt
			o.Shell = sh
			if s := Analyze(src, o); len(s.Calls) > maxCalls {
				t.Errorf("%d calls", len(s.Calls))
			}
		}
	})
}

func FuzzInline(f *testing.F) {
	for _, s := range []string{"import os; os.system('x')", "require('fs').rmSync('/x')", "print $ENV{A}", "File.read('x')", "`ls`", "%x(ls)", "qx{ls}", "f'''x'''", "a=b'\\x41'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, prog := range []string{"python3 -c ", "node -e ", "perl -e ", "ruby -e ", "php -r ", "awk ", "lua -e ", "osascript -e "} {
			Analyze(prog+"'"+strings.ReplaceAll(src, "'", `'\''`)+"'", opt)
		}
	})
}

func FuzzSQL(f *testing.F) {
	for _, s := range []string{"DROP TABLE a", "delete from a where 'x'='x'", "/*!1 drop*/ table a", "-- x\nselect 1", "\"", "'''", "$$x$$"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) { SQL(src) })
}

func BenchmarkAnalyze(b *testing.B) {
	src := `cd /tmp && for f in a b; do sudo env X=1 timeout 5 bash -c "cat $f | grep x > out"; done`
	b.ReportAllocs()
	for b.Loop() {
		Analyze(src, opt)
	}
}

// Every command alone, at the head, in the middle and at the end of a pipe:
// found by fuzzing "xargs|0".
func TestHeadsOfPipesAreNeverNil(t *testing.T) {
	for _, c := range strings.Fields("xargs cat tee head tail rev tr sort base64 xxd sed awk grep sh bash eval source read printf echo env sudo time nohup timeout parallel find ssh pwsh cmd iex ForEach-Object Remove-Item Out-File Set-Content % ? saps") {
		for _, line := range []string{c, c + "|0", c + "|sh", c + "|xargs", "0|" + c + "|0", c + ">", c + ">x|0", "(" + c + ")|0", "{ " + c + ";}|" + c} {
			for _, sh := range []string{"", "powershell", "cmd"} {
				o := opt
				o.Shell = sh
				Analyze(line, o)
			}
		}
	}
}
