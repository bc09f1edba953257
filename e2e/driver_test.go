package e2e

import (
	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// driver knows how one real agent is started and what its tools are called.
type driver struct {
	id string // as in "vibedefend install --agent"
	// prepare writes what the agent needs to talk to the mock model. It runs
	// before vibedefend is installed: these are the user's own settings.
	prepare func(*sandbox.Box, *mock.Model)
	// start runs the agent once on a prompt.
	start func(b *sandbox.Box, m *mock.Model, how mode, prompt string) sandbox.Result
	// modes are the ways of running it that have to be guarded.
	modes []mode

	shell func(id, command string) mock.Call
	write func(id, path, text string) mock.Call
	edit  func(id, path, old, new string) mock.Call
	read  func(id, path string) mock.Call
	// spawn starts a subagent on a prompt; it may take several turns until
	// the subagent's answer is there.
	spawn func(id, prompt string) []mock.Turn

	// hooks is the file, relative to the home, that holds our entries.
	hooks string
	// told is how the agent words a denial to the model.
	told string
}

// mode is a way of running an agent.
type mode struct {
	name string
	args []string
	env  []string
}
