package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// stale is how old the oldest event may become before it is sent, and the
// least time between two starts of a flush.
const stale = time.Minute

// longest bounds the wait after a failure. A time that lies further ahead was
// set by a clock that was wrong.
const longest = 24 * time.Hour

// Due reports whether a flush should be started now: something is waiting, it
// is stale or the session ends, and no other start was made or forbidden
// lately. True marks the start: one caller of many gets it.
func (d Dir) Due(now time.Time, ending bool) bool {
	since, ok := d.oldest()
	if !ok || !ending && now.Sub(since).Abs() < stale {
		return false
	}
	if d.resting(now) {
		return false
	}
	unlock, ok := d.lock(0)
	if !ok {
		return false
	}
	defer unlock()
	return !d.resting(now) && os.WriteFile(d.stampPath(), nil, 0o600) == nil && os.Chtimes(d.stampPath(), now, now) == nil
}

func (d Dir) stampPath() string { return filepath.Join(string(d), "flush.stamp") }

// resting reports whether a flush was started, or forbidden, lately.
func (d Dir) resting(now time.Time) bool {
	st, err := os.Stat(d.stampPath())
	return err == nil && now.Sub(st.ModTime()).Abs() < stale || now.Before(d.NotBefore())
}

// oldest is when the oldest waiting file was begun.
func (d Dir) oldest() (time.Time, bool) {
	if b, err := d.Batches(); err == nil && len(b) > 0 {
		return time.Time{}, true
	}
	st, err := os.Stat(filepath.Join(string(d), current))
	if err != nil || st.Size() == 0 {
		return time.Time{}, false
	}
	return d.begun(st), true
}

// begun reads the time of the first event: that of the file is its last
// change.
func (d Dir) begun(st fs.FileInfo) time.Time {
	f, err := os.Open(filepath.Join(string(d), current))
	if err != nil {
		return st.ModTime()
	}
	defer f.Close()
	buf := make([]byte, 4<<10)
	n, _ := f.Read(buf)
	events := decode(string(buf[:n]))
	if len(events) == 0 {
		return st.ModTime()
	}
	return events[0].Time
}

func (d Dir) laterPath() string { return filepath.Join(string(d), "later") }

// NotBefore is the time before which the receiver is left alone.
func (d Dir) NotBefore() time.Time {
	st, err := os.Stat(d.laterPath())
	if err != nil || time.Until(st.ModTime()) > longest {
		return time.Time{}
	}
	return st.ModTime()
}

// Failed sets the time of the next try: what the receiver asked for, else
// twice the last wait, between one minute and one hour.
func (d Dir) Failed(now time.Time, asked time.Duration) error {
	n := d.count("later") + 1
	wait := min(max(asked, min(time.Minute<<min(n-1, 6), time.Hour)), longest)
	if err := d.add("later", 1); err != nil {
		return err
	}
	if err := os.Chtimes(d.laterPath(), now, now.Add(wait)); err != nil {
		return fmt.Errorf("postpone the next flush: %w", err)
	}
	return nil
}

// Succeeded forgets earlier failures.
func (d Dir) Succeeded() error {
	if err := os.Remove(d.laterPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget failed flushes: %w", err)
	}
	return nil
}
