package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// compiled is the cache of one rules file: the hook never reads YAML.
type compiled struct {
	Version int          `json:"version"`
	Sum     string       `json:"sum"` // of the source
	Rules   []rules.Rule `json:"rules"`
}

const (
	compiledVersion = 1
	maxRules        = 1 << 20
)

// Source is a file of custom rules.
type Source struct {
	Layer string // "managed", "user" or "repository"
	Path  string
}

// Sources lists the files of custom guard rules that exist, strictest layer first.
func Sources(o Options) []Source { return sources(o, rulesPath) }

func sources(o Options, file func(folder string) string) []Source {
	o.fill()
	list := []Source{{"managed", file(home.Managed(o.OS, o.Getenv))}, {"user", file(string(o.Dir))}}
	if o.Root != "" {
		list = append(list, Source{"repository", file(filepath.Join(o.Root, home.Base))})
	}
	var out []Source
	for _, s := range list {
		if st, err := os.Stat(s.Path); err == nil && st.Mode().IsRegular() {
			out = append(out, s)
		}
	}
	return out
}

// Store writes the compiled form of a rules file.
func Store(o Options, src Source, text []byte, list []rules.Rule) error {
	return storeCompiled(o, src, compiled{Version: compiledVersion, Sum: sum(text), Rules: list})
}

func storeCompiled(o Options, src Source, form any) error {
	b, err := json.Marshal(form)
	if err != nil {
		return fmt.Errorf("encode compiled rules: %w", err)
	}
	path := cachePath(o, src.Path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of compiled rules: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "rules-*")
	if err != nil {
		return fmt.Errorf("write compiled rules: %w", err)
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(b); err == nil {
		err = tmp.Close()
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write compiled rules: %w", err)
	}
	return nil
}

// customRules returns the compiled rules of a layer, nil when it has none.
// stale is set where they changed since they were compiled and nothing here
// can compile them.
func customRules(o Options, layer, folder string) (set *rules.Set, stale bool, err error) {
	src := Source{layer, rulesPath(folder)}
	text, err := os.ReadFile(src.Path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read custom rules: %w", err)
	case len(text) > maxRules:
		return nil, false, fmt.Errorf("read custom rules: %s is larger than 1 MB", src.Path)
	}
	var c compiled
	if b, err := os.ReadFile(cachePath(o, src.Path)); err == nil && json.Unmarshal(b, &c) == nil && c.Version == compiledVersion && c.Sum == sum(text) {
		return rules.NewSet(c.Rules), false, nil
	}
	if o.Compile == nil {
		return nil, true, nil
	}
	list, err := o.Compile(src.Path, text)
	if err != nil {
		return nil, false, err
	}
	_ = Store(o, src, text, list) // the next call reads it again if it must
	return rules.NewSet(list), false, nil
}

func sum(text []byte) string {
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}

// rulesPath is where a layer keeps its custom guard rules.
func rulesPath(folder string) string { return filepath.Join(folder, "guard.yaml") }

// cachePath names the compiled form of a rules file; it always lies in the
// user's own state folder.
func cachePath(o Options, src string) string {
	return filepath.Join(o.Dir.State(), "policy", sum([]byte(src))[:16]+".json")
}
