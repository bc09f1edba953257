package hook

import (
	"fmt"
	"io"
	"time"

	_ "github.com/cybedefend/vibedefend/internal/ample" // before all others
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

const (
	// maxPayload bounds what is judged. Models write some hundred kilobytes at
	// most; each MiB takes some tens of milliseconds.
	maxPayload = 16 << 20
	// maxDrained bounds what is read of a larger one, so that whoever writes it
	// comes to an end.
	maxDrained = 1 << 30
	// shownOfLarge is the part of one that may still tell who calls.
	shownOfLarge = 64 << 10
	// patience is how long a call may take. Agents let a call pass when their
	// own timeout ends, which for none of them is shorter.
	patience = 8 * time.Second
)

// Deps is what the road needs of the rest of the house.
type Deps struct {
	Env Env
	Dir home.Dir
	Now func() time.Time
	// Version is ours, for the trail.
	Version string
	// Judge evaluates a call. Its error means that policy could not be read;
	// the verdict then follows OnError.
	Judge func(d Deps, c Call) (rules.Verdict, error)
	// OnError says what becomes of a deed of that kind when we fail.
	OnError func(d Deps, k rules.Kind) rules.Action
	// Foreign is set where our folder was found through a HOME that is not the
	// account's: what loosens policy there does not count.
	Foreign bool
	// Homeless is set where no home is known, and so no policy.
	Homeless bool
	// Patience replaces the built-in limit of one call; for tests.
	Patience time.Duration
	// Exit ends the process with an answer that the clock gave; os.Exit unless
	// set.
	Exit func(code int)

	start time.Time // of the call at hand
	blind bool      // the disk does not answer: neither policy nor trail
}

// Run answers one call: args are those after the program name, with or
// without the word "hook". It returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return local().Run(args, stdin, stdout, stderr)
}

// Run answers one call with the given dependencies.
func (d Deps) Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "hook" {
		args = args[1:]
	}
	d.start = d.Now()
	r := &road{Deps: d, named: word(args, 0), event: word(args, 1)}
	answered := r.watched(stdout, stderr)
	a, ok := r.safely(stdin)
	if !answered() {
		select {} // the clock was faster: it ends the process
	}
	if !ok {
		fmt.Fprintln(stderr, "error: this program is called by coding agents\nhint: vibedefend hook <agent> <event> with a payload on stdin; see vibedefend help")
		return 1
	}
	return a.write(stdout, stderr)
}

// write gives the answer to the agent and returns the exit code.
func (a Answer) write(stdout, stderr io.Writer) int {
	if len(a.Stderr) > 0 {
		_, _ = stderr.Write(a.Stderr)
	}
	if len(a.Stdout) > 0 {
		if _, err := stdout.Write(a.Stdout); err != nil && a.Exit == 0 {
			return 1
		}
	}
	return a.Exit
}
