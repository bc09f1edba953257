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

// Batch reads one JSON object a line ({"id","path","content"}) and answers each with its findings.
// It returns how many findings it wrote.
func Batch(r io.Reader, w io.Writer, o Options) (int, error) {
	in := bufio.NewReaderSize(r, 1<<20)
	out := bufio.NewWriter(w)
	defer out.Flush()
	total := 0
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			k, jerr := batchLine(line, out, o)
			if jerr != nil {
				return total, fmt.Errorf("read batch line %d: %w", n, jerr)
			}
			total += k
		}
		if err == io.EOF {
			return total, out.Flush()
		}
		if err != nil {
			return total, fmt.Errorf("read batch: %w", err)
		}
	}
}

func batchLine(line []byte, w io.Writer, o Options) (int, error) {
	var in batchIn
	if len(trimSpace(line)) == 0 {
		return 0, nil
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return 0, err
	}
	rep := Examine(in.Path, []byte(in.Content), o)
	res := batchOut{ID: in.ID, Findings: []batchFinding{}, Incomplete: rep.Incomplete}
	for _, m := range rep.Matches {
		f := batchFinding{Rule: m.Rule, Tier: m.Tier.String(), Severity: m.Severity.String(), Line: m.Line, EndLine: m.EndLine, CWE: []string{}}
		for _, c := range m.CWE {
			f.CWE = append(f.CWE, "CWE-"+strconv.Itoa(c))
		}
		res.Findings = append(res.Findings, f)
	}
	b, err := json.Marshal(res)
	if err != nil {
		return 0, err
	}
	_, err = w.Write(append(b, '\n'))
	return len(res.Findings), err
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
