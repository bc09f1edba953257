// Package hook is the road of one tool call: payload, event, verdict, answer.
//
// One process runs per call and its cost is start-up, so nothing here opens
// the network, starts a program or links a terminal library.
package hook

import "github.com/cybedefend/vibedefend/rules"

// Env is what a codec may know beside the payload.
type Env struct {
	Home   string // the user's home
	Dir    string // working folder of this process
	OS     string
	Getenv func(string) string
	// Wired reports whether our entries are installed in the named agent.
	Wired func(agent string) bool
}

// Call is a decoded payload: the neutral event and what the answer needs.
type Call struct {
	Event   rules.Event
	Native  string // the caller's own event name
	Dialect string // codec that must answer: who really calls
	Version string // the caller's version, "" where unknown
	// Once identifies the deed over all hooks it fires, for the one audit line.
	Once string
	// Deferred is set where another hook of the same call will ask the user,
	// so that this one need not answer an Ask.
	Deferred bool
}

// Answer is what the process says to the agent.
type Answer struct {
	Stdout []byte
	Stderr []byte
	Exit   int
}

// Codec translates between one agent and the engine. It knows no rule.
type Codec struct {
	Name string // as in "vibedefend hook <name>"
	// Recognize reports whether the payload was sent by this agent, whatever
	// the command line says.
	Recognize func(env Env, payload []byte) bool
	// Decode reads a payload. event is the name from the command line, which
	// some agents do not repeat in the payload.
	Decode func(event string, env Env, payload []byte) (Call, error)
	// Encode words a verdict so that the agent obeys it. The zero verdict is
	// the agent's neutral answer.
	Encode func(Call, rules.Verdict) Answer
	// Gate reports whether the named native event can stop a deed of the given
	// kind; it is asked when the payload could not be read.
	Gate func(event string) (rules.Kind, bool)
}
