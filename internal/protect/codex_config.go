package protect

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/internal/hookline"
)

var codexConfig = &form{
	name: "codex config",
	void: func(b []byte) error { _, err := settings(b); return err },
	ours: tomlHooks,
	off:  codexOff,
	beside: func(_ string, before, after []byte) error {
		return trustKept(before, after)
	},
}

// tomlHooks lists our command lines in [hooks] tables.
func tomlHooks(b []byte) ([]hook, error) {
	all, err := settings(b)
	if err != nil {
		return nil, err
	}
	var out []hook
	for _, s := range all {
		if len(s.path) != 4 || s.path[0] != "hooks" || s.path[2] != "hooks" || s.path[3] != "command" {
			continue
		}
		if l, form, ok := hookline.Parse(s.data); ok {
			out = append(out, hook{event: s.path[1], line: l, form: form, fields: map[string]any{"command": s.data}})
		}
	}
	return out, nil
}

// codexOff: one word in any layer switches off every hook, and one per hook
// switches off that one.
func codexOff(b []byte) []string {
	all, err := settings(b)
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range all {
		switch {
		case s.is("false", "features", "hooks"), s.is("false", "features", "codex_hooks"):
			out = append(out, "features."+s.path[1]+" = false")
		case s.is("true", "allow_managed_hooks_only"):
			out = append(out, "allow_managed_hooks_only")
		case len(s.path) == 4 && s.is("false", "hooks", "state", s.path[2], "enabled") && trustsOurs(s.path[2]):
			out = append(out, "enabled = false for "+s.path[2])
		}
	}
	return out
}

// trustKept wants every trust entry of a hook of ours unchanged.
func trustKept(before, after []byte) error {
	had, err := settings(before)
	if err != nil {
		return nil // Codex does not start with it as it is
	}
	have, err := settings(after)
	if err != nil {
		return fmt.Errorf("codex would not start: %w", err)
	}
	now := map[string]string{}
	for _, s := range have {
		if len(s.path) == 4 && s.at("hooks", "state", s.path[2], "trusted_hash") {
			now[s.path[2]] = s.data
		}
	}
	for _, s := range had {
		if len(s.path) != 4 || !s.at("hooks", "state", s.path[2], "trusted_hash") || now[s.path[2]] == s.data {
			continue
		}
		if trustsOurs(s.path[2]) {
			return fmt.Errorf("the trust of our hook %s would be lost, and Codex would skip it silently", filepath.Base(s.path[2]))
		}
	}
	return nil
}

// trustsOurs reports whether a trust key points at a handler of ours.
func trustsOurs(key string) bool {
	parts := strings.Split(key, ":")
	n := len(parts)
	if n < 4 {
		return false
	}
	g, err1 := strconv.Atoi(parts[n-2])
	h, err2 := strconv.Atoi(parts[n-1])
	source := strings.Join(parts[:n-3], ":")
	if err1 != nil || err2 != nil || !filepath.IsAbs(source) {
		return false
	}
	b, err := read(source)
	if err != nil {
		return false
	}
	hooks, err := jsonHooks(b, false, false)
	if err != nil {
		return false
	}
	for _, o := range hooks {
		if label, _ := codexLabel(o.event); label == parts[n-3] && o.group == g && o.handler == h {
			return true
		}
	}
	return false
}

// Trusted is the state Codex keeps of one handler.
type Trusted struct {
	Key, Hash string
	Disabled  bool
}

// CodexTrusted lists the state entries of a config.toml, in its order; none
// where it cannot be read.
func CodexTrusted(config []byte) []Trusted {
	all, err := settings(config)
	if err != nil {
		return nil
	}
	var out []Trusted
	for _, s := range all {
		if len(s.path) != 4 || s.path[0] != "hooks" || s.path[1] != "state" {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Key != s.path[2] {
			out = append(out, Trusted{Key: s.path[2]})
		}
		last := &out[len(out)-1]
		switch s.path[3] {
		case "trusted_hash":
			last.Hash = s.data
		case "enabled":
			last.Disabled = s.data == "false"
		}
	}
	return out
}

// CodexStateDotted reports whether hooks.state is written with dotted keys,
// which Codex does not let another table follow.
func CodexStateDotted(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if len(s.path) > 2 && s.path[0] == "hooks" && s.path[1] == "state" && s.table < 2 {
			return true
		}
	}
	return false
}

// CodexHooksOff reports whether a config.toml switches all hooks off.
func CodexHooksOff(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if s.is("false", "features", "hooks") || s.is("false", "features", "codex_hooks") {
			return true
		}
	}
	return false
}

// CodexHooksInline reports whether a config.toml defines hooks of its own.
func CodexHooksInline(config []byte) bool {
	all, err := settings(config)
	if err != nil {
		return false
	}
	for _, s := range all {
		if len(s.path) > 2 && s.path[0] == "hooks" && s.path[1] != "state" {
			return true
		}
	}
	return false
}
