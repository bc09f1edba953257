package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/person"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/prompt/hush"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// app is what every command shares: streams, the machine, and the ways to
// reach the person. Tests replace single fields.
type app struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	machine  setup.Machine
	self     string // path of this executable

	quiet, noColor bool

	ask        prompt.Asker
	canAsk     bool
	belowAgent func() error
	running    func() []person.Session
	sleep      func(time.Duration)
}

// newApp describes the real machine. It returns an app that can print even
// when it fails.
func newApp(in io.Reader, out, err io.Writer, getenv func(string) string) (*app, error) {
	hush.Restore()
	a := &app{
		in: in, out: out, err: err, getenv: getenv,
		ask:        prompt.New(in, err, getenv),
		canAsk:     prompt.Possible(in, err, getenv),
		belowAgent: person.NotBelowAgent,
		sleep:      time.Sleep,
	}
	userHome, e := os.UserHomeDir()
	if e == nil && !filepath.IsAbs(userHome) {
		e = fmt.Errorf("%q is not an absolute path", userHome)
	}
	if e != nil {
		return a, withHint(fmt.Errorf("find your home folder: %w", e), "set HOME (USERPROFILE on Windows) to it")
	}
	dir, e := os.Getwd()
	if e != nil {
		return a, withHint(fmt.Errorf("find the working folder: %w", e), "cd to a folder that exists")
	}
	a.machine = setup.Machine{
		Env:  detect.Current(filepath.Clean(userHome), dir),
		Dir:  home.ForPerson(filepath.Clean(userHome), getenv),
		Repo: setup.Repo(dir, userHome),
	}
	a.running = func() []person.Session { return person.Running(a.machine.Env.Home) }
	if a.self, e = os.Executable(); e != nil {
		return a, fmt.Errorf("find this program: %w", e)
	}
	return a, nil
}

// say writes a line of the conversation.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}

// print writes to the answer.
func (a *app) print(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

func (a *app) complain(text string) {
	fmt.Fprintf(a.err, "%s %s\n", a.style(a.err).Word("error:"), clean(text))
}

func (a *app) warn(format string, args ...any) {
	fmt.Fprintf(a.err, "%s %s\n", a.style(a.err).Word("warning:"), clean(fmt.Sprintf(format, args...)))
}

// hint tells the next step; it is conversation. advise does so after an error,
// where silence does not help.
func (a *app) hint(text string) {
	if !a.quiet {
		a.advise(text)
	}
}

func (a *app) advise(text string) {
	fmt.Fprintf(a.err, "%s %s\n", a.style(a.err).Word("hint:"), clean(text))
}

// json writes the answer as one document that scripts can rely on.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// style is that of a stream: colour is for terminals that want it.
func (a *app) style(w io.Writer) prompt.Style {
	return prompt.NewStyle(w, !a.noColor && prompt.Colored(w, a.getenv))
}

// tilde shortens every mention of the home folder, as output is pasted in
// public.
func (a *app) tilde(text string) string {
	h := a.machine.Env.Home
	if len(h) < 2 {
		return text
	}
	var b strings.Builder
	for {
		i := strings.Index(text, h)
		if i < 0 {
			return b.String() + text
		}
		end := i + len(h)
		whole := (i == 0 || !inPath(text[i-1])) && (end == len(text) || !inName(text[end]))
		if whole {
			b.WriteString(text[:i] + "~")
		} else {
			b.WriteString(text[:end])
		}
		text = text[end:]
	}
}

// inName reports whether a byte may continue the name of a folder.
func inName(c byte) bool {
	return c >= 0x80 || c == '-' || c == '_' || c == '.' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func inPath(c byte) bool { return inName(c) || os.IsPathSeparator(c) }

// clean keeps names found on disk from steering the terminal.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, text)
}

// person refuses what only people may do when an agent started us.
func (a *app) person(what string) error {
	if err := a.belowAgent(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// cannotAsk is the refusal where nobody is there to answer.
func cannotAsk(question string, hints ...string) error {
	return withHint(usage(errors.New("cannot ask "+question+": input and error stream must be terminals"), ""), hints...)
}
