package rules

import "github.com/cybedefend/vibedefend/rules/deps"

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
	if w.Op == Delete || w.Op == Move && len(w.Hunks) == 0 || j.contents == nil && !deps.Reads(w.Path) {
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
	j.manifest(nil, w.Path, before, after)
	if j.contents == nil {
		return
	}
	for _, m := range j.contents(j.ev, w.Path, before, after) {
		n := len(j.found)
		j.hit(&m.Rule, m.Layer, nil, w.Path, m.Detail)
		if len(j.found) > n {
			j.found[n].Line = m.Line
		}
	}
}

// spoken judges the texts of an event that are no files, with an empty path:
// what a person wrote, a command line, what an MCP server would be sent.
func (j *judgement) spoken() {
	if j.contents == nil {
		return
	}
	texts := []string{j.ev.Prompt, j.ev.Command, j.ev.Input}
	if j.ev.MCP != nil {
		texts = append(texts, string(j.ev.MCP.Args))
	}
	for _, t := range texts {
		if t == "" {
			continue
		}
		for _, m := range j.contents(j.ev, "", nil, []byte(t)) {
			j.hit(&m.Rule, m.Layer, nil, "", m.Detail)
		}
	}
}
