package world

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// index writes a git index, version 2, for files as they are on disk.
func index(t *testing.T, root string, names ...string) []byte {
	t.Helper()
	b := append([]byte("DIRC"), 0, 0, 0, 2, 0, 0, 0, byte(len(names)))
	for _, n := range names {
		st, err := os.Stat(filepath.Join(root, n))
		if err != nil {
			t.Fatal(err)
		}
		e := make([]byte, 62)
		binary.BigEndian.PutUint32(e[8:], uint32(st.ModTime().Unix()))
		binary.BigEndian.PutUint32(e[36:], uint32(st.Size()))
		binary.BigEndian.PutUint16(e[60:], uint16(len(n)))
		e = append(e, n...)
		e = append(e, make([]byte, 8-(len(e)%8))...)
		b = append(b, e...)
	}
	return b
}

func TestTrack(t *testing.T) {
	root := t.TempDir()
	for _, n := range []string{"a.go", "changed.go", "src/b.go", "dirty/c.go"} {
		write(t, filepath.Join(root, n), "text of "+n)
	}
	write(t, filepath.Join(root, ".git/index"), string(index(t, root, "a.go", "changed.go", "dirty/c.go", "src/b.go")))
	write(t, filepath.Join(root, ".gitignore"), "dist/\n*.log\n!keep.log\n/only\n")
	write(t, filepath.Join(root, "changed.go"), "something longer than before")
	write(t, filepath.Join(root, "dirty/c.go"), "other text, other size")
	write(t, filepath.Join(root, "dist/x"), "")
	write(t, filepath.Join(root, "new/y"), "")
	write(t, filepath.Join(root, "x.log"), "")
	write(t, filepath.Join(root, "keep.log"), "")
	write(t, filepath.Join(root, "sub/only"), "")
	write(t, filepath.Join(root, "only"), "")
	w := New(Options{Home: t.TempDir(), Root: root})
	for name, want := range map[string]rules.TrackState{
		"a.go": rules.Tracked, "changed.go": rules.Modified, "src": rules.Tracked, "dirty": rules.Modified,
		"dist": rules.Ignored, "dist/x": rules.Ignored, "new": rules.Untracked, "x.log": rules.Ignored, "keep.log": rules.Untracked,
		"only": rules.Ignored, "sub/only": rules.Untracked, "gone": rules.TrackUnknown,
	} {
		if got := w.Track(filepath.ToSlash(root), filepath.ToSlash(filepath.Join(root, name))); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestWorktreeFile(t *testing.T) {
	root, git := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "a"), "x")
	write(t, filepath.Join(git, "index"), string(index(t, root, "a")))
	write(t, filepath.Join(root, ".git"), "gitdir: "+git+"\n")
	w := New(Options{Home: t.TempDir(), Root: root})
	if got := w.Track(filepath.ToSlash(root), filepath.ToSlash(root)+"/a"); got != rules.Tracked {
		t.Errorf("got %d", got)
	}
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real")
	write(t, filepath.Join(real, "f"), "")
	if err := os.Symlink(real, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	w := New(Options{Home: dir})
	want, err := filepath.EvalSymlinks(real)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Resolve(filepath.Join(dir, "link", "new", "x")); got != filepath.ToSlash(filepath.Join(want, "new", "x")) {
		t.Errorf("got %s", got)
	}
}

func TestTempIsNotWhatARepositorySays(t *testing.T) {
	h := t.TempDir()
	w := New(Options{Home: h, Root: filepath.Join(h, "repo"), OS: "linux", Getenv: func(k string) string {
		if k == "TMPDIR" {
			return h
		}
		return ""
	}})
	for _, p := range w.Temp() {
		if p == filepath.ToSlash(h) {
			t.Error("the home counts as temporary")
		}
	}
}

func TestSession(t *testing.T) {
	d := home.Dir(t.TempDir())
	s := OpenSession(d, "one")
	if err := s.Remember(true, "/a", "/b\nw /c"); err != nil {
		t.Fatal(err)
	}
	again := OpenSession(d, "one")
	if again.How("/a") != "downloaded" || again.How("/c") != "" || OpenSession(d, "two").How("/a") != "" {
		t.Error("the memory is wrong")
	}
	if err := PruneSessions(d, time.Now().Add(30*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if OpenSession(d, "one").How("/a") != "" {
		t.Error("an old session is remembered")
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x01"))
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
	f.Fuzz(func(_ *testing.T, b []byte) { parseIndex(b) })
}
