package rules

import "github.com/cybedefend/vibedefend/rules/shell"

// fileRead judges a file an agent's own tool would read.
func (j *judgement) fileRead(p string) {
	t := target{text: p, abs: p, base: lastPart(p)}
	if j.w != nil {
		if r := j.w.Resolve(p); r != "" && r != p {
			if secretKind(r, j.site.home) != "" {
				t.abs = r
			}
		}
	}
	switch kind := secretKind(t.abs, j.site.home); kind {
	case "":
		j.pathRules("read", nil, t)
	case "history":
		j.signal("secret.history", nil, t.abs, t.text)
	case "state file":
		j.signal("secret.state", nil, t.abs, t.text)
	case "environment file":
		j.signal("secret.env-file", nil, t.abs, t.text)
	default:
		if j.inRepo(t.abs) {
			j.signal("secret.env-file", nil, t.abs, t.text)
			return
		}
		j.signal("secret.file", nil, t.abs, t.text)
	}
}

// fileChange judges a file an agent's own tool would write.
func (j *judgement) fileChange(w *FileChange) {
	if j.w != nil {
		if r := j.w.Resolve(w.Path); r != "" && r != w.Path && w.Op != Delete {
			real := *w
			real.Path = r
			j.fileAt(&real)
		}
	}
	j.fileAt(w)
}

func (j *judgement) fileAt(w *FileChange) {
	if j.guardedWrite(w) {
		return
	}
	t := target{text: w.Path, abs: w.Path, base: lastPart(w.Path)}
	if w.Op == Delete {
		j.deleted(nil, t, false, shell.Word{Text: w.Path, Known: true})
		j.pathRules("delete", nil, t)
		return
	}
	if w.Op == Move && w.From != "" {
		from := target{text: w.From, abs: w.From, base: lastPart(w.From)}
		if pl := j.site.where(from); pl == placeHome || pl == placeSystem {
			j.signal("move.system", nil, from.abs, from.text)
		}
	}
	if topic := pathTopic(w.Path, &j.site); topic != "" {
		j.topic(nil, t, topic, change{content: newText(w)})
		return
	}
	j.pathRules("write", nil, t)
	switch j.site.where(t) {
	case placeDevice:
		j.signal("write.device", nil, t.abs, t.text)
	case placeHome:
		j.signal("write.outside", nil, t.abs, t.text)
	}
}

func newText(w *FileChange) string {
	s := w.New
	for _, h := range w.Hunks {
		s += h.New + "\n"
		if len(s) > 1<<16 {
			break
		}
	}
	return s
}
