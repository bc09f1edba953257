package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/installers"
)

// report prints changed paths, notes and failures. It returns the exit code
// of a failure, already explained.
func (a *app) report(changed, notes []string, failed []failure) error {
	for _, p := range changed {
		a.say("wrote %s", p)
	}
	for _, n := range notes {
		a.say("note: %s", clean(n))
	}
	for _, f := range failed {
		a.complain(strings.TrimPrefix(f.Path+": ", ": ") + f.Error)
		if f.Hint != "" {
			a.hint(f.Hint)
		}
	}
	return failedCode(failed)
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
		out = append(out, failure{f.Agent, a.tilde(f.Path), a.tilde(fmt.Sprint(f.Err)), a.tilde(f.Hint)})
	}
	return out
}

// refused lists the edits that cannot be made.
func refused(a *app, edits []installers.FileEdit) []failure {
	out := []failure{}
	for _, e := range edits {
		if e.Err != nil {
			out = append(out, failure{e.Agent, a.tilde(e.Path), a.tilde(e.Err.Error()), "the file was left as it is: mend it, then run this again"})
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
