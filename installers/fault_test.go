package installers

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

// TestMain lets this binary be started again as a process that applies or
// reverts the sample plan and may kill itself at the n-th step of writing.
func TestMain(m *testing.M) {
	h := os.Getenv("ENGINE_TEST_HOME")
	if h == "" {
		os.Exit(m.Run())
	}
	if at, err := strconv.Atoi(os.Getenv("ENGINE_TEST_KILL_AT")); err == nil {
		n := 0
		disk.Fault = func(string, string) error {
			if n++; n == at {
				killSelf()
			}
			return nil
		}
	}
	mach := machine{home: h, dir: home.Dir(filepath.Join(h, home.Base))}
	plan := mach.shortPlan(os.Getenv("ENGINE_TEST_RELEASE"))
	var r Report
	var err error
	if os.Getenv("ENGINE_TEST_VERB") == "revert" {
		r, err = Revert(mach.dir, nil, []Plan{plan}, RevertOptions{Home: h})
	} else {
		r, err = Apply(mach.dir, []Plan{plan}, mach.options())
	}
	if err != nil {
		fmt.Println(err, r.Failed)
		os.Exit(1)
	}
	os.Exit(0)
}

func killSelf() {
	p, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {} // the signal is on its way
}

// child runs one verb in a process of its own; killed reports that it died.
func (m machine) child(verb, release string, killAt int) (killed bool) {
	m.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "ENGINE_TEST_HOME="+m.home, "ENGINE_TEST_VERB="+verb, "ENGINE_TEST_RELEASE="+release)
	if killAt > 0 {
		cmd.Env = append(cmd.Env, "ENGINE_TEST_KILL_AT="+strconv.Itoa(killAt))
	}
	out, err := cmd.CombinedOutput()
	if err == nil {
		return false
	}
	var exit *exec.ExitError
	// A process that is killed on Windows has code 1 too, but says nothing.
	if !errors.As(err, &exit) || exit.ExitCode() == 1 && (runtime.GOOS != "windows" || len(out) > 0) {
		m.t.Fatalf("%s: %v\n%s", verb, err, out)
	}
	return true
}

// whole fails when a file is neither as before nor as wanted.
func (m machine) whole(at int, states ...map[string]string) {
	m.t.Helper()
	for rel := range states[0] {
		got, ok := m.read(rel), false
		for _, s := range states {
			ok = ok || s[rel] == got
		}
		if !ok {
			m.t.Errorf("killed at %d: %s is half written: %q", at, rel, got)
		}
	}
}

func (m machine) contents() map[string]string {
	out := map[string]string{}
	for _, c := range m.samplePlan("").Changes {
		rel, _ := filepath.Rel(m.home, c.Path)
		out[rel] = m.read(rel)
	}
	return out
}

// shortPlan is the sample plan with one spliced, one appended and one new file.
func (m machine) shortPlan(release string) Plan {
	p := m.samplePlan(release)
	p.Changes = []Change{p.Changes[0], p.Changes[2], p.Changes[3]}
	return p
}

// Kill -9 at every step of install, of an upgrade and of uninstall: no file is
// half written, the next run completes, and uninstall is exact.
func TestKillAtEveryStep(t *testing.T) {
	for _, story := range []struct {
		name, verb, release string
		before              []string // releases installed first
	}{
		{"install", "apply", "v1", nil},
		{"upgrade", "apply", "v2", []string{"v1"}},
		{"uninstall", "revert", "v1", []string{"v1"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			done := newMachine(t)
			done.seed()
			pristine := done.tree()
			for _, release := range story.before {
				done.apply(done.shortPlan(release))
			}
			was := done.contents()
			verb := func(m machine) {
				if story.verb == "apply" {
					m.apply(m.shortPlan(story.release))
				} else {
					m.revert(m.shortPlan(story.release))
				}
			}
			verb(done)
			wanted, wantedTree := done.contents(), done.tree()
			for at := 1; ; at++ {
				m := newMachine(t)
				m.seed()
				for _, release := range story.before {
					m.apply(m.shortPlan(release))
				}
				if !m.child(story.verb, story.release, at) {
					if at < 20 {
						t.Errorf("only %d steps were tried", at)
					}
					return
				}
				m.whole(at, was, wanted)
				// Either way out must work from here.
				if at%2 == 0 {
					verb(m)
					if got := m.tree(); got != wantedTree {
						t.Errorf("killed at %d, then completed:\n got %s\nwant %s", at, got, wantedTree)
					}
				}
				m.revert(m.shortPlan(story.release))
				if got := m.tree(); got != pristine {
					t.Errorf("killed at %d, then uninstalled:\n got %s\nwant %s", at, got, pristine)
				}
			}
		})
	}
}

// An error (disk full) at every step: what this run wrote is put back.
func TestErrorAtEveryStepRollsBack(t *testing.T) {
	defer func() { disk.Fault = nil }()
	full := errors.New("no space left on device")
	for at, failed := 1, true; failed; at++ {
		m := newMachine(t)
		m.seed()
		before := m.tree()
		n := 0
		disk.Fault = func(step, path string) error {
			if strings.HasPrefix(path, string(m.dir)) {
				return nil // the ledger's own disk is fine
			}
			if n++; n == at {
				return full
			}
			return nil
		}
		r, err := Apply(m.dir, []Plan{m.shortPlan("v1")}, m.options())
		disk.Fault = nil
		failed = err != nil
		if !failed {
			if at < 18 {
				t.Errorf("only %d steps", at)
			}
			return
		}
		if !errors.Is(err, full) || len(r.Failed) == 0 || len(r.Changed) != 0 {
			t.Errorf("step %d: %v %+v", at, err, r)
		}
		if after := m.tree(); after != before {
			t.Errorf("step %d: not rolled back:\n got %s\nwant %s", at, after, before)
		}
		m.apply(m.shortPlan("v1"))
		m.revert()
		if after := m.tree(); after != before {
			t.Errorf("step %d: the next runs: %s", at, after)
		}
	}
}

// The ledger cannot be written: nothing else is either.
func TestLedgerOnAFullDisk(t *testing.T) {
	defer func() { disk.Fault = nil }()
	m := newMachine(t)
	m.seed()
	before := m.tree()
	disk.Fault = func(step, path string) error {
		if step == "write" && filepath.Base(path) == "ledger.json" {
			return errors.New("no space left on device")
		}
		return nil
	}
	_, err := Apply(m.dir, []Plan{m.samplePlan("v1")}, m.options())
	disk.Fault = nil
	if err == nil || m.tree() != before {
		t.Errorf("%v\n%s", err, m.tree())
	}
}

// An editor saves between our reading and our rename: its bytes win, and ours
// are put into them. One that never stops saving makes us give up.
func TestConcurrentSaveIsNotLost(t *testing.T) {
	defer func() { disk.Fault = nil }()
	for _, existing := range []bool{true, false} {
		for _, saves := range []int{1, 99} {
			for _, verb := range []string{"apply", "revert"} {
				m := newMachine(t)
				if existing {
					m.write("s.json", "{}\n")
				}
				p := Plan{Agent: "a", Changes: []Change{{Path: m.path("s.json"), Edit: hooksEdit("v1")}}}
				if verb == "revert" {
					m.apply(p)
				}
				n := 0
				disk.Fault = func(step, path string) error {
					if (step == "compare" || step == "delete") && filepath.Base(path) == "s.json" && n < saves {
						n++
						// The editor read the file before and adds a key of its own.
						text := "{}\n"
						if verb == "revert" {
							text = m.read("s.json")
						}
						m.write("s.json", strings.Replace(text, "{", fmt.Sprintf("{\"n%d\": 1, ", n), 1))
						if text == "{}\n" {
							m.write("s.json", fmt.Sprintf("{\"n%d\": 1}\n", n))
						}
					}
					return nil
				}
				var err error
				if verb == "apply" {
					_, err = Apply(m.dir, []Plan{p}, m.options())
				} else {
					_, err = Revert(m.dir, nil, []Plan{p}, RevertOptions{Home: m.home})
				}
				disk.Fault = nil
				if (err != nil) != (saves > 1) {
					t.Errorf("%s existing %v, %d saves: %v", verb, existing, saves, err)
				}
				if got := m.read("s.json"); !strings.Contains(got, fmt.Sprintf("n%d", n)) {
					t.Errorf("%s existing %v: the editor's save is lost: %q", verb, existing, got)
				}
				m.apply(p)
				m.revert(p)
				if got := m.read("s.json"); strings.Contains(got, "vibedefend") || !strings.Contains(got, fmt.Sprintf("n%d", n)) {
					t.Errorf("%s existing %v: after install and uninstall: %q", verb, existing, got)
				}
			}
		}
	}
}

func TestTwentyInstallsInParallel(t *testing.T) {
	m := newMachine(t)
	m.seed()
	before := m.tree()
	var wg sync.WaitGroup
	errs := make(chan error, 40)
	for i := range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i%5 == 0 {
				m.child("apply", "v1", 0)
				return
			}
			_, err := Apply(m.dir, []Plan{m.shortPlan("v1")}, m.options())
			errs <- err
		}()
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if n := strings.Count(m.read(".agent/settings.json"), "vibedefend-hook hook"); n != 1 {
		t.Errorf("%d entries of ours", n)
	}
	if l := m.ledger(); len(l.Entries) != 3 {
		t.Errorf("%d ledger entries", len(l.Entries))
	}
	m.revert(m.shortPlan("v1"))
	if after := m.tree(); after != before {
		t.Errorf("not as before: %s", after)
	}
}

func TestSymlinksOfDotfileManagers(t *testing.T) {
	m := newMachine(t)
	target := m.write("dotfiles/agent/settings.json", "{}\n")
	for _, l := range []struct{ link, to string }{
		{".agent", "dotfiles/agent"}, // a folder, as stow links it
		{"chain1", "chain2"},         // a chain with a relative end
		{"chain2", "dotfiles/../.agent/settings.json"},
		{"dangling", "dotfiles/new/file.json"}, // its end is not there yet
	} {
		if err := os.Symlink(filepath.FromSlash(l.to), m.path(l.link)); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "elsewhere.json")
	if err := os.WriteFile(outside, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, m.path("outside.json")); err != nil {
		t.Fatal(err)
	}
	before := m.tree()
	p := Plan{Agent: "a", Changes: []Change{
		{Path: m.path(".agent/settings.json"), Edit: hooksEdit("v1")},
		{Path: m.path("chain1"), Edit: edit.JSON{Keys: []edit.Key{{Path: []string{"k"}, Value: "1"}}}},
		{Path: m.path("dangling"), Edit: hooksEdit("v1")},
		{Path: m.path("outside.json"), Edit: hooksEdit("v1")},
	}}
	if r := m.apply(p); len(r.Changed) != 3 {
		t.Errorf("changed %q", r.Changed)
	}
	if s := m.read("dotfiles/agent/settings.json"); !strings.Contains(s, `"k"`) || !strings.Contains(s, "vibedefend-hook") {
		t.Errorf("%s: %s", target, s)
	}
	if r := m.apply(p); len(r.Changed) != 0 {
		t.Errorf("second run changed %q", r.Changed)
	}
	m.revert(p)
	if after := m.tree(); after != before {
		t.Errorf("got %s\nwant %s", after, before)
	}
	if got, _ := os.ReadFile(outside); string(got) != "{}" {
		t.Errorf("outside: %q", got)
	}
}

func TestRepositoryLinkThatLeavesIsRefused(t *testing.T) {
	m := newMachine(t)
	victim := m.write(".bashrc", "alias ll=ls\n")
	repo := m.path("src/repo")
	if err := os.MkdirAll(repo, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, filepath.Join(repo, "AGENTS.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(m.home, filepath.Join(repo, ".cursor")); err != nil {
		t.Fatal(err)
	}
	for _, rel := range []string{"AGENTS.md", ".cursor/.bashrc", ".cursor/new.md"} {
		p := Plan{Agent: "a", Scope: Project, Changes: []Change{{Path: filepath.Join(repo, rel), Edit: edit.Block{Text: "x"}}}}
		r, err := Apply(m.dir, []Plan{p}, ApplyOptions{Home: m.home, Repo: repo})
		if !errors.Is(err, ErrRefused) || r.Failed[0].Hint == "" {
			t.Errorf("%s: %v %+v", rel, err, r)
		}
	}
	if got := m.read(".bashrc"); got != "alias ll=ls\n" {
		t.Errorf(".bashrc: %q", got)
	}
	if _, err := os.Lstat(m.path("new.md")); err == nil {
		t.Error("new.md was made outside the repository")
	}
}

func TestPathsThatCannotBeWritten(t *testing.T) {
	m := newMachine(t)
	m.write("plain", "file")
	m.write("hard.json", "{}")
	if err := os.Link(m.path("hard.json"), m.path("hard2.json")); err != nil {
		t.Fatal(err)
	}
	m.write("readonly.json", "{}")
	if err := os.Chmod(m.path("readonly.json"), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", m.path("loop")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(m.path("folder.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := m.tree()
	for _, rel := range []string{"plain/s.json", "plain/deep/s.json", "hard.json", "readonly.json", "loop", "folder.json"} {
		p := Plan{Agent: "a", Changes: []Change{{Path: m.path("fine.json"), Edit: hooksEdit("v1")}, {Path: m.path(rel), Edit: hooksEdit("v1")}}}
		r, err := Apply(m.dir, []Plan{p}, m.options())
		if !errors.Is(err, ErrRefused) || len(r.Failed) != 1 {
			t.Errorf("%s: %v %+v", rel, err, r)
		}
		if after := m.tree(); after != before {
			t.Errorf("%s: something was written:\n%s", rel, after)
		}
	}
}

func TestUnusualNames(t *testing.T) {
	m := newMachine(t)
	m.home = filepath.Join(m.home, "Jürgen Müller 日本 🦊 'q' $x")
	m.dir = home.Dir(filepath.Join(m.home, home.Base))
	m.seed()
	before := m.tree()
	m.apply(m.samplePlan("v1"))
	m.revert()
	if after := m.tree(); after != before {
		t.Errorf("got %s\nwant %s", after, before)
	}
}

func TestLedgerHoldsNoForeignContent(t *testing.T) {
	m := newMachine(t)
	m.write("s.json", `{"token": "very-secret", "hooks": {"PreToolUse": []}}`)
	p := Plan{Agent: "a", Changes: []Change{{Path: m.path("s.json"), Edit: hooksEdit("v1")}}}
	m.apply(p)
	data, err := os.ReadFile(m.dir.Ledger())
	if err != nil || bytes.Contains(data, []byte("very-secret")) {
		t.Errorf("%v %s", err, data)
	}
	if info, _ := os.Stat(m.dir.Ledger()); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}
