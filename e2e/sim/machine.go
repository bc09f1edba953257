// Package sim plays the agents that cannot be had on a test machine: Cursor,
// Windsurf's Cascade, Devin Local and the local harness of VS Code. Each reads
// the files an installation wrote, runs the hooks in them by the process rules
// its vendor documents, and then does the deed or does not.
//
// Where the rules are not known, a simulator is strict: what might be refused
// is refused.
package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// Machine is where a simulated agent runs.
type Machine struct {
	Home, Project string
	Env           []string
}

// Kind is a kind of deed.
type Kind int

// The kinds of deed.
const (
	Shell Kind = iota
	Write      // Text replaces the file
	Edit       // Old becomes New
	Patch      // Text is a patch in the apply_patch form, of one file
	Read
	MCP
	Prompt
)

// Deed is what the model wants done, in no agent's words.
type Deed struct {
	Kind         Kind
	Command      string // Shell
	Path         string // Write, Edit, Read: absolute
	Text         string
	Old, New     string
	Server, Tool string // MCP
	Args         map[string]any
}

// Outcome is what became of a deed.
type Outcome int

// The outcomes of a deed.
const (
	Done Outcome = iota
	Asked
	Blocked
)

// String names the outcome.
func (o Outcome) String() string { return [...]string{"done", "asked", "blocked"}[o] }

// Result is the outcome and what was said.
type Result struct {
	Outcome Outcome
	Told    string // to the model or the person
	Context string // added to what the model knows
	Output  string // of a deed that was done
	// Faults lists where a hook did not keep the agent's rules, even where
	// the agent forgives it.
	Faults []string
	// Fired counts the hooks that ran.
	Fired int
}

// merge takes over another hook's answer; the strictest outcome wins.
func (r *Result) merge(o Result) {
	if o.Outcome > r.Outcome {
		r.Outcome = o.Outcome
	}
	r.Told = join(r.Told, o.Told)
	r.Context = join(r.Context, o.Context)
	r.Faults = append(r.Faults, o.Faults...)
	r.Fired += o.Fired
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// Agent is a simulated agent.
type Agent interface {
	// Name is the agent's surface.
	Name() string
	// Void lists why files of the agent are not loaded.
	Void() []string
	// Do asks the hooks and does the deed when they let it pass.
	Do(Deed) Result
	// Fire sends a payload to the hooks of an event. A result without
	// Fired means that nothing is wired for it.
	Fire(event string, payload []byte) Result
}

// hook is one command of a file.
type hook struct {
	file       string
	event      string
	line       string
	shell      []string // program and flags the line is given to
	dir        string
	timeout    time.Duration
	matcher    string
	failClosed bool
	nested     bool // found in a Claude group
}

// ran is how a hook's process ended.
type ran struct {
	stdout, stderr string
	exit           int
	late           bool
}

// failed says in words that the hook did not answer properly, or "".
func (r ran) failed() string {
	switch {
	case r.late:
		return "timed out"
	case r.exit != 0 && r.exit != 2:
		return fmt.Sprintf("exit %d: %s", r.exit, r.stderr)
	}
	return ""
}

func (m Machine) run(h hook, payload []byte, env ...string) ran {
	ctx, cancel := context.WithTimeout(context.Background(), h.timeout)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, h.shell[0], append(h.shell[1:], h.line)...)
	cmd.Dir, cmd.Env = h.dir, append(append([]string{}, m.Env...), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(payload), &out, &errs
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	r := ran{stdout: out.String(), stderr: errs.String(), late: ctx.Err() != nil}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		r.exit = exit.ExitCode()
	} else if err != nil {
		r.exit, r.stderr = 127, err.Error()
	}
	return r
}

// perform does the deed for real, inside the throw-away home.
func (m Machine) perform(d Deed) string {
	switch d.Kind {
	case Shell:
		h := hook{line: d.Command, shell: []string{"/bin/bash", "-c"}, dir: m.Project, timeout: 30 * time.Second}
		r := m.run(h, nil)
		return r.stdout + r.stderr
	case Write:
		return failure(os.MkdirAll(filepath.Dir(d.Path), 0o755), os.WriteFile(d.Path, []byte(d.Text), 0o644))
	case Edit:
		raw, err := os.ReadFile(d.Path)
		text := strings.Replace(string(raw), d.Old, d.New, 1)
		return failure(err, os.WriteFile(d.Path, []byte(text), 0o644))
	case Patch:
		return failure(applyPatch(d.Text))
	case Read:
		raw, err := os.ReadFile(d.Path)
		return string(raw) + failure(err)
	}
	return ""
}

// applyPatch applies a patch that adds, changes or deletes one file.
func applyPatch(text string) error {
	op, rest, _ := strings.Cut(strings.TrimPrefix(text, "*** Begin Patch\n*** "), " File: ")
	path, body, _ := strings.Cut(rest, "\n")
	if op == "Delete" {
		return os.Remove(path)
	}
	var old, new []string
	for _, line := range strings.Split(body, "\n") {
		switch {
		case strings.HasPrefix(line, "-"):
			old = append(old, line[1:])
		case strings.HasPrefix(line, "+"):
			new = append(new, line[1:])
		}
	}
	after := strings.Join(new, "\n")
	if op == "Update" {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, []byte(strings.Replace(string(raw), strings.Join(old, "\n"), after, 1)), 0o644)
	}
	return os.WriteFile(path, []byte(after+"\n"), 0o644)
}

func failure(errs ...error) string {
	if err := errors.Join(errs...); err != nil {
		return err.Error()
	}
	return ""
}

// strict reads exactly one JSON document without keys that v does not know.
func strict(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return one(d, v)
}

// loose is strict that forgives unknown keys.
func loose(raw []byte, v any) error {
	return one(json.NewDecoder(bytes.NewReader(raw)), v)
}

func one(d *json.Decoder, v any) error {
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON document")
	}
	return nil
}

func must(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("a payload is not JSON: " + err.Error())
	}
	return b
}

// serial tells the calls of all simulated agents apart.
var serial atomic.Int64

func callID() string { return fmt.Sprintf("25c45009-ca76-4283-9371-%012d", serial.Add(1)) }

// now is a time stamp that no other call has.
func now() string {
	return time.Date(2026, 6, 15, 10, 30, 0, int(serial.Add(1))*1e6, time.UTC).Format("2006-01-02T15:04:05.000Z")
}

func known(list []string, s string) bool {
	for _, k := range list {
		if k == s {
			return true
		}
	}
	return false
}

func seconds(n float64, otherwise time.Duration) time.Duration {
	if n <= 0 {
		return otherwise
	}
	return time.Duration(n * float64(time.Second))
}

// every is the matcher of agents that have none.
func every(hook) bool { return true }

// fire runs the hooks of an event that match, and gathers what came of them.
func fire(hooks []hook, event string, matches func(hook) bool, run func(hook) Result) Result {
	var r Result
	for _, h := range hooks {
		if h.event == event && matches(h) {
			one := run(h)
			one.Fired = 1
			r.merge(one)
		}
	}
	return r
}
