package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// test runs the unit tests and prints the coverage of each package and of all.
func test(ctx context.Context, args []string) error {
	if len(args) == 0 {
		args = []string{"./..."}
	}
	if err := os.MkdirAll("out", 0o755); err != nil {
		return err
	}
	profile := filepath.Join("out", "cover.out")
	if err := start(ctx, ".", nil, "go", append([]string{"test", "-coverprofile=" + profile}, args...)...); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "go", "tool", "cover", "-func="+profile).Output()
	if err != nil {
		return fmt.Errorf("count the coverage: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	fmt.Println(strings.Join(strings.Fields(lines[len(lines)-1]), " "), "in", profile)
	return nil
}

// fuzz gives every fuzz target some time of its own.
func fuzz(ctx context.Context, args []string) error {
	length, packages := "20s", "./..."
	if len(args) > 0 {
		length = args[0]
	}
	if len(args) > 1 {
		packages = args[1]
	}
	list, err := exec.CommandContext(ctx, "go", "list", packages).Output()
	if err != nil {
		return fmt.Errorf("list the packages: %w", err)
	}
	var failed error
	for _, pkg := range strings.Fields(string(list)) {
		out, err := exec.CommandContext(ctx, "go", "test", "-list=^Fuzz", pkg).Output()
		if err != nil {
			return fmt.Errorf("list the fuzz targets of %s: %w", pkg, err)
		}
		for _, name := range strings.Fields(string(out)) {
			if !strings.HasPrefix(name, "Fuzz") {
				break // the line that closes the list
			}
			failed = errors.Join(failed, start(ctx, ".", nil, "go", "test", "-run=^$", "-fuzz=^"+name+"$", "-fuzztime="+length, pkg))
		}
	}
	return failed
}

// lint runs what can be known without running the project.
func lint(ctx context.Context, _ []string) error {
	var failed error
	out, err := exec.CommandContext(ctx, "gofmt", "-l", ".").Output()
	if out = bytes.TrimSpace(out); err == nil && len(out) > 0 {
		err = fmt.Errorf("run gofmt -w on:\n%s", out)
	}
	failed = errors.Join(failed, err)
	for _, goos := range []string{"linux", "darwin", "windows"} {
		failed = errors.Join(failed, start(ctx, ".", []string{"GOOS=" + goos}, "go", "vet", "./..."))
	}
	for _, dir := range []string{".", "e2e"} {
		failed = errors.Join(failed, start(ctx, dir, nil, "go", "run", staticcheck, "./..."))
	}
	failed = errors.Join(failed, start(ctx, ".", nil, "go", "run", actionlint))
	return errors.Join(failed, unreached(ctx))
}

// unreached fails on functions that neither a program nor a test reaches.
func unreached(ctx context.Context) error {
	c := exec.CommandContext(ctx, "go", "run", deadcode, "-test", "./...")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("look for code that nothing reaches: %w", err)
	}
	if len(bytes.TrimSpace(out)) > 0 {
		return fmt.Errorf("nothing reaches this code:\n%s", out)
	}
	return nil
}
