package gitdiff

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func setup(t *testing.T) (root string, run func(...string)) {
	t.Helper()
	root = filepath.Join(t.TempDir(), "é b")
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	run = func(args ...string) {
		t.Helper()
		c := exec.Command("git", append([]string{"-C", root, "-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
	}
	run("init", "-q")
	return root, run
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestStagedAndSince(t *testing.T) {
	root, run := setup(t)
	write(t, root, "a.go", "one\n")
	run("add", ".")
	if got, err := Staged(root); err != nil || len(got) != 1 || got[0].Before != nil || string(got[0].After) != "one\n" {
		t.Fatalf("before the first commit: %+v %v", got, err)
	}
	run("commit", "-qm", "x")
	write(t, root, "a.go", "two\n")
	write(t, root, "ü c.go", "new\n")
	run("add", ".")
	write(t, root, "a.go", "three\n")
	staged, err := Staged(root)
	if err != nil || len(staged) != 2 || string(staged[0].Before) != "one\n" || string(staged[0].After) != "two\n" || staged[1].Path != "ü c.go" {
		t.Fatalf("staged: %+v %v", staged, err)
	}
	since, err := Since(root, "HEAD")
	if err != nil || len(since) != 2 || string(since[0].After) != "three\n" {
		t.Fatalf("since: %+v %v", since, err)
	}
	for _, bad := range []string{"nope", "--output=x", ""} {
		if _, err := Since(root, bad); err == nil {
			t.Errorf("revision %q: no error", bad)
		}
	}
	if _, err := Staged(t.TempDir()); err == nil {
		t.Error("no repository: no error")
	}
}

func TestRepositoryRunsNothing(t *testing.T) {
	root, run := setup(t)
	mark := filepath.Join(t.TempDir(), "ran")
	write(t, root, "a.txt", "one\n")
	write(t, root, ".gitattributes", "*.txt diff=evil\n")
	run("add", ".")
	run("commit", "-qm", "x")
	run("config", "diff.external", "touch "+mark)
	run("config", "diff.evil.textconv", "touch "+mark+"; cat")
	run("config", "core.fsmonitor", "touch "+mark)
	write(t, root, "a.txt", "two\n")
	if _, err := Since(root, "HEAD"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Fatal("the repository's configuration ran a program")
	}
}

func TestAdded(t *testing.T) {
	root, run := setup(t)
	write(t, root, "a.go", "one\n")
	run("add", ".")
	t.Setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
	run("commit", "-qm", "x")
	write(t, root, "a.go", "two\n")
	write(t, root, "ü c.go", "new\n")
	run("mv", "a.go", "b.go")
	run("add", "ü c.go")
	t.Setenv("GIT_COMMITTER_DATE", "2021-01-01T00:00:00Z")
	run("commit", "-qm", "y")
	got, err := Added(root)
	if err != nil || got["a.go"] != 1577836800 || got["ü c.go"] != 1609459200 || got["b.go"] != 0 {
		t.Fatalf("got %v %v: a renamed file is not new", got, err)
	}
	if _, err := Added(t.TempDir()); err == nil {
		t.Error("no repository: no error")
	}
}

func TestHead(t *testing.T) {
	root, run := setup(t)
	if got := Head(root); got != "" {
		t.Errorf("before the first commit: %q", got)
	}
	write(t, root, "a.go", "one\n")
	run("add", ".")
	run("commit", "-qm", "x")
	first := Head(root)
	run("commit", "-q", "--allow-empty", "-m", "y")
	if second := Head(root); len(first) < 40 || second == first {
		t.Errorf("%q, then %q", first, second)
	}
	cut := filepath.Join(t.TempDir(), "cut")
	run("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(root), cut)
	if got := Head(cut); got != "" {
		t.Errorf("of a history cut off: %q", got)
	}
	if got := Head(t.TempDir()); got != "" {
		t.Errorf("without a repository: %q", got)
	}
}

func FuzzParseAdded(f *testing.F) {
	f.Add([]byte("\x01123\x00\na.go\x00b\x00\x0145\x00"))
	f.Fuzz(func(t *testing.T, out []byte) { parseAdded(out) })
}
