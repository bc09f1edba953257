package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// Filter selects records; empty fields select everything.
type Filter struct {
	Since    time.Time
	Until    time.Time
	Agent    string
	Rule     string // an id, or a prefix ending in "."
	Severity string // this or a graver one
	Action   string
	Repo     string
}

// match judges the raw line, so that reading a long trail decodes only what
// is asked for.
func (f Filter) match(line []byte) bool {
	if f.Agent != "" && gjson.GetBytes(line, "agent").Str != f.Agent ||
		f.Severity != "" && grade(gjson.GetBytes(line, "severity").Str) < grade(f.Severity) ||
		f.Action != "" && gjson.GetBytes(line, "action").Str != f.Action ||
		f.Repo != "" && gjson.GetBytes(line, "repo").Str != f.Repo {
		return false
	}
	if f.Rule != "" && !f.matchRule(line) {
		return false
	}
	if f.Since.IsZero() && f.Until.IsZero() {
		return true
	}
	at, err := time.Parse(time.RFC3339Nano, gjson.GetBytes(line, "time").Str)
	return err == nil && !at.Before(f.Since) && (f.Until.IsZero() || at.Before(f.Until))
}

// grade ranks a severity; a record without one is below all.
func grade(s string) int {
	return slices.Index([]string{"info", "low", "medium", "high", "critical"}, s)
}

func (f Filter) matchRule(line []byte) bool {
	ids := gjson.GetBytes(line, "rules").Array()
	ids = append(ids, gjson.GetBytes(line, "allowed").Array()...)
	return slices.ContainsFunc(ids, func(r gjson.Result) bool {
		return r.Str == f.Rule || strings.HasSuffix(f.Rule, ".") && strings.HasPrefix(r.Str, f.Rule)
	})
}

// Files lists the files of the trail, oldest first.
func (t Trail) Files() ([]string, error) {
	names, err := t.rotated()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(t.current()); err == nil {
		names = append(names, t.current())
	}
	return names, nil
}

// Lines calls visit with every raw line that f selects, oldest first, until
// it returns false. Lines that a dead writer left torn are passed over; a
// record folded twice is visited once. The slice is valid during the call.
func (t Trail) Lines(f Filter, visit func(line []byte) bool) error {
	files, err := t.Files()
	if err != nil {
		return err
	}
	twice := recent{}
	for i, name := range files {
		if i < len(files)-1 && f.after(name) {
			continue
		}
		more := true
		err := eachLine(name, func(line []byte, whole bool) bool {
			if !whole || len(line) == 0 || !f.match(line) || !gjson.ValidBytes(line) {
				return true
			}
			if twice.seen(gjson.GetBytes(line, "id").Str) {
				return true
			}
			more = visit(line)
			return more
		})
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// after reports whether a whole file lies before what is asked for. What was
// left aside is folded in a little later than it happened.
func (f Filter) after(name string) bool {
	if f.Since.IsZero() {
		return false
	}
	last, err := lastTime(name)
	return err == nil && last.Before(f.Since.Add(-time.Hour))
}

// Records decodes what Lines selects.
func (t Trail) Records(f Filter, visit func(Record) bool) error {
	var bad error
	err := t.Lines(f, func(line []byte) bool {
		var r Record
		if err := json.Unmarshal(line, &r); err != nil {
			bad = fmt.Errorf("read audit record: %w", err)
			return false
		}
		return visit(r)
	})
	return errors.Join(err, bad)
}

// recent remembers the last ids: a record is folded twice only in a row.
type recent struct {
	ids [64]string
	at  int
}

func (r *recent) seen(id string) bool {
	if id == "" {
		return false
	}
	if slices.Contains(r.ids[:], id) {
		return true
	}
	r.ids[r.at%len(r.ids)] = id
	r.at++
	return false
}

// eachLine visits the lines of a file without their ends; whole is false for
// a last line without one.
func eachLine(path string, visit func(line []byte, whole bool) bool) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // rotated away meanwhile
	}
	if err != nil {
		return fmt.Errorf("open audit trail: %w", err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 256<<10)
	for {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			var rest []byte
			line = bytes.Clone(line)
			rest, err = r.ReadBytes('\n')
			line = append(line, rest...)
		}
		if len(line) > 0 && !visit(bytes.TrimSuffix(line, []byte{'\n'}), err == nil) {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read audit trail: %w", err)
		}
	}
}
