package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Block keeps one marked block of text at the end of a Markdown or plain text
// file that belongs to someone else.
type Block struct {
	Text string // without the markers; a final newline is optional
	// Hash writes the markers as # comments instead of HTML ones.
	Hash bool
	// Max is the number of characters the whole file may hold, 0: no limit.
	Max int
}

const (
	beginWord = "vibedefend:begin"
	endWord   = "vibedefend:end"
)

// span is where a block lies in a file: from its begin marker to behind the
// line end of its end marker, and how many line ends we put before it.
type span struct{ start, end, pad int }

// Apply implements Edit. The begin marker says how many line ends were added
// before it (pad=N), so that removal is exact without a receipt.
func (e Block) Apply(src []byte) ([]byte, []Cut, error) {
	if err := text(src); err != nil {
		return nil, nil, err
	}
	at, found, err := e.locate(src)
	if err != nil {
		return nil, nil, err
	}
	if strings.Contains(e.Text, beginWord) || strings.Contains(e.Text, endWord) {
		return nil, nil, errors.New("our own text holds a marker")
	}
	c := Cut{Off: len(src)}
	if found {
		c.Off, c.Old = at.start, string(src[at.start:at.end])
		c.New = e.render(at.pad, eolAt(src, at.start))
		// The last line may have lost its line end to an editor.
		if !strings.HasSuffix(c.Old, "\n") {
			c.New = strings.TrimRight(c.New, "\r\n")
		}
	} else {
		pad := padding(src)
		eol := eolOf(src)
		c.New = strings.Repeat(eol, pad) + e.render(pad, eol)
	}
	if c.Old == c.New {
		return src, nil, nil
	}
	out, err := ApplyCuts(src, []Cut{c})
	if err != nil {
		return nil, nil, err
	}
	if n := characters(out); e.Max > 0 && n > e.Max {
		return nil, nil, fmt.Errorf("the file would hold %d characters, the agent reads %d: shorten your own text by %d", n, e.Max, n-e.Max)
	}
	return out, []Cut{c}, nil
}

// State implements Edit.
func (e Block) State(src []byte) State {
	_, cuts, err := e.Apply(src)
	switch {
	case err != nil:
		return Conflict
	case len(cuts) == 0:
		return Present
	case cuts[0].Old != "":
		return Stale
	}
	return Absent
}

// Remove implements Edit. A file that held nothing but the block goes.
func (e Block) Remove(src []byte) ([]byte, error) {
	if err := text(src); err != nil {
		return nil, err
	}
	at, found, err := e.locate(src)
	if err != nil {
		return nil, err
	}
	if !found {
		return src, nil
	}
	eol := eolAt(src, at.start)
	start := at.start
	for range at.pad {
		start = len(bytes.TrimSuffix(src[:start], []byte(eol)))
	}
	head, tail := bytes.Clone(src[:start]), src[at.end:]
	if len(tail) > 0 && !blank(head) && !bytes.HasSuffix(head, []byte("\n")) {
		head = append(head, eol...) // text that came later keeps its own line
	}
	out := append(head, tail...)
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// padding is the number of line ends to put between src and the block: what
// ends the last line, and a blank line behind text.
func padding(src []byte) int {
	pad := 0
	if !blank(src) {
		pad++
	}
	if !bytes.HasSuffix(src, []byte("\n")) && len(bytes.TrimPrefix(src, []byte(bom))) > 0 {
		pad++
	}
	return pad
}

func (e Block) marker(word string) (string, string) {
	if e.Hash {
		return "# " + word, ""
	}
	return "<!-- " + word, " -->"
}

func (e Block) render(pad int, eol string) string {
	begin, closing := e.marker(beginWord)
	end, _ := e.marker(endWord)
	body := strings.TrimRight(e.Text, "\r\n")
	return withEOL(fmt.Sprintf("%s pad=%d%s\n%s\n%s%s\n", begin, pad, closing, body, end, closing), eol)
}

// locate finds the block. Two of them, or half of one, is a conflict.
func (e Block) locate(src []byte) (span, bool, error) {
	begin, closing := e.marker(beginWord)
	end, _ := e.marker(endWord)
	begins, ends := lines(src, begin), lines(src, end+closing)
	if len(begins) == 0 && len(ends) == 0 {
		return span{}, false, nil
	}
	if len(begins) != 1 || len(ends) != 1 || begins[0] > ends[0] {
		return span{}, false, errors.New("the markers vibedefend:begin and vibedefend:end do not pair up; repair or delete them by hand")
	}
	at := span{start: begins[0], end: lineEnd(src, ends[0])}
	head := strings.TrimRight(string(src[at.start:lineEnd(src, at.start)]), "\r\n")
	num := strings.TrimSuffix(strings.TrimPrefix(head, begin+" pad="), closing)
	if n, err := strconv.Atoi(num); err == nil && n >= 0 && n <= 2 {
		at.pad = n
	}
	return at, true, nil
}

// lines lists the offsets of the lines that start with prefix.
func lines(src []byte, prefix string) []int {
	var at []int
	for off := 0; off < len(src); off = lineEnd(src, off) {
		if bytes.HasPrefix(src[off:], []byte(prefix)) {
			at = append(at, off)
		} else if off == 0 && bytes.HasPrefix(src, []byte(bom+prefix)) {
			at = append(at, len(bom))
		}
	}
	return at
}

// lineEnd is the offset behind the line that holds off.
func lineEnd(src []byte, off int) int {
	if i := bytes.IndexByte(src[off:], '\n'); i >= 0 {
		return off + i + 1
	}
	return len(src)
}

// eolAt is the line end of the line that holds off.
func eolAt(src []byte, off int) string {
	if bytes.HasSuffix(src[off:lineEnd(src, off)], []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
