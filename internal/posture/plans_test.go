package posture_test

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/posture"
)

// apply does what plans say to a machine that is a map.
func apply(t *testing.T, env detect.Env, plans []installers.Plan) detect.Env {
	t.Helper()
	files := detecttest.FS{}
	for p, c := range env.FS.(detecttest.FS) {
		files[p] = c
	}
	edits, err := installers.ComputeAll(plans, env.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		if e.Err != nil {
			t.Fatalf("%s: %v", e.Path, e.Err)
		}
		files[strings.ReplaceAll(e.Path, `\`, "/")] = string(e.After)
	}
	env.FS = files
	return env
}

// TestWhatInstallWritesIsHealthy holds the two descriptions of a good file,
// that of the planner and that of the check, against each other.
func TestWhatInstallWritesIsHealthy(t *testing.T) {
	for _, m := range []struct {
		name, hook, repo string
		env              detect.Env
	}{
		{"linux", "/home/dev/.cybedefend/bin/vibedefend-hook", "/home/dev/src/shop", detecttest.Linux()},
		{"macos", "/Users/dev/.cybedefend/bin/vibedefend-hook", "/Users/dev/src/shop", detecttest.MacOS()},
		{"windows", `C:\Users\dev\.cybedefend\bin\vibedefend-hook.exe`, `C:\Users\dev\src\shop`, detecttest.Windows()},
	} {
		for _, scope := range []installers.Scope{installers.User, installers.Project, installers.Managed} {
			t.Run(m.name+" "+string(scope), func(t *testing.T) {
				env := m.env
				var plans []installers.Plan
				for _, row := range installers.Table() {
					target := installers.Target{Env: env, Scope: scope, HookPath: m.hook, Trust: true, Found: detect.Of(detect.All(env), row.ID)}
					switch scope {
					case installers.Project:
						target.Repo = m.repo
					case installers.Managed:
						target.HookPath = home.ManagedHook(env.OS)
					}
					p, err := row.Plan(target)
					if err != nil {
						t.Fatal(err)
					}
					plans = append(plans, p)
				}
				env = apply(t, env, plans)
				env.Dir = m.repo
				for _, f := range posture.SwitchedOff(env, m.repo) {
					if f.ID != "codex.project-untrusted" { // the repository is the person's to trust
						t.Errorf("%+v", f)
					}
				}
				agents := map[string]bool{}
				for _, h := range posture.Hooks(env, m.repo) {
					if !h.Ours {
						t.Errorf("not ours: %+v", h)
					}
					agents[h.Agent] = true
				}
				if len(agents) != 5 {
					t.Errorf("hooks found of %v only", agents)
				}
			})
		}
	}
}
