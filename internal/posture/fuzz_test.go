package posture

import (
	"testing"

	"github.com/cybedefend/vibedefend/detect"
)

// FuzzForeignFiles feeds one content to every reader of settings: none may
// panic, and none may name a line that the file does not have.
func FuzzForeignFiles(f *testing.F) {
	for _, seed := range []string{claudeGood, cursorGood, codexGood, cascadeGood, devinGood, copilotGood, "", "null", "[[]]", "\xef\xbb\xbf{}",
		`{"hooks":{"PreToolUse":[{"hooks":[null,1,{}]},null]}}`, "[a]\nb = {c = [1, 'x']}\n[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ncommand=\"x\"\n",
		"a.b.c = 1\na.d = [[1],{e=true}]\n[hooks.state.'k']\nenabled=false\n", "{\"a\":{\"a\":[{\"a\":\"\\ud800\"}]}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		env := detect.Env{Home: "/home/dev", OS: "linux", FS: detect.OSFS{}, Getenv: func(string) string { return "" }}
		count := 1
		for _, c := range src {
			if c == '\n' {
				count++
			}
		}
		for _, c := range columns() {
			s := &scan{env: env, agent: c.agent, kinds: c.kinds}
			for _, d := range []dialect{{}, claudeDialect, devinDialect, settingsDialect} {
				n, err := parseJSON(src, d)
				s.judge(place{path: "/home/dev/f", scope: scopeUser, root: n, found: true, err: err})
			}
			n, err := parseTOML(src)
			s.judge(place{path: "/home/dev/f", scope: scopeUser, root: n, found: true, err: err})
			for _, f := range s.out {
				if f.Line < 0 || f.Line > count {
					t.Fatalf("%s at line %d of %d", f.ID, f.Line, count)
				}
			}
		}
	})
}

// judge runs the readers of one agent on a file.
func (s *scan) judge(p place) {
	switch s.agent {
	case "claude-code":
		s.claudeFile(p)
		s.claudeManagedOnly(p)
	case "cursor":
		s.cursorFile(p)
	case "codex":
		s.codexConfig(p, p, false)
		s.codexHooksFile(p, p)
		s.codexRequire(p)
	case "windsurf":
		s.cascade(p)
		s.devin(p, true)
		s.devin(p, false)
	case "copilot":
		s.copilotFile(p)
		s.copilotUser(p)
		s.copilotRepo(p)
	}
}
