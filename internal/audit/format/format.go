// Package format writes records of the trail for other programs.
package format

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

// Names lists the formats.
var Names = []string{"jsonl", "csv", "ocsf", "sarif"}

// Records is a source of records, in order; it stops when visit is false.
type Records func(visit func(audit.Record) bool) error

// References names the weaknesses and controls that a rule stands for.
type References func(rule string) []string

// Write writes records in the named format; version is ours. Formats that have
// a place for what rules stand for ask refs.
func Write(w io.Writer, name, version string, from Records, refs References) error {
	b := bufio.NewWriter(w)
	var err error
	switch name {
	case "jsonl":
		err = lines(b, from, func(r audit.Record) any { return r })
	case "csv":
		err = table(b, from)
	case "ocsf":
		err = lines(b, from, func(r audit.Record) any { return ocsf(r, version, refs) })
	case "sarif":
		err = sarif(b, version, from, refs)
	default:
		return fmt.Errorf("unknown format %q: want %s", name, strings.Join(Names, ", "))
	}
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func lines(w io.Writer, from Records, shape func(audit.Record) any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	var bad error
	err := from(func(r audit.Record) bool {
		bad = e.Encode(shape(r))
		return bad == nil
	})
	return first(bad, err)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

var columns = []string{"time", "seq", "id", "agent", "surface", "agent_version", "session", "event", "action", "rules", "allowed", "severity",
	"layer", "repo", "path", "user", "latency_ms", "version", "error", "command"}

func table(w io.Writer, from Records) error {
	c := csv.NewWriter(w)
	bad := c.Write(columns)
	err := from(func(r audit.Record) bool {
		row := []string{r.Time.Format(time.RFC3339Nano), strconv.FormatUint(r.Seq, 10), r.ID, r.Agent, r.Surface, r.AgentVer, r.Session, r.Event,
			r.Action, strings.Join(r.Rules, " "), strings.Join(r.Allowed, " "), r.Severity, r.Layer, r.Repo, r.Path, r.User,
			strconv.FormatFloat(r.Latency, 'f', -1, 64), r.Version, r.Error, r.Command}
		for i := range row {
			row[i] = inert(row[i])
		}
		bad = c.Write(row)
		return bad == nil
	})
	c.Flush()
	return first(bad, err, c.Error())
}

// inert keeps spreadsheets from running a cell as a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
