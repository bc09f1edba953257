package cmd

import (
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/export"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

func newPolicy(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Print the files of a managed installation",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newPolicyRender(a))
	return c
}

type renderOptions struct {
	agents     []string
	os, region string
	denies     bool
	json       bool
}

const renderLong = `Print the files that install --scope managed writes on a machine where none of
them is there yet, for those who deliver files by other means: path, mode and
content. Nothing is read from this machine and nothing is written.

The programs vibedefend and vibedefend-hook belong into the folder that the
lines call. Files and folders must belong to root (Administrators on Windows),
be readable for everyone and writable for nobody else. Codex's requirements.toml
and the hooks.json files are shared with others: where one exists, merge, or
let install --scope managed do so.`

func newPolicyRender(a *app) *cobra.Command {
	var o renderOptions
	c := &cobra.Command{
		Use:   "render",
		Short: "Print what a device management system should deliver",
		Long:  renderLong,
		Example: `  vibedefend policy render --agent claude-code
  vibedefend policy render --agent all --os darwin --region eu --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.render(o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.agents, "agent", nil, "`name` of an agent, may be repeated (default: all)")
	f.StringVar(&o.os, "os", runtime.GOOS, "linux, darwin or windows")
	f.StringVar(&o.region, "region", "", "also render the machine's policy with this `region`")
	f.BoolVar(&o.denies, "native-denies", false, "with rules of the agents' own that deny reading\nplaces of credentials")
	f.BoolVar(&o.json, "json", false, "answer in JSON")
	complete(c, "agent", setup.Names()...)
	complete(c, "os", "linux", "darwin", "windows")
	complete(c, "region", "eu", "us", "local")
	return c
}

// rendered is the answer of policy render in JSON.
type rendered struct {
	Version  int            `json:"version"`
	OS       string         `json:"os"`
	Programs string         `json:"programs"` // folder of the two programs
	Files    []renderedFile `json:"files"`
	Notes    []string       `json:"notes"`
}

type renderedFile struct {
	Agent   string `json:"agent"`
	Path    string `json:"path"`
	Mode    string `json:"mode"`
	Why     string `json:"why"`
	Content string `json:"content"`
}

func (a *app) render(o renderOptions) error {
	const help = "vibedefend policy render --help"
	if !slices.Contains([]string{"linux", "darwin", "windows"}, o.os) {
		return usagef(help, "--os %q is none of linux, darwin, windows", o.os)
	}
	if o.region != "" {
		r, err := export.ParseRegion(o.region)
		if err != nil {
			return usage(err, help)
		}
		o.region = string(r)
	}
	choices, err := machineAgents(o.agents)
	if err != nil {
		return err
	}
	out, err := renderFor(o, choices)
	if err != nil {
		return err
	}
	if o.json {
		return a.json(out)
	}
	return a.printRendered(out)
}

// renderFor plans for a machine on which nothing is.
func renderFor(o renderOptions, choices []settings.Choice) (rendered, error) {
	m := setup.Machine{Env: detect.Env{OS: o.os, FS: nowhere{}, Getenv: func(string) string { return "" }}}
	plans, err := setup.ManagedPlans(m, choices, o.region, o.denies)
	if err != nil {
		return rendered{}, err
	}
	out := rendered{Version: 1, OS: o.os, Programs: home.ManagedBin(o.os), Files: []renderedFile{}, Notes: []string{}}
	edits, err := installers.ComputeAll(plans, m.Env.FS)
	if err != nil {
		return rendered{}, err
	}
	for _, e := range edits {
		if e.Err != nil {
			return rendered{}, e.Err
		}
		out.Files = append(out.Files, renderedFile{e.Agent, e.Path, "0644", e.Why, string(e.After)})
	}
	for _, p := range plans {
		out.Notes = append(out.Notes, p.Notes...)
	}
	return out, nil
}

func (a *app) printRendered(out rendered) error {
	for i, f := range out.Files {
		if i > 0 {
			a.print("\n")
		}
		a.print("==> %s (%s, %s) <==\n%s", f.Path, f.Mode, f.Why, f.Content)
		if !strings.HasSuffix(f.Content, "\n") {
			a.print("\n")
		}
	}
	a.say("programs: vibedefend and vibedefend-hook in %s", out.Programs)
	for _, n := range out.Notes {
		a.note(n)
	}
	return nil
}

// nowhere is a machine without files.
type nowhere struct{}

func (nowhere) ReadFile(string) ([]byte, error)       { return nil, os.ErrNotExist }
func (nowhere) Stat(string) (fs.FileInfo, error)      { return nil, os.ErrNotExist }
func (nowhere) ReadDir(string) ([]fs.DirEntry, error) { return nil, os.ErrNotExist }
func (nowhere) EvalSymlinks(p string) (string, error) { return p, nil }
