// Command build makes the npm packages of a release from the programs that
// GoReleaser built: the starter, and one package per platform that holds the
// two programs. It publishes nothing.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dist := flag.String("dist", "dist", "`folder` of the release, with artifacts.json")
	version := flag.String("version", "", "the `version`, without a leading v")
	out := flag.String("out", filepath.Join("out", "npm"), "`folder` for the packages; it must not exist")
	some := flag.Bool("some", false, "accept a release that lacks platforms; to try things out")
	flag.Parse()
	if err := run(*dist, *version, *out, *some); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
