package content

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/tidwall/gjson"
)

// enoughEdits is from how many edited files on a session is looked at.
const enoughEdits = 3

// ProposalsPath is where the last mining of the repository at root left its
// proposals.
func ProposalsPath(dir home.Dir, root string) string {
	return filepath.Join(dir.State(), "proposals", filepath.Base(business.AcceptedPath(dir.State(), root)))
}

// UsedPath lists the ids of proposals that sessions relied on or broke.
func UsedPath(dir home.Dir, root string) string {
	return strings.TrimSuffix(ProposalsPath(dir, root), ".json") + ".used"
}

// Inbox says how many proposals wait for a person, doubtful ones left out. It holds no rule text:
// what nobody accepted reaches no agent.
func (j *Judge) Inbox() string {
	if j.root == "" {
		return ""
	}
	raw, err := bare.ReadFile(ProposalsPath(j.dir, j.root))
	if err != nil {
		return ""
	}
	n := int(gjson.GetBytes(raw, "rules.#").Int() - gjson.GetBytes(raw, "rules.#(doubtful==true)#|#").Int())
	book, _ := bare.ReadFile(filepath.Join(j.root, home.Base, "rules.yaml"))
	n -= strings.Count(string(book), "- id: br-")
	if n <= 0 {
		return ""
	}
	text := fmt.Sprintf("VibeDefend: %d proposed rules of this repository wait for a person", n)
	if used, err := bare.ReadFile(UsedPath(j.dir, j.root)); err == nil && len(used) > 0 {
		text += fmt.Sprintf(", %d of them mattered in earlier sessions", len(strings.Fields(string(used))))
	}
	return text + ". The user can look at them with: vibedefend rules review"
}

// Gap looks at what a session edited and notes the proposals, not yet
// decided, that it relied on or broke. It returns how many are new.
func (j *Judge) Gap(edited []string) (int, error) {
	if j.root == "" || len(edited) < enoughEdits {
		return 0, nil
	}
	raw, err := bare.ReadFile(ProposalsPath(j.dir, j.root))
	if err != nil {
		return 0, nil // never mined
	}
	var res struct{ Rules []business.Rule }
	if err := json.Unmarshal(raw, &res); err != nil {
		return 0, fmt.Errorf("read proposals: %w", err)
	}
	book, _ := bare.ReadFile(filepath.Join(j.root, home.Base, "rules.yaml"))
	used, _ := bare.ReadFile(UsedPath(j.dir, j.root))
	var fresh []string
	for _, r := range res.Rules {
		if r.Check == nil || strings.Contains(string(book), r.ID) || strings.Contains(string(used), r.ID) {
			continue
		}
		if j.mattered(r, edited) {
			fresh = append(fresh, r.ID)
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	f, err := os.OpenFile(UsedPath(j.dir, j.root), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("note proposals: %w", err)
	}
	defer f.Close()
	if _, err := f.WriteString(strings.Join(fresh, "\n") + "\n"); err != nil {
		return 0, fmt.Errorf("note proposals: %w", err)
	}
	return len(fresh), nil
}

// mattered reports whether any edited file breaks a rule or does what it asks.
func (j *Judge) mattered(r business.Rule, edited []string) bool {
	for _, p := range edited {
		rel, ok := j.relative(p)
		if !ok {
			continue
		}
		content, err := bare.ReadFile(p)
		if err != nil || len(content) > business.MaxFile {
			continue
		}
		if business.Touches(r, rel, content) {
			return true
		}
	}
	return false
}
