package hook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// heldTime is how long a person can still permit a call that was stopped.
const heldTime = time.Hour

// Held is a call that was stopped or asked about. It lets a person permit
// exactly that call by the code in the message.
type Held struct {
	Version int       `json:"version"`
	Code    string    `json:"code"`
	Call    string    `json:"call"` // rules.CallHash
	Rules   []string  `json:"rules"`
	Title   string    `json:"title"`
	What    string    `json:"what"` // the command or path, secrets left out
	Agent   string    `json:"agent"`
	Root    string    `json:"root,omitempty"`
	Time    time.Time `json:"time"`
}

func heldDir(d home.Dir) string { return filepath.Join(d.State(), "held") }

// LoadHeld finds a held call by its code. Old ones are gone.
func LoadHeld(d home.Dir, code string, now time.Time) (Held, error) {
	none := fmt.Errorf("find call %s: no call with that code was stopped in the last hour", oneLine(code))
	if !isCode(code) {
		return Held{}, none
	}
	path := filepath.Join(heldDir(d), code+".json")
	raw, err := bare.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Held{}, none
	}
	var h Held
	if err == nil {
		err = json.Unmarshal(raw, &h)
	}
	if err != nil {
		return Held{}, fmt.Errorf("read held call: %w", err)
	}
	if st, err := os.Stat(path); err != nil || now.Sub(st.ModTime()).Abs() > heldTime {
		return Held{}, none
	}
	return h, nil
}

// isCode keeps anything but a code out of a file name.
func isCode(s string) bool {
	return s != "" && len(s) <= 32 && strings.Trim(s, "0123456789abcdefghijklmnopqrstuvwxyz-") == ""
}

// hold keeps what a person needs to permit the call. It never stands in the
// way of the verdict.
func (d Deps) hold(c Call, v rules.Verdict) {
	if v.Action < rules.Ask || !isCode(v.Code) {
		return
	}
	f, _ := leading(v)
	h := Held{Version: 1, Code: v.Code, Call: rules.CallHash(&c.Event), Title: oneLine(f.Title), What: what(c),
		Agent: c.Event.Agent, Root: c.Event.Root, Time: d.Now().UTC()}
	for _, f := range v.Findings {
		h.Rules = append(h.Rules, f.Rule)
	}
	dir := heldDir(d.Dir)
	if tidies(v.Code) {
		d.prune(dir, heldTime)
	}
	// A code says all of its file, which so never has to be rewritten: cutting
	// a file short makes some systems wait for the disk.
	path := filepath.Join(dir, v.Code+".json")
	if err := fresh(path, h.encode()); err != nil {
		_ = os.Chtimes(path, d.Now(), d.Now())
	}
}

// encode is what json.Marshal makes of it, without what the first use of a type
// costs there.
func (h Held) encode() []byte {
	b := append(bare.Room(1024)[:0], `{"version":`...)
	b = strconv.AppendInt(b, int64(h.Version), 10)
	member := func(key, value string) {
		b = append(append(append(b, ',', '"'), key...), '"', ':')
		b = gjson.AppendJSONString(b, value)
	}
	member("code", h.Code)
	member("call", h.Call)
	b = append(b, `,"rules":[`...)
	for i, r := range h.Rules {
		if i > 0 {
			b = append(b, ',')
		}
		b = gjson.AppendJSONString(b, r)
	}
	b = append(b, ']')
	member("title", h.Title)
	member("what", h.What)
	member("agent", h.Agent)
	if h.Root != "" {
		member("root", h.Root)
	}
	member("time", h.Time.Format(time.RFC3339Nano))
	return append(b, '}')
}

// what names the deed for the person who is to permit it.
func what(c Call) string {
	ev := c.Event
	switch {
	case ev.Command != "":
		return clear(ev.Command)
	case ev.Input != "":
		return clear(ev.Input)
	case len(ev.Writes) > 0:
		return oneLine("change " + ev.Writes[0].Path)
	case len(ev.Reads) > 0:
		return oneLine("read " + ev.Reads[0])
	case ev.MCP != nil:
		return oneLine("call " + ev.MCP.Server + " " + ev.MCP.Tool)
	}
	return oneLine(ev.Kind.String() + " " + ev.Tool)
}
