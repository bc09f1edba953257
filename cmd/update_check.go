package cmd

import (
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/cybedefend/vibedefend/internal/setup"
	"github.com/cybedefend/vibedefend/internal/upgrade"
	"github.com/cybedefend/vibedefend/internal/version"
)

// releasesEnv names another address to ask, for mirrors inside a company.
const releasesEnv = "VIBEDEFEND_RELEASES"

// releaseAnswer is the answer of update --check in JSON.
type releaseAnswer struct {
	Version   int      `json:"version"`
	Release   string   `json:"release"`
	Latest    string   `json:"latest"`
	Newer     bool     `json:"newer"`
	Installed string   `json:"installed_by"`
	Commands  []string `json:"commands"`
}

// checkUpdate asks for the newest release and says how this copy gets it.
func (a *app) checkUpdate(source string, asJSON bool) error {
	if source == "" {
		source = a.getenv(releasesEnv)
	}
	if source == "" {
		source = upgrade.Source
	}
	latest, err := upgrade.Latest(source)
	if err != nil {
		return withHint(err, "releases are listed at "+upgrade.Page)
	}
	copied, err := a.thisCopy()
	if err != nil {
		return err
	}
	way := upgrade.Of(copied, latest)
	mine, err := upgrade.Parse(release())
	numbered := err == nil && !copied.Checkout
	answer := releaseAnswer{Version: 1, Release: release(), Latest: latest.String(), Installed: way.Name, Commands: way.Commands,
		Newer: numbered && mine.Compare(latest) < 0}
	if asJSON {
		err = a.json(answer)
	} else {
		a.printChecked(answer, numbered)
		err = nil
	}
	if err == nil && answer.Newer {
		return exitFindings
	}
	return err
}

func (a *app) printChecked(c releaseAnswer, numbered bool) {
	switch {
	case !numbered:
		a.print("this is a build without a release number (%s); the newest release is %s\n", c.Release, c.Latest)
	case !c.Newer:
		a.print("vibedefend %s is the newest release\n", c.Release)
		return
	default:
		a.print("vibedefend %s is out; this is %s\n", c.Latest, c.Release)
	}
	a.print("this copy came by %s; to upgrade:\n\n", c.Installed)
	for _, line := range c.Commands {
		a.print("    %s\n", clean(a.tilde(line)))
	}
}

// thisCopy gathers what tells how this program was installed.
func (a *app) thisCopy() (upgrade.Copy, error) {
	from, err := setup.Origin(a.machine.Dir, a.self)
	if err != nil {
		return upgrade.Copy{}, err
	}
	c := upgrade.Copy{Path: from, OS: runtime.GOOS, Arch: runtime.GOARCH, Packaging: upgrade.ReadReceipt(from),
		Managed: filepath.Dir(from) == setup.ManagedBin(a.machine)}
	if b, ok := debug.ReadBuildInfo(); ok && version.Version == "dev" {
		c.Checkout = b.Main.Version == "" || b.Main.Version == "(devel)"
		for _, s := range b.Settings {
			c.Checkout = c.Checkout || s.Key == "vcs.revision"
		}
		c.Module = !c.Checkout
	}
	return c, nil
}
