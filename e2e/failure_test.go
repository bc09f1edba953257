package e2e

import (
	"os"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// What docs/failure.md says of a program that is gone, agent by agent: no
// call of the agent does more than the page promises.
func TestProgramGone(t *testing.T) {
	for _, c := range []struct {
		driver driver
		passes bool
	}{
		{claude(t), false},
		{codex(t), true},
		{copilot(t, plainModel), true},
	} {
		t.Run(c.driver.name, func(t *testing.T) {
			t.Parallel()
			st, m := installed(t, c.driver, func(*stage) []mock.Conversation {
				call, _ := c.driver.call("touch", shell("touch passed"))
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{{call}}}}
			})
			if err := os.RemoveAll(st.Path(".cybedefend/bin")); err != nil {
				t.Fatal(err)
			}
			r := c.driver.start(st.Box, m, c.driver.modes[0], "E2E-MAIN do it")
			if passed := st.Has("project/passed"); passed != c.passes {
				text, _ := m.Result("touch")
				t.Errorf("the call passed: %v, want %v; the model was told %q\n%s", passed, c.passes, text, r)
			}
			st.Must(3, "doctor", "--agent", c.driver.id)
			st.Must(0, "doctor", "--fix", "--agent", c.driver.id)
			st.Must(0, "doctor", "--agent", c.driver.id)
		})
	}
	passes := map[string]bool{"cursor": false, "cascade": false, "devin": false, "vscode": true}
	for _, a := range actors() {
		want, listed := passes[a.name]
		if !listed {
			continue // the same agents under other names
		}
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			st, agent := a.arrive(t)
			if err := os.RemoveAll(st.Path(".cybedefend/bin")); err != nil {
				t.Fatal(err)
			}
			if r := agent.Do(shell("touch passed")); (r.Outcome == sim.Done) != want {
				t.Errorf("the call was %s, want it to pass: %v", r.Outcome, want)
			}
		})
	}
}
