package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// File is a file that is wholly ours.
type File struct {
	Content string
	// Mine recognises a file of ours of another release; any other file at
	// that path is a conflict. Nil: the name alone makes it ours.
	Mine func(src []byte) bool
	// Max is the number of characters the file may hold, 0: no limit.
	Max int
}

// Apply implements Edit.
func (e File) Apply(src []byte) ([]byte, []Cut, error) {
	if n := characters([]byte(e.Content)); e.Max > 0 && n > e.Max {
		return nil, nil, fmt.Errorf("our own text holds %d characters, the agent reads %d", n, e.Max)
	}
	if src != nil && e.same(src) {
		return src, nil, nil
	}
	if !blank(src) && !e.ours(src) {
		return nil, nil, errors.New("a file that is not ours has this name; move it away")
	}
	return []byte(e.Content), []Cut{{Off: 0, Old: string(src), New: e.Content}}, nil
}

// State implements Edit.
func (e File) State(src []byte) State {
	switch {
	case src == nil:
		return Absent
	case e.same(src):
		return Present
	case blank(src):
		return Absent
	case !e.ours(src):
		return Conflict
	}
	return Stale
}

// Remove implements Edit. Text that others put around ours stays.
func (e File) Remove(src []byte) ([]byte, error) {
	if blank(src) || e.same(src) {
		return nil, nil
	}
	if before, after, found := strings.Cut(string(src), e.Content); found && e.Content != "" {
		if rest := []byte(before + after); !blank(rest) {
			return rest, nil
		}
		return nil, nil
	}
	if !e.ours(src) {
		return src, nil
	}
	return nil, nil
}

// same ignores line ends: git rewrites them on checkout.
func (e File) same(src []byte) bool {
	return string(src) == e.Content || string(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))) == e.Content
}

func (e File) ours(src []byte) bool { return e.Mine == nil || e.Mine(src) }
