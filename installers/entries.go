package installers

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
)

// field is one key of an entry; entries keep the order they are written in.
type field struct {
	key string
	val any
}

// object writes fields as a JSON object in their order. Values of type raw
// are JSON already.
func object(fields ...field) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(text(f.key))
		b.WriteByte(':')
		if r, ok := f.val.(raw); ok {
			b.WriteString(string(r))
			continue
		}
		b.WriteString(text(f.val))
	}
	b.WriteByte('}')
	return b.String()
}

type raw string

// text encodes a value without the escapes HTML needs, as people read these.
func text(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "null" // strings, numbers and booleans always encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// group is the matcher group of Claude Code, Codex and Devin with one handler.
func group(matcher string, handler ...field) string {
	hooks := field{"hooks", raw("[" + object(handler...) + "]")}
	if matcher == "" {
		return object(hooks)
	}
	return object(field{"matcher", matcher}, hooks)
}

// mineGroup recognises a matcher group that holds handlers of ours and
// nothing else.
func mineGroup(b []byte) bool {
	var g struct{ Hooks []json.RawMessage }
	if json.Unmarshal(b, &g) != nil || len(g.Hooks) == 0 {
		return false
	}
	for _, h := range g.Hooks {
		if !mineEntry(h) {
			return false
		}
	}
	return true
}

// mineEntry recognises a flat entry whose every command line is one we
// rendered, in this release or an older one.
func mineEntry(b []byte) bool {
	var e struct{ Command, CommandWindows, Bash, Powershell string }
	if json.Unmarshal(b, &e) != nil {
		return false
	}
	found := false
	for _, s := range []string{e.Command, e.CommandWindows, e.Bash, e.Powershell} {
		if s == "" {
			continue
		}
		if _, _, ok := hookline.Parse(s); !ok {
			return false
		}
		found = true
	}
	return found
}

// checked refuses a file that the agent would ignore as a whole, before and
// after the edit: our entries in it would look installed and never run.
type checked struct {
	edit.Edit
	void func(src []byte) error
}

// Apply implements edit.Edit.
func (c checked) Apply(src []byte) ([]byte, []edit.Cut, error) {
	if len(bytes.TrimSpace(src)) > 0 {
		if err := c.void(src); err != nil {
			return nil, nil, err
		}
	}
	return c.Edit.Apply(src)
}

// State implements edit.Edit.
func (c checked) State(src []byte) edit.State {
	if len(bytes.TrimSpace(src)) > 0 && c.void(src) != nil {
		return edit.Conflict
	}
	return c.Edit.State(src)
}

// RemoveMade implements edit.Receipted where the edit does.
func (c checked) RemoveMade(src []byte, cuts []edit.Cut) ([]byte, error) {
	if r, ok := c.Edit.(edit.Receipted); ok {
		return r.RemoveMade(src, cuts)
	}
	return c.Edit.Remove(src)
}

// ruleFile is a rules file of ours; a file of that name that does not speak
// of us belongs to someone else.
func ruleFile(content string) edit.Edit {
	return edit.File{Content: content, Mine: func(src []byte) bool {
		return bytes.Contains(src, []byte("# VibeDefend watches over this "))
	}}
}
