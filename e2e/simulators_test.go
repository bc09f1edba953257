package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// actor is a simulated agent and how it is governed.
type actor struct {
	name  string
	ids   []string // for install --agent
	hooks string   // the file that holds our entries
	agent func(sim.Machine) sim.Agent
	patch bool // it has a patch tool
	// fixtures are the folder and the name prefix of its payloads.
	fixtures string
}

func actors() []actor {
	return []actor{
		{"cursor", []string{"cursor"}, ".cursor/hooks.json",
			func(m sim.Machine) sim.Agent { return sim.Cursor{Machine: m} }, false, "cursor/"},
		{"cursor with Claude's hooks", []string{"cursor", "claude-code"}, ".cursor/hooks.json",
			func(m sim.Machine) sim.Agent { return sim.Cursor{Machine: m, Imports: true} }, false, "cursor/"},
		{"cursor with only Claude's hooks", []string{"claude-code"}, ".claude/settings.json",
			func(m sim.Machine) sim.Agent { return sim.Cursor{Machine: m, Imports: true} }, false, "cursor/"},
		{"cascade", []string{"windsurf"}, ".codeium/windsurf/hooks.json",
			func(m sim.Machine) sim.Agent { return sim.Cascade{Machine: m} }, false, "windsurf/p"},
		{"cascade in JetBrains", []string{"jetbrains"}, ".codeium/hooks.json",
			func(m sim.Machine) sim.Agent { return sim.Cascade{Machine: m, JetBrains: true} }, false, "windsurf/p"},
		{"devin", []string{"windsurf"}, ".config/devin/config.json",
			func(m sim.Machine) sim.Agent { return sim.Devin{Machine: m} }, true, "windsurf/devin"},
		{"devin with Claude's hooks", []string{"windsurf", "claude-code"}, ".config/devin/config.json",
			func(m sim.Machine) sim.Agent { return sim.Devin{Machine: m, Imports: true} }, true, "windsurf/devin"},
		{"vscode", []string{"copilot"}, ".copilot/hooks/vibedefend.json",
			func(m sim.Machine) sim.Agent { return sim.VSCode{Machine: m} }, true, "vscode/"},
	}
}

// arrive installs into a box in which the actor's agents live.
func (a actor) arrive(t *testing.T) (*stage, sim.Agent) {
	t.Helper()
	b := box(t)
	inhabit(b)
	b.Must(0, append([]string{"install", "--yes"}, agentFlags(a.ids)...)...)
	st := newStage(b, mock.Start(t), a.hooks)
	agent := a.agent(sim.Machine{Home: b.Home, Project: b.Project, Env: b.Env()})
	if v := agent.Void(); len(v) > 0 {
		t.Fatalf("the agent drops a file of ours: %s", v)
	}
	return st, agent
}

func agentFlags(ids []string) (args []string) {
	for _, id := range ids {
		args = append(args, "--agent", id)
	}
	return args
}

// inhabit leaves the traces of the agents that are only simulated, with
// settings of their user.
func inhabit(b *sandbox.Box) {
	b.Write(".cursor/hooks.json", "{\n    \"version\": 1,\n    \"hooks\": {\n        \"stop\": [{ \"command\": \"echo {}\", \"loop_limit\": null }]\n    }\n}\n")
	b.Write(".codeium/windsurf/hooks.json", `{"hooks":{"post_run_command":[{"command":"true","show_output":false}]}}`)
	b.Write(".codeium/windsurf/memories/global_rules.md", "Be brief.")
	b.Write(".config/devin/config.json", "{\n  // mine\n  \"theme\": \"dark\",\n  \"permissions\": { \"allow\": [\"Exec(ls)\"], },\n}\n")
	b.Write(".config/Code/User/settings.json", "{\n\t// mine\n\t\"editor.tabSize\": 2,\n}\n")
	for _, name := range []string{"cursor", "windsurf", "devin", "code"} {
		b.Script(name, "echo 3.18.25")
	}
}

// What holds in the real agents holds in those that are simulated.
func TestGuardHoldsInSimulatedAgents(t *testing.T) {
	for _, a := range actors() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			st, agent := a.arrive(t)
			var seen strings.Builder
			st.shown = seen.String
			steps := append(dangers(st), tampering(st)...)
			stopped := 0
			for _, s := range append(steps, harmless(st)...) {
				if s.deed.Kind == sim.Patch && !a.patch {
					continue
				}
				r := agent.Do(s.deed)
				seen.WriteString(r.Output)
				t.Run(s.name, func(t *testing.T) { judge(t, s, r) })
				if s.stopped || s.asked {
					stopped++
				}
			}
			if n := strings.Count(st.Read(trail), "\n"); n != stopped {
				t.Errorf("%d lines in the trail for %d interceptions:\n%s", n, stopped, st.Read(trail))
			}
		})
	}
}

func judge(t *testing.T, s step, r sim.Result) {
	t.Helper()
	for _, f := range r.Faults {
		t.Errorf("against the agent's rules: %s", f)
	}
	if why := s.wrong(); why != "" {
		t.Error(why)
	}
	if s.asked && r.Outcome == sim.Asked {
		told(t, r.Told)
		return
	}
	if !s.stopped && !s.asked {
		if r.Outcome != sim.Done {
			t.Errorf("a harmless call was %s: %s", r.Outcome, r.Told)
		}
		return
	}
	if r.Outcome != sim.Blocked {
		t.Errorf("the call was %s, by %d hooks: %s", r.Outcome, r.Fired, r.Told)
		return
	}
	told(t, r.Told)
}

// Every payload that was captured or documented gets an answer that keeps
// the agent's rules.
func TestSimulatedAgentsAcceptEveryAnswer(t *testing.T) {
	for _, a := range actors() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			st, agent := a.arrive(t)
			feed(t, agent, fixtures(t, st.Box, a.fixtures))
		})
	}
}

// The payloads of the agents that can be had, the rare ones too.
func TestCapturedPayloadsAreAnswered(t *testing.T) {
	for _, a := range []actor{
		{"claude-code", []string{"claude-code"}, ".claude/settings.json", func(m sim.Machine) sim.Agent { return sim.ClaudeCode(m) }, false, "claude-code/"},
		{"codex", []string{"codex"}, ".codex/hooks.json", func(m sim.Machine) sim.Agent { return sim.Codex(m) }, false, "codex/"},
		{"copilot", []string{"copilot"}, ".copilot/hooks/vibedefend.json", func(m sim.Machine) sim.Agent { return sim.CopilotCLI(m) }, false, "copilot/"},
		{"copilot with Claude's hooks", []string{"claude-code"}, ".claude/settings.json", func(m sim.Machine) sim.Agent { return sim.CopilotClaude(m) }, false, "copilot/pascal/"},
	} {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			st, agent := a.arrive(t)
			feed(t, agent, fixtures(t, st.Box, a.fixtures))
		})
	}
}

func feed(t *testing.T, agent sim.Agent, list []fixture) {
	t.Helper()
	fired := 0
	for _, f := range list {
		r := agent.Fire(f.event, f.payload)
		fired += r.Fired
		for _, fault := range r.Faults {
			t.Errorf("%s: %s", f.name, fault)
		}
		if f.danger && r.Fired > 0 && r.Outcome == sim.Done {
			t.Errorf("%s: the call happens", f.name)
		}
	}
	if fired == 0 {
		t.Error("no hook ran: the test looks at nothing")
	}
}

// fixture is a payload as an agent sends it.
type fixture struct {
	name    string
	event   string
	payload []byte
	danger  bool // what it announces must not happen
}

// dangerous names the fixtures whose deed has to be stopped.
var dangerous = map[string]bool{
	"windsurf/devin-PreToolUse.json":             true, // rm -rf /
	"cursor/claude-import-preToolUse-shell.json": true, // git push --force
	"cursor/beforeReadFile.json":                 true, // .env
}

// fixtures reads the payloads whose path starts with prefix, with the paths
// of the machine they come from replaced by those of the box.
func fixtures(t *testing.T, b *sandbox.Box, prefix string) []fixture {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "fixtures", filepath.FromSlash(prefix)+"*"))
	if err != nil {
		t.Fatal(err)
	}
	var list []fixture
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if filepath.Ext(p) == ".md" || err != nil {
			continue // a folder, or the notes beside the payloads
		}
		raw = bytes.ReplaceAll(raw, []byte("/home/dev/project"), []byte(b.Project))
		raw = bytes.ReplaceAll(raw, []byte("/home/dev"), []byte(b.Home))
		name := filepath.ToSlash(strings.TrimPrefix(p, filepath.Join("testdata", "fixtures")+string(filepath.Separator)))
		list = append(list, fixture{name, eventOf(t, name, raw), raw, dangerous[name]})
	}
	if len(list) == 0 {
		t.Fatalf("no fixtures at %s", prefix)
	}
	return list
}

func eventOf(t *testing.T, name string, raw []byte) string {
	t.Helper()
	var p struct {
		Hook    string `json:"hook_event_name"`
		Cascade string `json:"agent_action_name"`
	}
	if err := json.Unmarshal(bytes.ReplaceAll(raw, []byte("\ufeff"), nil), &p); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if p.Hook != "" || p.Cascade != "" {
		return p.Hook + p.Cascade
	}
	event, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".json"), "-")
	return event
}

// A simulated agent works again after uninstall and its files are as before.
func TestUninstallFromSimulatedAgents(t *testing.T) {
	for _, a := range actors() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			b := box(t)
			inhabit(b)
			was := b.Snap()
			b.Must(0, append([]string{"install", "--yes"}, agentFlags(a.ids)...)...)
			agent := a.agent(sim.Machine{Home: b.Home, Project: b.Project, Env: b.Env()})
			if r := agent.Do(shell("find ~/papers/precious -delete")); r.Outcome != sim.Blocked {
				t.Fatalf("not blocked: %+v", r)
			}
			b.Uninstall("--purge")
			if diff := was.Diff(b.Snap()); diff != "" {
				t.Errorf("the home is not as before:\n%s", diff)
			}
			if r := agent.Do(shell("find ~/papers/precious -delete")); r.Outcome != sim.Done || b.Has("papers/precious") {
				t.Errorf("the agent does not work after uninstall: %+v", r)
			}
		})
	}
}

// The home is empty: nothing is detected, yet every agent can be wired for
// the day it comes, and all goes again.
func TestAbsentAgentsCanBeWired(t *testing.T) {
	t.Parallel()
	b := box(t)
	was := b.Snap()
	b.Must(0, "install", "--yes", "--agent", "all")
	m := sim.Machine{Home: b.Home, Project: b.Project, Env: b.Env()}
	for _, agent := range []sim.Agent{sim.Cursor{Machine: m}, sim.Cascade{Machine: m}, sim.Devin{Machine: m}, sim.VSCode{Machine: m}} {
		if v := agent.Void(); len(v) > 0 {
			t.Errorf("%s: %s", agent.Name(), v)
		}
		if r := agent.Do(shell("find ~/papers/precious -delete")); r.Outcome != sim.Blocked {
			t.Errorf("%s: the call was %s", agent.Name(), r.Outcome)
		}
	}
	b.Uninstall("--purge")
	if diff := was.Diff(b.Snap()); diff != "" {
		t.Errorf("the home is not as before:\n%s", diff)
	}
}
