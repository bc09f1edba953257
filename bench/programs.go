package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func (b bench) program(name string) string { return filepath.Join(b.home, name) }
func (b bench) hook() string               { return filepath.Join(b.bin(), "vibedefend-hook") }
func (b bench) full() string               { return filepath.Join(b.bin(), "vibedefend") }
func (b bench) bin() string                { return filepath.Join(b.home, ".cybedefend", "bin") }

// prepare writes a home as install leaves one, a repository, and builds the
// programs that are always measured.
func (b bench) prepare() error {
	for _, d := range []string{b.bin(), filepath.Join(b.repo, ".git")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return fmt.Errorf("make a home: %w", err)
		}
	}
	for path, text := range map[string]string{
		filepath.Join(b.repo, ".git", "HEAD"):               "ref: refs/heads/main\n",
		filepath.Join(b.repo, "steps.go"):                   "package steps\n\nfunc run() error {\n\t// steps\n\treturn nil\n}\n",
		filepath.Join(b.home, ".cybedefend", "config.json"): `{"version":1,"region":"local","agents":[{"agent":"claude-code","surfaces":["cli"]}]}` + "\n",
		b.program("empty.go"):                               "package main\n\nfunc main() {}\n",
		b.program("empty.c"):                                "int main(void) { return 0; }\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("make a home: %w", err)
		}
	}
	if err := build(b.program("empty"), b.program("empty.go")); err != nil {
		return err
	}
	return build(b.hook(), "./cmd/vibedefend-hook")
}

// build builds a program as a release does, and makes a fresh copy of it as
// install does: what the linker leaves is mapped into a process more slowly.
func build(out, source string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", source, err, said)
	}
	raw, err := os.ReadFile(out)
	if err == nil {
		err = os.Remove(out)
	}
	if err == nil {
		err = os.WriteFile(out, raw, 0o700)
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", out, err)
	}
	return nil
}
