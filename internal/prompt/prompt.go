// Package prompt asks a person and draws what people read. It is the only
// importer of huh and lipgloss.
//
// Nothing is asked unless someone is there to answer: see Possible.
package prompt

import (
	"errors"
	"io"
	"os"

	"golang.org/x/term"
)

// ErrAborted is the answer of a person who leaves: Ctrl-C, Escape or the end
// of the input.
var ErrAborted = errors.New("interrupted")

// Question is what is asked.
type Question struct {
	Title string
	Text  string // what to know before the answer, may be several lines
}

// Option is one of the answers of a question.
type Option struct {
	Value, Label string
	Selected     bool // pre-selected, in Pick only
}

// Asker asks one question at a time. Tests replace it.
type Asker interface {
	// Choose takes one option. None is the default.
	Choose(Question, []Option) (string, error)
	// Pick takes any number of options.
	Pick(Question, []Option) ([]string, error)
	// Confirm takes yes or no; no is the default.
	Confirm(q Question, yes, no string) (bool, error)
	// Type takes a line of text.
	Type(q Question) (string, error)
}

// New returns the Asker for this terminal: plain lines where ACCESSIBLE is
// set or the terminal is dumb, forms elsewhere.
func New(in io.Reader, out io.Writer, getenv func(string) string) Asker {
	if getenv("ACCESSIBLE") != "" || getenv("TERM") == "dumb" {
		return NewPlain(in, out)
	}
	return form{in: in, out: out, color: Colored(out, getenv)}
}

// Possible reports whether someone can be asked: input and the stream of the
// conversation are terminals, and this is not a build machine.
func Possible(in io.Reader, out io.Writer, getenv func(string) string) bool {
	return IsTerminal(in) && IsTerminal(out) && getenv("CI") == ""
}

// IsTerminal reports whether a stream is a terminal.
func IsTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
