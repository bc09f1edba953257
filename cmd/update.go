package cmd

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

func newUpdate(a *app) *cobra.Command {
	var dryRun, asJSON, check bool
	var source string
	c := &cobra.Command{
		Use:   "update",
		Short: "Apply the stored answers again, with this program",
		Long: `Apply the answers given to install again, with this program: agents that were
upgraded get what their new version understands, entries that drifted are put
right, and the program that hooks call becomes this one. Nothing is downloaded.

With --check it asks which release is the newest, says how a copy installed the
way this one was gets it, and ends with 3 when there is a newer one. That is one
GET that says nothing of this machine; it is never made without --check.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if check {
				return a.checkUpdate(source, asJSON)
			}
			if source != "" {
				return usagef("vibedefend update --help", "--releases goes with --check")
			}
			return a.update(dryRun, asJSON)
		},
	}
	c.Flags().BoolVarP(&dryRun, "dry-run", "n", false, "print a unified diff of every file and write nothing")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	c.Flags().BoolVar(&check, "check", false, "say whether there is a newer release; change nothing")
	c.Flags().StringVar(&source, "releases", "", "with --check: `address` to ask, which answers\n{\"tag_name\": \"v1.2.3\"} (default: $"+releasesEnv+", else GitHub)")
	c.MarkFlagsMutuallyExclusive("check", "dry-run")
	return c
}

// update is install with the stored answers, for the user and then for the
// repository around the working folder where that was installed into.
func (a *app) update(dryRun, asJSON bool) error {
	stored, ok, err := settings.Load(a.machine.Dir)
	if err != nil {
		return err
	}
	if !ok || len(stored.Agents) == 0 && len(stored.Projects) == 0 {
		return withHint(setup.ErrNotInstalled, "vibedefend install")
	}
	var runs []installOptions
	if len(stored.Agents) > 0 {
		runs = append(runs, again(stored.Agents, "user", dryRun, asJSON))
	}
	if p, ok := stored.Project(a.machine.Repo); ok {
		runs = append(runs, again(p.Agents, "project", dryRun, asJSON))
	}
	if len(runs) == 0 {
		return withHint(errors.New("only repositories were installed into, and this folder is in none of them"), "cd to "+a.tilde(stored.Projects[0].Root))
	}
	if asJSON {
		return a.updateJSON(runs)
	}
	for _, o := range runs {
		err = errors.Join(err, a.install(o))
	}
	return err
}

// updateJSON gathers the answers of install into one document.
func (a *app) updateJSON(runs []installOptions) error {
	out, all := a.out, struct {
		Version int               `json:"version"`
		Runs    []json.RawMessage `json:"runs"`
	}{Version: 1}
	var err error
	for _, o := range runs {
		var b bytes.Buffer
		a.out = &b
		err = errors.Join(err, a.install(o))
		if b.Len() > 0 {
			all.Runs = append(all.Runs, b.Bytes())
		}
	}
	a.out = out
	return firstOf(a.json(all), err)
}

// again words stored choices as the flags of install.
func again(list []settings.Choice, scope string, dryRun, asJSON bool) installOptions {
	o := installOptions{yes: true, stored: true, scope: scope, dryRun: dryRun, json: asJSON}
	for _, c := range list {
		if c.Surfaces == nil {
			o.agents = append(o.agents, c.Agent)
		}
		for _, s := range c.Surfaces {
			o.agents = append(o.agents, c.Agent+"/"+s)
		}
	}
	return o
}
