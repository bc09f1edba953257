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
	"strconv"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

// Bounds of the spool. What does not fit pushes out the oldest batch, and is
// counted.
const (
	batchBytes = 256 << 10
	maxBatches = 16
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
		Event: r.Event, Action: r.Action, Rules: r.Rules, Severity: r.Severity, Layer: r.Layer, Repo: r.Repo,
		Path: r.Path, Latency: r.Latency, Version: r.Version}
	if filepath.IsAbs(e.Path) || strings.HasPrefix(e.Path, "~") || strings.HasPrefix(e.Path, "..") || strings.HasPrefix(e.Path, `\`) {
		e.Path = ""
	}
	return e
}

// Dir is the folder of the spool.
type Dir string

const current = "current.jsonl"

// Add appends e with one write.
func (d Dir) Add(e Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode spool event: %w", err)
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("make spool: %w", err)
	}
	path := filepath.Join(string(d), current)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open spool: %w", err)
	}
	defer f.Close()
	// The line end comes first: it also ends a line that a dead writer tore.
	if _, err := f.Write(append([]byte{'\n'}, line...)); err != nil {
		return fmt.Errorf("write spool: %w", err)
	}
	if st, err := f.Stat(); err == nil && st.Size() >= batchBytes {
		return d.Seal(time.Now())
	}
	return nil
}

// Seal closes the current file into a batch, and drops the oldest batches
// beyond the bound. With nothing to close it does nothing.
func (d Dir) Seal(now time.Time) error {
	path := filepath.Join(string(d), current)
	if st, err := os.Stat(path); err != nil || st.Size() == 0 {
		return nil
	}
	name := fmt.Sprintf("batch-%020d-%d.jsonl", now.UnixNano(), os.Getpid())
	// A second sealer finds the file gone: the first one has it.
	if err := os.Rename(path, filepath.Join(string(d), name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("seal spool: %w", err)
	}
	batches, err := d.Batches()
	for err == nil && len(batches) > maxBatches {
		err = d.drop(batches[0])
		batches = batches[1:]
	}
	return err
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
	var events []Event
	for line := range strings.Lines(string(raw)) {
		var e Event
		if json.Unmarshal([]byte(line), &e) == nil && e.ID != "" {
			events = append(events, e)
		}
	}
	return events, nil
}

// Pending reads everything not yet sent, oldest first.
func (d Dir) Pending() ([]Event, error) {
	files, err := d.Batches()
	if err != nil {
		return nil, err
	}
	if path := filepath.Join(string(d), current); exists(path) {
		files = append(files, path)
	}
	var all []Event
	for _, f := range files {
		events, err := Read(f)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}

// Dropped is how many events the bound has pushed out so far.
func (d Dir) Dropped() int {
	raw, err := os.ReadFile(filepath.Join(string(d), "dropped"))
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(raw)))
	return n
}

// drop removes a batch and adds its events to the count.
func (d Dir) drop(batch string) error {
	events, err := Read(batch)
	if err != nil {
		return err
	}
	n := strconv.Itoa(d.Dropped() + len(events))
	if err := os.WriteFile(filepath.Join(string(d), "dropped"), []byte(n+"\n"), 0o600); err != nil {
		return fmt.Errorf("count dropped events: %w", err)
	}
	if err := os.Remove(batch); err != nil {
		return fmt.Errorf("drop spool batch: %w", err)
	}
	return nil
}

// Clear removes everything not yet sent.
func (d Dir) Clear() error {
	if err := os.RemoveAll(string(d)); err != nil {
		return fmt.Errorf("clear spool: %w", err)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
