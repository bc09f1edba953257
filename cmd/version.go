package cmd

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/version"
)

func newVersion(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return a.json(struct {
					Version int    `json:"version"`
					Release string `json:"release"`
					Go      string `json:"go"`
					OS      string `json:"os"`
					Arch    string `json:"arch"`
				}{1, release(), runtime.Version(), runtime.GOOS, runtime.GOARCH})
			}
			a.print("vibedefend %s %s/%s\n", release(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

// release is the version of a release build; a build by "go install" knows
// the version of its module.
func release() string {
	if version.Version != "dev" {
		return version.Version
	}
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" && b.Main.Version != "(devel)" {
		return b.Main.Version
	}
	return version.Version
}
