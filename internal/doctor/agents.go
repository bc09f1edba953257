package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// versions says what the installed versions cannot do, and which agents of
// the machine nobody governs.
func versions(s Subject) []Line {
	var out []Line
	for _, f := range s.Found {
		if f.Residue {
			continue
		}
		name := strings.TrimSpace(f.Surface + " " + f.Version)
		switch {
		case !contains(s.Agents, f.Agent):
			if f.Support != detect.TooOld && len(s.Agents) > 0 {
				out = append(out, Line{State: Note, Agent: f.Agent, File: f.Root, Message: name + " is here and not governed", Hint: "run `vibedefend install --agent " + f.Agent + "`"})
			}
		case f.Support == detect.TooOld:
			out = append(out, Line{State: Stale, Agent: f.Agent, File: f.Root, Message: name + " is too old for hooks", Hint: f.Upgrade})
		default:
			out = append(out, limited(f, name)...)
		}
	}
	return out
}

func limited(f detect.Found, name string) []Line {
	var out []Line
	for _, l := range f.Limits() {
		out = append(out, Line{State: Note, Agent: f.Agent, Message: name + " " + l.Cannot, Hint: l.Upgrade + "; from " + l.Below + " on this is mended"})
	}
	return out
}

// files compares every file of the re-computed plans with the machine.
func files(s Subject) []Line {
	var out []Line
	for _, p := range s.Plans {
		states, late := verify(s, p)
		if late {
			out = append(out, Line{State: Note, Agent: p.Agent, Message: "the agent did not answer in time; its files were checked instead"})
		}
		for _, st := range states {
			l := Line{State: st.State, Agent: p.Agent, File: st.Path, Message: st.Message, Hint: st.Hint}
			if p.Agent == installers.Repository {
				l.Agent = Ourselves
			}
			if l.Message == "" {
				l.Message = st.Why
			}
			if l.Hint == "" && l.State != OK {
				l.Hint = "run `vibedefend doctor --fix`"
			}
			out = append(out, l)
		}
	}
	for _, o := range setup.Orphans(s.Machine, s.Plans) {
		out = append(out, Line{State: Stale, Agent: o.Agent, File: o.Path, Message: "still has entries of ours that nothing reads any more", Hint: "run `vibedefend doctor --fix`"})
	}
	return out
}

// verify compares one plan with the machine. An agent that is asked and does
// not answer is not waited for.
func verify(s Subject, p installers.Plan) (states []installers.Status, late bool) {
	if !s.Deep || len(p.Steps) == 0 {
		return installers.Verify(p, s.Env.FS, false), false
	}
	done := make(chan []installers.Status, 1)
	go func() { done <- installers.Verify(p, s.Env.FS, true) }()
	select {
	case states = <-done:
		return states, false
	case <-time.After(s.patience() / 2):
		return installers.Verify(p, s.Env.FS, false), true
	}
}

// commands checks that the program of each entry of ours can be run.
func commands(s Subject) []Line {
	if len(s.Agents) == 0 {
		return nil
	}
	var out []Line
	seen := map[string]bool{}
	for _, h := range posture.Hooks(s.Env, s.Repo, s.Agents...) {
		line, _, ok := hookline.Parse(h.Command)
		if !h.Ours || !ok || seen[h.File+line.Program] {
			continue
		}
		seen[h.File+line.Program] = true
		if why := runnable(line.Program, s); why != "" {
			out = append(out, Line{State: Missing, Agent: h.Agent, File: h.File, At: h.Line, Message: "its hooks call " + line.Program + ", which " + why, Hint: "run `vibedefend doctor --fix`"})
		}
	}
	return out
}

// runnable says why a program cannot be started. One that is called by its
// name may be missing: its line lets the call pass then.
func runnable(program string, s Subject) string {
	if !strings.ContainsAny(program, `/\`) {
		return ""
	}
	st, err := s.Env.FS.Stat(program)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case err != nil:
		return "cannot be looked at: " + reason(err)
	case !st.Mode().IsRegular():
		return "is no file"
	case s.Env.OS != "windows" && st.Mode().Perm()&0o111 == 0:
		return "is not executable"
	}
	return ""
}

// say is the message of a posture finding.
func say(f posture.Finding) string {
	if f.Setting == "" {
		return f.Why
	}
	return f.Setting + ": " + f.Why
}

// reason drops the path that an error of the file system repeats.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

func parent(path string) string { return filepath.Dir(path) }

// existing is the nearest folder of path that exists.
func existing(path string) string {
	for {
		if _, err := os.Stat(path); err == nil || filepath.Dir(path) == path {
			return path
		}
		path = filepath.Dir(path)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
