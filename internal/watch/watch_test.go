package watch

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
)

func TestNotesOfFoldersAreKeptApart(t *testing.T) {
	d := home.Dir(t.TempDir())
	if _, ok := Read(d, "/a"); ok {
		t.Fatal("a note before any check")
	}
	want := Note{At: time.Now().UTC().Round(0), Lines: []string{"codex: \"off\""}, IDs: []string{"codex.feature-off"}}
	if err := Write(d, "/a", want); err != nil {
		t.Fatal(err)
	}
	if err := Write(d, "/b", Note{At: want.At}); err != nil {
		t.Fatal(err)
	}
	if got, ok := Read(d, "/a"); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, ok := Read(d, "/b"); !ok || len(got.Lines) != 0 {
		t.Errorf("got %+v", got)
	}
}

// A note that something else wrote, or that was cut, tells nothing.
func TestDamagedNoteIsNone(t *testing.T) {
	for _, text := range []string{"", "{", `{"version":2,"lines":["x"]}`, "null", strings.Repeat(" ", maxBytes+1)} {
		d := home.Dir(t.TempDir())
		if err := Write(d, "/a", Note{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file(d, "/a"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if n, ok := Read(d, "/a"); ok {
			t.Errorf("%.20q gives %+v", text, n)
		}
	}
}

// Only notes much older than the present one go, whichever way the clock went.
func TestOldNotesGo(t *testing.T) {
	d := home.Dir(t.TempDir())
	now := time.Now()
	for _, folder := range []string{"/old", "/young", "/future"} {
		if err := Write(d, folder, Note{At: now}); err != nil {
			t.Fatal(err)
		}
	}
	for folder, age := range map[string]time.Duration{"/old": keep + time.Hour, "/young": time.Hour, "/future": -keep} {
		if err := os.Chtimes(file(d, folder), now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(d, "/a", Note{At: now}); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]bool{"/old": false, "/young": true, "/future": true, "/a": true} {
		if _, ok := Read(d, folder); ok != want {
			t.Errorf("%s: %v, want %v", folder, ok, want)
		}
	}
	left, err := filepath.Glob(filepath.Join(d.State(), "watch", "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version":1,"at":"2026-01-01T00:00:00Z","lines":["x"],"ids":["y"]}`))
	f.Add([]byte(`{"version":1,"lines":[[[`))
	f.Fuzz(func(t *testing.T, src []byte) {
		d := home.Dir(t.TempDir())
		if err := Write(d, "/a", Note{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file(d, "/a"), src, 0o600); err != nil {
			t.Fatal(err)
		}
		Read(d, "/a")
	})
}
