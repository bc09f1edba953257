package edit

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/tailscale/hujson"
)

// insert appends an item ("value" or `"name": value`) to a box. The cuts are
// ordered for use one after the other.
func (d doc) insert(b box, name, raw string) []Cut {
	tail := bytes.TrimRight(b.tail, " \t\r\n") // comments, kept where they are
	at := b.close - (len(b.tail) - len(tail))
	if len(b.items) == 0 {
		return d.insertFirst(b, at, name, raw)
	}
	last := b.items[len(b.items)-1]
	lines := bytes.IndexByte(last.before, '\n') >= 0
	sep := d.separator(b)
	if lines || len(tail) > 0 && !d.flat {
		ind := leading(d.src, last.start)
		sep = d.eol + ind
		raw = d.render(name, raw, ind, false)
	} else {
		raw = d.render(name, raw, "", true)
	}
	if last.comma >= 0 { // a trailing comma: keep that style
		return []Cut{{Off: at, New: sep + raw + ","}}
	}
	if at == last.end {
		return []Cut{{Off: at, New: "," + sep + raw}}
	}
	return []Cut{{Off: at, New: sep + raw}, {Off: last.end, New: ","}}
}

// insertFirst fills an empty box whose comments, if any, end at at.
func (d doc) insertFirst(b box, at int, name, raw string) []Cut {
	old := string(d.src[at:b.close])
	if d.flat {
		return []Cut{{Off: at, Old: old, New: d.render(name, raw, "", true)}}
	}
	base := leading(d.src, b.open)
	ind := base + d.unit
	text := d.eol + ind + d.render(name, raw, ind, false)
	if strings.Contains(old, "\n") {
		return []Cut{{Off: at, Old: "", New: text}} // the closing bracket has its own line
	}
	return []Cut{{Off: at, Old: old, New: text + d.eol + base}}
}

// separator is what the box puts between items on one line, without the comma.
func (d doc) separator(b box) string {
	if n := len(b.items); n > 1 {
		if ws := b.items[n-1].before; len(bytes.Trim(ws, " \t")) == 0 {
			return string(ws)
		}
	}
	if d.wide || !d.flat {
		return " "
	}
	return ""
}

// render writes a member or element whose first line stands at indentation
// ind, or on one line.
func (d doc) render(name, raw, ind string, line bool) string {
	var buf bytes.Buffer
	colon := ": "
	if line {
		_ = json.Compact(&buf, []byte(raw))
		if d.flat && !d.wide {
			colon = ":"
		}
	} else {
		_ = json.Indent(&buf, []byte(raw), ind, d.unit)
	}
	out := buf.String()
	if name != "" {
		out = quote(name) + colon + out
	}
	return withEOL(out, d.eol)
}

// quote writes s as a JSON string, without escapes for HTML.
func quote(s string) string {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSuffix(buf.String(), "\n")
}

// replace writes raw in the place of a value, on one line if that was.
func (d doc) replace(v hujson.Value, raw string) []Cut {
	old := string(d.src[v.StartOffset:v.EndOffset])
	line := d.flat || !strings.Contains(old, "\n")
	return []Cut{{Off: v.StartOffset, Old: old, New: d.render("", raw, leading(d.src, v.StartOffset), line)}}
}

// drop removes item i of a box with one comma and the blanks before it;
// comments stay.
func (d doc) drop(b box, i int) []Cut {
	it := b.items[i]
	start, end := it.start-len(trailingBlanks(it.before)), it.end
	keep := ""
	if it.comma >= 0 {
		end = it.comma + 1
		if hasComment(it.after) {
			keep = string(it.after)
		}
		if start == it.start { // on one line: take the blank behind the comma
			for i+1 < len(b.items) && end < b.items[i+1].start && d.src[end] == ' ' {
				end++
			}
		}
	}
	if len(b.items) == 1 && !hasComment(it.before) && keep == "" && !hasComment(b.tail) {
		start, end = b.open+1, b.close
	}
	cuts := []Cut{{Off: start, Old: string(d.src[start:end]), New: keep}}
	if it.comma < 0 && i > 0 { // the last one: its predecessor's comma goes
		c := b.items[i-1].comma
		if c+1 == start {
			return []Cut{{Off: c, Old: string(d.src[c:end])}}
		}
		cuts = append(cuts, Cut{Off: c, Old: ","})
	}
	return cuts
}

// trailingBlanks is the end of extra that may go with the item behind it. A
// line comment keeps its line end.
func trailingBlanks(extra []byte) []byte {
	if hasComment(extra) {
		return nil
	}
	return extra
}

func hasComment(extra []byte) bool { return len(bytes.TrimSpace(extra)) > 0 }

// equal compares values as JSON; a key that is there twice equals nothing.
func equal(a, b hujson.Value) bool {
	switch x := a.Value.(type) {
	case hujson.Literal:
		y, ok := b.Value.(hujson.Literal)
		return ok && x.Kind() == y.Kind() && x.String() == y.String()
	case *hujson.Array:
		y, ok := b.Value.(*hujson.Array)
		if !ok || len(x.Elements) != len(y.Elements) {
			return false
		}
		for i := range x.Elements {
			if !equal(x.Elements[i], y.Elements[i]) {
				return false
			}
		}
		return true
	case *hujson.Object:
		y, ok := b.Value.(*hujson.Object)
		return ok && len(x.Members) == len(y.Members) && sameMembers(boxOf(a), boxOf(b))
	}
	return false
}

func sameMembers(a, b box) bool {
	for _, it := range a.items {
		i, err := b.member(it.name)
		if err != nil || i < 0 || !equal(it.value, b.items[i].value) {
			return false
		}
		if _, err := a.member(it.name); err != nil {
			return false
		}
	}
	return true
}

// plain is a value's bytes as compact standard JSON.
func plain(src []byte, v hujson.Value) []byte {
	raw, err := hujson.Minimize(bytes.Clone(src[v.StartOffset:v.EndOffset]))
	if err != nil {
		return src[v.StartOffset:v.EndOffset]
	}
	return raw
}
