package posture

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/detect"
)

// sameEverywhere is a machine on which every file has one content.
type sameEverywhere []byte

func (s sameEverywhere) ReadFile(string) ([]byte, error)          { return s, nil }
func (s sameEverywhere) Stat(string) (fs.FileInfo, error)         { return plainFile(len(s)), nil }
func (s sameEverywhere) ReadDir(string) ([]fs.DirEntry, error)    { return nil, nil }
func (s sameEverywhere) EvalSymlinks(path string) (string, error) { return path, nil }

type plainFile int64

func (f plainFile) Name() string       { return "f" }
func (f plainFile) Size() int64        { return int64(f) }
func (f plainFile) Mode() fs.FileMode  { return 0o644 }
func (f plainFile) ModTime() time.Time { return time.Time{} }
func (f plainFile) IsDir() bool        { return false }
func (f plainFile) Sys() any           { return nil }

// FuzzForeignFiles feeds one content to every reader of settings: none may
// panic, none may name a line that the file does not have, and what is found
// can always be written.
func FuzzForeignFiles(f *testing.F) {
	for _, seed := range []string{claudeGood, cursorGood, codexGood, cascadeGood, devinGood, copilotGood, "", "null", "[[]]", "\xef\xbb\xbf{}",
		`{"hooks":{"PreToolUse":[{"hooks":[null,1,{}]},null]}}`, "[a]\nb = {c = [1, 'x']}\n[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ncommand=\"x\"\n",
		"a.b.c = 1\na.d = [[1],{e=true}]\n[hooks.state.'k']\nenabled=false\n", "{\"a\":{\"a\":[{\"a\":\"\\ud800\"}]}}",
		"root:x:0:0::/root:/bin/sh\nalias claude='claude --bare'\nexport CODEX_HOME=/x\nprefix_rule(pattern = [\"sh\"])\n"} {
		f.Add([]byte(seed))
	}
	for _, c := range switchedCases {
		f.Add([]byte(c.text))
	}
	for _, c := range riskCases {
		f.Add([]byte(c.text))
	}
	f.Add([]byte(`{"mcpServers":{"a":{"command":"npx","args":["-y","@x/y@1","--token","z=1"],"env":{"T_TOKEN":"12345678"},"url":"http://u:p@h/?key=12345678"}},"servers":{"b":{"command":["docker","run","a:1"]}}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		count := 1 + bytes.Count(src, []byte("\n"))
		env := detect.Env{Home: "/home/dev", Dir: "/home/dev/p", OS: "linux", FS: sameEverywhere(src), Getenv: func(string) string { return "" }}
		for _, os := range []string{"linux", "windows"} {
			env.OS = os
			found := Audit(env, "/home/dev/p")
			for _, f := range found {
				if f.Line < 0 || f.Line > count {
					t.Fatalf("%s at line %d of %d", f.ID, f.Line, count)
				}
			}
			if _, err := json.Marshal(found); err != nil {
				t.Fatal(err)
			}
			if _, err := SARIF(found, "/home/dev/p", "1"); err != nil {
				t.Fatal(err)
			}
			for _, h := range Hooks(env, "/home/dev/p") {
				if h.Ours && h.Like {
					t.Fatalf("both ours and not: %+v", h)
				}
			}
		}
	})
}
