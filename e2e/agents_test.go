package e2e

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// installed prepares a box, installs into one agent and starts a mock model
// whose script is written once the installation is there.
func installed(t *testing.T, d driver, write func(*stage) []mock.Conversation) (*stage, *mock.Model) {
	t.Helper()
	b := boxWith(t, d.build)
	m := mock.Start(t)
	d.prepare(b, m)
	b.Must(0, "install", "--yes", "--agent", d.id)
	st := newStage(b, m, d.hooks)
	m.Play(write(st)...)
	return st, m
}

// In every mode of every agent the dangerous calls do not happen, the model
// is told why, and the harmless ones happen.
func TestGuardHoldsInEveryMode(t *testing.T) {
	for _, d := range cast(t) {
		for _, how := range d.modes {
			t.Run(d.name+"/"+how.name, func(t *testing.T) {
				t.Parallel()
				var kept map[string]step
				st, m := installed(t, d, func(st *stage) []mock.Conversation {
					steps := append(dangers(st), tampering(st)...)
					steps = append(append(steps, d.more(st)...), harmless(st)...)
					var turns []mock.Turn
					turns, kept = script(d, "call", steps)
					return []mock.Conversation{{Marker: "E2E-MAIN", Turns: turns}}
				})
				r := d.start(st.Box, m, how, "E2E-MAIN do it")
				prove(t, d, m, kept)
				if t.Failed() {
					t.Logf("%s\n%s", d.name, r)
				}
			})
		}
	}
}

// What holds in the conversation holds in a subagent.
func TestGuardHoldsInSubagents(t *testing.T) {
	for _, d := range cast(t) {
		if d.spawn == nil {
			continue // this form has no subagents of its own
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			var kept map[string]step
			st, m := installed(t, d, func(st *stage) []mock.Conversation {
				steps := append(dangers(st)[:4], tampering(st)...)
				var turns []mock.Turn
				turns, kept = script(d, "child", append(steps, harmless(st)...))
				return []mock.Conversation{
					{Marker: "E2E-CHILD", Turns: turns},
					{Marker: "E2E-MAIN", Turns: d.spawn("spawn", "E2E-CHILD do it")},
				}
			})
			r := d.start(st.Box, m, d.modes[len(d.modes)-1], "E2E-MAIN let another do it")
			prove(t, d, m, kept)
			if t.Failed() {
				t.Logf("%s\n%s", d.name, r)
			}
		})
	}
}

// After uninstall the agent works, nobody asks us any more, and the user's
// files are what they were.
func TestUninstallLeavesNothing(t *testing.T) {
	for _, d := range cast(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := box(t)
			m := mock.Start(t)
			d.prepare(b, m)
			was := b.Snap()
			b.Must(0, "install", "--yes", "--agent", d.id)
			st := newStage(b, m, d.hooks)
			turns, kept := script(d, "guarded", append(dangers(st)[:2], harmless(st)...))
			m.Play(mock.Conversation{Marker: "E2E-GUARDED", Turns: turns})
			d.start(b, m, d.modes[0], "E2E-GUARDED do it")
			prove(t, d, m, kept)
			asked := b.Read(trail)

			b.Uninstall()
			for path, text := range was {
				if now := b.Snap()[path]; now != text && !strings.HasPrefix(path, "project/.git") {
					t.Errorf("%s is not as before:\n%s\nbut\n%s", path, text, now)
				}
			}
			ours(t, b)

			m.Play(mock.Conversation{Marker: "E2E-FREE", Turns: free(t, d, st)})
			before := len(m.Requests())
			r := d.start(b, m, d.modes[0], "E2E-FREE do it")
			if strings.Contains(m.Requests()[before:], "VibeDefend") {
				t.Error("the model is still told of us")
			}
			if b.Has("papers/precious/notes.txt") {
				text, _ := m.Result("free00")
				t.Errorf("the agent does not work after uninstall: %q\n%s", text, r)
			}
			if now := b.Read(trail); now != "" && now != asked {
				t.Errorf("somebody still asked us: %s", strings.TrimPrefix(now, asked))
			}
		})
	}
}

// trail is where an interception leaves its line.
const trail = ".cybedefend/audit/trail.jsonl"

// free is a conversation in which a deed happens that we would stop.
func free(t *testing.T, d driver, st *stage) []mock.Turn {
	t.Helper()
	turns, _ := script(d, "free", []step{{deed: shell("find ~/papers/precious -delete")}})
	return turns
}

// ours fails when anything in the home still names us, apart from what the
// agents themselves wrote down of their sessions and our own trail.
func ours(t *testing.T, b *sandbox.Box) {
	t.Helper()
	for path, text := range b.Snap(".cybedefend", ".claude/projects", ".codex/sessions", ".copilot/session-state", ".copilot/logs") {
		if strings.Contains(path, "vibedefend") && !strings.Contains(path, "cache") || strings.Contains(text, ".cybedefend/bin") {
			t.Errorf("%s still names us:\n%.400s", path, text)
		}
	}
}

// Installing and uninstalling at once leaves every byte of the home as it was.
func TestInstallUninstallIsExact(t *testing.T) {
	for _, d := range cast(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := box(t)
			m := mock.Start(t, mock.Conversation{Marker: "E2E-FIRST"})
			d.prepare(b, m)
			d.start(b, m, d.modes[0], "E2E-FIRST say done") // the agent makes its own folders
			was := b.Snap()
			b.Must(0, "install", "--yes", "--dry-run", "--agent", d.id)
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("--dry-run wrote something:\n%s", diff)
			}
			b.Must(0, "install", "--yes", "--agent", d.id)
			again := b.Must(0, "install", "--yes", "--agent", d.id)
			if !strings.Contains(again.Out+again.Err, "nothing to do") {
				t.Errorf("the second installation does not say that there is nothing to do:\n%s", again)
			}
			b.Uninstall("--purge")
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("the home is not as before:\n%s", diff)
			}
		})
	}
}

// A healthy installation has nothing to report; a repository that switches
// our hooks off is reported, with exit code 3 and the name of its file.
func TestDoctorReportsRepositoriesThatSwitchHooksOff(t *testing.T) {
	for _, c := range []struct {
		driver driver
		file   string
		text   string
	}{
		{claude(t), ".claude/settings.json", `{"disableAllHooks": true}`},
		{claude(t), ".claude/settings.local.json", `{"disableAllHooks": true}`},
		{codex(t), ".codex/config.toml", "[features]\nhooks = false\n"},
		{copilot(t, plainModel), ".github/copilot/settings.json", `{"disableAllHooks": true}`},
		{copilot(t, plainModel), ".github/copilot/settings.local.json", `{"disableAllHooks": true}`},
		{copilot(t, plainModel), ".claude/settings.json", `{"disableAllHooks": true}`},
	} {
		t.Run(c.driver.name+"/"+c.file, func(t *testing.T) {
			t.Parallel()
			b := box(t)
			m := mock.Start(t)
			c.driver.prepare(b, m)
			b.Must(0, "install", "--yes", "--agent", c.driver.id)
			b.Must(0, "doctor", "--agent", c.driver.id)
			if c.driver.id == "copilot" {
				b.Write(".copilot/config.json", `{"trustedFolders": ["`+b.Project+`"]}`)
			}
			b.Write("project/"+c.file, c.text)
			r := b.Must(3, "doctor", "--agent", c.driver.id)
			if !strings.Contains(r.Out, c.file) {
				t.Errorf("doctor does not name %s:\n%s", c.file, r)
			}
			b.Must(3, "doctor", "--check", "--json", "--agent", c.driver.id)
		})
	}
}

// What we have nothing against is not thereby permitted: the agent's own
// rules still decide. And the model knows of the rules from the start.
func TestNeutralIsNoPermission(t *testing.T) {
	for _, d := range cast(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			st, m := installed(t, d, func(*stage) []mock.Conversation {
				call, _ := d.call("touch", shell("touch passed"))
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{{call}}}}
			})
			r := d.start(st.Box, m, d.locked, "E2E-MAIN do it")
			text, ok := m.Result("touch")
			if !ok || st.Has("project/passed") {
				t.Errorf("the command was permitted; the model was told %q\n%s", text, r)
			}
			if strings.Contains(text, "VibeDefend") {
				t.Errorf("it was us who stopped it: %q", text)
			}
			if !strings.Contains(m.Requests(), "VibeDefend") {
				t.Error("the model was not told of our rules")
			}
		})
	}
}
