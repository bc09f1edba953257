package mine

import (
	"slices"
	"strings"
)

// row takes one row of a table. A row means something with the words of the
// header only; tables of symptoms, commands and the like ask for nothing.
func (r *scanner) row(trimmed string, n int) {
	cells := tableCells(trimmed)
	r.rows++
	switch {
	case r.rows == 1:
		r.head = cells
		return
	case r.rows == 2 && strings.Trim(trimmed, "|:- ") == "":
		return
	case r.head == nil || lookedUp(r.head) || len(cells) < 2:
		return
	}
	text := rowText(r.head, cells)
	if text == "" {
		return
	}
	topic, titled := r.topic()
	if h := r.heading(); asksAlone(h) && len(h)+len(text) < mostWords {
		topic, titled = h, false
	}
	r.out = append(r.out, sentence{text: text, line: n, heading: r.heading(), topic: topic, titled: titled, row: true, within: r.within()})
}

// tableCells are the cells of a row, without the signs that stand for yes and no.
func tableCells(trimmed string) []string {
	var out []string
	cell, code := "", false
	body := strings.TrimPrefix(trimmed, "|")
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '\\' && i+1 < len(body) && body[i+1] == '|':
			cell += "|"
			i++
		case body[i] == '|' && !code:
			out = append(out, cell)
			cell = ""
		default:
			code = code != (body[i] == '`')
			cell += body[i : i+1]
		}
	}
	if strings.TrimSpace(cell) != "" {
		out = append(out, cell)
	}
	for i, c := range out {
		out[i] = strings.TrimSpace(strings.TrimLeft(oneLineMarkdown(c), "✅❌✳⚠️✔✖✗☑🚫⛔ "))
	}
	return out
}

// lookedUp reports whether a table is there to look things up: it tells what
// to do when something breaks, or what there is.
func lookedUp(head []string) bool {
	low := " " + strings.ToLower(strings.Join(head, " ")) + " "
	for _, w := range []string{"symptom", "problem", "cause", "command", "status", "version", "default", "port", "env", "link", "url", "author", "date", "owner", " os ", "platform", "shortcut", "trigger", "label", "score", "tool", "script", "coverage", "assessment", "evidence", "finding", "likelihood", "mitigation", "risk"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// rowText joins a row: what to do and what not, or the first cell and what the
// others say of it.
func rowText(head, cells []string) string {
	good, bad := -1, -1
	for i := range min(len(head), len(cells)) {
		h := strings.Trim(strings.ToLower(head[i]), " :.!*`")
		switch {
		case slices.Contains([]string{"don't", "dont", "do not", "avoid", "bad", "wrong", "instead of", "never", "incorrect", "forbidden", "deprecated", "not"}, h):
			bad = i
		case slices.Contains([]string{"do", "use", "good", "right", "correct", "instead", "use instead", "prefer", "preferred", "replacement", "do this"}, h):
			good = i
		}
	}
	if good >= 0 && bad >= 0 && cells[good] != "" && cells[bad] != "" {
		return goodForBad(cells[good], cells[bad])
	}
	said := ""
	for i := 1; i < len(cells); i++ {
		if c := cells[i]; strings.Trim(c, "-–— ") != "" {
			if i < len(head) && whence(head[i]) {
				continue
			}
			if len(cells) > 2 && i < len(head) && head[i] != "" && !plainHead(head[i]) {
				c = head[i] + ": " + c
			}
			said += "; " + c
		}
	}
	if cells[0] == "" || said == "" {
		return ""
	}
	return cells[0] + ": " + said[2:]
}

func goodForBad(good, bad string) string {
	if verb(firstWord(good)) || verb(firstWord(bad)) {
		return strings.TrimRight(good, ".") + "; do not: " + bad
	}
	return "Use " + strings.TrimRight(good, ".") + " instead of " + bad
}

// plainHead is the header of a column that holds what is said.
func plainHead(h string) bool {
	return slices.Contains([]string{"rule", "rules", "description", "guideline", "convention", "notes", "note", "details", "requirement", "pattern", "purpose", "usage", "use", "what", "meaning", "explanation", "how", "practice", "comment", "comments", "policy"}, strings.ToLower(strings.Trim(h, " :*")))
}

// whence is the header of a column that tells where a rule comes from, or how
// it is doing.
func whence(h string) bool {
	return slices.Contains([]string{"source", "reference", "references", "see", "severity", "priority", "since", "ref", "file", "location", "example", "examples", "enforced", "enforcement", "enforced by"}, strings.ToLower(strings.Trim(h, " :*")))
}
