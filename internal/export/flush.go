package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/cybedefend/vibedefend/internal/spool"
)

// Flusher sends the spool.
type Flusher struct {
	Settings Settings
	Spool    spool.Dir
	Version  string
	// Client sends; nil means one that reaches only the target's host.
	Client *http.Client
	// Sleep waits between attempts; nil means time.Sleep within the context.
	Sleep func(context.Context, time.Duration)
	// Attempts per batch; 0 means 5.
	Attempts int
}

// Sent counts what a flush did.
type Sent struct{ Events, Batches int }

// ErrBusy says that another flush is running.
var ErrBusy = errors.New("another flush is running")

// Flush sends every batch, oldest first, and removes each one that was
// accepted. It stops at the first that was not: the next flush goes on there.
func (f Flusher) Flush(ctx context.Context) (Sent, error) {
	if f.Settings.Why != "" {
		return Sent{}, nil
	}
	target, err := f.Settings.Target()
	if err != nil {
		return Sent{}, err
	}
	unlock, err := f.lock()
	if err != nil {
		return Sent{}, err
	}
	defer unlock()
	if err := f.Spool.Seal(time.Now()); err != nil {
		return Sent{}, err
	}
	batches, err := f.Spool.Batches()
	if err != nil {
		return Sent{}, err
	}
	client := f.Client
	if client == nil {
		client = Client(target)
	}
	var sent Sent
	for _, b := range batches {
		n, err := f.batch(ctx, client, target, b)
		if err != nil {
			return sent, err
		}
		sent.Batches++
		sent.Events += n
	}
	return sent, nil
}

func (f Flusher) lock() (func(), error) {
	if err := os.MkdirAll(string(f.Spool), 0o700); err != nil {
		return nil, fmt.Errorf("make spool: %w", err)
	}
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
func (f Flusher) batch(ctx context.Context, c *http.Client, target *url.URL, path string) (int, error) {
	events, err := spool.Read(path)
	if err != nil {
		return 0, err
	}
	if len(events) > 0 {
		body, err := Encode(events, f.Version, f.Settings.HashPaths)
		if err != nil {
			return 0, err
		}
		key := strings.TrimSuffix(filepath.Base(path), ".jsonl")
		if err := f.send(ctx, c, target, key, body); err != nil {
			return 0, err
		}
	}
	if err := os.Remove(path); err != nil {
		return 0, fmt.Errorf("remove sent batch: %w", err)
	}
	return len(events), nil
}

// send tries until the receiver accepts, refuses for good, or the attempts
// are used up.
func (f Flusher) send(ctx context.Context, c *http.Client, target *url.URL, key string, body []byte) error {
	attempts := f.Attempts
	if attempts == 0 {
		attempts = 5
	}
	wait := time.Second
	for i := 1; ; i++ {
		after, err := f.post(ctx, c, target, key, body)
		if err == nil {
			return nil
		}
		var final finalError
		if errors.As(err, &final) || i == attempts || ctx.Err() != nil {
			return fmt.Errorf("send events to %s: %w", target.Host, err)
		}
		f.pause(ctx, max(wait, after))
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

// finalError is what a second try cannot change.
type finalError string

func (e finalError) Error() string { return string(e) }

func (f Flusher) post(ctx context.Context, c *http.Client, target *url.URL, key string, body []byte) (retryAfter time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+f.Settings.Token)
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("User-Agent", "vibedefend/"+f.Version)
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<20))
	switch {
	case res.StatusCode/100 == 2:
		return 0, nil
	case res.StatusCode == 429, res.StatusCode >= 502 && res.StatusCode <= 504:
		return parseRetryAfter(res.Header.Get("Retry-After"), time.Now()), fmt.Errorf("receiver answered %s", res.Status)
	}
	return 0, finalError("receiver answered " + res.Status)
}

// parseRetryAfter reads seconds or a date, at most ten minutes (RFC 9110, 10.2.3).
func parseRetryAfter(s string, now time.Time) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		d = time.Duration(min(n, 600)) * time.Second
	} else if at, err := http.ParseTime(s); err == nil {
		d = at.Sub(now)
	}
	return max(0, min(d, 10*time.Minute))
}

// Client reaches target's host and nothing else. Redirects are refused, and
// every connection is checked before its name is looked up; a proxy from the
// environment is honoured and may only be asked for that host.
func Client(target *url.URL) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	proxy := ""
	if p, err := http.ProxyFromEnvironment(&http.Request{URL: target}); err == nil && p != nil {
		proxy = hostPort(p)
	}
	tr := &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if !strings.EqualFold(addr, hostPort(target)) && (proxy == "" || !strings.EqualFold(addr, proxy)) {
				return nil, finalError("refused to connect to " + addr + ": events go to " + target.Host + " only")
			}
			return dialer.DialContext(ctx, network, addr)
		},
		TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
	}
	return &http.Client{Transport: tr, Timeout: time.Minute, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		return finalError("refused a redirect to " + r.URL.Host + ": events go to " + target.Host + " only")
	}}
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	if u.Scheme == "http" {
		return net.JoinHostPort(u.Hostname(), "80")
	}
	return net.JoinHostPort(u.Hostname(), "443")
}
