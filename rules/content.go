package rules

// Content judges the text of a file before it lands, with the text it has
// now; before is nil for a new file. An edit whose whole result cannot be
// computed comes as its new parts alone.
type Content func(ev *Event, path string, before, after []byte) []ContentMatch

// ContentMatch is a rule that content breaks, and the line.
type ContentMatch struct {
	Rule   Rule
	Layer  string // "" for built-in
	Line   int
	Detail string
}

// WithContent returns an engine that also judges what files would hold.
func (e *Engine) WithContent(c Content) *Engine {
	own := *e
	own.contents = c
	return &own
}

// content judges what an edit brings in.
func (j *judgement) content(w *FileChange) {
	if j.contents == nil || w.Op == Delete || w.Op == Move && len(w.Hunks) == 0 {
		return
	}
	var before []byte
	after, ok := j.result(w)
	if ok {
		from := w.Path
		if w.Op == Move {
			from = w.From
		}
		before, _ = j.current(from) // what cannot be read counts as new
	} else {
		after = []byte(newText(w))
	}
	for _, m := range j.contents(j.ev, w.Path, before, after) {
		n := len(j.found)
		j.hit(&m.Rule, m.Layer, nil, w.Path, m.Detail)
		if len(j.found) > n {
			j.found[n].Line = m.Line
		}
	}
}
