package code

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

type batchIn struct {
	ID      json.RawMessage `json:"id"`
	Path    string          `json:"path"`
	Content string          `json:"content"`
}

type batchFinding struct {
	Rule     string   `json:"rule"`
	CWE      []string `json:"cwe"`
	Tier     string   `json:"tier"`
	Severity string   `json:"severity"`
	Line     int      `json:"line"`
	EndLine  int      `json:"end_line"`
}

type batchOut struct {
	ID         json.RawMessage `json:"id"`
	Findings   []batchFinding  `json:"findings"`
	Incomplete string          `json:"incomplete,omitempty"`
}

// batchError answers a line that cannot be read.
type batchError struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// Judged answers one line of a batch.
type Judged func(path string, content []byte) Report

// Batch reads one JSON object a line ({"id","path","content"}) and answers each with its findings;
// a line that is none is answered with its number and what is wrong. It returns how many findings it
// wrote, and how many lines it could not read.
func Batch(r io.Reader, w io.Writer, judge Judged) (found, bad int, err error) {
	in := bufio.NewReaderSize(r, 1<<20)
	out := bufio.NewWriter(w)
	defer out.Flush()
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if line = trimSpace(line); len(line) > 0 {
			k, read, werr := batchLine(n, line, out, judge)
			if werr != nil {
				return found, bad, fmt.Errorf("write the answer: %w", werr)
			}
			if found += k; !read {
				bad++
			}
		}
		if in.Buffered() == 0 || err != nil {
			if werr := out.Flush(); werr != nil {
				return found, bad, fmt.Errorf("write the answer: %w", werr)
			}
		}
		if err == io.EOF {
			return found, bad, nil
		}
		if err != nil {
			return found, bad, fmt.Errorf("read batch: %w", err)
		}
	}
}

func batchLine(n int, line []byte, w io.Writer, judge Judged) (found int, read bool, err error) {
	var in batchIn
	if err := json.Unmarshal(line, &in); err != nil {
		return 0, false, writeLine(w, batchError{n, "want one JSON object a line, {\"id\", \"path\", \"content\"}: " + err.Error()})
	}
	if in.Path == "" && in.Content == "" {
		return 0, false, writeLine(w, batchError{n, "path and content are missing"})
	}
	rep := judge(in.Path, []byte(in.Content))
	res := batchOut{ID: in.ID, Findings: []batchFinding{}, Incomplete: rep.Incomplete}
	for _, m := range rep.Matches {
		f := batchFinding{Rule: m.Rule, Tier: m.Tier.String(), Severity: m.Severity.String(), Line: m.Line, EndLine: m.EndLine, CWE: []string{}}
		for _, c := range m.CWE {
			f.CWE = append(f.CWE, "CWE-"+strconv.Itoa(c))
		}
		res.Findings = append(res.Findings, f)
	}
	return len(res.Findings), true, writeLine(w, res)
}

func writeLine(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}
