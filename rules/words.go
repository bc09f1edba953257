package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// modelText tells the model what, why and what to do instead.
func modelText(v *Verdict) string {
	if len(v.Findings) == 0 {
		return ""
	}
	f := &v.Findings[0]
	var in, instead, allow string
	if f.Segment != "" {
		in = " In: " + f.Segment
	}
	if f.Instead != "" {
		instead = "\nInstead: " + f.Instead
	}
	if v.Action == Block && v.Code != "" {
		allow = "\nDo not try another spelling. Only a person can let this pass: vibedefend allow " + v.Code
	}
	return verb(v.Action) + " by VibeDefend (" + f.Rule + "): " + f.Title + "." + in + "\nWhy: " + f.Why + instead + allow
}

func userText(v *Verdict) string {
	if len(v.Findings) == 0 {
		return ""
	}
	f := &v.Findings[0]
	return f.Title + " (" + f.Rule + "). " + f.Why
}

func verb(a Action) string {
	switch a {
	case Block:
		return "Blocked"
	case Ask:
		return "Held for a person's decision"
	}
	return "Warning"
}

// CallHash identifies one exact call: same tool, text, place and agent.
func CallHash(ev *Event) string {
	h := sha256.New()
	add := func(parts ...string) {
		for _, p := range parts {
			h.Write([]byte(p))
			h.Write([]byte{0})
		}
	}
	add("v1", ev.Kind.String(), ev.Agent, ev.CWD, ev.Command, ev.Shell, ev.Input)
	for i := range ev.Writes {
		w := &ev.Writes[i]
		add("w", w.Path, w.From, w.New)
		for _, k := range w.Hunks {
			add(k.Old, k.New)
		}
	}
	add(ev.Reads...)
	add(ev.URLs...)
	if ev.MCP != nil {
		add("m", ev.MCP.Server, ev.MCP.Tool, string(ev.MCP.Args))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// codeOf is the short name of a call that a person types.
func codeOf(hash string) string {
	if len(hash) < 8 {
		return ""
	}
	return hash[:4] + "-" + hash[4:8]
}

func (j *judgement) callHash() string {
	if j.hash == "" {
		j.hash = CallHash(j.told)
	}
	return j.hash
}

// allowed names the exception that lets a rule's finding pass, or "".
func (j *judgement) allowed(r *Rule, path string) string {
	for i := range j.policy.Exceptions {
		x := &j.policy.Exceptions[i]
		if x.Call != "" && x.Call != j.callHash() {
			continue
		}
		if x.Call == "" && (x.Rule == "" || x.Rule != r.ID && !glob(x.Rule, r.ID)) {
			continue
		}
		if x.Repo != "" && x.Repo != j.told.Root || x.Path != "" && !pathGlobs([]string{x.Path}, path, j.ev.Root) {
			continue
		}
		if selfRule(r.ID) && x.Call == "" {
			continue // nothing but a one-time allowance passes our own protection
		}
		return x.ID
	}
	return ""
}

func selfRule(id string) bool { return strings.HasPrefix(id, "self.") }
