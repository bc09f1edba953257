// Command all runs everything that proves the project: formatting, vet,
// staticcheck, workflows, builds for every system, all tests, and the real
// agents. It fetches what it needs, and skips nothing.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/e2e/agents"
	"github.com/cybedefend/vibedefend/e2e/release"
)

// The tools are pinned, so that a new release of one breaks no old commit.
const (
	staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"
	actionlint  = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := projectRoot()
	if err != nil {
		return err
	}
	if err := ensureTools(ctx); err != nil {
		return err
	}
	download := make(chan error, 2)
	go func() {
		_, err := agents.Fetch(ctx)
		download <- err
	}()
	go func() {
		_, err := release.Tool(ctx)
		download <- err
	}()
	failed := 0
	for _, c := range checks(root) {
		failed += c.run(ctx)
	}
	fetch := check{name: "download of the agents and of GoReleaser", do: func(context.Context) (string, error) {
		return "", errors.Join(<-download, <-download)
	}}
	failed += fetch.run(ctx)
	failed += goCheck("tests of the real and the simulated agents", filepath.Join(root, "e2e"), nil, "test", "-count=1", "-timeout=40m", "./...").run(ctx)
	failed += goCheck("test against a real collector", filepath.Join(root, "e2e", "otlp"), nil, "test", "-count=1", "-timeout=15m", "./...").run(ctx)
	if failed > 0 {
		return fmt.Errorf("%d of the checks above failed", failed)
	}
	fmt.Println("all checks passed")
	return nil
}

// projectRoot is the folder above the module this program belongs to.
func projectRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the project: %w", err)
	}
	root := filepath.Dir(filepath.Dir(strings.TrimSpace(string(out))))
	if _, err := os.Stat(filepath.Join(root, "cmd", "vibedefend")); err != nil {
		return "", errors.New("find the project: run this as \"go -C e2e run ./all\" in the project's folder")
	}
	return root, nil
}

// checks are all but the end-to-end tests, quick ones first.
func checks(root string) []check {
	list := []check{formatting(root)}
	for _, dir := range []string{root, filepath.Join(root, "e2e")} {
		name := map[bool]string{true: "", false: " of the end-to-end tests"}[dir == root]
		list = append(list,
			goCheck("go vet"+name, dir, nil, "vet", "./..."),
			goCheck("staticcheck"+name, dir, nil, "run", staticcheck, "./..."))
	}
	list = append(list, goCheck("workflows", root, nil, "run", actionlint))
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			env := []string{"GOOS=" + goos, "GOARCH=" + arch}
			list = append(list, goCheck("build for "+goos+"/"+arch, root, env, "build", "-o", os.DevNull, "./..."))
		}
	}
	for _, goos := range []string{"darwin", "windows"} {
		list = append(list, goCheck("go vet for "+goos, root, []string{"GOOS=" + goos, "GOARCH=arm64"}, "vet", "./..."))
	}
	list = append(list, unitTests(root))
	if counted {
		list = append(list, goCheck("instructions of a call", root, nil, "run", "./bench", "-gate"))
	}
	return list
}

// unitTests also counts how much of the code they run.
func unitTests(root string) check {
	dir, err := os.MkdirTemp("", "vibedefend-cover-")
	profile := filepath.Join(dir, "cover.out")
	c := goCheck("go test", root, nil, "test", "-count=1", "-coverprofile="+profile, "./...")
	test := c.do
	c.do = func(ctx context.Context) (string, error) {
		if err != nil {
			return "", err
		}
		return test(ctx)
	}
	c.note = func() string {
		defer os.RemoveAll(dir)
		count := exec.Command("go", "tool", "cover", "-func="+profile)
		count.Dir = root
		out, err := count.CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if err != nil {
			return "coverage: " + err.Error()
		}
		return "coverage " + strings.Join(strings.Fields(lines[len(lines)-1]), " ")
	}
	return c
}

// check is one thing to be proven.
type check struct {
	name string
	do   func(context.Context) (output string, err error)
	note func() string // what is worth a line when it passed
}

// run says how the check went and returns 1 when it failed.
func (c check) run(ctx context.Context) int {
	start := time.Now()
	out, err := c.do(ctx)
	took := time.Since(start).Round(100 * time.Millisecond)
	if err == nil {
		fmt.Printf("ok      %-45s %8s\n", c.name, took)
		if c.note != nil {
			fmt.Println("       ", c.note())
		}
		return 0
	}
	fmt.Printf("FAILED  %-45s %8s\n%s\n%v\n", c.name, took, telling(out), err)
	return 1
}

// most is how many lines of a failed check are shown.
const most = 400

// telling leaves out the packages that passed, and what is too much to read.
func telling(out string) string {
	var kept []string
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		if !strings.HasPrefix(line, "ok  \t") && !strings.HasPrefix(line, "?   \t") {
			kept = append(kept, line)
		}
	}
	if n := len(kept) - most; n > 0 {
		kept = append(kept[:most], fmt.Sprintf("… and %d lines more", n))
	}
	return strings.Join(kept, "\n")
}

func goCheck(name, dir string, env []string, args ...string) check {
	return check{name: name, do: func(ctx context.Context) (string, error) {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = dir
		cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-buildvcs=false"), env...)
		cmd.WaitDelay = 5 * time.Second
		out, err := cmd.CombinedOutput()
		return string(out), err
	}}
}

// formatting passes when gofmt has nothing to change.
func formatting(root string) check {
	return check{name: "gofmt", do: func(ctx context.Context) (string, error) {
		goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
		if err != nil {
			return "", err
		}
		gofmt := filepath.Join(strings.TrimSpace(string(goroot)), "bin", "gofmt")
		out, err := exec.CommandContext(ctx, gofmt, "-l", root).CombinedOutput()
		if err == nil && len(out) > 0 {
			err = errors.New("the files above are not formatted; run gofmt -w on them")
		}
		return string(out), err
	}}
}
