package packs

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// BenchmarkGate judges the cases of the gate, one after the other.
func BenchmarkGate(b *testing.B) {
	src, err := os.ReadFile("testdata/gate.txt")
	if err != nil {
		b.Fatal(err)
	}
	var events []*rules.Event
	for _, line := range strings.Split(string(src), "\n") {
		if _, text, ok := strings.Cut(line, " "); ok && line[0] != '#' {
			events = append(events, event(strings.TrimSpace(text)))
		}
	}
	e := rules.New(nil, Set())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Evaluate(events[i%len(events)], desk{})
	}
}

// megabytes are command lines of one megabyte, each of one kind.
var megabytes = []struct{ name, shell, head, body, tail string }{
	{"words", "", "echo ", "word ", ""},
	{"quoted", "", "echo '", "some text ", "'"},
	{"double-quoted", "", "echo \"", "some $x text ", "\""},
	{"escaped", "", "echo ", "\\a", ""},
	{"variables", "", "X=/tmp/x; echo ", "$X ", ""},
	{"globs", "", "ls ", "src/*.go ", ""},
	{"braces", "", "echo ", "a{b,c}d ", ""},
	{"flags", "", "docker run ", "-e A=b ", ""},
	{"targets", "", "rm -rf ", "build/a/b ", ""},
	{"commands", "", "", "ls -la /tmp/x; ", ""},
	{"deletes", "", "", "rm -rf dist/a; ", ""},
	{"unknown", "", "", "foo bar baz\n", ""},
	{"assignments", "", "", "A=some/value\n", ""},
	{"new-names", "", "", "A#=v#; ", ""},
	{"appends", "", "", "A+=text; ", ""},
	{"and-or", "", "true", " && foo || bar", ""},
	{"pipes", "", "cat x", " | grep y", ""},
	{"filters", "", "echo x", " | cat", ""},
	{"redirections", "", "foo", " >out.txt", ""},
	{"appended-files", "", "", "echo line >> f.txt\n", ""},
	{"heredoc", "", "cat <<'E'\n", "some text\n", "E\n"},
	{"heredocs", "", "", "cat <<E >f\ntext $x\nE\n", ""},
	{"shell-heredoc", "", "bash <<'E'\n", "ls -la /tmp/x\n", "E\n"},
	{"substitutions", "", "", "echo $(date) ", ""},
	{"nested", "", "", "echo $(", ""},
	{"nested-closed", "", "", "echo $(echo $(echo $(echo $(true)))) ", ""},
	{"functions", "", "", "f() { ls; }\nf\n", ""},
	{"function-names", "", "", "f#() { ls; }; ", ""},
	{"aliases", "", "", "alias a#='ls -la'\n", ""},
	{"loops", "", "", "for i in a b; do ls $i; done\n", ""},
	{"long-loop", "", "for i in ", "word ", "; do echo $i; done"},
	{"wrappers", "", "", "sudo env A=b ls\n", ""},
	{"xargs", "", "echo ", "word ", "| xargs rm"},
	{"evals", "", "", "eval 'ls -la'\n", ""},
	{"tests", "", "", "[ -f x ] || [[ $a == b ]]\n", ""},
	{"unparsable", "", "( ", "ls 'a b' c; ", ""},
	{"open-quotes", "", "", "ls ' ", "'"},
	{"backticks", "", "", "`", ""},
	{"brackets", "", "", "(", ""},
	{"stars", "", "rm ", "*", ""},
	{"blanks", "", "", " ", "ls"},
	{"comments", "", "", "# a comment\n", "ls"},
	{"urls", "", "curl ", "https://example.com/x ", ""},
	{"commit", "", "git commit -m '", "fix: a thing\n", "'"},
	{"base64", "", "echo ", "cm0gLXJm", " | base64 -d | sh"},
	{"sql", "", "psql -c '", "insert into t values (1, 2);\n", "'"},
	{"sql-words", "", "psql -c 'select ", "a, ", "b from t'"},
	{"python", "", "python3 -c '", "x = foo(1, \"a\")\n", "'"},
	{"python-text", "", "python3 -c 'x = \"", "some text ", "\"'"},
	{"python-calls", "", "python3 - <<'E'\n", "os.remove(p)\n", "E\n"},
	{"python-sum", "", "python3 -c 'x = ", "a + ", "b'"},
	{"python-open", "", "python3 -c '", "f(", "'"},
	{"node", "", "node -e '", "const a = f(\"b\");\n", "'"},
	{"perl", "", "perl -e '", "$x = \"a\"; print $x;\n", "'"},
	{"awk", "", "awk '", "{ print $1 }\n", "'"},
	{"sed", "", "sed -e '", "s/a/b/;", "' f"},
	{"patch", "", "apply_patch <<'E'\n*** Begin Patch\n*** Update File: a\n", "+some text\n", "*** End Patch\nE\n"},
	{"non-ascii", "", "echo ", "h\u00e9llo ", ""},
	{"zeroes", "", "echo ", "a\x00b ", ""},
	{"ps-commands", "powershell", "", "Get-ChildItem -Path src; ", ""},
	{"ps-words", "powershell", "Write-Output ", "word ", ""},
	{"ps-text", "powershell", "Write-Output '", "some text ", "'"},
	{"ps-pipes", "powershell", "Get-Content x", " | Select-Object y", ""},
	{"ps-variables", "powershell", "", "$a = 'b'; ", ""},
	{"ps-blocks", "powershell", "", "& { ", ""},
	{"ps-brackets", "powershell", "iex ", "(", ""},
	{"ps-removes", "powershell", "", "Remove-Item -Recurse build\n", ""},
	{"cmd-commands", "cmd", "", "dir /s src & ", ""},
	{"cmd-words", "cmd", "echo ", "word ", ""},
	{"cmd-variables", "cmd", "", "set A=b & echo %A% & ", ""},
	{"cmd-carets", "cmd", "echo ", "^a", ""},
	{"cmd-nested", "cmd", "", "cmd /c ", ""},
	{"cmd-loops", "cmd", "", "for %i in (a b) do echo %i\n", ""},
}

// megabyte writes a shape out; "#" is replaced by a running number.
func megabyte(head, body, tail string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len() < 1<<20; i++ {
		b.WriteString(strings.ReplaceAll(body, "#", strconv.Itoa(i)))
	}
	b.WriteString(tail)
	return b.String()
}

// BenchmarkMegabyte judges one megabyte of each shape, with memory collected as
// seldom as the hook does for large payloads.
func BenchmarkMegabyte(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for _, m := range megabytes {
		ev := event(megabyte(m.head, m.body, m.tail))
		ev.Shell = m.shell
		b.Run(m.name, func(b *testing.B) {
			e := rules.New(nil, Set())
			for b.Loop() {
				e.Evaluate(ev, desk{})
			}
		})
	}
}

// BenchmarkRules shows that the number of rules does not matter: custom ones
// about other commands cost nothing.
func BenchmarkRules(b *testing.B) {
	for _, n := range []int{0, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var list []rules.Rule
			for i := range n {
				p, err := rules.ParsePattern(fmt.Sprintf("tool%d delete x", i))
				if err != nil {
					b.Fatal(err)
				}
				list = append(list, rules.Rule{ID: fmt.Sprint("x.", i), Action: rules.Block, Commands: []rules.Pattern{p}})
			}
			e := rules.New(&rules.Policy{Layers: []rules.Layer{{Name: "user", Rules: rules.NewSet(list)}}}, Set())
			for b.Loop() {
				e.Evaluate(event("git status && go test ./... | tail"), desk{})
			}
		})
	}
}
