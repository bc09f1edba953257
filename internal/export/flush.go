package export

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/spool"
)

// Flusher sends the spool.
type Flusher struct {
	Settings consent.Settings
	Spool    spool.Dir
	Version  string
	Network  Network
	// Still is asked before each request; false ends the flush, so that
	// switching sending off takes hold at once. Nil means always.
	Still func() bool
	// Sleep waits between attempts; nil means time.Sleep within the context.
	Sleep func(context.Context, time.Duration)
	// Attempts per batch; 0 means 5.
	Attempts int
}

// Sent counts what a flush did.
type Sent struct {
	Events  int `json:"events"`
	Batches int `json:"batches"`
	// Refused events were turned down by the receiver for good.
	Refused int `json:"refused"`
}

var (
	// ErrBusy says that another flush is running.
	ErrBusy = errors.New("another flush is running")
	// ErrLater says that the receiver asked for time, or failed lately.
	ErrLater = errors.New("the receiver is given time before the next try")
	// ErrOff says that sending was switched off meanwhile.
	ErrOff = errors.New("sending was switched off")
)

// longest is the wait that is sat out; a longer one is left to a later flush.
const longest = time.Minute

// Flush sends every batch, oldest first, and removes each one that was
// accepted. It stops at the first that was not: a later flush goes on there.
func (f Flusher) Flush(ctx context.Context) (Sent, error) {
	if f.Settings.Why != "" {
		return Sent{}, nil
	}
	target, err := Target(f.Settings)
	if err != nil {
		return Sent{}, err
	}
	if !f.Spool.Exists() {
		return Sent{}, nil
	}
	unlock, err := f.lock()
	if err != nil {
		return Sent{}, err
	}
	defer unlock()
	if until := f.Spool.NotBefore(); time.Now().Before(until) {
		return Sent{}, fmt.Errorf("%w (until %s)", ErrLater, until.Local().Format("15:04:05"))
	}
	client, err := Client(f.Settings, target, f.Network)
	if err != nil {
		return Sent{}, err
	}
	defer client.CloseIdleConnections()
	return f.all(ctx, client, target)
}

func (f Flusher) all(ctx context.Context, client *http.Client, target *url.URL) (Sent, error) {
	if err := f.Spool.Seal(time.Now()); err != nil {
		return Sent{}, err
	}
	batches, err := f.Spool.Batches()
	if err != nil {
		return Sent{}, err
	}
	var sent Sent
	for _, b := range batches {
		if err := f.batch(ctx, client, target, b, &sent); err != nil {
			return sent, f.postpone(err)
		}
	}
	return sent, f.Spool.Succeeded()
}

// postpone keeps later flushes from asking too soon.
func (f Flusher) postpone(err error) error {
	var later laterError
	wait := time.Duration(0)
	if errors.As(err, &later) {
		wait = later.after
	}
	if errors.Is(err, ErrOff) {
		return err
	}
	return errors.Join(err, f.Spool.Failed(time.Now(), wait))
}

func (f Flusher) lock() (func(), error) {
	l := flock.New(filepath.Join(string(f.Spool), "flush.lock"), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock spool: %w", err)
	}
	if !ok {
		return nil, ErrBusy
	}
	return func() { _ = l.Unlock() }, nil
}

// batch sends one batch. A receiver that saw it already knows it by its key.
func (f Flusher) batch(ctx context.Context, c *http.Client, target *url.URL, path string, sent *Sent) error {
	events, err := spool.Read(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil // pushed out by the bound meanwhile, and counted
	}
	if err != nil {
		return err
	}
	if len(events) > 0 {
		body, err := Encode(events, f.Version, f.Settings.HashPaths)
		if err != nil {
			return err
		}
		refused, err := f.send(ctx, c, target, Key(path), body)
		if err != nil && refused == 0 {
			return err
		}
		if err != nil || refused > len(events) {
			refused = len(events)
		}
		sent.Refused += refused
		sent.Events += len(events) - refused
		if err := f.Spool.Refuse(refused); err != nil {
			return err
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove sent batch: %w", err)
	}
	sent.Batches++
	return nil
}

// Key is the name of a batch towards the receiver.
func Key(path string) string { return strings.TrimSuffix(filepath.Base(path), ".jsonl") }

// send tries until the receiver accepts, refuses for good, or the attempts
// are used up. With an error, refused other than 0 means that the batch itself
// is refused and no later try can help.
func (f Flusher) send(ctx context.Context, c *http.Client, target *url.URL, key string, body []byte) (refused int, err error) {
	attempts := f.Attempts
	if attempts == 0 {
		attempts = 5
	}
	wait := time.Second
	for i := 1; ; i++ {
		if f.Still != nil && !f.Still() {
			return 0, ErrOff
		}
		refused, err = f.post(ctx, c, target, key, body)
		var later laterError
		if err == nil || refused > 0 {
			return refused, err
		}
		errors.As(err, &later)
		if final(err) || i == attempts || ctx.Err() != nil || later.after > longest {
			return 0, fmt.Errorf("send events to %s: %w", target.Host, err)
		}
		f.pause(ctx, max(wait, later.after))
		wait = min(2*wait, 30*time.Second)
	}
}

func (f Flusher) pause(ctx context.Context, d time.Duration) {
	if f.Sleep != nil {
		f.Sleep(ctx, d)
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// Within flushes and gives up after a time: nobody waits for it.
func (f Flusher) Within(limit time.Duration) (Sent, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return f.Flush(ctx)
}
