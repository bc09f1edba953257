// Package spool keeps what may leave the machine until it is sent: metadata
// of events, by an allow-list of fields. It opens no connection; sending is
// internal/export's, in a process of its own.
package spool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/bare"
)

// Bounds of the spool. What does not fit pushes out the oldest batch, and is
// counted.
const (
	batchBytes = 256 << 10
	maxBytes   = 4 << 20
	lockWait   = 20 * time.Millisecond
)

// Event is everything that may leave the machine about one event. It is
// copied field by field from the trail: a new field of the trail stays here
// until it is added on purpose.
type Event struct {
	ID       string    `json:"id"`
	Time     time.Time `json:"time"`
	Agent    string    `json:"agent"`
	Surface  string    `json:"surface,omitempty"`
	AgentVer string    `json:"agent_version,omitempty"`
	Session  string    `json:"session,omitempty"`
	Event    string    `json:"event"`
	Action   string    `json:"action"`
	Rules    []string  `json:"rules,omitempty"`
	Allowed  []string  `json:"allowed,omitempty"`
	Severity string    `json:"severity,omitempty"`
	Layer    string    `json:"layer,omitempty"`
	Repo     string    `json:"repo,omitempty"`
	Project  string    `json:"project,omitempty"`
	Path     string    `json:"path,omitempty"`
	Latency  float64   `json:"latency_ms"`
	Version  string    `json:"version"`
}

// From copies the fields of r that may leave. A path outside the repository
// ("~/...") says something about the machine and stays.
func From(r audit.Record) Event {
	e := Event{ID: r.ID, Time: r.Time, Agent: r.Agent, Surface: r.Surface, AgentVer: r.AgentVer, Session: r.Session,
		Event: r.Event, Action: r.Action, Rules: r.Rules, Allowed: r.Allowed, Severity: r.Severity, Layer: r.Layer, Repo: r.Repo,
		Path: r.Path, Latency: r.Latency, Version: r.Version}
	if filepath.IsAbs(e.Path) || strings.HasPrefix(e.Path, "/") || strings.HasPrefix(e.Path, "~") || strings.HasPrefix(e.Path, "..") || strings.HasPrefix(e.Path, `\`) {
		e.Path = ""
	}
	return e
}

// Dir is the folder of the spool.
type Dir string

const current = "current.jsonl"

// Add appends e with one write. Where others hold the lock for long, e becomes
// a batch of its own: no writer waits, and none writes into a batch that is
// being sent.
func (d Dir) Add(e Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode spool event: %w", err)
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("make spool: %w", err)
	}
	unlock, ok := d.lock(lockWait)
	if !ok {
		return d.alone(e.ID, line)
	}
	defer unlock()
	size, err := d.append(line)
	if err == nil && size >= batchBytes {
		err = d.seal(time.Now())
	}
	return err
}

func (d Dir) append(line []byte) (size int64, err error) {
	f, err := os.OpenFile(filepath.Join(string(d), current), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("open spool: %w", err)
	}
	defer f.Close()
	// The line end comes first: it also ends a line that a dead writer tore.
	if _, err := f.Write(append([]byte{'\n'}, line...)); err != nil {
		return 0, fmt.Errorf("write spool: %w", err)
	}
	st, err := f.Stat()
	if err != nil {
		return 0, nil
	}
	return st.Size(), nil
}

// alone writes a batch of one event, whole or not at all.
func (d Dir) alone(id string, line []byte) error {
	tmp := filepath.Join(string(d), "."+id+".tmp")
	err := os.WriteFile(tmp, line, 0o600)
	if err == nil {
		err = os.Rename(tmp, filepath.Join(string(d), fmt.Sprintf("batch-%020d-%s.jsonl", time.Now().UnixNano(), id)))
	}
	if err != nil {
		_ = os.Remove(tmp)
		return fmt.Errorf("write spool: %w", err)
	}
	return nil
}

// lock takes the lock of those who write or close the current file.
func (d Dir) lock(wait time.Duration) (unlock func(), ok bool) {
	path := filepath.Join(string(d), "spool.lock")
	for deadline := time.Now().Add(wait); ; time.Sleep(time.Millisecond) {
		unlock, err := bare.TryLock(path)
		if err == nil && unlock != nil {
			return unlock, true
		}
		if err != nil || time.Now().After(deadline) {
			return nil, false
		}
	}
}

// Seal closes the current file into a batch, and drops the oldest batches
// beyond the bound. With nothing to close it does nothing.
func (d Dir) Seal(now time.Time) error {
	unlock, ok := d.lock(time.Second)
	if !ok {
		return errors.New("seal spool: it is busy")
	}
	defer unlock()
	return d.seal(now)
}

func (d Dir) seal(now time.Time) error {
	path := filepath.Join(string(d), current)
	if st, err := os.Stat(path); err != nil || st.Size() == 0 {
		return nil
	}
	name := fmt.Sprintf("batch-%020d-%d.jsonl", now.UnixNano(), os.Getpid())
	if err := os.Rename(path, filepath.Join(string(d), name)); err != nil {
		return fmt.Errorf("seal spool: %w", err)
	}
	return d.bound()
}

// bound drops the oldest batches beyond what the spool may hold.
func (d Dir) bound() error {
	batches, err := d.Batches()
	if err != nil {
		return err
	}
	total := int64(0)
	for i := len(batches) - 1; i >= 0; i-- {
		st, err := os.Stat(batches[i])
		if err != nil {
			continue // sent meanwhile
		}
		if total += st.Size(); total <= maxBytes {
			continue
		}
		if err := d.drop(batches[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Batches lists the closed batches, oldest first.
func (d Dir) Batches() ([]string, error) {
	names, err := filepath.Glob(filepath.Join(string(d), "batch-*.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("list spool: %w", err)
	}
	sort.Strings(names)
	return names, nil
}

// Read decodes a batch. A line that a dead writer left torn is passed over.
func Read(batch string) ([]Event, error) {
	raw, err := os.ReadFile(batch)
	if err != nil {
		return nil, fmt.Errorf("read spool: %w", err)
	}
	return decode(string(raw)), nil
}

func decode(text string) []Event {
	var events []Event
	for line := range strings.Lines(text) {
		var e Event
		if json.Unmarshal([]byte(line), &e) == nil && e.ID != "" {
			events = append(events, e)
		}
	}
	return events
}

// Waiting lists the batches and the file that is not closed yet.
func (d Dir) Waiting() ([]string, error) {
	files, err := d.Batches()
	if path := filepath.Join(string(d), current); err == nil && exists(path) {
		files = append(files, path)
	}
	return files, err
}

// Pending reads everything not yet sent, oldest first.
func (d Dir) Pending() ([]Event, error) {
	files, err := d.Waiting()
	if err != nil {
		return nil, err
	}
	var all []Event
	for _, f := range files {
		events, err := Read(f)
		if errors.Is(err, fs.ErrNotExist) {
			continue // sent meanwhile
		}
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}

// Clear removes everything not yet sent.
func (d Dir) Clear() error {
	if err := os.RemoveAll(string(d)); err != nil {
		return fmt.Errorf("clear spool: %w", err)
	}
	return nil
}

// Exists reports whether anything was ever put in.
func (d Dir) Exists() bool { return exists(string(d)) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
