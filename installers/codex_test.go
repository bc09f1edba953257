package installers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// The hash is SHA-256 over compact JSON with sorted keys, spelt out here.
func TestCodexHash(t *testing.T) {
	cmd := linuxHook + " hook codex "
	file := []byte(`{"hooks":{
		"PreToolUse":[{"hooks":[]},{"matcher":"*","hooks":[{"type":"command","command":"` + cmd + `PreToolUse","timeout":10}]}],
		"UserPromptSubmit":[{"matcher":"*","hooks":[{"type":"command","command":"` + cmd + `UserPromptSubmit"}]}],
		"SessionEnd":[{"hooks":[{"type":"command","command":"` + cmd + `SessionEnd","timeout":9}]}],
		"Stop":[{"hooks":[{"type":"command","command":"` + cmd + `Stop"}]}],
		"SessionStart":[{"hooks":[{"type":"command","command":"other"}]}]}}`)
	want := []struct{ key, doc string }{
		{"pre_tool_use:1:0", `{"event_name":"pre_tool_use","hooks":[{"async":false,"command":"` + cmd + `PreToolUse","timeout":10,"type":"command"}],"matcher":"*"}`},
		{"user_prompt_submit:0:0", `{"event_name":"user_prompt_submit","hooks":[{"async":false,"command":"` + cmd + `UserPromptSubmit","timeout":600,"type":"command"}]}`},
		{"session_end:0:0", `{"event_name":"session_end","hooks":[{"async":false,"command":"` + cmd + `SessionEnd","timeout":3,"type":"command"}]}`},
	}
	lines := map[string]string{}
	for _, ev := range []string{"PreToolUse", "UserPromptSubmit", "SessionEnd", "SessionStart"} {
		lines[ev] = cmd + ev
	}
	got, err := installers.CodexTrust(file, "/h/hooks.json", "linux", lines)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v %v", got, err)
	}
	for i, w := range want {
		sum := sha256.Sum256([]byte(w.doc))
		if got[i].Key != "/h/hooks.json:"+w.key || got[i].Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%+v, want %s over %s", got[i], w.key, w.doc)
		}
	}
}

// A line that looks like ours but names another program is not trusted, even
// where it stands in a group that is not ours to replace.
func TestCodexImpostorIsNotTrusted(t *testing.T) {
	target := user("codex", detecttest.FS{"/home/dev/.codex/hooks.json": `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[
		{"type":"command","command":"theirs"},
		{"type":"command","command":"/tmp/bin/vibedefend-hook hook codex PreToolUse","timeout":10}]}]}}`})
	got := string(computed(t, plan(t, "codex", target), target.Env.FS, "config.toml").After)
	if strings.Contains(got, "pre_tool_use:0:1") || !strings.Contains(got, "pre_tool_use:1:0") {
		t.Error(got)
	}
}

// The key names the file with links resolved, and the place our group gets.
func TestCodexTrustFollowsLinksAndPlaces(t *testing.T) {
	target := user("codex", detecttest.FS{
		"/home/dev/.codex":                "-> /home/dev/dot/codex",
		"/home/dev/dot/codex/hooks.json":  `{"hooks":{"PreToolUse":[{"hooks":[]},{"hooks":[]}]}}`,
		"/home/dev/dot/codex/config.toml": "model = \"x\"\n",
	})
	got := string(computed(t, plan(t, "codex", target), target.Env.FS, "config.toml").After)
	if !strings.Contains(got, `"/home/dev/dot/codex/hooks.json:pre_tool_use:2:0"`) {
		t.Error(got)
	}
}

func TestCodexTrustNeedsConsent(t *testing.T) {
	target := user("codex", nil)
	target.Trust = false
	p := plan(t, "codex", target)
	for _, c := range p.Changes {
		if strings.HasSuffix(c.Path, "config.toml") {
			t.Error("trust was recorded without consent")
		}
	}
	if len(p.Steps) != 0 || !noted(p, "Trust all and continue") {
		t.Errorf("steps %d, notes %v", len(p.Steps), p.Notes)
	}
}

func TestCodexTrustInlineIsLeftToThePerson(t *testing.T) {
	for _, config := range []string{"hooks = { state = {} }\n", "[hooks]\nstate = {}\n", "[hooks]\nstate.\"a:stop:0:0\".trusted_hash = \"x\"\n"} {
		target := user("codex", detecttest.FS{"/home/dev/.codex/config.toml": config})
		p := plan(t, "codex", target)
		for _, c := range p.Changes {
			if strings.HasSuffix(c.Path, "config.toml") {
				t.Errorf("%q is edited", config)
			}
		}
		if !noted(p, "trust was not recorded") {
			t.Errorf("%q: notes %v", config, p.Notes)
		}
	}
}

// Codex does not start with such a file: the plan carries the change, so that
// applying refuses the file by name and writes nothing of this agent.
func TestCodexInvalidConfigIsRefused(t *testing.T) {
	target := user("codex", detecttest.FS{"/home/dev/.codex/config.toml": "not toml at all"})
	p := plan(t, "codex", target)
	for _, c := range p.Changes {
		if strings.HasSuffix(c.Path, "config.toml") {
			_, _, err := c.Edit.Apply([]byte("not toml at all"))
			if err == nil {
				t.Error("the edit applies")
			}
			return
		}
	}
	t.Error("no change of config.toml")
}

// A group of others that goes away moves ours: the old trust entry would be
// an orphan and is replaced.
func TestCodexOrphanedTrustIsRemoved(t *testing.T) {
	target := user("codex", detecttest.FS{"/home/dev/.codex/hooks.json": `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x"}]}]}}`})
	p := plan(t, "codex", target)
	config := string(computed(t, p, target.Env.FS, "config.toml").After)
	if !strings.Contains(config, "pre_tool_use:1:0") {
		t.Fatal(config)
	}
	target = user("codex", detecttest.FS{"/home/dev/.codex/config.toml": config})
	e := computed(t, plan(t, "codex", target), target.Env.FS, "config.toml")
	if e.Err != nil || strings.Contains(string(e.After), "pre_tool_use:1:0") || !strings.Contains(string(e.After), "pre_tool_use:0:0") {
		t.Errorf("%v\n%s", e.Err, e.After)
	}
}

func TestCodexRemovalKeepsThePlacesOfOthers(t *testing.T) {
	target := user("codex", nil)
	p := plan(t, "codex", target)
	ours := string(computed(t, p, target.Env.FS, "hooks.json").After)
	const other = `{"hooks": [{"type": "command", "command": "theirs"}]}`
	i := strings.Index(ours, `"PreToolUse": [`)
	j := i + strings.Index(ours[i:], "\n    ]")
	src := ours[:j] + ",\n      " + other + ours[j:]
	back, err := p.Changes[0].Edit.Remove([]byte(src))
	if err != nil || !strings.Contains(string(back), `"hooks": []`) || !strings.Contains(string(back), other) {
		t.Errorf("%v\n%s", err, back)
	}
}

func TestCodexNotes(t *testing.T) {
	tests := []struct {
		files detecttest.FS
		want  string
	}{
		{detecttest.FS{"/home/dev/.codex/config.toml": "features.hooks = false\n"}, "switched off"},
		{detecttest.FS{"/home/dev/.codex/config.toml": "[features]\n\"codex_hooks\" = false\n"}, "switched off"},
		{detecttest.FS{"/home/dev/.codex/config.toml": "[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = \"command\"\ncommand = \"x\"\n"}, "defines hooks as well"},
		{detecttest.FS{"/p/codex": "-> /x/codex/0.140.0/codex", "/x/codex/0.140.0/codex": "elf"}, "older than 0.150"},
	}
	for _, tt := range tests {
		target := user("codex", tt.files, "PATH=/p")
		if p := plan(t, "codex", target); !noted(p, tt.want) {
			t.Errorf("%v: %v", tt.files, p.Notes)
		}
	}
}

func TestCodexWorktreeReadsTheMainCheckout(t *testing.T) {
	target := user("codex", detecttest.FS{"/w/feature/.git": "gitdir: /home/dev/shop/.git/worktrees/feature\n"})
	target.Scope, target.Repo = installers.Project, "/w/feature"
	if p := plan(t, "codex", target); !noted(p, "/home/dev/shop") {
		t.Errorf("%v", p.Notes)
	}
}

func TestCodexOverrideThatSaysNothingHidesNothing(t *testing.T) {
	target := user("codex", detecttest.FS{"/home/dev/.codex/AGENTS.override.md": " \n"})
	for _, c := range plan(t, "codex", target).Changes {
		if strings.HasSuffix(c.Path, "AGENTS.override.md") {
			t.Error("a blank override is edited")
		}
	}
}

// A handler of ours that someone put into a group with others is not taken
// for ours alone: their handler would go with it.
func TestSharedGroupsAreLeftAlone(t *testing.T) {
	shared := `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"` + linuxHook + ` hook codex PreToolUse"},{"type":"command","command":"theirs"}]}]}}`
	target := user("codex", detecttest.FS{"/home/dev/.codex/hooks.json": shared})
	p := plan(t, "codex", target)
	e := computed(t, p, target.Env.FS, "hooks.json")
	if e.Err != nil || e.State == edit.Present || !strings.Contains(string(e.After), `"theirs"`) {
		t.Errorf("state %s %v\n%s", e.State, e.Err, e.After)
	}
}
