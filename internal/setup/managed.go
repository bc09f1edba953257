package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/settings"
)

// ManagedDir is the folder of the machine's policy and of the ledger of a
// managed installation.
func ManagedDir(m Machine) home.Dir {
	return home.Dir(m.Env.System(home.Managed(m.Env.OS, m.Env.Getenv)))
}

// ManagedBin is the folder of the programs of a managed installation.
func ManagedBin(m Machine) string { return m.Env.System(home.ManagedBin(m.Env.OS)) }

// ManagedPlans makes the plans of a managed installation. They do not depend
// on what is found: the files are read by every user and release.
func ManagedPlans(m Machine, choices []settings.Choice, region string, denies bool) ([]installers.Plan, error) {
	t := installers.Target{Env: m.Env, Scope: installers.Managed, HookPath: m.Env.System(home.ManagedHook(m.Env.OS)), Denies: denies}
	var plans []installers.Plan
	for _, row := range installers.Table() {
		if !slices.ContainsFunc(choices, func(c settings.Choice) bool { return c.Agent == row.ID }) {
			continue
		}
		p, err := row.Plan(t)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	if region != "" {
		plans = append(plans, installers.MachinePolicy(t, region))
	}
	return plans, nil
}

// ManagedCopies says what has to be copied for a managed installation.
func ManagedCopies(m Machine, executable string) ([]Copy, error) {
	return copiesTo(ManagedBin(m), executable, "")
}

// PlaceManaged copies the programs into a folder that only an administrator
// can write, and everyone can read.
func PlaceManaged(m Machine, list []Copy) error {
	for _, c := range list {
		t, err := disk.Resolve(c.To)
		if err == nil {
			err = disk.AdminOnly(t, m.Env.Prefix)
		}
		if err != nil {
			return err
		}
		missing := disk.Missing(t.Real)
		if err := disk.MakeFolders(t.Real, 0o755); err != nil {
			return err
		}
		if err := disk.Open(missing); err != nil {
			return err
		}
	}
	return Place(list)
}

// PlacedManaged lists the programs of a managed installation that are there.
func PlacedManaged(m Machine) []string {
	var out []string
	for _, name := range programNames() {
		p := filepath.Join(ManagedBin(m), name)
		if _, err := os.Lstat(p); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// UnplaceManaged removes the programs, our state, and the folders of both
// where nothing else is in them. It lists what it removed.
func UnplaceManaged(m Machine) ([]string, error) {
	placed := PlacedManaged(m)
	for _, p := range placed {
		for _, f := range []string{p, p + ".old"} {
			if err := remove(f); err != nil {
				return nil, fmt.Errorf("remove %s: %w", f, err)
			}
		}
	}
	d := ManagedDir(m)
	if err := os.RemoveAll(d.State()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return placed, fmt.Errorf("remove our files: %w", err)
	}
	disk.RemoveFolders([]string{filepath.Dir(ManagedBin(m)), ManagedBin(m)})
	disk.RemoveFolders([]string{string(d)})
	return placed, nil
}

// programNames are the names of our programs on this system.
func programNames() []string {
	var d home.Dir
	return []string{filepath.Base(d.Program()), filepath.Base(d.Hook())}
}
