package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// release fakes what GoReleaser leaves, for platforms given as goos/goarch.
func release(t *testing.T, list ...platform) string {
	t.Helper()
	root := t.TempDir()
	var all []artifact
	for _, p := range list {
		for _, name := range programs {
			if p.goos == "windows" {
				name += ".exe"
			}
			a := artifact{Name: name, Path: "dist/" + p.goos + p.goarch + name, Goos: p.goos, Goarch: p.goarch, Type: "Binary"}
			all = append(all, a)
			if err := write(filepath.Join(root, a.Path), []byte(p.name()+" "+name), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(filepath.Join(root, "dist", "artifacts.json"), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join("..", ".."))
	return filepath.Join(root, "dist")
}

func TestPackagesOfARelease(t *testing.T) {
	dist, out := release(t, platforms...), filepath.Join(t.TempDir(), "npm")
	if err := run(dist, "1.4.0-rc.1", out, false); err != nil {
		t.Fatal(err)
	}
	var wrapper struct {
		Version  string            `json:"version"`
		Scripts  map[string]string `json:"scripts"`
		Optional map[string]string `json:"optionalDependencies"`
	}
	raw, err := os.ReadFile(filepath.Join(out, "vibedefend", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &wrapper); err != nil {
		t.Fatal(err)
	}
	if wrapper.Version != "1.4.0-rc.1" || len(wrapper.Scripts) != 0 || strings.Contains(string(raw), "0.0.0") || len(wrapper.Optional) != len(platforms) {
		t.Errorf("%s", raw)
	}
	for _, p := range platforms {
		if wrapper.Optional["@cybedefend/"+p.name()] != "1.4.0-rc.1" {
			t.Errorf("the starter does not ask for %s at its own version", p.name())
		}
		for _, name := range programs {
			if p.goos == "windows" {
				name += ".exe"
			}
			st, err := os.Stat(filepath.Join(out, p.name(), "bin", name))
			if err != nil || st.Mode().Perm() != 0o755 && os.PathSeparator == '/' {
				t.Errorf("%s %s: %v %v", p.name(), name, st, err)
			}
		}
		if raw, err := os.ReadFile(filepath.Join(out, p.name(), "package.json")); err != nil || regexp.MustCompile(`"(scripts|dependencies)"`).Match(raw) {
			t.Errorf("%s %v", raw, err)
		}
	}
}

func TestWhatIsNotPacked(t *testing.T) {
	dist := release(t, platforms[:5]...)
	for _, c := range []struct{ version, want string }{
		{"1.4.0", "vibedefend.exe for windows/amd64: the release lacks it"},
		{"v1.4.0", "is not a version"},
		{"^1.4.0", "is not a version"},
		{"latest", "is not a version"},
	} {
		if err := run(dist, c.version, filepath.Join(t.TempDir(), "npm"), false); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", c.version, err)
		}
	}
	if err := run(dist, "1.4.0", t.TempDir(), false); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("a folder that exists was taken: %v", err)
	}
	if err := run(t.TempDir(), "1.4.0", filepath.Join(t.TempDir(), "npm"), false); err == nil {
		t.Error("no release was taken for one")
	}
}
