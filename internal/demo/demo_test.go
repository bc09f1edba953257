package demo

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
)

// Every surface with hook files of its own plays, and so does every agent.
func TestPlayersCoverTheTable(t *testing.T) {
	played := map[string]bool{}
	for _, p := range players() {
		played[p.agent], played[p.agent+"/"+p.surface] = true, true
	}
	for _, a := range detect.Agents() {
		if !played[a.ID] {
			t.Errorf("%s does not play", a.ID)
		}
		if !played[a.ID+"/"] { // its surfaces read files of their own
			for _, s := range a.Surfaces {
				if !played[a.ID+"/"+s.ID] {
					t.Errorf("%s of %s does not play", s.ID, a.ID)
				}
			}
		}
	}
}

func TestPayloadsAreJSONAndNameTheDeed(t *testing.T) {
	st := stage{home: t.TempDir()}
	st.project = filepath.Join(st.home, "project")
	for _, p := range players() {
		for _, s := range story {
			raw, err := json.Marshal(p.payload(st, s, filepath.Join(st.home, s.text)))
			if err != nil || !json.Valid(raw) {
				t.Errorf("%s, %s: %s %v", p.name, s.title, raw, err)
			}
			if p.gate(s.deed) == "" {
				t.Errorf("%s has no gate for %s", p.name, s.title)
			}
		}
	}
}

func TestReplies(t *testing.T) {
	out := func(exit int, stdout, stderr string) output { return output{[]byte(stdout), []byte(stderr), exit} }
	nested := `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"why"}}`
	ask := `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"why"}}`
	top := `{"permissionDecision":"deny","permissionDecisionReason":"why"}`
	for _, c := range []struct {
		player  string
		out     output
		verdict string
	}{
		{"Claude Code", out(0, "", ""), Allowed},
		{"Claude Code", out(0, nested, ""), Blocked},
		{"Claude Code", out(2, nested, "why"), Blocked},
		{"Claude Code", out(2, "", "why"), Blocked},
		{"Claude Code", out(0, ask, ""), Asked},
		{"Claude Code", out(1, "", "crash"), Broken},
		{"Claude Code", out(127, "", "not found"), Broken},
		{"Claude Code", out(0, "debug "+nested, ""), Broken},
		{"Cursor", out(0, `{"permission":"allow"}`, ""), Allowed},
		{"Cursor", out(0, `{"permission":"deny","agent_message":"why"}`, ""), Blocked},
		{"Cursor", out(0, `{"permission":"ask"}`, ""), Asked},
		{"Cursor", out(2, `{"permission":"deny"}`, ""), Blocked},
		{"Cursor", out(0, "", ""), Broken},
		{"Cursor", out(1, "{}", ""), Broken},
		{"Codex", out(0, "", ""), Allowed},
		{"Codex", out(2, "", "why"), Blocked},
		{"Codex", out(2, nested, ""), Broken}, // Codex lets that pass
		{"Codex", out(0, nested, ""), Blocked},
		{"Codex", out(0, ask, ""), Broken},
		{"Codex", out(1, "", ""), Broken},
		{"Cascade", out(0, "", ""), Allowed},
		{"Cascade", out(2, "", "why"), Blocked},
		{"Cascade", out(2, "", ""), Broken},
		{"Cascade", out(1, "", "why"), Broken},
		{"Devin", out(0, "", ""), Allowed},
		{"Devin", out(0, `{"decision":"block","reason":"why"}`, ""), Blocked},
		{"Devin", out(2, "", "why"), Blocked},
		{"Devin", out(3, "", "why"), Broken},
		{"Copilot CLI", out(0, "", ""), Allowed},
		{"Copilot CLI", out(0, "{}", ""), Allowed},
		{"Copilot CLI", out(0, top, ""), Blocked},
		{"Copilot CLI", out(0, nested, ""), Allowed}, // ignored under camelCase names
		{"Copilot CLI", out(2, "", ""), Blocked},
		{"Copilot, VS Code", out(0, nested, ""), Blocked},
		{"Copilot, VS Code", out(0, top, ""), Allowed}, // ignored there
		{"Copilot, VS Code", out(2, "", "why"), Blocked},
		{"Copilot, VS Code", out(1, "", "why"), Broken},
	} {
		for _, p := range players() {
			if p.name != c.player {
				continue
			}
			if got := p.reply(c.out); got.Verdict != c.verdict {
				t.Errorf("%s reads exit %d %q %q as %q, want %q", p.name, c.out.exit, c.out.stdout, c.out.stderr, got.Verdict, c.verdict)
			}
		}
	}
}

func TestAStoppedCallIsNeverWhatABuildWants(t *testing.T) {
	for _, s := range story {
		for v, want := range map[string]bool{Allowed: !s.stop, Asked: s.stop, Blocked: s.stop, Broken: false} {
			if s.holds(Reply{Verdict: v}) != want {
				t.Errorf("%s: %s holds = %v", s.title, v, !want)
			}
		}
	}
}

func TestSnapshotsTellBytesModesAndNames(t *testing.T) {
	st := stage{home: t.TempDir()}
	path := filepath.Join(st.home, "a")
	write := func(text string, mode os.FileMode) snapshot {
		t.Helper()
		_ = os.Remove(path)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		s, err := st.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	one := write("x", 0o644)
	if d := one.differs(write("x", 0o644)); d != nil {
		t.Errorf("the same differs: %v", d)
	}
	others := map[string]snapshot{"bytes": write("y", 0o644), "mode": write("x", 0o600), "gone": {}}
	if runtime.GOOS == "windows" { // which knows no mode but read-only
		others["mode"] = write("x", 0o400)
	}
	for name, other := range others {
		if d := one.differs(other); len(d) != 1 || d[0] != path {
			t.Errorf("%s: %v", name, d)
		}
	}
	if d := (snapshot{}).differs(one); len(d) != 1 {
		t.Errorf("a new file: %v", d)
	}
}
