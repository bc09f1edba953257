package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// plan computes every edit without writing.
func (j *job) plan() error {
	m := j.app.machine
	choices := j.next.Agents
	if j.project() {
		p, _ := j.next.Project(m.Repo)
		choices = p.Agents
	}
	choices = only(choices, j.agents, j.found)
	var err error
	j.plans, err = setup.Plans(m, setup.Request{
		Scope: installers.Scope(j.scope), Choices: choices, Region: j.region,
		ReplaceRegion: j.given && j.ownsRepoConfig(), NoRepo: j.noRepo, Trust: j.next.Trust, Denies: j.next.Denies, MCP: j.next.MCP, Found: j.found,
		Guidance: j.guidance(),
	})
	if err != nil {
		return err
	}
	for i := range j.plans {
		installers.ProveRules(&j.plans[i], m.Env)
	}
	if j.edits, j.refused, err = installers.Preflight(j.plans, j.options()); err != nil {
		return err
	}
	j.orphans = setup.Orphans(m, j.plans)
	if !j.dryRun {
		j.small = setup.MakeSmall(j.app.self, func(text string) { j.app.say("%s", text) })
	}
	j.bins, err = setup.CopiesWith(m.Dir, j.app.self, j.small)
	return err
}

// options apply what can be applied: a file that is refused must not leave
// the other agents ungoverned.
func (j *job) options() installers.ApplyOptions {
	m := j.app.machine
	return installers.ApplyOptions{Home: m.Env.Home, Repo: m.Repo, Partial: true, Prune: true}
}

// only limits a run to the agents that were named, with their merged surfaces.
func only(all []settings.Choice, names []string, found []detect.Found) []settings.Choice {
	if len(names) == 0 {
		return all
	}
	named, err := setup.Choose(names, found)
	if err != nil {
		return all
	}
	var kept []settings.Choice
	for _, c := range all {
		for _, n := range named {
			if n.Agent == c.Agent {
				kept = append(kept, c)
			}
		}
	}
	return kept
}

// ownsRepoConfig reports whether the repository's configuration came from us:
// only then does a new --region change it. A team's file decides for itself.
func (j *job) ownsRepoConfig() bool {
	l, err := installers.LoadLedger(j.app.machine.Dir)
	return err == nil && j.app.machine.Repo != "" &&
		l.Owns(j.app.machine.Env.Join(j.app.machine.Repo, ".cybedefend", "config.json"))
}

// changes reports whether anything would be written.
func (j *job) changes() bool {
	for _, e := range append(slices.Clone(j.edits), j.orphans...) {
		if e.Changed() {
			return true
		}
	}
	for _, b := range j.bins {
		if b.Stale {
			return true
		}
	}
	changed, err := settings.Differs(j.app.machine.Dir, j.next)
	return err != nil || changed
}

func (j *job) steps() []string {
	var names []string
	for _, p := range j.plans {
		for _, s := range p.Steps {
			names = append(names, s.Name)
		}
	}
	return names
}

func (j *job) notes() []string {
	var out []string
	for _, p := range j.plans {
		out = append(out, p.Notes...)
	}
	if len(j.bins) > 1 && j.bins[1].Stale && j.small.Note != "" {
		out = append(out, j.small.Note)
	}
	return j.app.tildes(unique(out))
}

func choiceText(list []settings.Choice) string {
	var out []string
	for _, c := range list {
		a, _ := detect.ByID(c.Agent)
		s := a.Name
		if len(c.Surfaces) > 0 {
			s += fmt.Sprintf(" (%s)", strings.Join(c.Surfaces, ", "))
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
