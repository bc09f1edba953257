package rules

import (
	"errors"
	"path"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/deps"
)

// desk is a small machine for the engine's own tests.
type desk struct {
	files map[string]string
	guard map[string]Guard
	track map[string]TrackState
	mem   map[string]string
}

func (d desk) Home() string               { return "/home/dev" }
func (d desk) Temp() []string             { return []string{"/tmp"} }
func (d desk) Resolve(p string) string    { return path.Clean(p) }
func (d desk) Guarded(p string) Guard     { return d.guard[p] }
func (d desk) Remembered(p string) string { return d.mem[p] }
func (d desk) Track(_, p string) TrackState {
	return d.track[p]
}
func (d desk) Exists(p string) (bool, bool) { _, ok := d.files[p]; return ok, false }
func (d desk) ReadFile(p string, limit int) ([]byte, error) {
	s, ok := d.files[p]
	if !ok || len(s) > limit {
		return nil, errors.New("no file")
	}
	return []byte(s), nil
}

func rule(t *testing.T, id string, act Action, raise bool, pattern string, signals ...string) Rule {
	t.Helper()
	r := Rule{ID: id, Pack: strings.SplitN(id, ".", 2)[0], Title: id, Action: act, Raise: raise, Signals: signals}
	if pattern != "" {
		p, err := ParsePattern(pattern)
		if err != nil {
			t.Fatal(err)
		}
		r.Commands = []Pattern{p}
	}
	return r
}

func ask(cmd string) *Event {
	return &Event{Agent: "codex", Phase: Before, Kind: Command, Command: cmd, CWD: "/home/dev/app", Root: "/home/dev/app", CanAsk: true}
}

func TestPattern(t *testing.T) {
	for _, x := range []struct {
		pat, cmd string
		want     bool
	}{
		{"k delete ns|namespace", "k -n x delete ns y", true},
		{"k delete ns", "k get ns", false},
		{"k delete ns", "k delete pod ns", false},
		{"git push -f|--force", "git push origin -f", true},
		{"git push -f|--force", "git push -uf origin x", true},
		{"git push !--dry-run", "git push --dry-run", false},
		{"aws ... delete-*", "aws --profile p ec2 delete-volume", true},
		{"d run ~/:/*", "d run -v /:/host x", true},
		{"d run --network=host", "d run --network host x", true},
		{"d run --network=host", "d run --network=bridge x", false},
		{"env END", "env", true},
		{"env END", "env x", false},
		{"rm %sudo", "sudo rm x", true},
		{"rm %sudo", "rm x", false},
		{"* @LD_X=*", "LD_X=1 ls", true},
		{"sh <curl", "curl x | sh", true},
		{"a !~*x*", "a bxb", false},
	} {
		e := New(nil, NewSet([]Rule{rule(t, "t.x", Block, false, x.pat)}))
		if got := e.Evaluate(ask(x.cmd), desk{}).Action == Block; got != x.want {
			t.Errorf("%q on %q: %v, want %v", x.pat, x.cmd, got, x.want)
		}
	}
	for _, bad := range []string{"", "a* x", "a -f|x", "a b||c"} {
		if _, err := ParsePattern(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestPolicyLayers(t *testing.T) {
	set := NewSet([]Rule{rule(t, "t.ask", Ask, true, "x"), rule(t, "t.block", Block, false, "y")})
	over := func(layer, id string, a Action) Layer {
		return Layer{Name: layer, Overrides: []Override{{Rule: id, Action: a}}}
	}
	for name, x := range map[string]struct {
		p    Policy
		cmd  string
		want Action
	}{
		"default":                        {Policy{}, "x", Ask},
		"user loosens":                   {Policy{Layers: []Layer{over("user", "t.block", Warn)}}, "y", Warn},
		"repository cannot loosen":       {Policy{Layers: []Layer{over("repository", "t.block", Allow)}}, "y", Block},
		"repository tightens":            {Policy{Layers: []Layer{over("repository", "t.ask", Block)}}, "x", Block},
		"user does not undo repository":  {Policy{Layers: []Layer{over("user", "t.ask", Warn), over("repository", "t.ask", Block)}}, "x", Block},
		"managed has the last word":      {Policy{Layers: []Layer{over("managed", "t.block", Ask), over("user", "t.block", Allow)}}, "y", Ask},
		"production raises":              {Policy{Sensitivity: Production}, "x", Block},
		"observe":                        {Policy{Mode: Observe}, "y", Warn},
		"other agent":                    {Policy{Layers: []Layer{{Name: "user", Overrides: []Override{{Rule: "t.*", Action: Allow, Agents: []string{"cursor"}}}}}}, "y", Block},
		"exception":                      {Policy{Exceptions: []Exception{{ID: "1", Rule: "t.block", Reason: "r"}}}, "y", Allow},
		"exception of another folder":    {Policy{Exceptions: []Exception{{ID: "1", Rule: "t.block", Repo: "/x"}}}, "y", Block},
		"one exact call":                 {Policy{Exceptions: []Exception{{ID: "1", Call: CallHash(ask("y"))}}}, "y", Allow},
		"one exact call and another one": {Policy{Exceptions: []Exception{{ID: "1", Call: CallHash(ask("y"))}}}, "y z", Block},
	} {
		if got := New(&x.p, set).Evaluate(ask(x.cmd), desk{}).Action; got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
	ev := ask("x")
	ev.CanAsk = false
	if got := New(nil, set).Evaluate(ev, desk{}).Action; got != Block {
		t.Errorf("an agent that cannot ask: %v", got)
	}
	if got := New(&Policy{AskFallback: Warn}, set).Evaluate(ev, desk{}).Action; got != Warn {
		t.Errorf("fallback to warn: %v", got)
	}
}

func TestGuardedFilesAreJudgedByTheResult(t *testing.T) {
	intact := func(after []byte) error {
		if !strings.Contains(string(after), "HOOK") {
			return errors.New("gone")
		}
		return nil
	}
	const file = "/home/dev/.claude/settings.json"
	d := desk{files: map[string]string{file: "a HOOK b\nc"}, guard: map[string]Guard{file: {Class: GuardHooks, Intact: intact}, "/home/dev/.x/ours": {Class: GuardOurs}}}
	set := NewSet([]Rule{rule(t, "self.hooks", Block, false, "", "self.hooks", "self.uncomputed", "self.ours"), rule(t, "self.config", Ask, false, "", "self.config")})
	e := New(nil, set)
	edit := func(hunks ...Hunk) *Event {
		return &Event{Phase: Before, Kind: FileWrite, CanAsk: true, Writes: []FileChange{{Op: Edit, Path: file, Hunks: hunks}}}
	}
	for name, x := range map[string]struct {
		ev   *Event
		want Action
	}{
		"keeps the hook":       {edit(Hunk{Old: "c", New: "d"}), Ask},
		"removes the hook":     {edit(Hunk{Old: "HOOK", New: ""}), Block},
		"cannot be applied":    {edit(Hunk{Old: "zzz", New: ""}), Block},
		"inserted somewhere":   {edit(Hunk{Old: "", New: "x"}), Block},
		"whole file, kept":     {&Event{Phase: Before, CanAsk: true, Writes: []FileChange{{Op: Create, Path: file, New: "HOOK"}}}, Ask},
		"whole file, lost":     {&Event{Phase: Before, CanAsk: true, Writes: []FileChange{{Op: Create, Path: file, New: "{}"}}}, Block},
		"deleted":              {&Event{Phase: Before, CanAsk: true, Writes: []FileChange{{Op: Delete, Path: file}}}, Block},
		"moved away":           {&Event{Phase: Before, CanAsk: true, Writes: []FileChange{{Op: Move, From: file, Path: "/home/dev/x"}}}, Block},
		"ours":                 {&Event{Phase: Before, CanAsk: true, Writes: []FileChange{{Op: Create, Path: "/home/dev/.x/ours"}}}, Block},
		"shell, kept":          {ask("echo HOOK > " + file), Ask},
		"shell, lost":          {ask("echo '{}' > " + file), Block},
		"shell, appended":      {ask("echo x >> " + file), Ask},
		"shell, in place":      {ask("sed -i s/HOOK// " + file), Block},
		"shell, unknown input": {ask("cp /tmp/x " + file), Block},
		"shell, through tee":   {ask("echo '{}' | tee " + file), Block},
		"mcp":                  {&Event{Phase: Before, CanAsk: true, MCP: &MCPRequest{Server: "fs", Tool: "write_file", Args: []byte(`{"path":"` + file + `","content":"{}"}`)}}, Block},
		"read":                 {ask("cat " + file), Allow},
	} {
		if v := e.Evaluate(x.ev, d); v.Action != x.want {
			t.Errorf("%s: %v, want %v %+v", name, v.Action, x.want, v.Findings)
		}
	}
}

func TestScriptsWrittenEarlier(t *testing.T) {
	set := NewSet([]Rule{rule(t, "fs.x", Block, false, "", "delete.root"), rule(t, "code.x", Ask, false, "", "code.downloaded")})
	d := desk{
		files: map[string]string{"/home/dev/app/x.sh": "#!/bin/sh\nrm -rf /\n", "/tmp/y.py": "import os; os.system('rm -rf /')", "/home/dev/app/package.json": `{"scripts":{"wipe":"rm -rf /"}}`, "/home/dev/app/Makefile": "wipe:\n\t@rm -rf /\nok:\n\techo hi\n"},
		mem:   map[string]string{"/tmp/y.py": "written", "/tmp/z": "downloaded"},
	}
	e := New(nil, set)
	for cmd, want := range map[string]Action{
		"bash x.sh": Block, "./x.sh": Block, "sh ./x.sh": Block, "python3 /tmp/y.py": Block, "npm run wipe": Block, "make wipe": Block,
		"make ok": Allow, "bash /tmp/z": Ask, "/tmp/z": Ask, "bash other.sh": Allow,
	} {
		if v := e.Evaluate(ask(cmd), d); v.Action != want {
			t.Errorf("%s: %v, want %v", cmd, v.Action, want)
		}
	}
}

func TestTyposquats(t *testing.T) {
	for name, want := range map[string]bool{"reqeusts": true, "lodahs": false, "numpyy": true, "requests": false, "pandas2": false, "flask": false, "crossenv": false} {
		if got := deps.Imitates(deps.PyPI, name) != ""; got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if deps.Imitates(deps.NPM, "crossenv") == "" || deps.Imitates(deps.NPM, "lodahs") == "" || deps.Imitates(deps.NPM, "preact") != "" {
		t.Error("npm names")
	}
}

func TestSecretNames(t *testing.T) {
	for v, want := range map[string]bool{"GITHUB_TOKEN": true, "AWS_SECRET_ACCESS_KEY": true, "DB_PASSWORD": true, "API_KEY": true, "PATH": false, "MAX_TOKENS": false, "SSH_AUTH_SOCK": false, "PWD": false, "KEYBOARD": false, "TOKEN_FILE": false, "DATABASE_URL": true} {
		if secretVar(v) != want {
			t.Errorf("%s: %v", v, !want)
		}
	}
	for p, want := range map[string]bool{"/home/dev/.ssh/id_rsa": true, "/home/dev/.ssh/id_rsa.pub": false, "/x/.env": true, "/x/.env.example": false, "/etc/shadow": true, "/etc/passwd": false, "/x/server.key": true, "/x/ca.pem": false, "/proc/1/root/etc/shadow": true} {
		if (secretKind(p, "/home/dev") != "") != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
}
