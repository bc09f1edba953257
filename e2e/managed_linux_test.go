package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
)

// apart is set in the process that sees an /etc of its own.
const apart = "VIBEDEFEND_E2E_APART"

// inApart says whether this process sees mounts of its own; if not, the test
// ran in one that does.
func inApart(t *testing.T) bool {
	t.Helper()
	if os.Getenv(apart) != "" {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), apart+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return false
}

// A managed installation holds where the user's hooks would be off. It needs
// an administrator and an /etc of its own: a second process gets one, as a
// mount that nobody else sees. Elsewhere it must be refused.
func TestManagedHolds(t *testing.T) {
	if os.Geteuid() != 0 {
		r := box(t).Must(1, "install", "--yes", "--scope", "managed")
		if !strings.Contains(r.Err, "sudo vibedefend install --scope managed") {
			t.Errorf("the refusal does not say what to do: %s", r.Err)
		}
		return
	}
	if !inApart(t) {
		return
	}
	ownEtc(t)
	for _, c := range []struct {
		name  string
		d     driver
		how   mode
		files map[string]string
	}{
		{"disableAllHooks of user and repository", claude(t), mode{args: []string{"--permission-mode", "bypassPermissions"}},
			map[string]string{".claude/settings.json": `{"disableAllHooks":true}`, "project/.claude/settings.json": `{"disableAllHooks":true}`}},
		{"bare", claude(t), mode{args: []string{"--permission-mode", "bypassPermissions", "--bare"}}, nil},
		{"hooks disabled at the start", codex(t), mode{args: []string{"-s", "danger-full-access", "--disable", "hooks"}}, nil},
		{"hooks disabled by a trusted repository", codex(t), mode{args: []string{"-s", "danger-full-access"}},
			map[string]string{"project/.codex/config.toml": "[features]\nhooks = false\n"}},
		{"disableAllHooks of a trusted repository", copilot(t, plainModel), mode{args: []string{"--yolo", "--trust-folder"}},
			map[string]string{"project/.github/copilot/settings.json": `{"disableAllHooks":true}`}},
	} {
		t.Run(c.d.name+"/"+c.name, func(t *testing.T) {
			b := boxWith(t, built)
			m := mock.Start(t)
			c.d.prepare(b, m)
			b.Must(0, "install", "--yes", "--scope", "managed", "--region", "local")
			st := &stage{Box: b, shown: m.Requests}
			st.remote = st.remoteHead()
			for p, text := range c.files {
				b.Write(p, text)
			}
			turns, kept := script(c.d, "call", []step{dangers(st)[1]})
			m.Play(mock.Conversation{Marker: "E2E-MAIN", Turns: turns})
			r := c.d.start(b, m, c.how, "E2E-MAIN do it")
			prove(t, c.d, m, kept)
			if t.Failed() {
				t.Logf("%s", r)
			}
			b.Must(0, "uninstall", "--yes", "--scope", "managed")
			if left, _ := filepath.Glob("/etc/*/*vibedefend*"); len(left) > 0 || exists("/etc/codex/requirements.toml") {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// ownEtc gives this process a copy of /etc and an empty /opt.
func ownEtc(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("cp", "-a", "/etc", dir).CombinedOutput(); err != nil {
		t.Fatalf("copy /etc: %v\n%s", err, out)
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
	must(syscall.Mount(filepath.Join(dir, "etc"), "/etc", "", syscall.MS_BIND, ""))
	must(os.MkdirAll("/opt", 0o755))
	must(syscall.Mount("tmpfs", "/opt", "tmpfs", 0, "mode=0755"))
	t.Cleanup(func() {
		_ = syscall.Unmount("/opt", 0)
		_ = syscall.Unmount("/etc", syscall.MNT_DETACH)
	})
}
