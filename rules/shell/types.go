// Package shell tells what a command line would do.
//
// It parses shell text and follows it the way a shell would, as far as that
// can be known without running anything: assignments, cd, functions, pipes,
// here-documents, substitutions, wrappers such as sudo, and programs given as
// text to another program. The result is a flat list of simple commands with
// their words resolved. It knows nothing of rules.
package shell

import "strings"

// Script is what a command line would do.
type Script struct {
	Calls []*Call // every simple command, nested ones included, in order
	Notes []Note  // what the reader should know of the road here
	Err   string  // why the text could not be parsed as a whole, or ""
	Cut   bool    // a limit was reached: the rest was not examined
	Raw   string  // the text itself

	files map[string]*Stream // what the line itself wrote or downloaded
}

// Note is one observation that is not a command.
type Note struct {
	Kind string // "fork-bomb", "decoded", "define", "assign", "function", "alias", "opened"
	Text string
	Call *Call
}

// Call is one simple command.
type Call struct {
	Name   string // base name of the program, without .exe
	Path   string // the command word as it resolves
	Known  bool   // the command word is fully known
	Word   Word   // the command word
	Args   []Word
	Env    []Assign // assignments that precede the command
	Redirs []Redir
	Via    []string // what was opened to get here: "sudo", "xargs", "python"...
	Dir    string   // folder it runs in, "" when it cannot be known
	Host   string   // where it runs, when that is not this machine
	In     *Stream  // what is fed to its standard input, nil: nothing known
	To     []*Call  // the calls that consume its output
	OutTo  string   // file that takes its output, "" when none
	Piped  bool     // output goes into a pipe
	Caught bool     // output becomes part of a word or variable
	Opened bool     // a wrapper whose command is a Call of its own
	Lang   string   // "" for shell, else the inline language it was found in
	Bg     bool     // runs in the background
}

// Word is one resolved word.
type Word struct {
	Text  string   // unknown parts stand as they were written
	Known bool     // Text is the whole truth
	Vars  []string // variables of the environment read into it
	From  []*Call  // commands whose output is part of it
	Glob  bool     // holds an unquoted pattern
	Quote bool     // some part was quoted
}

// Assign is a variable set for one command or for the rest of the line.
type Assign struct {
	Name  string
	Value Word
}

// Redir is one redirection to or from a file.
type Redir struct {
	Write  bool // file is written
	Append bool
	Err    bool // standard error only
	Target Word
}

// Stream is what flows through a pipe or a here-document.
type Stream struct {
	Text    string
	Known   bool // Text is all of it
	From    []*Call
	Vars    []string
	Decoded bool // made by a decoder such as base64 -d
}

// Options say where a command would run.
type Options struct {
	Dir, Home string
	// ReadFile returns a script that is about to run, or false; lang is "" for a
	// program run by its path. It may be nil.
	ReadFile func(path, lang string) (string, bool)
	// Tasks returns the command lines of a task of this repository ("npm",
	// "make" or "just"; its name), or false. It may be nil.
	Tasks func(runner, dir, name string) (string, bool)
	Shell string // "", "powershell" or "cmd"
}

// Arg returns the text of argument i, or "".
func (c *Call) Arg(i int) string {
	if i < 0 || i >= len(c.Args) {
		return ""
	}
	return c.Args[i].Text
}

// Has reports whether one of the flags is given, as a word of its own, with
// an attached value, or (one letter) in a cluster such as -rf.
func (c *Call) Has(flags ...string) bool {
	for _, w := range c.Args {
		if w.Text == "--" {
			return false
		}
		for _, f := range flags {
			if IsFlag(w.Text, f) {
				return true
			}
		}
	}
	return false
}

// IsFlag reports whether a word gives a flag: as it is, with a value that is not
// "false" or "none", or (one letter) in a cluster such as -rf.
func IsFlag(w, f string) bool {
	if w == f {
		return true
	}
	if len(w) < 2 || w[0] != '-' {
		return false
	}
	if len(f) == 2 && f[0] == '-' && f[1] != '-' {
		if w[1] == '-' {
			return false
		}
		for i := 1; i < len(w); i++ {
			if w[i] == f[1] {
				return true
			}
			if !letter(w[i]) {
				return false
			}
		}
		return false
	}
	if len(w) <= len(f) || w[:len(f)] != f || w[len(f)] != '=' {
		return false
	}
	v := w[len(f)+1:]
	return v != "false" && v != "none"
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// Value returns what follows one of the flags ("-h host", "-hhost",
// "--host=x") and whether it is there.
func (c *Call) Value(flags ...string) (Word, bool) {
	for i, w := range c.Args {
		for _, f := range flags {
			if w.Text == f {
				if i+1 < len(c.Args) {
					return c.Args[i+1], true
				}
				return Word{}, true
			}
			if len(f) > 2 && len(w.Text) > len(f) && w.Text[:len(f)] == f && w.Text[len(f)] == '=' {
				w.Text = w.Text[len(f)+1:]
				return w, true
			}
			if len(f) == 2 && f[0] == '-' && f[1] != '-' && len(w.Text) > 2 && w.Text[:2] == f {
				w.Text = w.Text[2:]
				return w, true
			}
		}
	}
	return Word{}, false
}

// Operands returns the arguments that are not flags. valued lists, separated
// by spaces, the flags that take the next word as their value.
func (c *Call) Operands(valued string) []Word {
	out := make([]Word, 0, len(c.Args))
	for i := 0; i < len(c.Args); i++ {
		w := c.Args[i]
		if w.Text == "--" {
			return append(out, c.Args[i+1:]...)
		}
		if len(w.Text) > 1 && w.Text[0] == '-' {
			if listed(valued, w.Text) {
				i++
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// listed reports whether word is one of the space-separated words of list.
func listed(list, word string) bool {
	if word == "" || strings.IndexByte(word, ' ') >= 0 {
		return false
	}
	for {
		i := strings.Index(list, word)
		if i < 0 {
			return false
		}
		end := i + len(word)
		if (i == 0 || list[i-1] == ' ') && (end == len(list) || list[end] == ' ') {
			return true
		}
		i = strings.IndexByte(list[end:], ' ')
		if i < 0 {
			return false
		}
		list = list[end+i+1:]
	}
}

// Line writes the call back as a line, for messages.
func (c *Call) Line() string {
	n := len(c.Path)
	for _, a := range c.Args {
		n += len(a.Text) + 1
	}
	b := make([]byte, 0, n)
	b = append(b, c.Path...)
	for _, a := range c.Args {
		b = append(append(b, ' '), a.Text...)
	}
	return string(b)
}
