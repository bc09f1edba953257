package disk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func put(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

func get(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func resolve(t *testing.T, path string) Target {
	t.Helper()
	target, err := Resolve(path)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestWriteThroughALinkChainKeepsLinksAndMode(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "dotfiles", "real.json"), "old")
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	for link, to := range map[string]string{one: "two", two: filepath.Join("dotfiles", "real.json")} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	target := resolve(t, one)
	if !target.Linked {
		t.Error("not seen as a link")
	}
	if err := Write(target, []byte("new"), SHA([]byte("old")), 0o600); err != nil {
		t.Fatal(err)
	}
	if get(t, file) != "new" {
		t.Error("the end of the chain was not written")
	}
	for _, link := range []string{one, two} {
		if _, err := os.Readlink(link); err != nil {
			t.Errorf("%s is no link any more", link)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteRefusesWhatChanged(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "f"), "theirs")
	if err := Write(resolve(t, file), []byte("new"), SHA([]byte("old")), 0o600); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if err := Write(resolve(t, file), []byte("new"), "", 0o600); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that appeared: %v", err)
	}
	gone := filepath.Join(dir, "gone")
	if err := Write(resolve(t, gone), []byte("new"), SHA([]byte("old")), 0o600); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that vanished: %v", err)
	}
	if get(t, file) != "theirs" {
		t.Error("the file was written")
	}
	if err := Delete(resolve(t, file), SHA([]byte("old"))); !errors.Is(err, ErrChanged) || get(t, file) != "theirs" {
		t.Errorf("Delete: %v", err)
	}
	names, _ := os.ReadDir(dir)
	if len(names) != 1 {
		t.Errorf("temporary files stay: %v", names)
	}
}

// The link is turned elsewhere between the check and the write.
func TestWriteRefusesALinkThatMoved(t *testing.T) {
	dir := t.TempDir()
	a, b := put(t, filepath.Join(dir, "a"), "a"), put(t, filepath.Join(dir, "b"), "a")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(a, link); err != nil {
		t.Fatal(err)
	}
	target := resolve(t, link)
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(b, link); err != nil {
		t.Fatal(err)
	}
	if err := Write(target, []byte("new"), SHA([]byte("a")), 0o600); err == nil || get(t, a) != "a" || get(t, b) != "a" {
		t.Errorf("%v %s %s", err, get(t, a), get(t, b))
	}
}

func TestWriteRemovesItsTempFileOnEveryError(t *testing.T) {
	defer func() { Fault = nil }()
	for _, step := range []string{"create", "write", "sync", "compare", "rename"} {
		dir := t.TempDir()
		file := put(t, filepath.Join(dir, "f"), "old")
		Fault = func(s, _ string) error {
			if s == step {
				return errors.New("disk full")
			}
			return nil
		}
		if err := Write(resolve(t, file), []byte("new"), SHA([]byte("old")), 0o600); err == nil {
			t.Errorf("%s: no error", step)
		}
		if names, _ := os.ReadDir(dir); len(names) != 1 || get(t, file) != "old" {
			t.Errorf("%s: %v", step, names)
		}
	}
}

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a", "b", "c", "f")
	made := Missing(file)
	if len(made) != 3 || made[0] != filepath.Join(dir, "a") {
		t.Fatalf("%q", made)
	}
	if err := MakeFolders(file, 0o755); err != nil {
		t.Fatal(err)
	}
	if left := Missing(file); len(left) != 0 {
		t.Errorf("%q", left)
	}
	put(t, filepath.Join(dir, "a", "theirs"), "x")
	RemoveFolders(made)
	if _, err := os.Stat(filepath.Join(dir, "a", "theirs")); err != nil {
		t.Error("a folder with something in it was removed")
	}
	if _, err := os.Stat(filepath.Join(dir, "a", "b")); err == nil {
		t.Error("an empty folder of ours stays")
	}
}

func TestRemoveTempsLeavesOthersAlone(t *testing.T) {
	dir := t.TempDir()
	ours := put(t, filepath.Join(dir, ".f"+tempMark+"1"), "")
	others := []string{put(t, filepath.Join(dir, ".g"+tempMark+"1"), ""), put(t, filepath.Join(dir, ".f.swp"), "")}
	RemoveTemps(filepath.Join(dir, "f"))
	if _, err := os.Stat(ours); err == nil {
		t.Error("ours stays")
	}
	for _, p := range others {
		if _, err := os.Stat(p); err != nil {
			t.Errorf("%s is gone", p)
		}
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "lock")
	unlock, err := Lock(path, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path, 50*time.Millisecond); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v", err)
	}
	unlock()
	again, err := Lock(path, time.Second)
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	again()
}
