package audit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tidwall/gjson"
)

// Mark is a place in the trail from which a reader goes on.
type Mark struct {
	file string // the newest put-aside file when the mark was made
	off  int64  // in the current file
}

// End marks the end of the trail.
func (t Trail) End() (Mark, error) {
	m, err := t.newestRotated()
	if err != nil {
		return m, err
	}
	st, err := os.Stat(t.current())
	if err == nil {
		m.off = st.Size()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("read audit trail: %w", err)
	}
	return m, nil
}

func (t Trail) newestRotated() (Mark, error) {
	names, err := t.rotated()
	if err != nil || len(names) == 0 {
		return Mark{}, err
	}
	return Mark{file: filepath.Base(names[len(names)-1])}, nil
}

// After visits the whole lines that f selects behind a mark, and returns the
// mark behind the last of them. Where the file was put aside meanwhile, the
// rest of it comes first.
func (t Trail) After(m Mark, f Filter, visit func(line []byte) error) (Mark, error) {
	now, err := t.newestRotated()
	if err != nil {
		return m, err
	}
	if now.file != m.file {
		names, err := t.rotated()
		if err != nil {
			return m, err
		}
		for _, name := range names {
			if base := filepath.Base(name); base > m.file {
				if _, err := rest(name, m.off, f, visit); err != nil {
					return m, err
				}
				m = Mark{file: base}
			}
		}
	}
	m.off, err = rest(t.current(), m.off, f, visit)
	return m, err
}

// rest visits whole lines from an offset and returns where they end.
func rest(path string, off int64, f Filter, visit func([]byte) error) (int64, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return off, nil
	}
	if err != nil {
		return off, fmt.Errorf("open audit trail: %w", err)
	}
	defer file.Close()
	if _, err := file.Seek(off, io.SeekStart); err != nil {
		return off, fmt.Errorf("read audit trail: %w", err)
	}
	for r := bufio.NewReader(file); ; {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return off, nil // the end, or a line that is being written
		}
		off += int64(len(line))
		line = bytes.TrimSuffix(line, []byte{'\n'})
		if gjson.ValidBytes(line) && f.match(line) {
			if err := visit(line); err != nil {
				return off, err
			}
		}
	}
}
