package rules

import "github.com/cybedefend/vibedefend/rules/deps"

// Mode says whether verdicts are enforced.
type Mode int

// The modes a user or managed policy sets.
const (
	Enforce Mode = iota
	Observe      // everything is warned about and audited, nothing is stopped
)

// Policy is what the layers say together. The zero value is the built-in
// default.
type Policy struct {
	Mode        Mode        `json:"mode,omitempty"`
	Sensitivity Sensitivity `json:"sensitivity,omitempty"`
	// AskFallback is used where an agent cannot ask: Block unless set to Warn.
	AskFallback Action  `json:"ask_fallback,omitempty"`
	OnError     OnError `json:"on_error,omitempty"`
	// Layers are ordered managed, user, repository.
	Layers []Layer `json:"layers,omitempty"`
	// Stale names files of custom rules that wait for being compiled.
	Stale []string `json:"stale,omitempty"`
	// Exceptions are what a person allowed, still valid when loaded.
	Exceptions []Exception `json:"exceptions,omitempty"`
	// Reported opens the imported lists of malware and looks packages up in
	// them; what it returns is nil where there is none.
	Reported func() func(deps.Entry) bool `json:"-"`
}

// Sensitivity is what the repository holds.
type Sensitivity string

// The sensitivities, mildest first.
const (
	Public     Sensitivity = "public"
	Internal   Sensitivity = "internal"
	Regulated  Sensitivity = "regulated"
	Production Sensitivity = "production"
)

// Rank orders sensitivities; an unknown one counts as internal.
func (s Sensitivity) Rank() int {
	switch s {
	case Public:
		return 0
	case Regulated:
		return 2
	case Production:
		return 3
	}
	return 1
}

// OnError says what happens when an event could not be judged.
type OnError struct {
	Gate Action `json:"gate,omitempty"` // commands, writes, MCP calls; Block unless the user says otherwise
	Rest Action `json:"rest,omitempty"` // everything else; Allow unless the user says otherwise
}

// Layer is one source of policy.
type Layer struct {
	Name      string     `json:"name"` // "managed", "user" or "repository"
	Overrides []Override `json:"overrides,omitempty"`
	Rules     *Set       `json:"rules,omitempty"`
	// Lists add to the built-in ones.
	ProtectedBranches []string `json:"protected_branches,omitempty"`
	ProductionHosts   []string `json:"production_hosts,omitempty"`
	BlockedHosts      []string `json:"blocked_hosts,omitempty"`
	AllowedHosts      []string `json:"allowed_hosts,omitempty"` // managed and user only
	MCPDeny           []string `json:"mcp_deny,omitempty"`
	MCPAllow          []string `json:"mcp_allow,omitempty"` // when set, everything else is denied
	PackagesDeny      []string `json:"packages_deny,omitempty"`
	PackagesAllow     []string `json:"packages_allow,omitempty"` // managed and user only
}

// Override changes the action of rules.
type Override struct {
	Rule        string        `json:"rule"` // id or glob
	Action      Action        `json:"action"`
	Paths       []string      `json:"paths,omitempty"` // only for findings about these paths
	Agents      []string      `json:"agents,omitempty"`
	Sensitivity []Sensitivity `json:"sensitivity,omitempty"`
}

// Exception lets one rule, or one exact call, pass.
type Exception struct {
	ID      string `json:"id"`
	Rule    string `json:"rule,omitempty"` // id or glob
	Path    string `json:"path,omitempty"` // glob; "" means any
	Call    string `json:"call,omitempty"` // CallHash: only this very call
	Repo    string `json:"repo,omitempty"` // root folder it holds for; "" means any
	Reason  string `json:"reason"`
	Expires int64  `json:"expires,omitempty"` // unix seconds, 0: never
	Since   int64  `json:"since,omitempty"`   // when it was given: a clock before that is wrong
	Once    bool   `json:"once,omitempty"`    // used up by one call
}

// decide returns the action for a rule and the layer that chose it.
func (p *Policy) decide(r *Rule, ev *Event, path string) (Action, string) {
	act, layer := r.Action, r.layer
	if layer == "" {
		layer = "built-in"
	}
	if r.Raise && act == Ask && p.Sensitivity.Rank() >= 2 {
		act = Block
	}
	// The mildest layer speaks first, the managed one last.
	fixed := false
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		for k := range l.Overrides {
			o := &l.Overrides[k]
			if !o.applies(r, ev, path, p.Sensitivity) {
				continue
			}
			if l.Name == "repository" && o.Action < act {
				continue // a repository only tightens
			}
			act, layer, fixed = o.Action, l.Name, true
		}
	}
	if !fixed {
		return act, layer
	}
	if floor := p.repositoryFloor(r, ev, path); floor > act && !p.managedSays(r, ev, path) {
		return floor, "repository"
	}
	return act, layer
}

// repositoryFloor is the strictest the repository asks for: the user may
// loosen a default, but what a repository tightened stays tight.
func (p *Policy) repositoryFloor(r *Rule, ev *Event, path string) Action {
	floor := Allow
	for i := range p.Layers {
		if p.Layers[i].Name != "repository" {
			continue
		}
		for k := range p.Layers[i].Overrides {
			o := &p.Layers[i].Overrides[k]
			if o.applies(r, ev, path, p.Sensitivity) && o.Action > floor && o.Action > r.Action {
				floor = o.Action
			}
		}
	}
	return floor
}

func (p *Policy) managedSays(r *Rule, ev *Event, path string) bool {
	for i := range p.Layers {
		if p.Layers[i].Name != "managed" {
			continue
		}
		for k := range p.Layers[i].Overrides {
			if p.Layers[i].Overrides[k].applies(r, ev, path, p.Sensitivity) {
				return true
			}
		}
	}
	return false
}

func (o *Override) applies(r *Rule, ev *Event, path string, s Sensitivity) bool {
	if o.Rule != r.ID && o.Rule != r.Pack && !glob(o.Rule, r.ID) {
		return false
	}
	if len(o.Agents) > 0 && !anyGlob(o.Agents, ev.Agent) {
		return false
	}
	if len(o.Sensitivity) > 0 {
		ok := false
		for _, want := range o.Sensitivity {
			ok = ok || want == s
		}
		if !ok {
			return false
		}
	}
	return len(o.Paths) == 0 || pathGlobs(o.Paths, path, ev.Root)
}

// pathGlobs matches a path against globs that are absolute or relative to
// the repository.
func pathGlobs(globs []string, path, root string) bool {
	if path == "" {
		return false
	}
	rel := path
	if root != "" && len(path) > len(root) && path[:len(root)] == root {
		rel = path[len(root)+1:]
	}
	for _, g := range globs {
		if anyGlob([]string{g, "*/" + g}, path) || anyGlob([]string{g}, rel) {
			return true
		}
	}
	return false
}
