package hook

import (
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules"
)

// staleRule warns of rule files that wait for being compiled.
const staleRule = "policy.stale"

// untold leaves out rule files that a session was warned of. The deed that was
// warned is warned by each of its firings.
func (d Deps) untold(files []string, c Call) []string {
	if len(files) == 0 || c.Event.Session == "" {
		return files
	}
	_, deed := c.marks()
	out := files[:0:0]
	for _, f := range files {
		if by, err := bare.ReadFile(d.toldPath(f, c)); err != nil || string(by) == deed {
			out = append(out, f)
		}
	}
	return out
}

// noteTold notes those of the rule files that a verdict speaks of: only what
// leads a verdict is put into words. What cannot be noted is told again.
func (d Deps) noteTold(files []string, v rules.Verdict, c Call) {
	f, ok := leading(v)
	if !ok || f.Rule != staleRule || c.Event.Session == "" {
		return
	}
	_, deed := c.marks()
	for _, name := range files {
		if deed != "" && (f.Path == filepath.ToSlash(name) || strings.HasSuffix(f.Title, name)) {
			_ = fresh(d.toldPath(name, c), []byte(deed))
		}
	}
}

func (d Deps) toldPath(file string, c Call) string {
	return filepath.Join(d.Dir.State(), "seen", digest("told", c.Event.Session, file))
}
