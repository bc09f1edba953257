package cmd

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// askDenies offers the agents' own denial rules to a person who installs for
// the first time and walks through the questions. Scripts say --native-denies.
func (j *job) askDenies() error {
	if !j.interactive() || j.again || j.next.Denies || j.noDenies || j.project() || len(j.agents) > 0 {
		return nil
	}
	takers, err := j.denyTakers()
	if err != nil || len(takers) == 0 {
		return err
	}
	yes, err := j.app.ask.Confirm(prompt.Question{
		Title: "A second wall?",
		Text:  strings.Join(prompt.Wrap("Deny rules of "+choiceText(takers)+" itself for places of credentials (~/.ssh, ~/.aws, .env): they hold where no hook is asked, and know no exception. Uninstall takes them back; to add them later: vibedefend install --native-denies", 66), "\n"),
	}, "Add them", "No")
	if err != nil {
		return err
	}
	j.next.Denies = yes
	return nil
}

// denyTakers are the chosen agents whose plan would hold such rules.
func (j *job) denyTakers() ([]settings.Choice, error) {
	q := setup.Request{Scope: installers.User, Choices: j.next.Agents, Region: j.region, NoRepo: true, Trust: true, Found: j.found}
	without, err := setup.Plans(j.app.machine, q)
	if err != nil {
		return nil, err
	}
	q.Denies = true
	with, err := setup.Plans(j.app.machine, q)
	if err != nil {
		return nil, err
	}
	var out []settings.Choice
	for i, p := range with {
		if len(p.Changes) > len(without[i].Changes) {
			at := slices.IndexFunc(j.next.Agents, func(c settings.Choice) bool { return c.Agent == p.Agent })
			out = append(out, settings.Choice{Agent: j.next.Agents[at].Agent})
		}
	}
	return out, nil
}
