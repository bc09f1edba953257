package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// chooseRegion takes the flag, then what is stored, then the person's answer;
// with --yes it is local, from where nothing can leave the machine.
func (j *job) chooseRegion() error {
	a := j.app
	switch {
	case j.region != "":
	case j.stored.Region != "":
		j.region = j.stored.Region
		if j.interactive() {
			a.say("region: %s (change it with --region)", j.region)
		}
	case j.interactive():
		return j.askRegion()
	case j.yes || j.dryRun:
		j.region = string(export.Local)
		a.say("region: local, as none was given: nothing leaves this machine")
	default:
		return cannotAsk("for the region", "pass --region eu|us|local, or --yes for local")
	}
	return nil
}

func (j *job) askRegion() error {
	got, err := j.app.ask.Choose(prompt.Question{
		Title: "Region",
		Text:  "Every decision is made on this machine. The region is where metadata of\nevents may go once you switch sending on; code and prompts never go.",
	}, []prompt.Option{
		{Value: "eu", Label: "EU          tenant in Europe"},
		{Value: "us", Label: "US          tenant in the United States"},
		{Value: "local", Label: "Local only  nothing leaves this machine, no account"},
	})
	if err != nil {
		return err
	}
	j.region = got
	j.app.say("region: %s", got)
	return nil
}

// chooseAgents fills the answers that will be stored.
func (j *job) chooseAgents() error {
	if j.noDenies && j.stored.Denies {
		return withHint(errors.New("the agents' own denial rules were added by an earlier run"),
			"take them back with vibedefend uninstall, then install without --native-denies")
	}
	j.next = j.stored
	j.next.Region, j.next.NoRepo, j.next.Trust = j.region, j.noRepo || j.stored.NoRepo && !j.project(), true
	j.next.Denies = j.denies || j.stored.Denies
	if j.guidanceSaid {
		j.next.NoGuidance = j.noGuidance
	}
	j.next.MCP = (j.mcp || j.stored.MCP) && j.region != string(export.Local)
	if j.mcp && !j.next.MCP {
		return usagef("vibedefend install --help", "--with-mcp needs --region eu or us: the server is a remote service")
	}
	if j.onlyRegion() {
		if _, here := j.stored.Project(j.app.machine.Repo); !here {
			return nil // the answer alone is stored
		}
		j.scope = string(installers.Project)
	}
	earlier := j.stored.Agents
	if j.project() {
		p, _ := j.stored.Project(j.app.machine.Repo)
		earlier = p.Agents
	}
	picked, err := j.pickAgents(earlier)
	if err != nil {
		return err
	}
	if picked, err = j.dropTooOld(picked); err != nil {
		return err
	}
	merged := setup.Merge(earlier, picked)
	if j.project() {
		j.next.SetProject(settings.Project{Root: j.app.machine.Repo, Agents: merged})
	} else {
		j.next.Agents = merged
	}
	return nil
}

// onlyRegion reports that another region is wanted where hooks stand in repositories alone: there
// is no agent of this user to wire, and that is no failure.
func (j *job) onlyRegion() bool {
	return j.given && len(j.agents) == 0 && !j.project() && len(j.stored.Agents) == 0 && len(j.stored.Projects) > 0 && len(setup.Ready(j.found)) == 0
}

func (j *job) pickAgents(earlier []settings.Choice) ([]settings.Choice, error) {
	if len(j.agents) > 0 {
		got, err := setup.Choose(j.agents, j.found)
		if err == nil && len(got) == 0 {
			return nil, j.noneFound()
		}
		return got, err
	}
	if j.interactive() {
		return j.askAgents(earlier)
	}
	if !j.yes && !j.dryRun {
		return nil, cannotAsk("which agents to wire", "pass --yes for those that were found, or --agent NAME --yes")
	}
	got := setup.Merge(earlier, setup.Ready(j.found))
	if len(got) == 0 {
		return nil, j.noneFound()
	}
	return got, nil
}

func (j *job) noneFound() error {
	err := errors.New("no coding agent was found on this machine that can be governed")
	hints := []string{
		"see what it does in a throw-away home: vibedefend demo",
		"wire agents before they come: vibedefend install --agent all",
	}
	for _, a := range detect.Agents() {
		if upgrade, old := setup.TooOld(a.ID, j.found); old {
			hints = append([]string{"too old: " + a.Name + ", needs " + upgrade}, hints...)
		}
	}
	return withHint(err, hints...)
}

func (j *job) askAgents(earlier []settings.Choice) ([]settings.Choice, error) {
	q := prompt.Question{Title: "Agents", Text: "Those found on this machine are selected. Absent ones can be wired ahead."}
	if len(setup.Ready(j.found)) == 0 {
		q.Text = "None was found here. Select those to wire ahead, or leave with Escape and\ntry: vibedefend demo"
	}
	var options []prompt.Option
	for _, a := range detect.Agents() {
		if upgrade, old := setup.TooOld(a.ID, j.found); old {
			q.Text += "\nToo old: " + strings.Join(prompt.Wrap(a.Name+", needs "+upgrade, 66), "\n  ")
			continue
		}
		options = append(options, j.agentOption(a, earlier))
	}
	got, err := j.app.ask.Pick(q, options)
	if err != nil {
		return nil, err
	}
	if len(got) == 0 {
		return nil, withHint(errors.New("no agent was selected: nothing to do"), "select with x or the space bar", "or try vibedefend demo")
	}
	picked, err := setup.Choose(got, j.found)
	j.app.say("agents: %s", choiceText(picked))
	return picked, err
}

func (j *job) agentOption(a detect.Agent, earlier []settings.Choice) prompt.Option {
	has := func(list []settings.Choice) bool {
		return slices.ContainsFunc(list, func(c settings.Choice) bool { return c.Agent == a.ID })
	}
	o := prompt.Option{Value: a.ID, Label: a.Name, Selected: has(earlier) || has(setup.Ready(j.found))}
	var versions []string
	for _, f := range detect.Of(j.found, a.ID) {
		if v := f.Version; v != "" && !f.Residue && !slices.Contains(versions, v) {
			versions = append(versions, v)
		}
	}
	switch {
	case has(earlier):
		o.Label = fmt.Sprintf("%-18s installed", a.Name)
	case len(versions) > 0:
		o.Label = fmt.Sprintf("%-18s %s", a.Name, strings.Join(versions, ", "))
	case has(setup.Ready(j.found)):
		o.Label = fmt.Sprintf("%-18s version unknown", a.Name)
	default:
		o.Label = fmt.Sprintf("%-18s not found", a.Name)
	}
	return o
}

// dropTooOld leaves out agents whose every copy is too old. One that was
// named alone is refused.
func (j *job) dropTooOld(picked []settings.Choice) ([]settings.Choice, error) {
	var kept []settings.Choice
	for _, c := range picked {
		upgrade, old := setup.TooOld(c.Agent, j.found)
		if !old {
			kept = append(kept, c)
			continue
		}
		a, _ := detect.ByID(c.Agent)
		if slices.Contains(j.agents, c.Agent) && !j.installOptions.stored {
			return nil, withHint(fmt.Errorf("%s on this machine is too old to be governed", a.Name), "upgrade it: "+upgrade)
		}
		j.app.warn("%s is left out, it is too old: %s", a.Name, upgrade)
	}
	if len(kept) == 0 {
		return nil, j.noneFound()
	}
	return kept, nil
}
