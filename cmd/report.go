package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/prompt"
)

// report prints notes and failures. It returns the exit code of a failure,
// already explained.
func (a *app) report(notes []string, failed []failure) error {
	for _, n := range notes {
		a.note(n)
	}
	for _, f := range failed {
		a.complain(strings.TrimPrefix(f.Path+": ", ": ") + f.Error)
		if f.Hint != "" {
			a.advise(f.Hint)
		}
	}
	return failedCode(failed)
}

func (a *app) sayEach(verb string, list []string) {
	for _, s := range list {
		a.say("%s %s", verb, clean(s))
	}
}

// note says a sentence, wrapped where a person reads it.
func (a *app) note(text string) { a.sayWrapped("note: " + clean(text)) }

func (a *app) sayWrapped(text string) {
	if prompt.IsTerminal(a.err) {
		text = strings.TrimRight(prompt.Indent("", text), "\n")
	}
	a.say("%s", text)
}

func failedCode(failed []failure) error {
	if len(failed) > 0 {
		return exitFailure
	}
	return nil
}

func (a *app) failures(list []installers.Failure) []failure {
	out := []failure{}
	for _, f := range list {
		hint := f.Hint
		if hint == "" && f.Path != "" {
			hint = "the file was left as it is: mend it, then run this again"
		}
		out = append(out, failure{f.Agent, a.tilde(f.Path), a.tilde(f.Message), a.tilde(hint)})
	}
	return out
}

// unexplained is err, unless the failures of the report say what it is about.
func unexplained(r installers.Report, err error) error {
	if len(r.Failed) > 0 && (errors.Is(err, installers.ErrFailed) || errors.Is(err, installers.ErrRefused)) {
		return nil
	}
	return err
}

// unique drops repeated lines.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// restart names the running sessions of agents.
func (a *app) restart(agents []string) []string {
	out := []string{}
	for _, s := range a.running() {
		if slices.Contains(agents, s.Agent) {
			out = append(out, fmt.Sprintf("%s (%s)", s.Name, pids(s.PIDs)))
		}
	}
	return out
}

func pids(list []int) string {
	word := "process"
	if len(list) > 1 {
		word = "processes"
	}
	if len(list) > 4 {
		return fmt.Sprintf("%d %s", len(list), word)
	}
	return word + " " + strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ", "), "[]")
}

func (a *app) tildes(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = a.tilde(s)
	}
	return out
}

// nonNil makes an empty list of nothing: JSON says [] and not null.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
