// Package setup holds what the commands that change a machine share: which
// agents are meant, where our program lies, and the plans to apply.
package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/settings"
)

// Words for --agent that mean several agents.
const (
	All      = "all"
	Detected = "detected"
)

// UnknownAgentError says that a name is not in the table.
type UnknownAgentError struct{ Name string }

// Error implements error.
func (e *UnknownAgentError) Error() string { return fmt.Sprintf("unknown agent %q", e.Name) }

// Choose turns the names given with --agent into choices, in the order of the
// table. A name is an agent, one of its surfaces (alone where only one agent
// has it, else as agent/surface), "all" or "detected"; commas part names too.
func Choose(names []string, found []detect.Found) ([]settings.Choice, error) {
	want := map[string][]string{} // agent to surfaces; nil entry: all
	for _, n := range strings.Split(strings.Join(names, ","), ",") {
		if len(names) == 0 {
			break
		}
		n = strings.ToLower(strings.TrimSpace(n))
		switch n {
		case All:
			for _, a := range detect.Agents() {
				want[a.ID] = nil
			}
			continue
		case Detected:
			for _, c := range Ready(found) {
				want[c.Agent] = nil
			}
			continue
		}
		agent, surface, err := lookup(n)
		if err != nil {
			return nil, err
		}
		if surface == "" {
			want[agent] = nil
		} else {
			add(want, agent, []string{surface})
		}
	}
	return ordered(want), nil
}

// Ready lists the agents that are on the machine in a version that can be
// governed. Their planners choose the surfaces.
func Ready(found []detect.Found) []settings.Choice {
	want := map[string][]string{}
	for _, f := range found {
		if !f.Residue && f.Support != detect.TooOld {
			want[f.Agent] = nil
		}
	}
	return ordered(want)
}

// TooOld reports whether all copies found of an agent are too old, and what
// to upgrade.
func TooOld(agent string, found []detect.Found) (string, bool) {
	upgrade, any := "", false
	for _, f := range detect.Of(found, agent) {
		if f.Residue {
			continue
		}
		if f.Support != detect.TooOld {
			return "", false
		}
		any, upgrade = true, f.Upgrade
	}
	return upgrade, any
}

// Names lists every word --agent takes, for help and completion.
func Names() []string {
	var out []string
	for _, a := range detect.Agents() {
		out = append(out, a.ID)
		for _, s := range a.Surfaces {
			out = append(out, surfaceName(a, s))
		}
	}
	return append(out, All, Detected)
}

func surfaceName(a detect.Agent, s detect.Surface) string {
	if owners(s.ID) > 1 {
		return a.ID + "/" + s.ID
	}
	return s.ID
}

func owners(surface string) int {
	n := 0
	for _, a := range detect.Agents() {
		if hasSurface(a, surface) {
			n++
		}
	}
	return n
}

func hasSurface(a detect.Agent, id string) bool {
	return slices.ContainsFunc(a.Surfaces, func(s detect.Surface) bool { return s.ID == id })
}

func lookup(name string) (agent, surface string, err error) {
	if a, ok := detect.ByID(name); ok {
		return a.ID, "", nil
	}
	agent, surface, both := strings.Cut(name, "/")
	if !both {
		agent, surface = "", name
	}
	for _, a := range detect.Agents() {
		if hasSurface(a, surface) && (a.ID == agent || !both && owners(surface) == 1) {
			return a.ID, surface, nil
		}
	}
	return "", "", &UnknownAgentError{name}
}

// add unites surfaces; an agent that is wanted whole stays so.
func add(want map[string][]string, agent string, surfaces []string) {
	have, seen := want[agent]
	if seen && have == nil {
		return
	}
	for _, s := range surfaces {
		if !slices.Contains(have, s) {
			have = append(have, s)
		}
	}
	want[agent] = have
}

// ordered sorts by the table; all surfaces of an agent are said as none.
func ordered(want map[string][]string) []settings.Choice {
	var out []settings.Choice
	for _, a := range detect.Agents() {
		surfaces, ok := want[a.ID]
		if !ok {
			continue
		}
		var kept []string
		for _, s := range a.Surfaces {
			if slices.Contains(surfaces, s.ID) {
				kept = append(kept, s.ID)
			}
		}
		if len(kept) == len(a.Surfaces) {
			kept = nil
		}
		out = append(out, settings.Choice{Agent: a.ID, Surfaces: kept})
	}
	return out
}
