package hook

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

var update = flag.Bool("update", false, "write the golden files")

// folders pairs a folder of fixtures with the agent on the command line.
var folders = []struct{ dir, named string }{
	{"claude-code", "claude-code"}, {"codex", "codex"}, {"copilot", "copilot"},
	{"cursor", "cursor"}, {"vscode", "copilot"}, {"windsurf", "windsurf"},
}

func testEnv(goos string) Env {
	return Env{Home: "/home/dev", Dir: "/home/dev/started", OS: goos, Getenv: func(string) string { return "" }}
}

// fixtures calls f for every payload of a folder.
func fixtures(t testing.TB, dir string, f func(name, event string, env Env, raw []byte)) {
	t.Helper()
	root := filepath.Join("testdata", dir)
	n := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		event, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".json"), "-")
		env := testEnv("linux")
		if strings.HasPrefix(filepath.Base(name), "windows-") {
			env = Env{Home: `C:\Users\dev`, Dir: `C:\Users\dev`, OS: "windows", Getenv: env.Getenv}
		}
		if dir != "copilot" {
			event = "" // the payload says it
		}
		n++
		f(name, event, env, raw)
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("read fixtures of %s: %d files, %v", dir, n, err)
	}
}

func decode(t testing.TB, named, event string, env Env, raw []byte) (Codec, Call) {
	t.Helper()
	p, err := Open(raw)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	codec, ok := Caller(named, p)
	if !ok {
		t.Fatal("nobody recognises the payload")
	}
	c, err := codec.Decode(event, env, p)
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	return codec, c
}

// seen is an event as golden files show it: names instead of numbers, and
// nothing that is empty.
type seen struct {
	Fixture, Dialect, Native string
	Agent, Surface           string
	Phase, Kind, Tool        string `json:",omitempty"`
	Session, Subagent, CWD   string `json:",omitempty"`
	Command, Shell, Input    string `json:",omitempty"`
	Writes                   []write
	Reads, URLs              []string
	MCP                      *rules.MCPRequest
	Prompt, Result           string
	Can                      []string
	Ignore, Deferred         bool
	ID                       string
}

type write struct {
	Op, Path, From, New string
	Hunks               []rules.Hunk
}

func view(name string, c Call) seen {
	ev := c.Event
	s := seen{
		Fixture: name, Dialect: c.Dialect, Native: c.Native, Agent: ev.Agent, Surface: ev.Surface,
		Phase: []string{"before", "permission", "after", "lifecycle"}[ev.Phase], Kind: ev.Kind.String(), Tool: ev.Tool,
		Session: ev.Session, Subagent: ev.Subagent, CWD: ev.CWD, Command: ev.Command, Shell: ev.Shell, Input: ev.Input,
		Reads: ev.Reads, URLs: ev.URLs, MCP: ev.MCP, Prompt: ev.Prompt, Result: ev.Result,
		Ignore: c.Ignore, Deferred: c.Deferred, ID: ev.ToolID,
	}
	for _, w := range ev.Writes {
		s.Writes = append(s.Writes, write{[]string{"create", "edit", "delete", "move"}[w.Op], w.Path, w.From, w.New, w.Hunks})
	}
	for _, p := range []struct {
		on   bool
		name string
	}{{ev.CanAsk, "ask"}, {ev.CanAddContext, "context"}, {ev.CanRedact, "redact"}} {
		if p.on {
			s.Can = append(s.Can, p.name)
		}
	}
	return s
}

// line renders s as one JSON line without empty members.
func line(t testing.TB, s seen) string {
	t.Helper()
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var b strings.Builder
	for _, k := range strings.Fields("Fixture Dialect Native Agent Surface Phase Kind Tool Session Subagent ID CWD Command Shell Input Writes Reads URLs MCP Prompt Result Can Ignore Deferred") {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		if v := string(m[k]); v != "" && v != `""` && v != "null" && v != "false" {
			b.WriteString("  " + k + " " + v + "\n")
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden file; run with -update and look at the difference\n%s", name, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "the golden file is longer"
}

func TestFixturesDecode(t *testing.T) {
	for _, f := range folders {
		var b strings.Builder
		fixtures(t, f.dir, func(name, event string, env Env, raw []byte) {
			named := f.named
			if strings.HasPrefix(name, "claude-import-") {
				named, event = "claude-code", "PreToolUse"
			}
			_, c := decode(t, named, event, env, raw)
			b.WriteString(line(t, view(name, c)) + "\n")
		})
		golden(t, f.dir+".events", b.String())
	}
}
