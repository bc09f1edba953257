package doctor

import (
	"fmt"
	"time"

	"github.com/cybedefend/vibedefend/internal/policy"
)

// aged is from when on an imported list is called old: reports come by the day.
const aged = 90 * 24 * time.Hour

// reported looks at the imported lists of packages that are malware. A hook
// passes over one that cannot be read.
func reported(s Subject) []Line {
	var out []Line
	for _, l := range policy.ReportedLists(policy.Options{Dir: s.Dir, OS: s.Env.OS, Getenv: s.Env.Getenv}) {
		line := Line{State: OK, Agent: Ourselves, File: l.Path}
		switch {
		case l.Err != nil:
			line.State, line.Message, line.Hint = Unreadable, "the list of reported packages does not count: "+reason(l.Err), "run `vibedefend rules deny-list import` again"
		default:
			line.Message = fmt.Sprintf("%d packages reported as malware, imported %s", l.List.Packages, l.List.Imported.Format(time.DateOnly))
			if time.Since(l.List.Imported) > aged {
				line.State, line.Hint = Note, "import newer reports: `vibedefend rules deny-list import`"
			}
		}
		out = append(out, line)
		_ = l.Close()
	}
	return out
}
