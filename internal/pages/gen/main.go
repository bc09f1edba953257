// Command gen writes what is generated from the command tree: the page of the
// commands, the manual, and the completion scripts.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/cybedefend/vibedefend/cmd"
	"github.com/cybedefend/vibedefend/internal/pages"
)

func main() {
	markdown := flag.String("markdown", "", "`file` to write the page of the commands to")
	man := flag.String("man", "", "`folder` to write the manual to")
	completions := flag.String("completions", "", "`folder` to write the completion scripts to")
	release := flag.String("release", "dev", "the release that the manual names")
	flag.Parse()
	if err := run(*markdown, *man, *completions, *release); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(markdown, man, completions, release string) error {
	if markdown == "" && man == "" && completions == "" {
		return errors.New("nothing to write: see -help")
	}
	if markdown != "" {
		var b bytes.Buffer
		if err := pages.Markdown(&b, cmd.Tree()); err != nil {
			return err
		}
		if err := os.WriteFile(markdown, b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	if man != "" {
		if err := pages.Man(man, cmd.Tree(), release); err != nil {
			return err
		}
	}
	if completions != "" {
		return pages.Completions(completions, cmd.Tree())
	}
	return nil
}
