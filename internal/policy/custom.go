package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

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

// Store writes the compiled form of a rules file: a line about the source, then
// the rules as text that is read as needed.
func Store(o Options, src Source, text []byte, list []rules.Rule) error {
	b, err := rules.NewSet(list).Compile()
	if err != nil {
		return err
	}
	return writeCompiled(o, src, append([]byte(compiledFrom(src.Path, text)+"\n"), b...))
}

// compiledFrom tells a source from every other: its size, when it was written,
// and the hash of its text.
func compiledFrom(path string, text []byte) string {
	return writtenAt(path) + " " + sum(text)
}

func writtenAt(path string) string {
	st, err := os.Stat(path)
	if err != nil {
		return "-"
	}
	return strconv.FormatInt(st.Size(), 10) + " " + strconv.FormatInt(st.ModTime().UnixNano(), 10)
}

func storeCompiled(o Options, src Source, form any) error {
	b, err := json.Marshal(form)
	if err != nil {
		return fmt.Errorf("encode compiled rules: %w", err)
	}
	return writeCompiled(o, src, b)
}

func writeCompiled(o Options, src Source, b []byte) error {
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
// can compile them: then those of the last time hold.
func customRules(o Options, layer, folder string) (set *rules.Set, stale bool, err error) {
	src := Source{layer, rulesPath(folder)}
	st, err := os.Stat(src.Path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read custom rules: %w", err)
	case st.Size() > maxRules:
		return nil, false, fmt.Errorf("read custom rules: %s is larger than 1 MB", src.Path)
	}
	last, from := compiledRules(o, src.Path)
	if last != nil && strings.HasPrefix(from, writtenAt(src.Path)+" ") {
		return last, false, nil
	}
	text, err := bare.ReadFile(src.Path)
	if err != nil {
		return nil, false, fmt.Errorf("read custom rules: %w", err)
	}
	if last != nil && strings.HasSuffix(from, " "+sum(text)) {
		return last, false, nil // copied or checked out anew
	}
	if o.Compile == nil {
		return last, true, nil
	}
	list, err := o.Compile(src.Path, text)
	if err != nil {
		return nil, false, err
	}
	_ = Store(o, src, text, list) // the next call reads it again if it must
	return rules.NewSet(list), false, nil
}

// compiledRules opens what was compiled last, and tells from what; nil for
// nothing, or what another version wrote.
func compiledRules(o Options, path string) (set *rules.Set, from string) {
	b, err := bare.ReadFile(cachePath(o, path))
	if err != nil {
		return nil, ""
	}
	head, body, _ := strings.Cut(bare.Text(b), "\n")
	if set, err = rules.OpenSet(body); err != nil {
		return nil, ""
	}
	return set, head
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
	return filepath.Join(o.Dir.State(), "policy", sum([]byte(src))[:16]+".compiled")
}
