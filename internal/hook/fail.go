package hook

import (
	"bytes"
	"fmt"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// failureRule names our own failures in messages and in the trail.
const failureRule = "vibedefend.failure"

// fail answers for a payload that could not be read. Who calls is taken from
// the command line, unless the bytes still show it.
func (d Deps) fail(named, event string, raw []byte, err error) (Answer, bool) {
	codec, ok := Named(named)
	if bytes.Contains(raw, []byte(`"cursor_version"`)) {
		codec, ok = cursorCodec(), true
	}
	if !ok {
		return Answer{}, false
	}
	kind, isGate := codec.Gate(event)
	if event == "" && codec.Name == "cursor" {
		kind, isGate = codec.Gate("preToolUse")
	}
	c := Call{Dialect: codec.Name, Home: d.Env.Home, OS: d.Env.OS}
	c.Event = rules.Event{Agent: agentOf(codec.Name), Kind: kind, Phase: rules.Lifecycle, CWD: d.Env.Dir}
	if isGate {
		c.Event.Phase = rules.Before
	}
	c.Native = nativeName(codec.Name, event, raw)
	return d.failed(codec, c, err), true
}

// nativeName is the event name under which the codec encodes.
func nativeName(codec, event string, raw []byte) string {
	switch codec {
	case "cursor":
		if event == "" {
			if event = gjson.GetBytes(raw, "hook_event_name").Str; event == "" {
				event = "preToolUse"
			}
		}
		return cursorEvent(event)
	case "copilot":
		return copilotEvent(event)
	}
	return event
}

func agentOf(codec string) string {
	if codec == "devin" {
		return "windsurf"
	}
	return codec
}

// failed answers for a call we could not judge: what policy says of failures,
// told in plain words and always on record.
func (d Deps) failed(codec Codec, c Call, err error) Answer {
	action := rules.Allow
	switch {
	case c.Event.Phase > rules.Permission:
	case d.blind:
		action = onErrorDefault(c.Event.Kind)
	default:
		action = d.OnError(d, c.Event.Kind)
	}
	v := rules.Verdict{}
	v.Add(rules.Finding{
		Rule: failureRule, Action: action, Severity: rules.High, Layer: "built-in",
		Title:   "VibeDefend could not examine this call",
		Why:     oneLine(fmt.Sprint(err)),
		Instead: `ask the person to run "vibedefend doctor" in a terminal; the setting on_error says what happens in such a case`,
	})
	v = settled(c, v)
	d.record(c, v, oneLine(fmt.Sprint(err)))
	if action == rules.Allow {
		v = rules.Verdict{}
	}
	return codec.Encode(c, v)
}

// onErrorDefault stops what cannot be undone and lets the rest pass.
func onErrorDefault(k rules.Kind) rules.Action {
	switch k {
	case rules.Command, rules.TerminalInput, rules.FileWrite, rules.MCPCall, rules.ConfigChange:
		return rules.Block
	}
	return rules.Allow
}
