package cmd

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cybedefend/vibedefend/internal/hook"
	"github.com/cybedefend/vibedefend/internal/person"
)

// TestMain lets the scripts run this test binary as the two programs.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"vibedefend":      program,
		"vibedefend-hook": func() { os.Exit(hook.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// program is the real one, but what it knows of running processes comes from
// the script: the tests may well run below an agent.
func program() {
	if len(os.Args) > 1 && os.Args[1] == "hook" && (len(os.Args) < 3 || os.Args[2] != "--help") {
		os.Exit(hook.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	a, err := newApp(os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	if err != nil {
		os.Exit(a.fail(err))
	}
	a.machine.Env.Prefix = os.Getenv("TEST_SYSTEM")
	administrator = func() bool { return os.Getenv("TEST_ADMIN") != "" }
	a.belowAgent = func() error {
		if name := os.Getenv("TEST_BELOW"); name != "" {
			return &person.AgentError{Agent: name, PID: 42}
		}
		return nil
	}
	a.running = func() []person.Session {
		var out []person.Session
		for _, id := range strings.Fields(os.Getenv("TEST_RUNNING")) {
			out = append(out, person.Session{Agent: id, Name: id, PIDs: []int{7}})
		}
		return out
	}
	a.sleep = func(time.Duration) {}
	os.Exit(a.run(os.Args[1:]))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 scripts,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "snap": snap, "same": same, "fakeagent": fakeAgent, "bytes": writeBytes, "hookline": runHookLine,
		},
	})
}

// setUp gives each script a home, a working folder in it and no variable that
// would move an agent's files.
func setUp(e *testscript.Env) error {
	h := filepath.Join(e.WorkDir, "home")
	e.Setenv("HOME", h)
	e.Setenv("USERPROFILE", h)
	e.Setenv("TEST_SYSTEM", filepath.Join(e.WorkDir, "system"))
	e.Setenv("NO_COLOR", "1")
	return os.MkdirAll(h, 0o755)
}

// exits CODE PROGRAM ARGS... runs a program and wants that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want || neg {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// snap NAME FOLDER... remembers every file below folders; same NAME wants the
// same again.
func snap(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(snapFile(ts, args[0]), []byte(listing(ts, args[1:])), 0o600))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	was, now := ts.ReadFile(snapFile(ts, args[0])), listing(ts, args[1:])
	if (was == now) == neg {
		ts.Fatalf("before:\n%s\nnow:\n%s", was, now)
	}
}

// snapFile lies beside the folders a script looks at.
func snapFile(ts *testscript.TestScript, name string) string {
	return filepath.Join(filepath.Dir(ts.Getenv("TEST_SYSTEM")), name+".snap")
}

func listing(ts *testscript.TestScript, folders []string) string {
	var lines []string
	for _, f := range folders {
		ts.Check(filepath.WalkDir(ts.MkAbs(f), func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			st, err := e.Info()
			if err != nil {
				return err
			}
			sum := ""
			if st.Mode().IsRegular() {
				b, err := os.ReadFile(p)
				if err != nil {
					return err
				}
				sum = fmt.Sprintf(" %d %x", len(b), sha256.Sum256(b))
			}
			lines = append(lines, p+" "+st.Mode().String()+sum)
			return nil
		}))
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// fakeAgent PACKAGE VERSION PROGRAM puts a program of an npm package into the
// home folder, as detection finds it.
func fakeAgent(ts *testscript.TestScript, _ bool, args []string) {
	prefix := filepath.Join(ts.Getenv("HOME"), ".npm-global")
	dir := filepath.Join(prefix, "lib", "node_modules", args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	ts.Check(os.MkdirAll(filepath.Join(prefix, "bin"), 0o755))
	ts.Check(os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"name":"`+args[0]+`","version":"`+args[1]+`"}`), 0o644))
	ts.Check(os.WriteFile(filepath.Join(dir, "cli.js"), []byte("#!/bin/sh\nexit 9\n"), 0o755))
	link := filepath.Join(prefix, "bin", args[2])
	_ = os.Remove(link)
	ts.Check(os.Symlink(filepath.Join(dir, "cli.js"), link))
}

// writeBytes FILE TEXT writes a file whose line ends and marks matter.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.NewReplacer(`\r`, "\r", `\n`, "\n", `\t`, "\t", `\BOM`, "\xef\xbb\xbf").Replace(strings.Join(args[1:], " "))
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, []byte(text), 0o644))
}

// runHookLine FILE EVENT PAYLOAD runs the first command line of ours that a
// JSON file holds for an event, in a shell, with a payload file on its input.
func runHookLine(ts *testscript.TestScript, neg bool, args []string) {
	line := ""
	for _, l := range strings.Split(ts.ReadFile(args[0]), "\n") {
		if i := strings.Index(l, `"command": "`); i >= 0 && strings.Contains(l, " "+args[1]+`"`) {
			var err error
			line, err = strconv.Unquote(strings.TrimRight(l[i+len(`"command": `):], ","))
			ts.Check(err)
			break
		}
	}
	if line == "" {
		ts.Fatalf("%s holds no line for %s", args[0], args[1])
	}
	c := exec.Command("/bin/sh", "-c", line)
	c.Stdin = strings.NewReader(ts.ReadFile(args[2]))
	c.Env = []string{"HOME=" + ts.Getenv("HOME"), "PATH=/usr/bin:/bin"}
	out, err := c.CombinedOutput()
	fmt.Fprintf(ts.Stdout(), "%s", out)
	if (err != nil) != neg {
		ts.Fatalf("%s: %v\n%s", line, err, out)
	}
}
