// Package content judges what an edit would write: by the security rules and
// by the business rules that the user accepted in this repository. It also
// chooses the few lines that an agent is given before it edits.
package content

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/tidwall/gjson"
)

// Judge judges content for one home and repository.
type Judge struct {
	dir      home.Dir
	root     string
	accepted []business.Active
	loaded   bool
	trusted  func() bool
	security func() (policy.Security, error)
	own      policy.Security
	ownErr   error
}

// New returns a judge for the repository at root, "" for none. Nothing is
// read before there is something to judge.
func New(dir home.Dir, root string) *Judge { return &Judge{dir: dir, root: root} }

// TrustedBy sets who says whether the machine's policy takes this
// repository's accepted rules for accepted. Without it nobody does.
func (j *Judge) TrustedBy(policy func() bool) *Judge {
	j.trusted = policy
	return j
}

// RuledBy sets where the security rules of the policy's layers come from. It is asked once,
// when there is something to judge.
func (j *Judge) RuledBy(load func() (policy.Security, error)) *Judge {
	j.security = load
	return j
}

// ownRules are the security rules of the layers.
func (j *Judge) ownRules() []code.Rule {
	if j.security != nil {
		j.own, j.ownErr = j.security()
		j.security = nil
	}
	return j.own.Rules
}

// Content is the engine's view of the judge.
func (j *Judge) Content(ev *rules.Event, path string, before, after []byte) []rules.ContentMatch {
	if path == "" {
		return spoken(ev, string(after))
	}
	var out []rules.ContentMatch
	rep := code.JudgeReport(path, before, after, code.Options{MinTier: code.Advise, Root: j.root, Extra: j.ownRules()})
	for _, m := range rep.Matches {
		c := security(m)
		c.Layer = j.own.Layers[m.Rule]
		out = append(out, c)
	}
	if rep.Cut {
		out = append(out, rules.ContentMatch{Rule: secretRule("secret.unread"), Detail: rep.Incomplete})
	}
	out = append(out, j.waiting()...)
	return append(out, j.business(path, before, after)...)
}

// waiting warns of files of security rules that do not hold.
func (j *Judge) waiting() (out []rules.ContentMatch) {
	r := rules.Rule{ID: "policy.stale", Pack: "agents", Title: "Custom rules wait for being compiled", Why: "The rules of this file changed and do not hold yet.",
		Instead: "ask the person to run vibedefend rules test, which compiles them", Severity: rules.Low, Action: rules.Warn}
	for _, f := range j.own.Stale {
		out = append(out, rules.ContentMatch{Rule: r, Detail: f})
	}
	if j.ownErr != nil {
		r.Title, r.Why = "Custom security rules cannot be read", j.ownErr.Error()
		out = append(out, rules.ContentMatch{Rule: r})
	}
	return out
}

// security words a match of the catalogue as a rule of the engine.
func security(m code.Match) rules.ContentMatch {
	r := rules.Rule{ID: m.Rule, Pack: "security", Title: m.Title, Why: m.Why, Instead: m.Safe, Severity: rules.Severity(m.Severity), Action: rules.Warn, Raise: true}
	for _, c := range m.CWE {
		r.Refs = append(r.Refs, "CWE-"+strconv.Itoa(c))
	}
	if m.Tier == code.Block {
		r.Action = rules.Block
	}
	return rules.ContentMatch{Rule: r, Line: m.Line, Detail: lineText(m.Line)}
}

func lineText(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("line %d", n)
}

// business judges by the accepted rules of the repository.
func (j *Judge) business(path string, before, after []byte) []rules.ContentMatch {
	rel, ok := j.relative(path)
	active := j.active()
	if !ok || len(active) == 0 {
		return nil
	}
	list, severity := make([]business.Rule, len(active)), map[string]string{}
	for i, a := range active {
		list[i], severity[a.ID] = a.Rule, a.Severity
	}
	var out []rules.ContentMatch
	for _, b := range business.Fresh(list, rel, before, after) {
		r := rules.Rule{ID: b.Rule.ID, Pack: "business", Title: "business rule broken", Why: b.Rule.Statement + " (" + b.What + ")", Severity: rules.Medium, Action: rules.Warn}
		switch severity[b.Rule.ID] {
		case "ask":
			r.Action = rules.Ask
		case "block":
			r.Action, r.Severity = rules.Block, rules.High
		}
		if len(b.Rule.Examples) > 0 {
			r.Instead = "do as in " + b.Rule.Examples[0]
		}
		out = append(out, rules.ContentMatch{Rule: r, Layer: "repository", Line: b.Line, Detail: lineText(b.Line)})
	}
	return out
}

// relative is a path as rules name it.
func (j *Judge) relative(path string) (string, bool) {
	if j.root == "" {
		return "", false
	}
	rel, err := filepath.Rel(j.root, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// active are the rules that the user accepted and the repository still holds.
func (j *Judge) active() []business.Active {
	if j.loaded || j.root == "" {
		return j.accepted
	}
	j.loaded = true
	a, err := business.LoadAccepted(j.dir.State(), j.root)
	if err != nil || len(a.Rules) == 0 {
		return nil // a damaged list is doctor's to report
	}
	book, err := bare.ReadFile(filepath.Join(j.root, home.Base, "rules.yaml"))
	if err != nil {
		return nil
	}
	j.accepted = a.Standing(book, j.trusted)
	return j.accepted
}

// frameworks are those the repository's configuration switches on.
func (j *Judge) frameworks() []string {
	raw, err := bare.ReadFile(filepath.Join(j.root, home.Base, "config.json"))
	if err != nil || j.root == "" {
		return nil
	}
	var out []string
	for _, f := range gjson.GetBytes(raw, "frameworks").Array() {
		out = append(out, f.Str)
	}
	return out
}
