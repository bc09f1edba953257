package setup

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
)

const ran = "/tmp/go-build123/b001/exe/vibedefend"

// module writes a folder that says it is a module.
func module(t *testing.T, goMod string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "cmd", "vibedefend-hook"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(goMod), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOnlyOurOwnSourceIsBuilt(t *testing.T) {
	ours := module(t, "module "+modulePath+"\n\ngo 1.26\n")
	for _, c := range []struct{ name, executable, source, release, want string }{
		{"go run", ran, ours, "", "build"},
		{"go run on Windows", `C:\Temp\go-build1\b001\exe\vibedefend.exe`, ours, "", "build"},
		{"another module there", ran, module(t, "module example.com/planted\n"), "", ""},
		{"a longer name", ran, module(t, "module "+modulePath+"x\n"), "", ""},
		{"the source is gone", ran, filepath.Join(ours, "gone"), "", ""},
		{"built without paths", ran, "", "", ""},
		{"the stable copy", "/home/u/.cybedefend/bin/vibedefend", ours, "", ""},
		{"built some time ago", "/home/u/go/bin/vibedefend", ours, "", ""},
		{"a release of the module", "/home/u/go/bin/vibedefend", "", "v1.2.3", "install"},
	} {
		args, _ := recipe(c.executable, c.source, c.release)
		if got := strings.Join(args[:min(1, len(args))], ""); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMakeSmallFindsWhatLiesBeside(t *testing.T) {
	dir := t.TempDir()
	for _, name := range programNames() {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s := MakeSmall(filepath.Join(dir, programNames()[0]), func(m string) { t.Error(m) })
	if filepath.Base(s.Path) != programNames()[1] || s.Note != "" {
		t.Errorf("%+v", s)
	}
	if s = MakeSmall(filepath.Join(t.TempDir(), "vibedefend"), func(m string) { t.Error(m) }); s.Path != "" || s.Note == "" {
		t.Errorf("alone: %+v", s)
	}
}

// The source this test was compiled from gives a program that answers.
func TestBuild(t *testing.T) {
	args, env := recipe(ran, compiledFrom(), "")
	if args == nil {
		t.Fatal("this source is not taken for ours")
	}
	s, err := build(args, env)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(s.Path, "hook", "claude-code", "SessionEnd")
	cmd.Env, cmd.Stdin = append(os.Environ(), "HOME="+t.TempDir()), strings.NewReader(`{"hook_event_name":"SessionEnd"}`)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("the program answers %q %v", out, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.Path); !os.IsNotExist(err) {
		t.Errorf("left behind: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := build(args, env); err == nil || !strings.Contains(err.Error(), "no go command") {
		t.Errorf("without Go: %v", err)
	}
}

func TestHooksAreFull(t *testing.T) {
	d := home.Dir(filepath.Join(t.TempDir(), home.Base))
	if err := os.MkdirAll(d.Bin(), 0o755); err != nil {
		t.Fatal(err)
	}
	for hook, want := range map[string]bool{"full": true, "tiny": false, "small one": false} {
		for path, text := range map[string]string{d.Program(): "full", d.Hook(): hook} {
			if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if got := HooksAreFull(d); got != want {
			t.Errorf("%s: %t", hook, got)
		}
	}
}
