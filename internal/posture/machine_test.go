package posture

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
)

// machine is a throw-away home, repository and system.
type machine struct {
	t      *testing.T
	home   string
	repo   string
	prefix string
	env    map[string]string
	os     string
	files  detecttest.FS
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, home: "/h/dev", repo: "/w/repo", prefix: "/system", env: map[string]string{}, os: "linux", files: detecttest.FS{}}
	m.write("~/.cybedefend/bin/vibedefend-hook", "program")
	m.write("repo/.git/HEAD", "ref: refs/heads/main\n")
	return m
}

// path maps "~/x", "repo/x" and "/etc/x" into the machine.
func (m *machine) path(name string) string {
	switch {
	case strings.HasPrefix(name, "~/"):
		return m.home + "/" + name[2:]
	case strings.HasPrefix(name, "repo/"):
		return m.repo + "/" + name[5:]
	}
	return m.prefix + name
}

// write puts a file there; HOOK, HOME and REPO stand for the real paths.
func (m *machine) write(name, content string) {
	m.t.Helper()
	m.files[m.path(name)] = m.expand(content)
}

func (m *machine) expand(s string) string {
	return strings.NewReplacer("HOOK", m.home+"/.cybedefend/bin/vibedefend-hook", "@HOME", m.home, "@REPO", m.repo).Replace(s)
}

func (m *machine) detectEnv() detect.Env {
	return detect.Env{Home: m.home, Dir: m.repo, OS: m.os, Prefix: m.prefix, FS: m.files,
		Getenv: func(k string) string { return m.expand(m.env[k]) }}
}

const (
	claudeEntry = `{"type":"command","command":"HOOK hook claude-code PreToolUse","timeout":10,"onFailure":"block"}`
	claudeGood  = "{\n \"model\": \"opus\",\n \"hooks\": {\n  \"PreToolUse\": [\n   {\"matcher\":\"*\",\"hooks\":[" + claudeEntry + "]}]}}\n"
	cursorEntry = `{"command":"HOOK hook cursor preToolUse","timeout":10,"failClosed":true}`
	cursorGood  = `{"version":1,"hooks":{"preToolUse":[` + cursorEntry + `],"sessionEnd":[{"command":"HOOK hook cursor sessionEnd"}]}}`
	codexEntry  = `{"type":"command","command":"HOOK hook codex PreToolUse","timeout":10}`
	codexGroup1 = `{"matcher":"*","hooks":[` + codexEntry + `]}`
	codexGood   = `{"hooks":{"PreToolUse":[` + codexGroup1 + `]}}`
	cascadeGood = `{"hooks":{"pre_run_command":[{"command":"HOOK hook windsurf pre_run_command || exit 2","powershell":"& 'HOOK' hook windsurf pre_run_command; exit $LASTEXITCODE"}]}}`
	devinGood   = "{\n // mine\n \"theme\":\"dark\",\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"HOOK hook windsurf PreToolUse\",\"timeout\":10}]}]},}"
	copilotGood = `{"version":1,"hooks":{"preToolUse":[{"type":"command","bash":"[ -x HOOK ] || exit 0; exec HOOK hook copilot preToolUse","timeoutSec":30}]}}`
)

// healthy installs all five agents as they should be.
func (m *machine) healthy() {
	m.t.Helper()
	m.write("~/.claude/settings.json", claudeGood)
	m.write("~/.cursor/hooks.json", cursorGood)
	m.write("~/.codex/hooks.json", codexGood)
	m.write("~/.codex/config.toml", m.codexTrustOf(0, codexGroup1))
	m.write("~/.codeium/windsurf/hooks.json", cascadeGood)
	m.write("~/.config/devin/config.json", devinGood)
	m.write("~/.copilot/hooks/vibedefend.json", copilotGood)
	m.write("~/.bashrc", "# alias claude='claude --bare'\nalias ll='ls -l'\nexport EDITOR=vi\n")
}

// codexTrustOf is a config that trusts a PreToolUse group at an index.
func (m *machine) codexTrustOf(at int, group string) string {
	m.t.Helper()
	n, err := lenient([]byte(m.expand(group)))
	if err != nil {
		m.t.Fatal(err)
	}
	hash := codexHash("PreToolUse", n, n.get("hooks").items[0], m.os)
	return "model = \"m\"\n\n[hooks.state.\"@HOME/.codex/hooks.json:pre_tool_use:" + strconv.Itoa(at) + ":0\"]\ntrusted_hash = \"" + hash + "\"\n"
}

func ids(fs []Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.ID)
	}
	return out
}
