//go:build !windows

package installers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const nobody = 65534

// ordinary hands the machine to an ordinary user, as the administrator is
// refused nothing, and returns how to run a verb as that user.
func (m machine) ordinary() func(verb string) (string, int) {
	m.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	attr := &syscall.SysProcAttr{}
	if os.Geteuid() == 0 {
		attr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		// Temporary folders and the test program are closed to others.
		if err := os.Chmod(filepath.Dir(m.home), 0o755); err != nil {
			m.t.Fatal(err)
		}
		data, err := os.ReadFile(exe)
		if err != nil {
			m.t.Fatal(err)
		}
		exe = filepath.Join(filepath.Dir(m.home), "engine.test")
		if err := os.WriteFile(exe, data, 0o755); err != nil {
			m.t.Fatal(err)
		}
		err = filepath.WalkDir(m.home, func(p string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(p, nobody, nobody)
		})
		if err != nil {
			m.t.Fatal(err)
		}
	}
	return func(verb string) (string, int) {
		m.t.Helper()
		cmd := exec.Command(exe)
		cmd.Dir = m.home
		cmd.SysProcAttr = attr
		cmd.Env = []string{"ENGINE_TEST_HOME=" + m.home, "ENGINE_TEST_VERB=" + verb, "ENGINE_TEST_RELEASE=v1"}
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			m.t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
}

func TestReadOnlyFolderIsRefusedBeforeAnyWrite(t *testing.T) {
	m := newMachine(t)
	m.seed()
	if err := os.Chmod(m.path(".agent"), 0o555); err != nil {
		t.Fatal(err)
	}
	run := m.ordinary()
	before := m.tree()
	out, code := run("apply")
	if code != 1 || !strings.Contains(out, "not writable") || !strings.Contains(out, "chmod u+w") {
		t.Errorf("exit %d: %s", code, out)
	}
	if after := m.tree(); after != before {
		t.Errorf("something was written: %s", after)
	}
	if err := os.Chmod(m.path(".agent"), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, code := run("apply"); code != 0 {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, code := run("revert"); code != 0 {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestUnreadableFileIsRefused(t *testing.T) {
	m := newMachine(t)
	m.seed()
	if err := os.Chmod(m.path(".agent/settings.json"), 0o200); err != nil {
		t.Fatal(err)
	}
	run := m.ordinary()
	before := m.tree()
	if out, code := run("apply"); code != 1 || !strings.Contains(out, "permission denied") {
		t.Errorf("exit %d: %s", code, out)
	}
	if after := m.tree(); after != before {
		t.Errorf("something was written: %s", after)
	}
}

// A link to a file of someone else is refused, and so is such a file itself.
func TestFileOfAnotherUser(t *testing.T) {
	m := newMachine(t)
	m.seed()
	run := m.ordinary()
	if os.Geteuid() == 0 {
		if err := os.Lchown(m.path(".agent/settings.json"), 0, 0); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(m.path(".agent/settings.json"), 0o644); err != nil {
			t.Fatal(err)
		}
	} else { // whoever runs this does not own the password file
		if err := os.Remove(m.path(".agent/settings.json")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/etc/hosts", m.path(".agent/settings.json")); err != nil {
			t.Fatal(err)
		}
	}
	before := m.tree()
	if out, code := run("apply"); code != 1 {
		t.Errorf("exit %d: %s", code, out)
	}
	if after := m.tree(); after != before {
		t.Errorf("something was written: %s", after)
	}
}

// A true short write: the process may not write files above a size, which the
// system reports in the middle of the data, as a full disk does.
func TestShortWriteLeavesTheFileWhole(t *testing.T) {
	m := newMachine(t)
	m.seed()
	m.write(".agent/AGENTS.md", strings.Repeat("a line of the person's own rules\n", 10_000))
	before := m.tree()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", `trap '' XFSZ; ulimit -f 128; exec "$0"`, exe)
	cmd.Env = []string{"ENGINE_TEST_HOME=" + m.home, "ENGINE_TEST_VERB=apply", "ENGINE_TEST_RELEASE=v1"}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "file too large") {
		t.Errorf("%v: %s", err, out)
	}
	if after := m.tree(); after != before {
		t.Error("not as before")
	}
	m.apply(m.shortPlan("v1"))
	m.revert()
	if after := m.tree(); after != before {
		t.Error("not as before after a whole run")
	}
}

// A link that leads out of the home to a file of another is refused, also when
// the administrator follows it.
func TestLinkToAFileOfAnotherUser(t *testing.T) {
	m := newMachine(t)
	m.seed()
	target := "/etc/hosts" // not ours where an ordinary user runs this
	if os.Geteuid() == 0 {
		target = filepath.Join(t.TempDir(), "system.json")
		if err := os.WriteFile(target, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(m.path(".agent/settings.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, m.path(".agent/settings.json")); err != nil {
		t.Fatal(err)
	}
	m.ordinary()
	before := m.tree()
	r, err := Apply(m.dir, []Plan{m.shortPlan("v1")}, m.options())
	if err == nil || len(r.Failed) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	if after := m.tree(); after != before {
		t.Errorf("something was written: %s", after)
	}
}

// The administrator installs for someone (sudo): nothing in that home may
// belong to the administrator afterwards, or its owner is locked out.
func TestEverythingBelongsToTheOwnerOfTheHome(t *testing.T) {
	m := newMachine(t)
	m.seed()
	run := m.ordinary()
	m.apply(m.shortPlan("v0"))
	home, err := os.Stat(m.home)
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(m.home, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if got, want := info.Sys().(*syscall.Stat_t).Uid, home.Sys().(*syscall.Stat_t).Uid; got != want {
			t.Errorf("%s belongs to %d, want %d", p, got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"apply", "revert"} {
		if out, code := run(verb); code != 0 {
			t.Errorf("%s as the owner: exit %d: %s", verb, code, out)
		}
	}
}
