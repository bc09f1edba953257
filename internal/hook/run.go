package hook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/version"
	"github.com/cybedefend/vibedefend/rules"
)

const (
	// maxPayload bounds what is read from stdin.
	maxPayload = 64 << 20
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
}

// Run answers one call: args are those after the program name, with or
// without the word "hook". It returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return local().Run(args, stdin, stdout, stderr)
}

// local is the machine this process runs on.
func local() Deps {
	envHome, _ := os.UserHomeDir()
	exe, _ := os.Executable()
	d := Deps{Now: time.Now, Version: version.Version, Judge: judge, OnError: onError}
	var owner string
	if d.Dir, owner = home.ForHook(exe, envHome); filepath.Dir(exe) != d.Dir.Bin() {
		d, owner = d.account(exe, envHome)
	}
	cwd, _ := os.Getwd()
	d.Env = Env{Home: owner, Dir: cwd, OS: runtime.GOOS, Getenv: os.Getenv}
	if owner == "" {
		d.Env.Home = envHome
	}
	d.Env.Wired = func(agent string) bool { return wired(d.Env.Home, agent) }
	return d
}

// account compares HOME, which any environment can set, with the account's
// own home, which is used where HOME is missing.
func (d Deps) account(exe, envHome string) (Deps, string) {
	own := accountHome("/etc/passwd", os.Getuid())
	if envHome == "" {
		d.Dir, envHome = home.ForHook(exe, own)
		d.Homeless = own == ""
		return d, envHome
	}
	d.Foreign = own != "" && !sameDir(own, envHome)
	return d, envHome
}

func sameDir(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}

// Run answers one call with the given dependencies.
func (d Deps) Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "hook" {
		args = args[1:]
	}
	a, ok := d.patiently(args, stdin)
	if !ok {
		fmt.Fprintln(stderr, "error: this program is called by coding agents\nhint: vibedefend hook <agent> <event> with a payload on stdin; see vibedefend help")
		return 1
	}
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

// patiently answers, and when that takes too long or breaks, answers as for
// any other failure of ours.
func (d Deps) patiently(args []string, stdin io.Reader) (Answer, bool) {
	named, event := word(args, 0), word(args, 1)
	type result struct {
		a  Answer
		ok bool
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				a, ok := d.fail(named, event, nil, fmt.Errorf("internal error: %v", kindOf(r)))
				done <- result{a, ok}
			}
		}()
		a, ok := d.answer(named, event, stdin)
		done <- result{a, ok}
	}()
	limit := d.Patience
	if limit == 0 {
		limit = patience
	}
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case r := <-done:
		return r.a, r.ok
	case <-t.C:
		return d.fail(named, event, nil, fmt.Errorf("no verdict within %v", limit))
	}
}

// kindOf describes a panic without what it may hold of the payload.
func kindOf(r any) string { return fmt.Sprintf("%T", r) }

func word(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// answer is the road. ok is false when this was no call of an agent.
func (d Deps) answer(named, event string, stdin io.Reader) (Answer, bool) {
	raw, err := read(stdin)
	if err != nil {
		return d.fail(named, event, raw, err)
	}
	p, err := Open(raw)
	if err != nil {
		return d.fail(named, event, raw, err)
	}
	codec, ok := Caller(named, p)
	if !ok {
		return Answer{}, false
	}
	c, err := codec.Decode(event, d.Env, p)
	if err != nil {
		return d.failed(codec, c, err), true
	}
	if d.Homeless {
		return d.failed(codec, c, errors.New("the home folder is not known: HOME is not set")), true
	}
	if c.Ignore {
		return codec.Encode(c, rules.Verdict{}), true
	}
	return d.judged(codec, c), true
}

func read(stdin io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(stdin, maxPayload+1))
	if err != nil {
		return raw, fmt.Errorf("read the payload: %w", err)
	}
	if len(raw) > maxPayload {
		return nil, fmt.Errorf("the payload is larger than %d MiB", maxPayload>>20)
	}
	return raw, nil
}

// judged evaluates a call, records what was not plainly allowed and words it.
func (d Deps) judged(codec Codec, c Call) Answer {
	start := d.Now()
	c.Event.Root = gitRoot(c.Event.CWD)
	v, done := d.configChange(c)
	if !done {
		var err error
		if v, err = d.Judge(d, c); err != nil {
			return d.failed(codec, c, err)
		}
	}
	v = settled(c, v)
	d.record(c, v, "", start)
	return codec.Encode(c, v)
}
