package protect

import (
	"encoding/json"
	"reflect"
	"sort"

	"github.com/cybedefend/vibedefend/internal/hookline"
)

// hook is one handler of ours in a file, with where it stands.
type hook struct {
	event          string
	group, handler int
	matcher        any
	fields         map[string]any
	line           hookline.Line
	form           hookline.Form
}

// hooksOf lists our handlers in an event map: flat entries and matcher groups.
func hooksOf(events map[string]any) []hook {
	var out []hook
	for _, ev := range sorted(events) {
		entries, _ := events[ev].([]any)
		for i, e := range entries {
			m, _ := e.(map[string]any)
			inner, grouped := m["hooks"].([]any)
			if !grouped {
				out = addHook(out, ev, i, 0, m["matcher"], m)
				continue
			}
			for j, h := range inner {
				fields, _ := h.(map[string]any)
				out = addHook(out, ev, i, j, m["matcher"], fields)
			}
		}
	}
	return out
}

func addHook(out []hook, ev string, g, h int, matcher any, fields map[string]any) []hook {
	for _, k := range [...]string{"command", "bash", "powershell", "commandWindows"} {
		s, _ := fields[k].(string)
		if l, form, ok := hookline.Parse(s); s != "" && ok {
			return append(out, hook{ev, g, h, matcher, fields, l, form})
		}
	}
	return out
}

// equal reports whether two handlers do the same for the same event.
func (h hook) equal(o hook) bool {
	return h.event == o.event && reflect.DeepEqual(h.matcher, o.matcher) && reflect.DeepEqual(h.fields, o.fields)
}

// byName reports whether the handler finds our program on PATH.
func (h hook) byName() bool {
	return h.form == hookline.PosixByName || h.form == hookline.PowerShellByName
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// events returns the event map of a document: below "hooks", or the root.
func events(doc map[string]any, root bool) map[string]any {
	if root {
		return doc
	}
	m, _ := doc["hooks"].(map[string]any)
	return m
}

func number(v any) string { n, _ := v.(json.Number); return n.String() }
