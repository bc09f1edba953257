package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// The release these tests pretend to be.
const npmVersion = "9.8.7"

// npmCPU is what Node calls the processor.
var npmCPU = map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]

// tarballs are the starter and the package of this platform, as npm packs them.
type tarballs struct{ starter, platform string }

// packed builds the npm packages of the program under test, once.
var packed = sync.OnceValues(func() (tarballs, error) {
	program, err := built()
	if err != nil {
		return tarballs{}, err
	}
	var list []map[string]string
	for _, name := range []string{"vibedefend", "vibedefend-hook"} {
		list = append(list, map[string]string{"name": name, "path": filepath.Join(filepath.Dir(program), name),
			"goos": runtime.GOOS, "goarch": runtime.GOARCH, "type": "Binary"})
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return tarballs{}, err
	}
	dist, out := filepath.Join(buildDir, "dist"), filepath.Join(buildDir, "npm")
	if err := errors.Join(os.MkdirAll(dist, 0o755), os.WriteFile(filepath.Join(dist, "artifacts.json"), raw, 0o644)); err != nil {
		return tarballs{}, err
	}
	if err := runIn("..", "go", "run", "./npm/build", "-some", "-dist", dist, "-out", out, "-version", npmVersion); err != nil {
		return tarballs{}, err
	}
	t := tarballs{
		starter:  filepath.Join(buildDir, "cybedefend-vibedefend-"+npmVersion+".tgz"),
		platform: filepath.Join(buildDir, fmt.Sprintf("cybedefend-vibedefend-%s-%s-%s.tgz", runtime.GOOS, npmCPU, npmVersion)),
	}
	for _, name := range []string{"vibedefend", "vibedefend-" + runtime.GOOS + "-" + npmCPU} {
		if err := runIn(buildDir, "npm", "pack", "--offline", "--ignore-scripts", filepath.Join(out, name)); err != nil {
			return tarballs{}, err
		}
	}
	return t, nil
})

func runIn(dir, program string, args ...string) error {
	c := exec.Command(program, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOWORK=off", "npm_config_update_notifier=false")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, out)
	}
	return nil
}

// npmBox is a box with the packages installed from tarballs, without a
// network, in a prefix that can be thrown away.
func npmBox(t *testing.T, files ...string) (b *sandbox.Box, prefix, program string) {
	t.Helper()
	b = box(t)
	prefix = b.Path("prefix")
	args := append([]string{"install", "--global", "--offline", "--no-audit", "--no-fund", "--prefix", prefix}, files...)
	if r := b.Run(b.Env("npm_config_update_notifier=false"), "npm", args...); r.Code != 0 {
		t.Fatalf("npm install: %s", r)
	}
	return b, prefix, filepath.Join(prefix, "bin", "vibedefend")
}

func tarballsOf(t *testing.T) tarballs {
	t.Helper()
	p, err := packed()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestInstallOutlivesItsPackage is the one-liner: wire the agents from npm's
// copy, lose that copy, and be governed all the same.
func TestInstallOutlivesItsPackage(t *testing.T) {
	p := tarballsOf(t)
	t.Run("npm install --global", func(t *testing.T) {
		b, prefix, program := npmBox(t, p.starter, p.platform)
		if r := b.Run(b.Env(), program, "version"); r.Code != 0 || !strings.HasPrefix(r.Out, "vibedefend ") {
			t.Fatalf("version: %s", r)
		}
		outlives(t, b, prefix, "npm install --global @cybedefend/vibedefend@latest", program)
	})
	t.Run("npx", func(t *testing.T) {
		b := box(t)
		cache := b.Path("npm-cache")
		outlives(t, b, cache, "npx -y @cybedefend/vibedefend@latest update",
			"npm", "exec", "--offline", "--yes", "--cache", cache, "--package", p.starter, "--package", p.platform, "--", "vibedefend")
	})
}

// outlives installs with the program that a command line starts, out of a
// folder that is then removed.
func outlives(t *testing.T, b *sandbox.Box, folder, upgrade, program string, args ...string) {
	t.Helper()
	if r := b.Run(b.Env(), program, append(args, "install", "--yes", "--agent", "claude-code")...); r.Code != 0 {
		t.Fatalf("install: %s", r)
	}
	settings := b.Read(".claude/settings.json")
	if !strings.Contains(settings, b.Path(".cybedefend/bin/vibedefend-hook")) || strings.Contains(settings, folder) {
		t.Fatalf("the hooks do not name the stable copy:\n%s", settings)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	stable := b.Path(".cybedefend/bin/vibedefend")
	if r := b.Run(b.Env(), stable, "check", "--", "rm -rf ~"); r.Code != 3 {
		t.Errorf("check: %s", r)
	}
	payload := `{"session_id":"s","transcript_path":"","cwd":"` + b.Project + `","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"rm -rf ~"},"tool_use_id":"t"}`
	r := b.RunIn(b.Project, b.Env(), payload, time.Minute, b.Path(".cybedefend/bin/vibedefend-hook"), "hook", "claude-code", "PreToolUse")
	if !strings.Contains(r.Out, `"deny"`) {
		t.Errorf("a deletion of the home was not stopped: %s", r)
	}
	if r := b.Run(b.Env(), stable, "doctor"); r.Code != 0 {
		t.Errorf("doctor: %s", r)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"tag_name":"v99.0.0"}`) }))
	defer s.Close()
	if r := b.Run(b.Env(), stable, "update", "--check", "--releases", s.URL); !strings.Contains(r.Out, "    "+upgrade+"\n") {
		t.Errorf("update --check does not know how this copy came: %s", r)
	}
	if r := b.Run(b.Env(), stable, "uninstall", "--yes"); r.Code != 0 || b.Has(".cybedefend/bin") {
		t.Errorf("uninstall: %s", r)
	}
}

func TestNpmStarterEndsAsTheProgramEnds(t *testing.T) {
	p := tarballsOf(t)
	b, prefix, program := npmBox(t, p.starter, p.platform)
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"check", "--", "git status"}, 0},
		{[]string{"rules", "show", "no-such-rule"}, 1},
		{[]string{"no-such-command"}, 2},
		{[]string{"check", "--", "rm -rf ~"}, 3},
	} {
		if r := b.Run(b.Env(), program, c.args...); r.Code != c.code {
			t.Errorf("%v: want exit %d, got %s", c.args, c.code, r)
		}
	}
	// A stand-in for the program waits for a signal, then ends by its code or
	// by the signal itself.
	in := filepath.Join("lib", "node_modules", "@cybedefend", "vibedefend-"+runtime.GOOS+"-"+npmCPU, "bin", "vibedefend")
	stand := filepath.Join(prefix, in)
	if err := os.Remove(stand); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, script string
		send         syscall.Signal
		code         int
		by           syscall.Signal
	}{
		{"a code of its own", "trap 'exit 42' TERM", syscall.SIGTERM, 42, 0},
		{"interrupted, as it says", "trap 'exit 130' INT", syscall.SIGINT, 130, 0},
		{"killed by the signal", "", syscall.SIGTERM, -1, syscall.SIGTERM},
		{"interrupted", "", syscall.SIGINT, -1, syscall.SIGINT},
	} {
		if err := os.WriteFile(stand, []byte("#!/bin/bash\n"+c.script+"\necho ready\nwhile :; do read -rt 0.05 <> <(:) || :; done\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		state := signalled(t, b, program, c.send)
		got, _ := state.Sys().(syscall.WaitStatus)
		if state.ExitCode() != c.code || c.by != 0 && got.Signal() != c.by {
			t.Errorf("%s: ended with %s", c.name, state)
		}
	}
}

// signalled starts a program, sends it alone a signal once it says that it is
// ready, and tells how it ended.
func signalled(t *testing.T, b *sandbox.Box, program string, s syscall.Signal) *os.ProcessState {
	t.Helper()
	c := exec.Command(program)
	c.Env = b.Env()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer timer.Stop()
	if _, err := out.Read(make([]byte, 16)); err != nil {
		t.Errorf("wait for the program: %v", err)
	}
	if err := c.Process.Signal(s); err != nil {
		t.Error(err)
	}
	_ = c.Wait()
	return c.ProcessState
}

func TestNpmStarterSaysWhatIsMissing(t *testing.T) {
	p := tarballsOf(t)
	// As --omit=optional leaves it: npm cannot reach a registry here, and an
	// optional package may be missing.
	b, prefix, program := npmBox(t, "--omit=optional", p.starter)
	r := b.Run(b.Env(), program, "version")
	if r.Code != 1 || !strings.Contains(r.Err, "error: the package @cybedefend/vibedefend-"+runtime.GOOS+"-"+npmCPU) || !strings.Contains(r.Err, "hint: install again without --omit=optional") {
		t.Errorf("without the package of the platform: %s", r)
	}
	b.Write("fake.js", `Object.defineProperty(process, "platform", { value: "aix" }); Object.defineProperty(process, "arch", { value: "ppc64" });`)
	r = b.Run(b.Env("NODE_OPTIONS=--require "+b.Path("fake.js")), program, "version")
	if r.Code != 1 || !strings.Contains(r.Err, "error: there is no vibedefend for aix-ppc64, only for darwin-arm64, ") {
		t.Errorf("on a platform there is nothing for: %s", r)
	}
	manifest, err := os.ReadFile(filepath.Join(prefix, "lib", "node_modules", "@cybedefend", "vibedefend", "package.json"))
	if err != nil || strings.Contains(string(manifest), "install\":") || strings.Contains(string(manifest), "\"scripts\"") {
		t.Errorf("the starter has scripts: %s %v", manifest, err)
	}
}
