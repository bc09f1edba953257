package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// driver knows how one real agent is started and what its tools are called.
type driver struct {
	name string
	id   string // as in "vibedefend install --agent"
	// build is the form of our program that is installed.
	build func() (string, error)
	// prepare writes what the agent needs to talk to the mock model. It runs
	// before vibedefend is installed: these are the user's own settings.
	prepare func(*sandbox.Box, *mock.Model)
	// start runs the agent once on a prompt.
	start func(b *sandbox.Box, m *mock.Model, how mode, prompt string) sandbox.Result
	// modes are the ways of running it that have to be guarded.
	modes []mode
	// locked is a way of running it in which the agent itself lets no command
	// write.
	locked mode

	// call words a deed for the agent's tools; false where it has no such tool.
	call func(id string, d sim.Deed) (mock.Call, bool)
	// spawn starts a subagent on a prompt; it may take several turns until
	// the subagent's answer is there.
	spawn func(id, prompt string) []mock.Turn

	// hooks is the file, relative to the home, that holds our entries.
	hooks string
	// told is how the agent words a denial to the model.
	told string
	// more are dangers that only this agent has.
	more func(*stage) []step
}

// mode is a way of running an agent.
type mode struct {
	name string
	args []string
	env  []string
}

// cast is every real agent, in each form that has tools of its own.
func cast(t *testing.T) []driver {
	return []driver{claude(t), codex(t), codexCode(t), copilot(t, plainModel), copilot(t, patchModel)}
}

// script words steps as the turns of a conversation, one call each. Steps
// for which the agent has no tool are left out.
func script(d driver, prefix string, steps []step) (turns []mock.Turn, kept map[string]step) {
	kept = map[string]step{}
	for i, s := range steps {
		id := fmt.Sprintf("%s%02d", prefix, i)
		c, ok := d.call(id, s.deed)
		if !ok {
			continue
		}
		kept[id] = s
		turns = append(turns, mock.Turn{c})
	}
	return turns, kept
}

// prove looks at what became of each step.
func prove(t *testing.T, d driver, m *mock.Model, kept map[string]step) {
	t.Helper()
	for id, s := range kept {
		t.Run(s.name, func(t *testing.T) {
			text, ok := m.Result(id)
			if !ok {
				t.Fatal("the agent never came back with a result")
			}
			if why := s.wrong(); why != "" {
				t.Errorf("%s; the model was told %q", why, text)
			}
			denied := strings.Contains(text, d.told)
			switch {
			case s.asked:
				told(t, text)
			case s.stopped && !denied:
				t.Errorf("not denied by our hook; the model was told %q", text)
			case s.stopped:
				told(t, text)
			case denied:
				t.Errorf("a harmless call was denied: %q", text)
			}
		})
	}
}
