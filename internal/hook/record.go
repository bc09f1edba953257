package hook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

const (
	// echoTime is how long firings that carry no identifier count as the same
	// deed.
	echoTime = 20 * time.Second
	// seenTime is how long marks of deeds are kept, and seenMost how many may
	// lie there before old ones are looked for.
	seenTime = time.Hour
	seenMost = 64
)

// record writes the one audit line of a deed that was not plainly allowed, or
// of every deed where that is set.
func (d Deps) record(c Call, v rules.Verdict, failure string) {
	if d.Homeless || d.blind {
		return
	}
	s := d.settings()
	defer d.flush(c, s)
	if plain(v, failure) && !s.Every || !d.first(c) {
		return
	}
	f, _ := leading(v)
	r := audit.Record{
		Time: d.Now().UTC(), Agent: c.Event.Agent, Surface: c.Event.Surface, AgentVer: c.Version,
		Session: c.Event.Session, Event: c.Event.Kind.String(), Action: v.Action.String(),
		Severity: f.Severity.String(), Layer: f.Layer, Repo: audit.RepoID(c.Event.Root),
		Path: shortPath(f.Path, c.Event.Root, d.Env.Home), Version: d.Version, Error: failure,
		User:    userName("/etc/passwd", os.Getuid(), d.Env.getenv),
		Latency: float64(d.Now().Sub(d.start).Microseconds()) / 1000,
	}
	for _, f := range v.Findings {
		r.Rules = append(r.Rules, f.Rule)
	}
	d.keep(c, v, r, s)
}

// shortPath keeps machine paths out of the trail.
func shortPath(p, root, userHome string) string {
	if p == "" {
		return ""
	}
	if rest, ok := home.Below(p, root); ok && rest != "" {
		return filepath.ToSlash(rest[1:])
	}
	if t := home.Tilde(p, userHome); t != p {
		return filepath.ToSlash(t)
	}
	return ""
}

// first reports whether no other firing of the same deed came before, and
// marks it.
func (d Deps) first(c Call) bool {
	dir := filepath.Join(d.Dir.State(), "seen")
	once, echo := c.marks()
	if tidies(once + echo) {
		d.prune(dir, seenTime)
	}
	if once != "" {
		first := d.mark(filepath.Join(dir, once), seenTime)
		d.double(filepath.Join(dir, once), filepath.Join(dir, echo))
		return first
	}
	return echo == "" || d.mark(filepath.Join(dir, echo), echoTime)
}

// mark makes a mark and reports whether it was not there, or older than age.
func (d Deps) mark(path string, age time.Duration) bool {
	if err := fresh(path, nil); !errors.Is(err, fs.ErrExist) {
		return true
	}
	st, err := os.Stat(path)
	if err != nil || d.lately(st.ModTime(), age) {
		return err != nil
	}
	_ = os.Chtimes(path, d.Now(), d.Now())
	return true
}

// double gives a mark another name, which takes half the time of another file.
func (d Deps) double(mark, name string) {
	switch err := os.Link(mark, name); {
	case errors.Is(err, fs.ErrExist):
		_ = os.Chtimes(name, d.Now(), d.Now())
	case err != nil: // not every file system can
		_ = d.mark(name, 0)
	}
}

// fresh makes a file that must not be there yet, and its folder where that is
// missing.
func fresh(path string, data []byte) error {
	err := bare.WriteNew(path, data, 0o600)
	if errors.Is(err, fs.ErrNotExist) && os.MkdirAll(filepath.Dir(path), 0o700) == nil {
		err = bare.WriteNew(path, data, 0o600)
	}
	return err
}

// tidies reports whether a call is the one in sixteen that tidies up: to read a
// folder of marks costs as much as to judge a call. id is a hash that begins
// with what differs between calls.
func tidies(id string) bool { return strings.HasPrefix(id, "0") }

// prune removes what is older than age once there is much. It looks at a
// bounded part: what it removes makes room for the rest.
func (d Deps) prune(dir string, age time.Duration) {
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	marks, _ := f.ReadDir(2 * seenMost)
	_ = f.Close()
	if len(marks) < seenMost {
		return
	}
	for _, m := range marks {
		if st, err := m.Info(); err == nil && !d.lately(st.ModTime(), age) {
			_ = os.Remove(filepath.Join(dir, m.Name()))
		}
	}
}
