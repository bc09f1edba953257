package hook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules"
)

// watched starts the clock that answers, as for any other failure of ours, when
// a call takes too long, and then ends the process. The call itself stays where
// it is: to hand it to another thread would cost more than most calls take.
// answered reports whether the caller may answer, that is, came first.
func (r *road) watched(stdout, stderr io.Writer) (answered func() bool) {
	limit, exit := r.Patience, r.Exit
	if limit == 0 {
		limit = patience
	}
	if exit == nil {
		exit = os.Exit
	}
	var taken atomic.Bool
	time.AfterFunc(limit, func() {
		if taken.CompareAndSwap(false, true) {
			exit(r.late(fmt.Errorf("no verdict within %v", limit)).write(stdout, stderr))
		}
	})
	return func() bool { return taken.CompareAndSwap(false, true) }
}

// grace is how long a late answer may take to find out what policy says of
// failures and to leave a line in the trail.
const grace = 400 * time.Millisecond

// late answers for a call that took too long. What it waited for may be the
// disk, on which policy and trail lie too: then the built-in answer is given.
func (r *road) late(err error) Answer {
	told := make(chan Answer, 1)
	go func() { told <- r.broken(err) }()
	select {
	case a := <-told:
		return a
	case <-time.After(grace):
	}
	r.mu.Lock()
	blind := &road{Deps: r.Deps, named: r.named, event: r.event, codec: r.codec, call: r.call}
	r.mu.Unlock()
	blind.blind = true
	return blind.broken(err)
}

// safely answers, and when that breaks, answers as for any other failure of
// ours.
func (r *road) safely(stdin io.Reader) (a Answer, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			a, ok = r.broken(fmt.Errorf("internal error: %s", kindOf(p))), true
		}
	}()
	return r.answer(stdin)
}

// road is one call on its way.
type road struct {
	Deps
	named, event string

	mu    sync.Mutex
	codec *Codec // who calls, once that is known
	call  Call
}

// knows remembers who calls, for an answer in the middle of the road.
func (r *road) knows(codec Codec, c Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.codec, r.call = &codec, c
}

// broken answers for a call that went wrong on the way.
func (r *road) broken(err error) Answer {
	r.mu.Lock()
	codec, c := r.codec, r.call
	r.mu.Unlock()
	if codec != nil {
		return r.failed(*codec, c, err)
	}
	a, ok := r.fail(r.named, r.event, nil, err)
	if !ok {
		return Answer{Stderr: []byte("error: " + err.Error() + "\n"), Exit: 1}
	}
	return a
}

// kindOf describes a panic without what it may hold of the payload.
func kindOf(r any) string { return fmt.Sprintf("%T", r) }

func word(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// answer goes the road. ok is false when this was no call of an agent.
func (r *road) answer(stdin io.Reader) (Answer, bool) {
	raw, err := read(stdin)
	if err != nil {
		return r.fail(r.named, r.event, raw, err)
	}
	p, err := Open(raw)
	if err != nil {
		return r.fail(r.named, r.event, raw, err)
	}
	codec, ok := Caller(r.named, p)
	if !ok {
		return Answer{}, false
	}
	c, err := codec.Decode(r.event, r.Env, p)
	r.knows(codec, c)
	switch {
	case err != nil:
		return r.failed(codec, c, err), true
	case c.Ignore:
		return codec.Encode(c, rules.Verdict{}), true
	case c.hollow():
		if kind, ok := codec.Gate(c.Native); ok {
			c.Event.Kind = kind
		}
		return r.failed(codec, c, errHollow), true
	case r.Homeless:
		return r.failed(codec, c, errors.New("the home folder is not known: HOME is not set")), true
	}
	return r.judged(codec, c), true
}

// errHollow is a deed about which nothing was told: to let it pass would be to
// say yes to anything.
var errHollow = errors.New("the payload names neither a tool nor what it would do")

// hollow reports whether a call that we could stop says nothing to judge by.
func (c *Call) hollow() bool {
	ev := &c.Event
	if ev.Phase > rules.Permission || ev.Kind == rules.Prompt || ev.Kind == rules.ConfigChange {
		return false // a prompt may be empty, a change of settings without a path
	}
	named := ev.Tool != "" && ev.MCP == nil || ev.MCP != nil && ev.MCP.Server+ev.MCP.Tool != ""
	return !named && ev.Command+ev.Input+ev.Prompt == "" && len(ev.Writes)+len(ev.Reads)+len(ev.URLs) == 0
}

const (
	// usualPayload holds most payloads without growing.
	usualPayload = 16 << 10
	// largePayload takes some ten megabytes of memory for each of its own.
	largePayload = 256 << 10
)

func read(stdin io.Reader) ([]byte, error) {
	raw, err := readAll(io.LimitReader(stdin, maxPayload+1))
	if len(raw) > largePayload {
		debug.SetGCPercent(400) // collecting would take a third of the time
	}
	if err != nil {
		return raw, fmt.Errorf("read the payload: %w", err)
	}
	if len(raw) > maxPayload {
		// Some agents take a pipe that breaks for a hook that failed.
		_, _ = io.CopyN(io.Discard, stdin, maxDrained)
		return raw[:shownOfLarge], fmt.Errorf("the payload is larger than %d MiB", maxPayload>>20)
	}
	return raw, nil
}

// readAll is io.ReadAll with room for most payloads.
func readAll(r io.Reader) ([]byte, error) {
	b := bare.Room(usualPayload)[:0]
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return b, err
		}
		if len(b) == cap(b) {
			b = slices.Grow(b, len(b))
		}
	}
}

// judged evaluates a call, records what was not plainly allowed and words it.
func (d Deps) judged(codec Codec, c Call) Answer {
	c.Event.Root = gitRoot(c.Event.CWD)
	v, done := d.configChange(c)
	if !done {
		var err error
		if v, err = d.Judge(d, c); err != nil {
			return d.failed(codec, c, err)
		}
	}
	v = settled(c, v)
	d.record(c, v, "")
	d.hold(c, v)
	return codec.Encode(c, v)
}
