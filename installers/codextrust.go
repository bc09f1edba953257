package installers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/protect"
)

// TrustKey is the name under which Codex keeps the trust of one handler and
// the hash it must hold.
type TrustKey struct{ Key, Hash string }

// codexTrust adds the trust entries for what hooks.json will hold, or says
// what is left to do without consent.
func codexTrust(p *Plan, t Target, hooks Change) {
	e := t.Env
	config := e.Join(detect.CodexDir(e), "config.toml")
	keys, err := codexKeys(t, hooks)
	if err != nil {
		return // the change itself says why
	}
	if !t.Trust {
		p.Waits = true
		p.Notes = append(p.Notes, "Codex skips hooks it was not told to trust: start codex and choose \"Trust all and continue\", or install again and agree to record it")
		return
	}
	src, err := e.FS.ReadFile(config)
	if err != nil {
		src = nil
	}
	toml := edit.TOML{Mine: mineTrust(keys, src, e.Resolve(hooks.Path))}
	for _, k := range keys {
		toml.Tables = append(toml.Tables, edit.Table{
			Path:  []string{"hooks", "state", k.Key},
			Pairs: []edit.Pair{{Key: "trusted_hash", Value: strconv.Quote(k.Hash)}},
		})
	}
	if edit.ValidTOML(src) != nil {
		p.Changes = append(p.Changes, Change{Path: config, Why: "trust in our hooks", Mode: 0o600, Edit: toml})
		return // Codex does not start with such a file: applying refuses it by name
	}
	_, _, err = toml.Apply(src)
	if protect.CodexStateDotted(src) {
		err = errors.New("hooks.state is written with dotted keys")
	}
	if err != nil {
		p.Waits = true
		p.Notes = append(p.Notes, "trust was not recorded in "+config+": "+err.Error()+"; start codex and choose \"Trust all and continue\"")
		return
	}
	p.Changes = append(p.Changes, Change{Path: config, Why: "trust in our hooks", Mode: 0o600, Edit: toml})
	p.Steps = append(p.Steps, codexConfirm(t, keys))
	for _, tr := range protect.CodexTrusted(src) {
		for _, k := range keys {
			if tr.Key == k.Key && tr.Disabled {
				p.Notes = append(p.Notes, "our hook "+k.Key+" is disabled in "+config+": enable it in /hooks")
			}
		}
	}
}

// codexKeys computes key and hash of each of our handlers in hooks.json as it
// will be: keys count positions.
func codexKeys(t Target, hooks Change) ([]TrustKey, error) {
	src, err := t.Env.FS.ReadFile(hooks.Path)
	if err != nil {
		src = nil
	}
	after, _, err := hooks.Edit.Apply(src)
	if err != nil {
		return nil, err
	}
	lines := map[string]string{}
	for _, ev := range codexEvents {
		if lines[ev.name], err = codexLine(t, ev); err != nil {
			return nil, err
		}
	}
	return CodexTrust(after, t.Env.Resolve(hooks.Path), t.Env.OS, lines)
}

// CodexTrust lists our handlers in a hooks.json with the trust each needs.
// source is the file's path with links resolved; lines is the command line
// wanted for each event: one that only looks like it is never trusted.
func CodexTrust(file []byte, source, goos string, lines map[string]string) ([]TrustKey, error) {
	var f struct {
		Hooks map[string][]struct {
			Matcher *string
			Hooks   []map[string]any
		}
	}
	if err := json.Unmarshal(file, &f); err != nil {
		return nil, fmt.Errorf("read codex hooks: %w", err)
	}
	var keys []TrustKey
	for _, ev := range codexEvents {
		for g, grp := range f.Hooks[ev.name] {
			for h, handler := range grp.Hooks {
				if c, _ := handler["command"].(string); c == "" || c != lines[ev.name] {
					continue
				}
				key := fmt.Sprintf("%s:%s:%d:%d", source, ev.label, g, h)
				keys = append(keys, TrustKey{key, codexHash(ev, grp.Matcher, handler, goos)})
			}
		}
	}
	return keys, nil
}

// codexHash is the hash Codex computes over a handler: SHA-256 of compact
// JSON with sorted keys.
func codexHash(ev codexEvent, matcher *string, h map[string]any, goos string) string {
	handler := map[string]any{"type": "command", "command": h["command"], "timeout": effectiveTimeout(ev, h["timeout"]), "async": false}
	if a, ok := h["async"].(bool); ok {
		handler["async"] = a
	}
	if w, ok := h["commandWindows"].(string); ok && goos == "windows" {
		handler["command"] = w
	}
	for _, k := range []string{"statusMessage", "additionalContextLimit"} {
		if v, ok := h[k]; ok {
			handler[k] = v
		}
	}
	doc := map[string]any{"event_name": ev.label, "hooks": []any{handler}}
	if matcher != nil && !ev.noMatcher {
		doc["matcher"] = *matcher
	}
	sum := sha256.Sum256([]byte(text(doc)))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// effectiveTimeout is what Codex makes of a timeout before hashing.
func effectiveTimeout(ev codexEvent, v any) int {
	n, ok := v.(float64)
	if !ok {
		n = 600
		if ev.name == "SessionEnd" {
			n = 1
		}
	}
	if n < 1 {
		n = 1
	}
	if ev.name == "SessionEnd" && n > 3 {
		n = 3
	}
	return int(n)
}

// mineTrust recognises the trust tables of our handlers in the same file: the
// wanted ones, and those of positions we held before the file was changed,
// which hold one of our hashes.
func mineTrust(keys []TrustKey, config []byte, source string) func(path []string) bool {
	mine := map[string]bool{}
	hashes := map[string]bool{}
	for _, k := range keys {
		mine[k.Key] = true
		hashes[k.Hash] = true
	}
	for _, e := range protect.CodexTrusted(config) {
		if hashes[e.Hash] && strings.HasPrefix(e.Key, source+":") {
			mine[e.Key] = true
		}
	}
	return func(path []string) bool {
		return len(path) == 3 && path[0] == "hooks" && path[1] == "state" && mine[path[2]]
	}
}
