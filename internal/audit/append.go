package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
)

const (
	currentName = "trail.jsonl"
	lockName    = "trail.lock"
	lockWait    = 20 * time.Millisecond
	tailBytes   = 64 << 10 // no line is longer
	shortTail   = 4 << 10  // few lines are longer
)

// Append adds r to the trail; see the function Append.
func (t Trail) Append(r Record) error {
	if err := r.stamp(); err != nil {
		return err
	}
	if err := os.MkdirAll(t.Dir, 0o700); err != nil {
		return fmt.Errorf("make audit folder: %w", err)
	}
	unlock, ok := t.lock(lockWait)
	if !ok {
		return t.aside(r)
	}
	defer unlock()
	return t.write(r)
}

// lock takes the writers' lock, waiting at most wait.
func (t Trail) lock(wait time.Duration) (unlock func(), ok bool) {
	l := flock.New(filepath.Join(t.Dir, lockName), flock.SetPermissions(0o600))
	for deadline := time.Now().Add(wait); ; {
		if got, err := l.TryLock(); err == nil && got {
			return func() { _ = l.Unlock() }, true
		} else if err != nil {
			return nil, false
		}
		if time.Now().After(deadline) {
			return nil, false
		}
		time.Sleep(time.Millisecond)
	}
}

// write appends under the lock: first what others left aside, then r.
func (t Trail) write(r Record) error {
	h, err := t.head()
	if err != nil {
		return err
	}
	if err := t.rotate(&h); err != nil {
		return err
	}
	f, err := bare.OpenFile(t.current(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open audit trail: %w", err)
	}
	defer f.Close()
	folded := t.fold(f, &h)
	return errors.Join(h.append(f, r), folded)
}

func (t Trail) current() string { return filepath.Join(t.Dir, currentName) }

// head is the end of the chain.
type head struct {
	seq  uint64
	hash string // of the last line, "" for an empty trail
	torn bool   // the last line has no end: a writer died
}

// append writes one record as the next link.
func (h *head) append(w io.Writer, r Record) error {
	r.Seq, r.Prev = h.seq+1, h.hash
	line, err := encode(r)
	if err != nil {
		return err
	}
	out := line
	if h.torn {
		out = append([]byte{'\n'}, line...)
	}
	if n, err := w.Write(out); err != nil {
		h.torn = h.torn || n > 0
		return fmt.Errorf("write audit trail: %w", err)
	}
	h.seq, h.hash, h.torn = r.Seq, lineHash(bytes.TrimSuffix(line, []byte{'\n'})), false
	return nil
}

func lineHash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// head reads the end of the chain from the newest file that has a line.
func (t Trail) head() (head, error) {
	h, err := fileHead(t.current())
	if err != nil || h.hash != "" {
		return h, err
	}
	old, err := t.rotated()
	if err != nil || len(old) == 0 {
		return h, err
	}
	return fileHead(old[len(old)-1])
}

// lastTime is the time of the last whole line of a file.
func lastTime(path string) (time.Time, error) {
	buf, err := tail(path)
	if err != nil {
		return time.Time{}, err
	}
	lines := bytes.Split(bytes.TrimSpace(buf), []byte{'\n'})
	at, err := time.Parse(time.RFC3339Nano, gjson.GetBytes(lines[len(lines)-1], "time").Str)
	if err != nil {
		return at, fmt.Errorf("read audit trail: %w", err)
	}
	return at, nil
}

// fileHead reads the last line of a file. A torn line counts: the next link
// holds its hash, and its number follows from the line before it.
func fileHead(path string) (head, error) {
	buf, err := tail(path)
	if err != nil {
		return head{}, err
	}
	return headOf(buf), nil
}

// tail reads the end of a file; a missing one is empty.
func tail(path string) ([]byte, error) {
	f, err := bare.OpenFile(path, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open audit trail: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read audit trail: %w", err)
	}
	buf, err := lastBytes(f, st.Size(), shortTail)
	if err == nil && int64(len(buf)) < st.Size() && !holdsLine(buf) {
		buf, err = lastBytes(f, st.Size(), tailBytes)
	}
	if err != nil {
		return nil, fmt.Errorf("read audit trail: %w", err)
	}
	return buf, nil
}

func lastBytes(f *os.File, size, n int64) ([]byte, error) {
	off := max(0, size-n)
	buf := make([]byte, size-off)
	if _, err := f.ReadAt(buf, off); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return buf, nil
}

// holdsLine reports whether the last line of a piece is whole and sound, so
// that nothing before it matters.
func holdsLine(buf []byte) bool {
	if len(buf) == 0 || buf[len(buf)-1] != '\n' {
		return false
	}
	body := buf[:len(buf)-1]
	i := bytes.LastIndexByte(body, '\n')
	return i >= 0 && gjson.ValidBytes(body[i+1:])
}

func headOf(buf []byte) head {
	if len(buf) == 0 {
		return head{}
	}
	h := head{torn: buf[len(buf)-1] != '\n'}
	rest := bytes.TrimSuffix(buf, []byte{'\n'})
	for n := uint64(0); ; n++ {
		i := bytes.LastIndexByte(rest, '\n')
		line := rest[i+1:]
		if n == 0 {
			h.hash = lineHash(line)
		}
		if seq := gjson.GetBytes(line, "seq"); seq.Exists() && gjson.ValidBytes(line) {
			h.seq = seq.Uint() + n
			return h
		}
		if i < 0 {
			return h
		}
		rest = rest[:i]
	}
}
