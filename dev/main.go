// Command dev is the one command for every task of a developer, on every
// system: go run ./dev TASK.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// task is one thing a developer does.
type task struct {
	name, about string
	do          func(context.Context, []string) error
}

// The tools are pinned, so that a new release of one breaks no old commit.
const (
	staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"
	deadcode    = "golang.org/x/tools/cmd/deadcode@v0.52.0"
	actionlint  = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
	govulncheck = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	goreleaser  = "github.com/goreleaser/goreleaser/v2@v2.16.0"
)

var tasks = []task{
	{"test", "unit tests and command stories, with coverage; takes packages and flags of go test", test},
	{"lint", "gofmt, vet for three systems, staticcheck, workflows, code that nothing reaches", lint},
	{"generate", "everything that is generated: rule tables, reference pages", one("go", "generate", "./...")},
	{"picture", "docs/demo.svg from a real run of the demo", one("go", "-C", "e2e", "test", "-count=1", "-run=TestPictureOfTheReadme", ".", "-update")},
	{"fuzz", "every fuzz target in turn, 20s each or as long as said: fuzz 1m [PACKAGE]", fuzz},
	{"bench", "whole calls of the hook beside their peers; takes its flags", one("go", "run", "./bench")},
	{"e2e", "everything, with the real agents; what CI runs", one("go", "-C", "e2e", "run", "./all")},
	{"wine", "unit tests of Windows, on Linux by Wine; takes packages and flags of go test", wine},
	{"statements", "the sentences of documents that mining judges, as JSON: statements DIR ...", statements},
	{"weigh", "learns rules/mine/prose_weights.tsv from judged statements: weigh FILE > TABLE", weigh},
	{"vulnerabilities", "known ones in what the programs link", one("go", "run", govulncheck, "./...")},
	{"snapshot", "a release of all systems into dist, published nowhere", one("go", "run", goreleaser, "release", "--snapshot", "--clean", "--skip=sbom,sign")},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if _, err := os.Stat(filepath.Join("cmd", "vibedefend")); err != nil {
		return errors.New("run this in the project's folder")
	}
	if len(args) > 0 {
		for _, t := range tasks {
			if t.name == args[0] {
				return t.do(ctx, args[1:])
			}
		}
	}
	fmt.Println("go run ./dev TASK [ARGUMENTS]")
	for _, t := range tasks {
		fmt.Printf("\n  %-16s %s", t.name, t.about)
	}
	fmt.Println()
	if len(args) > 0 && args[0] != "help" {
		return fmt.Errorf("there is no task %q", args[0])
	}
	return nil
}

// one is a task of one command, to which arguments are added.
func one(program string, first ...string) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		return start(ctx, ".", nil, program, append(first[:len(first):len(first)], args...)...)
	}
}

// start runs a command that the developer watches.
func start(ctx context.Context, dir string, env []string, program string, args ...string) error {
	c := exec.CommandContext(ctx, program, args...)
	c.Dir, c.Stdin, c.Stdout, c.Stderr = dir, os.Stdin, os.Stdout, os.Stderr
	c.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off"), env...)
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	return nil
}
