package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/release"
)

var goreleaser = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	return release.Tool(ctx)
})

func TestReleaseIsWellFormed(t *testing.T) {
	tool, err := goreleaser()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(tool, "check")
	c.Dir = ".."
	if out, err := c.CombinedOutput(); err != nil || strings.Contains(string(out), "deprecated") {
		t.Errorf("goreleaser check: %v\n%s", err, out)
	}
}

// TestReleaseIsReproducible builds the release of this system twice, in two
// places and with two caches, and wants the same bytes.
func TestReleaseIsReproducible(t *testing.T) {
	tool, err := goreleaser()
	if err != nil {
		t.Fatal(err)
	}
	var sums [2]string
	var dirs [2]string
	for i, name := range []string{"one", "another/place"} {
		dirs[i] = filepath.Join(t.TempDir(), filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(dirs[i], 0o755), release.Copy("..", dirs[i]), release.Only(dirs[i], runtime.GOOS, runtime.GOARCH)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range dirs {
		env := []string{"TZ=UTC"}
		if i == 1 { // what the first build left must not make the second alike
			env = []string{"GOCACHE=" + filepath.Join(t.TempDir(), "cache"), "TZ=Asia/Tokyo", "LC_ALL=C"}
		}
		if err := release.Snapshot(t.Context(), tool, dirs[i], env...); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(dirs[i], "dist", "checksums.txt"))
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = string(raw)
	}
	if sums[0] != sums[1] {
		t.Errorf("two builds differ:\n%s\n%s", sums[0], sums[1])
	}
	dist := filepath.Join(dirs[0], "dist")
	for _, format := range []string{".tar.gz", ".deb", ".rpm", ".apk"} {
		if !strings.Contains(sums[0], format+"\n") {
			t.Errorf("the release has no %s:\n%s", format, sums[0])
		}
	}
	wants(t, "the archive", names(t, unzip(t, only(t, dist, ".tar.gz"))),
		"LICENSE", "README.md", "SECURITY.md", "vibedefend", "vibedefend-hook", "man/vibedefend-install.1", "completions/_vibedefend", "completions/vibedefend.bash", "completions/vibedefend.fish", "completions/vibedefend.ps1")
	wants(t, "the deb", names(t, unzip(t, member(t, only(t, dist, ".deb"), "data.tar.gz"))),
		"./usr/bin/vibedefend", "./usr/bin/vibedefend-hook", "./usr/share/vibedefend/package", "./usr/share/man/man1/vibedefend.1", "./usr/share/bash-completion/completions/vibedefend")
}

func only(t *testing.T, dir, ending string) []byte {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"+ending))
	if err != nil || len(found) != 1 {
		t.Fatalf("files with %s: %v %v", ending, found, err)
	}
	raw, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func unzip(t *testing.T, raw []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func names(t *testing.T, raw []byte) []string {
	t.Helper()
	var list []string
	for r := tar.NewReader(bytes.NewReader(raw)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, h.Name)
	}
}

// member returns a file of an ar archive, which a deb is.
func member(t *testing.T, raw []byte, name string) []byte {
	t.Helper()
	const head = 60
	for at := len("!<arch>\n"); at+head <= len(raw); {
		h := string(raw[at : at+head])
		size, err := strconv.Atoi(strings.TrimSpace(h[48:58]))
		if err != nil || at+head+size > len(raw) {
			t.Fatalf("not an ar archive: %v", err)
		}
		if strings.TrimRight(h[:16], " /") == name {
			return raw[at+head : at+head+size]
		}
		at += head + size + size%2
	}
	t.Fatalf("the archive has no %s", name)
	return nil
}

func wants(t *testing.T, what string, have []string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(have, w) {
			t.Errorf("%s has no %s: %q", what, w, have)
		}
	}
}
