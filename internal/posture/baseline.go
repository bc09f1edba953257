package posture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Baseline is what a person has looked at and accepted. A finding that is not
// in it is drift, such as an agent that was moved to a permissive mode.
type Baseline struct {
	Version int       `json:"version"`
	Saved   time.Time `json:"saved"`
	Repos   []string  `json:"repos"` // whose findings were looked at
	Known   []Known   `json:"findings"`
}

// Known is one accepted finding. Lines move when a file is edited and are
// left out.
type Known struct {
	ID      string `json:"id"`
	Agent   string `json:"agent"`
	Scope   string `json:"scope"`
	File    string `json:"file"`
	Setting string `json:"setting"`
	Detail  string `json:"detail,omitempty"`
}

func known(f Finding) Known { return Known{f.ID, f.Agent, f.Scope, f.File, f.Setting, f.Detail} }

// BaselineFile is where the baseline is kept.
func BaselineFile(d home.Dir) string { return filepath.Join(d.State(), "posture.json") }

// LoadBaseline reads the baseline; ok is false where none was saved.
func LoadBaseline(d home.Dir) (b Baseline, ok bool, err error) {
	src, err := os.ReadFile(BaselineFile(d))
	if errors.Is(err, fs.ErrNotExist) {
		return b, false, nil
	}
	if err != nil {
		return b, false, fmt.Errorf("read baseline: %w", err)
	}
	if err := json.Unmarshal(src, &b); err != nil {
		return b, false, fmt.Errorf("read baseline %s: %w", BaselineFile(d), err)
	}
	if b.Version != 1 {
		return b, false, fmt.Errorf("read baseline %s: version %d is not known", BaselineFile(d), b.Version)
	}
	return b, true, nil
}

// SaveBaseline accepts the findings of this machine and of the repository
// looked at. What was accepted in other repositories stays.
func SaveBaseline(d home.Dir, fs []Finding, repo string, now time.Time) error {
	old, _, err := LoadBaseline(d)
	if err != nil {
		old = Baseline{} // a broken one is replaced: the person asked for it
	}
	b := Baseline{Version: 1, Saved: now.UTC().Truncate(time.Second), Repos: []string{}, Known: []Known{}}
	for _, r := range append(old.Repos, repo) {
		if r != "" && !contains(b.Repos, r) {
			b.Repos = append(b.Repos, r)
		}
	}
	for _, k := range old.Known {
		if shared(k.Scope) && (repo == "" || !within(k.File, repo)) {
			b.Known = append(b.Known, k)
		}
	}
	for _, f := range fs {
		b.Known = append(b.Known, known(f))
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	if err := os.MkdirAll(d.State(), 0o700); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	target, err := disk.Resolve(BaselineFile(d))
	if err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	before := ""
	if target.Exists() {
		if before, err = disk.HashFile(target.Real); err != nil {
			return fmt.Errorf("write baseline: %w", err)
		}
	}
	return disk.Write(target, out.Bytes(), before, 0o600)
}

func shared(scope string) bool { return scope == scopeProject || scope == scopeLocal }

func within(file, dir string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// looked reports whether the place of a finding was part of the baseline: a
// repository that nobody looked at has not drifted.
func (b Baseline) looked(f Finding) bool {
	if !shared(f.Scope) {
		return true
	}
	for _, r := range b.Repos {
		if within(f.File, r) {
			return true
		}
	}
	return false
}

// Drift lists what is new since the baseline.
func (b Baseline) Drift(fs []Finding) []Finding {
	seen := map[Known]bool{}
	for _, k := range b.Known {
		seen[k] = true
	}
	out := []Finding{}
	for _, f := range fs {
		if !seen[known(f)] && b.looked(f) {
			out = append(out, f)
		}
	}
	return out
}
