package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"runtime"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/setup"
	"github.com/cybedefend/vibedefend/internal/version"
	"github.com/cybedefend/vibedefend/rules"
)

// installed says so when there is nothing to examine.
func installed(s Subject) []Line {
	var out []Line
	for _, a := range s.Ungoverned {
		out = append(out, Line{State: Missing, Agent: a, Message: "is not governed", Hint: "run `vibedefend install --agent " + a + "`"})
	}
	if len(s.Agents) > 0 || s.Err != nil || len(out) > 0 {
		return out
	}
	return []Line{{State: Missing, Agent: Ourselves, Message: "no agent is governed", Hint: "run `vibedefend install`"}}
}

// configuration reads the stored answers.
func configuration(s Subject) []Line {
	file := s.Dir.Config()
	switch {
	case s.Err != nil:
		return []Line{{State: Unreadable, Agent: Ourselves, File: file, Message: s.Err.Error(), Hint: "correct the file, or run `vibedefend doctor --fix` to keep it aside and write a new one"}}
	case !s.personal():
		return nil
	case s.Region == "":
		return []Line{{State: Drift, Agent: Ourselves, File: file, Message: "no region is set: nothing can leave this machine", Hint: "run `vibedefend install --region local` (or eu, us)"}}
	case s.Region != "eu" && s.Region != "us" && s.Region != "local":
		return []Line{{State: Conflict, Agent: Ourselves, File: file, Message: fmt.Sprintf("region %q is not known", s.Region), Hint: "run `vibedefend install --region local` (or eu, us)"}}
	}
	return []Line{{State: OK, Agent: Ourselves, File: file, Message: "region " + s.Region}}
}

// policies reads the merged policy as a hook would.
func policies(s Subject) []Line {
	if len(s.Agents) == 0 || s.Err != nil {
		return nil
	}
	p, err := policy.Load(policy.Options{Dir: s.Dir, Root: s.Repo, OS: s.Env.OS, Getenv: s.Env.Getenv})
	l := Line{State: OK, Agent: Ourselves, Message: "policy enforces"}
	switch {
	case err != nil:
		l.State, l.Message, l.Hint = Unreadable, err.Error(), "correct the file; until then every call is judged by on_error"
	case p.Mode == rules.Observe:
		l.State, l.Message, l.Hint = Disabled, "policy observes: findings are written down, nothing is stopped", "set `mode` to \"enforce\" in "+s.Dir.Config()
	case len(p.Exceptions) > 0:
		l.Message = fmt.Sprintf("policy enforces, with %d exceptions", len(p.Exceptions))
	}
	return []Line{l}
}

// observing reports whether nothing is stopped by the policy's will.
func observing(s Subject) bool {
	p, err := policy.Load(policy.Options{Dir: s.Dir, Root: s.Repo, OS: s.Env.OS, Getenv: s.Env.Getenv})
	return err == nil && p.Mode == rules.Observe
}

// account notes a home that is not the account's: a hook that is called by
// name ignores what loosens the policy there.
func account(s Subject) []Line {
	u, err := user.Current()
	if err != nil || u.HomeDir == "" || len(s.Agents) == 0 || sameFolder(u.HomeDir, s.Env.Home) {
		return nil
	}
	return []Line{{State: Note, Agent: Ourselves, File: s.Env.Home, Message: "HOME is not the home of this account: exceptions, trust and modes kept here may be ignored"}}
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// program looks at the stable copies that hooks call.
func program(s Subject) []Line {
	if !s.personal() {
		return nil
	}
	copies, err := setup.Copies(s.Dir, s.Self)
	if err != nil {
		return []Line{{State: Unreadable, Agent: Ourselves, File: dirOf(s.Dir), Message: err.Error(), Hint: "run `vibedefend update`"}}
	}
	var out []Line
	for _, c := range copies {
		out = append(out, programLine(c))
	}
	return out
}

// speed notes where agents call the full program, and says so where they do not.
func speed(s Subject) []Line {
	if !s.personal() || len(s.Agents) == 0 {
		return nil
	}
	if _, err := os.Stat(s.Dir.Hook()); err != nil {
		return nil // program reports it
	}
	l := Line{State: OK, Agent: Ourselves, File: s.Dir.Hook(), Message: "is the small program, which starts fast"}
	if setup.HooksAreFull(s.Dir) {
		l.State, l.Message = Note, "is the full program: each tool call waits longer for it than for the small one"
		l.Hint = "have vibedefend-hook beside vibedefend (every package has it, `go install ./cmd/...` makes both) and run `vibedefend update`"
	}
	return []Line{l}
}

func programLine(c setup.Copy) Line {
	l := Line{State: OK, Agent: Ourselves, File: c.To, Message: "version " + version.Version}
	st, err := os.Stat(c.To)
	switch {
	case c.Missing:
		l.State, l.Message, l.Hint = Missing, "the program that hooks call is gone", "run `vibedefend doctor --fix`"
	case err != nil:
		l.State, l.Message, l.Hint = Unreadable, "cannot be looked at: "+reason(err), "give yourself access to the file"
	case runtime.GOOS != "windows" && st.Mode().Perm()&0o111 == 0:
		l.State, l.Message, l.Hint = Drift, "the program that hooks call is not executable", "run `vibedefend doctor --fix`"
	case runtime.GOOS != "windows" && writableByOthers(c.To, st):
		l.State, l.Message, l.Hint = Conflict, "other users can replace the program that hooks call", "run `chmod go-w` on the file and its folder"
	case c.Stale:
		l.State, l.Message, l.Hint = Stale, "another build than this one ("+version.Version+")", "run `vibedefend update`"
	}
	return l
}

// writableByOthers looks at the program and its folder: who can write the
// folder can put another file there.
func writableByOthers(path string, st fs.FileInfo) bool {
	dir, err := os.Stat(parent(path))
	return st.Mode().Perm()&0o022 != 0 || err == nil && dir.Mode().Perm()&0o022 != 0 && dir.Mode()&os.ModeSticky == 0
}

// ledger checks that what we changed can be taken back.
func ledger(s Subject) []Line {
	l := Line{State: OK, Agent: Ourselves, File: s.Dir.Ledger()}
	led, err := installers.LoadLedger(s.Dir)
	pending := 0
	for _, e := range led.Entries {
		if e.Pending {
			pending++
		}
	}
	switch {
	case err != nil:
		l.State, l.Message, l.Hint = Unreadable, err.Error(), "run `vibedefend doctor --fix` to move it aside and write a new one; files changed before are then taken back entry by entry"
	case pending > 0:
		l.State, l.Message, l.Hint = Drift, fmt.Sprintf("%d writes were interrupted", pending), "run `vibedefend doctor --fix`"
	case len(led.Entries) == 0 && !s.personal():
		return nil
	case len(led.Entries) == 0:
		l.State, l.Message, l.Hint = Missing, "no record of what was changed", "run `vibedefend doctor --fix`"
	default:
		l.Message = fmt.Sprintf("%d files are recorded", len(led.Entries))
	}
	return []Line{l}
}

// trail checks that events can be written down and that none was taken out.
func trail(s Subject) []Line {
	dir := s.Dir.Audit()
	l := Line{State: OK, Agent: Ourselves, File: dir}
	st, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if len(s.Agents) == 0 {
			return nil
		}
		if !mayWrite(existing(dir)) {
			l.State, l.Message, l.Hint = Unreadable, "the audit trail cannot be made", "give yourself the right to write "+existing(dir)
			return []Line{l}
		}
		l.Message = "no event so far"
		return []Line{l}
	case err != nil || !st.IsDir():
		l.State, l.Message, l.Hint = Conflict, "the audit trail is no folder", "move it away"
		return []Line{l}
	case !mayWrite(dir):
		l.State, l.Message, l.Hint = Unreadable, "the audit trail cannot be written", "run `chmod u+rwx` on the folder"
		return []Line{l}
	}
	r, err := audit.Trail{Dir: dir}.Verify(nil)
	switch {
	case err != nil:
		l.State, l.Message, l.Hint = Unreadable, err.Error(), "run `vibedefend audit verify`"
	case len(r.Problems) > 0:
		l.State, l.Message, l.Hint = Conflict, fmt.Sprintf("the trail's chain is broken in %d places", len(r.Problems)), "run `vibedefend audit verify`"
	default:
		l.Message = "can be written, and its chain holds"
	}
	return []Line{l}
}
