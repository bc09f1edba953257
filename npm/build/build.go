package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// platform is one system, as Go and as Node call it.
type platform struct{ goos, goarch, os, cpu string }

var platforms = []platform{
	{"darwin", "arm64", "darwin", "arm64"},
	{"darwin", "amd64", "darwin", "x64"},
	{"linux", "arm64", "linux", "arm64"},
	{"linux", "amd64", "linux", "x64"},
	{"windows", "arm64", "win32", "arm64"},
	{"windows", "amd64", "win32", "x64"},
}

var programs = []string{"vibedefend", "vibedefend-hook"}

// name is that of the package of a platform, without its scope.
func (p platform) name() string { return "vibedefend-" + p.os + "-" + p.cpu }

// artifact is what we read of an entry of artifacts.json.
type artifact struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Goos   string `json:"goos"`
	Goarch string `json:"goarch"`
	Type   string `json:"type"`
}

var exact = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func run(dist, version, out string, some bool) error {
	if !exact.MatchString(version) {
		return fmt.Errorf("--version %q is not a version: npm wants 1.2.3 or 1.2.3-rc.1", version)
	}
	if _, err := os.Lstat(out); err == nil {
		return fmt.Errorf("%s exists: remove it first, or name another folder with --out", out)
	}
	built, err := read(filepath.Join(dist, "artifacts.json"))
	if err != nil {
		return err
	}
	if err := starter(filepath.Join(out, "vibedefend"), version); err != nil {
		return err
	}
	made := 0
	for _, p := range platforms {
		err := p.build(filepath.Join(out, p.name()), version, dist, built)
		switch {
		case errors.Is(err, errMissing) && some:
			continue
		case err != nil:
			return err
		}
		made++
	}
	fmt.Printf("%d packages of %s in %s\n", made+1, version, out)
	return nil
}

func read(path string) ([]artifact, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the list of what was built: %w", err)
	}
	var list []artifact
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return list, nil
}

// starter copies npm/vibedefend with every version in it set.
func starter(to, version string) error {
	for _, f := range []struct {
		name string
		mode os.FileMode
	}{{"package.json", 0o644}, {"README.md", 0o644}, {"bin/vibedefend.js", 0o755}} {
		raw, err := os.ReadFile(filepath.Join("npm", "vibedefend", filepath.FromSlash(f.name)))
		if err != nil {
			return fmt.Errorf("read the starter; run this in the project's folder: %w", err)
		}
		raw = bytes.ReplaceAll(raw, []byte(`"0.0.0"`), []byte(`"`+version+`"`))
		if err := write(filepath.Join(to, filepath.FromSlash(f.name)), raw, f.mode); err != nil {
			return err
		}
	}
	return license(to)
}

var errMissing = errors.New("the release lacks it")

// build makes the package of one platform.
func (p platform) build(to, version, dist string, built []artifact) error {
	for _, name := range programs {
		if p.goos == "windows" {
			name += ".exe"
		}
		from, err := p.find(name, dist, built)
		if err != nil {
			return err
		}
		raw, err := os.ReadFile(from)
		if err != nil {
			return fmt.Errorf("read a program: %w", err)
		}
		if err := write(filepath.Join(to, "bin", name), raw, 0o755); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(p.manifest(version), "", "  ")
	if err != nil {
		return err
	}
	if err := write(filepath.Join(to, "package.json"), append(manifest, '\n'), 0o644); err != nil {
		return err
	}
	text := "# VibeDefend for " + p.os + " " + p.cpu + "\n\nThe program that `@cybedefend/vibedefend` starts on this platform. Install that package, not this one.\n"
	if err := write(filepath.Join(to, "README.md"), []byte(text), 0o644); err != nil {
		return err
	}
	return license(to)
}

// find returns the path of a program in the release. Paths in the list are
// relative to the folder that holds dist.
func (p platform) find(name, dist string, built []artifact) (string, error) {
	for _, a := range built {
		if a.Type == "Binary" && a.Goos == p.goos && a.Goarch == p.goarch && a.Name == name {
			if filepath.IsAbs(a.Path) {
				return a.Path, nil
			}
			return filepath.Join(filepath.Dir(filepath.Clean(dist)), filepath.FromSlash(a.Path)), nil
		}
	}
	return "", fmt.Errorf("%s for %s/%s: %w", name, p.goos, p.goarch, errMissing)
}

type manifest struct {
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Description string            `json:"description"`
	Homepage    string            `json:"homepage"`
	Repository  map[string]string `json:"repository"`
	License     string            `json:"license"`
	OS          []string          `json:"os"`
	CPU         []string          `json:"cpu"`
	Files       []string          `json:"files"`
	Unplugged   bool              `json:"preferUnplugged"`
	Publish     map[string]string `json:"publishConfig"`
}

func (p platform) manifest(version string) manifest {
	return manifest{
		Name: "@cybedefend/" + p.name(), Version: version,
		Description: "The program of @cybedefend/vibedefend for " + p.os + " " + p.cpu,
		Homepage:    "https://github.com/cybedefend/vibedefend",
		Repository:  map[string]string{"type": "git", "url": "git+https://github.com/cybedefend/vibedefend.git"},
		License:     "Apache-2.0", OS: []string{p.os}, CPU: []string{p.cpu}, Files: []string{"bin"},
		Unplugged: true, Publish: map[string]string{"access": "public"},
	}
}

func license(to string) error {
	raw, err := os.ReadFile("LICENSE")
	if err != nil {
		return fmt.Errorf("read the licence: %w", err)
	}
	return write(filepath.Join(to, "LICENSE"), raw, 0o644)
}

func write(path string, raw []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make a package: %w", err)
	}
	if err := os.WriteFile(path, raw, mode); err != nil {
		return fmt.Errorf("make a package: %w", err)
	}
	return os.Chmod(path, mode) // whatever the umask says
}
