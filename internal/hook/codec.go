// Package hook is the road of one tool call: payload, event, verdict, answer.
//
// One process runs per call and its cost is start-up, so nothing here opens
// the network, starts a program or links a terminal library.
package hook

import (
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

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
	Native  string   // the caller's own event name
	Dialect string   // codec that must answer: who really calls
	Version string   // the caller's version, "" where unknown
	Home    string   // the user's home, to shorten paths in messages
	OS      string   // as in Env: whose shell stands between us and the agent
	deed    bool     // several firings may tell of it
	ids     []string // what the agent calls it; see marks
	// Deferred is set where another hook of the same call will ask the user,
	// so that this one need not answer an Ask.
	Deferred bool
	// Ignore is set for events that we only let pass: nothing to judge.
	Ignore bool
	// Looping is set when the agent is already going on because of a hook, so
	// that a Stop is not answered for ever.
	Looping bool
	// Response is the raw result of a tool, whose shape a replacement must have.
	Response gjson.Result
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
	// the command line says. named is the agent of the command line.
	Recognize func(named string, p Payload) bool
	// Decode reads a payload. event is the name from the command line, which
	// some agents do not repeat in the payload. With an error the Call still
	// says who calls and of what kind the event is.
	Decode func(event string, env Env, p Payload) (Call, error)
	// Encode words a verdict so that the agent obeys it. The zero verdict is
	// the agent's neutral answer.
	Encode func(Call, rules.Verdict) Answer
	// Gate reports whether the named native event can stop a deed of the given
	// kind; it is asked when the payload could not be read.
	Gate func(event string) (rules.Kind, bool)
}

// Table lists the codecs in the order in which they recognise a payload: the
// surest sign first.
func Table() []Codec {
	return []Codec{cursorCodec(), windsurfCodec(), codexCodec(), copilotCodec(), devinCodec(), claudeCodec()}
}

// Named finds a codec by its name on the command line, today's or a former.
func Named(name string) (Codec, bool) {
	switch name {
	case "claude":
		name = "claude-code"
	case "cascade":
		name = "windsurf"
	case "copilot-cli", "vscode":
		name = "copilot"
	}
	for _, c := range Table() {
		if c.Name == name {
			return c, true
		}
	}
	return Codec{}, false
}

// Caller finds who really sent a payload: what the payload shows, else what
// the command line says.
func Caller(named string, p Payload) (Codec, bool) {
	for _, c := range Table() {
		if c.Recognize(named, p) {
			return c, true
		}
	}
	return Named(named)
}

// eventRow describes one native event.
type eventRow struct {
	name  string
	kind  rules.Kind
	phase rules.Phase
}

// toolEvent marks rows whose kind depends on the tool.
const toolEvent = rules.ToolOther

// eventNamed finds a row; ok is false for events we only let pass.
func eventNamed(rows []eventRow, name string) (eventRow, bool) {
	for _, r := range rows {
		if r.name == name {
			return r, true
		}
	}
	return eventRow{name: name, kind: rules.ToolOther, phase: rules.Lifecycle}, false
}

// gate answers Codec.Gate from a table of events. A tool event whose tool is
// unknown counts as a command: the worst it can be.
func gate(rows []eventRow, name string) (rules.Kind, bool) {
	r, ok := eventNamed(rows, name)
	if !ok || r.phase > rules.Permission {
		return r.kind, false
	}
	if r.kind == toolEvent {
		return rules.Command, true
	}
	return r.kind, true
}

// settled turns an Ask that nobody can put into a Block: no one may be taken
// for having said yes.
func settled(c Call, v rules.Verdict) rules.Verdict {
	if v.Action == rules.Ask && !c.Event.CanAsk && c.Event.Phase <= rules.Permission {
		v.Action = rules.Block
	}
	return v
}
