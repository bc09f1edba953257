package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/internal/person"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// exitCode is what a human command ends with. A hook's codes belong to the
// codec of its agent and never pass here.
type exitCode int

const (
	exitDone        exitCode = 0
	exitFailure     exitCode = 1
	exitUsage       exitCode = 2
	exitFindings    exitCode = 3
	exitInterrupted exitCode = 130
)

// Error implements error: a bare code has been explained already.
func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// usageError is a command line that cannot be meant.
type usageError struct {
	err  error
	help string // the command that shows how
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(err error, help string) error { return &usageError{err, help} }

func usagef(help, format string, args ...any) error {
	return usage(fmt.Errorf(format, args...), help)
}

// hinted is an error with the next step.
type hinted struct {
	err   error
	hints []string
}

func (e *hinted) Error() string { return e.err.Error() }
func (e *hinted) Unwrap() error { return e.err }

func withHint(err error, hints ...string) error { return &hinted{err, hints} }

// fail prints an error and returns the code of its kind. It is the one place
// where errors become exit codes.
func (a *app) fail(err error) int {
	if err == nil {
		return int(exitDone)
	}
	var bare exitCode
	if errors.As(err, &bare) {
		return int(bare)
	}
	code, hints := classify(err)
	if code == exitInterrupted {
		a.complain("interrupted: nothing was changed")
		return int(code)
	}
	a.complain(a.tilde(err.Error()))
	for _, h := range hints {
		a.advise(h)
	}
	return int(code)
}

// hintOf is the next step that an error of another package knows.
func hintOf(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}

func classify(err error) (exitCode, []string) {
	var hints []string
	var h *hinted
	if errors.As(err, &h) {
		hints = h.hints
	} else if s := hintOf(err); s != "" {
		hints = []string{s}
	}
	var u *usageError
	var unknown *setup.UnknownAgentError
	var agent *person.AgentError
	switch {
	case errors.Is(err, prompt.ErrAborted):
		return exitInterrupted, nil
	case errors.As(err, &u):
		if u.help != "" {
			hints = append(hints, "see "+u.help)
		}
		return exitUsage, hints
	case strings.HasPrefix(err.Error(), "if any flags in the group"): // cobra has no type for it
		return exitUsage, hints
	case errors.As(err, &unknown):
		return exitUsage, append(hints, "names are listed by vibedefend agents")
	case errors.As(err, &agent):
		return exitFailure, append(hints, "a person must do this: run it in a terminal of your own")
	}
	return exitFailure, hints
}
