package hook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/protect"
	"github.com/cybedefend/vibedefend/internal/receipt"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// maxSettings bounds a settings file that is looked into.
const maxSettings = 8 << 20

// configChange judges a change of settings that has already happened on disk:
// blocking it keeps the running session as it was. Changes we made ourselves,
// an upgrade or an uninstall, pass.
func (d Deps) configChange(c Call) (rules.Verdict, bool) {
	if c.Event.Kind != rules.ConfigChange || len(c.Event.Reads) == 0 {
		return rules.Verdict{}, false
	}
	path := c.Event.Reads[0]
	after, err := readSettings(path)
	if last, ok := receipt.LastWrite(d.Dir, path); err == nil && ok && last == sum(after) {
		return rules.Verdict{}, true
	}
	if err == nil {
		err = claudeLost(receipt.Entry(d.Dir, path), after)
	}
	if err == nil {
		return rules.Verdict{}, false
	}
	action := rules.Block
	if d.observing(c.Event.Root) {
		action = rules.Warn
	}
	var v rules.Verdict
	v.Add(rules.Finding{
		Rule: "self.hooks", Action: action, Severity: rules.High, Layer: "built-in", Path: path,
		Title:   "this change of Claude Code's settings would take VibeDefend's hooks away",
		Why:     err.Error() + "; the running session keeps the settings it had",
		Instead: `restore the file, or let a person run "vibedefend uninstall" or "vibedefend doctor --fix"`,
	})
	return v, true
}

func readSettings(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil || !st.Mode().IsRegular() || st.Size() > maxSettings {
		return nil, errors.New("the file cannot be read, so the change cannot be judged")
	}
	return bare.ReadFile(path)
}

func sum(b []byte) string {
	if b == nil {
		return ""
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// claudeLost says what of ours the content of a settings file no longer does.
func claudeLost(entry gjson.Result, after []byte) error {
	if after != nil && gjson.GetBytes(after, "disableAllHooks").Bool() {
		return errors.New("disableAllHooks switches every hook off")
	}
	events, closed := claudeInstalled(entry)
	if len(events) == 0 {
		return nil
	}
	if after == nil {
		return errors.New("the file that holds them is gone")
	}
	if err := protect.Void("claude-code", "settings", after); err != nil {
		return errors.New("Claude Code ignores the whole file: " + err.Error())
	}
	for _, e := range events {
		if !claudeCalls(after, e, closed && e == "PreToolUse") {
			return errors.New("the " + e + " hook is gone or weakened")
		}
	}
	return nil
}

// claudeInstalled lists the events of our entries, from the bytes we inserted,
// and whether they fail closed.
func claudeInstalled(entry gjson.Result) (events []string, closed bool) {
	for _, cut := range entry.Get("cuts").Array() {
		text := cut.Get("new").Str
		closed = closed || strings.Contains(text, `"onFailure"`)
		for _, e := range claudeEvents() {
			_, rest, ok := strings.Cut(text, " hook claude-code "+e.name)
			if ok && !strings.HasPrefix(rest, "Failure") {
				events = append(events, e.name)
			}
		}
	}
	return events, closed
}

// claudeCalls reports whether settings still call us for every occurrence of
// an event, failing closed where that is asked for.
func claudeCalls(settings []byte, event string, closed bool) bool {
	for _, group := range gjson.GetBytes(settings, "hooks."+event).Array() {
		if m := group.Get("matcher").Str; m != "" && m != "*" {
			continue
		}
		for _, h := range group.Get("hooks").Array() {
			l, _, ok := hookline.Parse(h.Get("command").Str)
			if ok && l.Agent == "claude-code" && l.Event == event && h.Get("type").Str == "command" &&
				!h.Get("if").Exists() && !h.Get("async").Bool() && (!closed || h.Get("onFailure").Str == "block") {
				return true
			}
		}
	}
	return false
}
