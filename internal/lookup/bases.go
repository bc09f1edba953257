package lookup

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/rules/deps"
)

// Where says where the addresses of registries are looked for.
type Where struct {
	Home   string
	Getenv func(string) string
	Given  []string                                 // "npm=URL", strongest
	Wanted []deps.Ecosystem                         // whose addresses are wanted
	Run    func(name string, args ...string) string // asks a tool; nil runs it in the home folder
}

// Bases finds the registries that a person's own tools are configured for: given ones, the environment,
// the tools' files in the home folder, then the tools themselves. Files of a repository do not
// count: they would let it choose who is asked.
func Bases(w Where) (map[deps.Ecosystem]string, error) {
	out := map[deps.Ecosystem]string{}
	for _, g := range w.Given {
		name, base, ok := strings.Cut(g, "=")
		switch eco := deps.Ecosystem(name); {
		case !ok || !isAddress(base):
			return nil, fmt.Errorf("%q is not NAME=URL", g)
		case eco != deps.NPM && eco != deps.PyPI && eco != deps.Crates && eco != deps.Gems && eco != deps.Go:
			return nil, fmt.Errorf("%q is none of npm, pypi, crates, gems, go", name)
		default:
			out[eco] = base
		}
	}
	if w.Run == nil {
		w.Run = func(name string, args ...string) string { return run(w.Home, name, args...) }
	}
	for _, s := range []struct {
		eco  deps.Ecosystem
		vars []string
		file []string // path below home, then keys
		tool []string
	}{
		{deps.NPM, []string{"npm_config_registry", "NPM_CONFIG_REGISTRY"}, []string{".npmrc", "registry"}, []string{"npm", "config", "get", "registry"}},
		{deps.PyPI, []string{"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}, []string{".config/pip/pip.conf", "index-url"}, []string{"pip", "config", "get", "global.index-url"}},
		{deps.Crates, []string{"CARGO_REGISTRIES_CRATES_IO_INDEX"}, []string{".cargo/config.toml", "registry", "index"}, nil},
		{deps.Gems, []string{"BUNDLE_MIRROR__ALL"}, []string{".gemrc", "-"}, []string{"gem", "sources", "--list"}},
		{deps.Go, []string{"GOPROXY"}, []string{".config/go/env", "GOPROXY"}, []string{"go", "env", "GOPROXY"}},
	} {
		if !slices.Contains(w.Wanted, s.eco) {
			continue
		}
		for i := 0; i < len(s.vars) && out[s.eco] == ""; i++ {
			out[s.eco] = address(w.Getenv(s.vars[i]))
		}
		if out[s.eco] == "" {
			out[s.eco] = fromFile(filepath.Join(w.Home, filepath.FromSlash(s.file[0])), s.file[1:])
		}
		if out[s.eco] == "" && s.tool != nil {
			out[s.eco] = address(w.Run(s.tool[0], s.tool[1:]...))
		}
	}
	return out, nil
}

// address is the first address in a text; lists of Go's are divided by commas and bars.
func address(text string) string {
	for _, f := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ',' || r == '|' || r == ' ' || r == '\n' || r == '\r' || r == '"' || r == '\''
	}) {
		if isAddress(f) {
			return f
		}
	}
	return ""
}

func isAddress(s string) bool {
	u, err := url.Parse(strings.TrimPrefix(s, "sparse+"))
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// fromFile reads "key = address" lines, and "- address" of YAML.
func fromFile(path string, keys []string) string {
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) > 1<<20 {
		return ""
	}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		for _, k := range keys {
			rest, ok := strings.CutPrefix(line, k)
			rest = strings.TrimSpace(rest)
			if ok && (k == "-" || strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, ":")) {
				if a := address(strings.TrimLeft(rest, "=: ")); a != "" {
					return a
				}
			}
		}
	}
	return ""
}

func run(dir, name string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return string(out)
}
