package content

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/code"
)

// Guide is what the agent is told beside an edit that may pass: the business
// rules that matter for it, and a few lines on writing it safely. Each is
// told once a session. It is empty when nothing is relevant. Agents that take
// no context before an edit are told after it.
func (j *Judge) Guide(ev *rules.Event) string {
	if !ev.CanAddContext || ev.Phase == rules.Lifecycle || len(ev.Writes) == 0 {
		return ""
	}
	told := j.told(ev.Session)
	var b strings.Builder
	var ids []string
	for i := range ev.Writes {
		w := &ev.Writes[i]
		if w.Op == rules.Delete || len(ids) > 12 {
			continue
		}
		text := proposed(w)
		b.WriteString(j.conventions(w.Path, text, told, ev.Phase == rules.After, &ids))
		b.WriteString(j.advice(w.Path, text, told, &ids))
	}
	if b.Len() == 0 {
		return ""
	}
	j.remember(ev.Session, ids)
	return "VibeDefend, for this edit:\n" + b.String()
}

func proposed(w *rules.FileChange) string {
	if w.Op == rules.Create {
		return w.New
	}
	var b strings.Builder
	for _, h := range w.Hunks {
		b.WriteString(h.New + "\n")
	}
	return b.String()
}

// conventions picks business rules. Before an edit a broken rule is told again;
// after it, one that was told before the edit is not.
func (j *Judge) conventions(path, text string, told []string, after bool, ids *[]string) string {
	rel, ok := j.relative(path)
	active := j.active()
	if !ok || len(active) == 0 {
		return ""
	}
	var list []business.Rule
	for _, a := range active {
		if !after || !slices.Contains(told, a.ID) {
			list = append(list, a.Rule)
		}
	}
	c := business.Choose(list, rel, []byte(text), func(id string) bool { return slices.Contains(told, id) || slices.Contains(*ids, id) })
	*ids = append(*ids, c.IDs...)
	return c.Text
}

func (j *Judge) advice(path, text string, told []string, ids *[]string) string {
	var b strings.Builder
	for _, line := range code.Guide(path, text, code.Options{Frameworks: j.frameworks(), Root: j.root, Extra: j.ownRules()}) {
		id := "g" + business.Rule{Statement: line}.StatementHash()
		if slices.Contains(told, id) || slices.Contains(*ids, id) {
			continue
		}
		*ids = append(*ids, id)
		b.WriteString("- " + line + "\n")
	}
	return b.String()
}

// The topics a session was told are one short file of ids, a line each.

const mostTold = 64 << 10

func (j *Judge) toldPath(session string) string {
	return filepath.Join(j.dir.Sessions(), business.Rule{Statement: session}.StatementHash()+".told")
}

func (j *Judge) told(session string) []string {
	if session == "" {
		return nil
	}
	raw, err := bare.ReadFile(j.toldPath(session))
	if err != nil || len(raw) > mostTold {
		return nil
	}
	return strings.Fields(string(raw))
}

// remember adds ids with one write; what cannot be stored is told again.
func (j *Judge) remember(session string, ids []string) {
	if session == "" || len(ids) == 0 || os.MkdirAll(j.dir.Sessions(), 0o700) != nil {
		return
	}
	f, err := bare.OpenFile(j.toldPath(session), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteString(strings.Join(ids, "\n") + "\n")
}
