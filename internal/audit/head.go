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
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
)

const (
	tailBytes = 64 << 10 // no line is longer
	shortTail = 4 << 10  // few lines are longer
)

// head is the end of the chain.
type head struct {
	seq  uint64
	hash string // of the last line, "" for an empty trail
	last []byte // the last line where it was not hashed yet
	torn bool   // the last line has no end: a writer died
}

// append writes one record as the next link.
func (h *head) append(w io.Writer, r Record) error {
	if h.last != nil {
		h.hash, h.last = lineHash(h.last), nil
	}
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
	h.seq, h.last, h.torn = r.Seq, bytes.TrimSuffix(line, []byte{'\n'}), false
	return nil
}

func lineHash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// oldHead reads the end of the chain from the newest file put aside.
func (t Trail) oldHead() (head, error) {
	old, err := t.rotated()
	if err != nil || len(old) == 0 {
		return head{}, err
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
	buf, _, err := end(f)
	return buf, err
}

// end reads the end of an open file.
func end(f *os.File) (buf []byte, size int64, err error) {
	st, err := f.Stat()
	if err != nil {
		return nil, 0, fmt.Errorf("read audit trail: %w", err)
	}
	size = st.Size()
	buf, err = lastBytes(f, size, shortTail)
	if err == nil && int64(len(buf)) < size && !holdsLine(buf) {
		buf, err = lastBytes(f, size, tailBytes)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read audit trail: %w", err)
	}
	return buf, size, nil
}

func lastBytes(f *os.File, size, n int64) ([]byte, error) {
	off := max(0, size-n)
	buf := bare.Room(int(size - off))
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
