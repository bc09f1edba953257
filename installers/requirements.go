package installers

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
	"github.com/cybedefend/vibedefend/internal/protect"
)

// codexManaged plans requirements.toml: the hooks, and the pin without which
// any user or trusted project switches them off. Managed hooks need no trust.
// Codex does not start with a file it cannot read.
func codexManaged(t Target) (Plan, error) {
	p := Plan{Agent: "codex", Scope: t.Scope}
	var b strings.Builder
	for _, ev := range codexEvents {
		line, err := t.line("codex", ev.name, t.plain())
		if err != nil {
			return p, err
		}
		b.WriteString(codexTable(ev, line))
	}
	path := t.Env.Join(detect.CodexSystem(t.Env), "requirements.toml")
	pin := edit.TOML{Tables: []edit.Table{{Path: []string{"features"}, Pairs: []edit.Pair{{Key: "hooks", Value: "true"}}, Shared: true}}}
	p.Changes = []Change{
		{Path: path, Why: "managed hooks of Codex", Edit: pinned{pin}},
		{Path: path, Why: "managed hooks of Codex", Edit: tables{edit.Block{Text: strings.TrimSpace(b.String()), Hash: true}}},
	}
	p.Notes = append(p.Notes, "Codex threads that are open now keep their hooks: start a new session")
	return p.within(t)
}

func codexTable(ev codexEvent, line string) string {
	s := "[[hooks." + ev.name + "]]\n"
	if ev.matcher != "" {
		s += "matcher = " + edit.QuoteTOML(ev.matcher) + "\n"
	}
	return s + "[[hooks." + ev.name + ".hooks]]\ntype = \"command\"\ncommand = " + edit.QuoteTOML(line) +
		"\ntimeout = " + strconv.Itoa(ev.timeout) + "\n\n"
}

// pinned sets [features] hooks = true. An administrator's own false is not
// overruled.
type pinned struct{ edit.TOML }

var errHooksOff = errors.New("features.hooks is false there, which switches every hook off: set it to true, or ask who wrote it")

// Apply implements edit.Edit.
func (e pinned) Apply(src []byte) ([]byte, []edit.Cut, error) {
	if protect.CodexHooksOff(src) {
		return nil, nil, errHooksOff
	}
	return e.TOML.Apply(src)
}

// State implements edit.Edit.
func (e pinned) State(src []byte) edit.State {
	if protect.CodexHooksOff(src) {
		return edit.Conflict
	}
	return e.TOML.State(src)
}

// RemoveMade implements edit.Receipted: a pin that was there before us stays.
func (e pinned) RemoveMade(src []byte, cuts []edit.Cut) ([]byte, error) {
	for _, c := range cuts {
		if strings.Contains(c.New, "hooks = true") {
			return e.Remove(src)
		}
	}
	return src, nil
}

// tables keeps a block of TOML tables at the end of a file and proves, before
// anything is written, that the file says what it said before and ours.
type tables struct{ edit.Block }

// Apply implements edit.Edit.
func (e tables) Apply(src []byte) ([]byte, []edit.Cut, error) {
	before, err := tomlValues(src)
	if err != nil {
		return nil, nil, fmt.Errorf("the file is not valid TOML, and Codex does not start with it: %w", err)
	}
	out, cuts, err := e.Block.Apply(src)
	if err != nil {
		return nil, nil, err
	}
	after, err := tomlValues(out)
	if err != nil {
		return nil, nil, fmt.Errorf("hooks are written in a form that ours cannot stand beside; write them as [[hooks.EVENT]] tables: %w", err)
	}
	withoutOurs(before)
	withoutOurs(after)
	if !reflect.DeepEqual(before, after) {
		return nil, nil, errors.New("the edit would change values that are not ours")
	}
	return out, cuts, nil
}

// State implements edit.Edit.
func (e tables) State(src []byte) edit.State {
	if _, _, err := e.Apply(src); err != nil {
		return edit.Conflict
	}
	return e.Block.State(src)
}

func tomlValues(src []byte) (map[string]any, error) {
	v := map[string]any{}
	err := toml.Unmarshal(bytes.TrimPrefix(src, []byte("\ufeff")), &v)
	return v, err
}

// withoutOurs takes our groups out of parsed requirements.
func withoutOurs(doc map[string]any) {
	hooks, _ := doc["hooks"].(map[string]any)
	for name, v := range hooks {
		groups, isList := v.([]any)
		if !isList {
			continue
		}
		var kept []any
		for _, g := range groups {
			if !ourGroup(g) {
				kept = append(kept, g)
			}
		}
		hooks[name] = kept
		if len(kept) == 0 {
			delete(hooks, name)
		}
	}
	if hooks != nil && len(hooks) == 0 {
		delete(doc, "hooks")
	}
}

func ourGroup(g any) bool {
	group, _ := g.(map[string]any)
	handlers, _ := group["hooks"].([]any)
	for _, h := range handlers {
		m, _ := h.(map[string]any)
		s, _ := m["command"].(string)
		if _, _, ok := hookline.Parse(s); !ok {
			return false
		}
	}
	return len(handlers) > 0
}
