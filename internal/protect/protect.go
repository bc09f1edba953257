// Package protect knows which files of a machine belong to VibeDefend or
// configure an agent, and whether a change of one would take our hooks away.
//
// It is on the hook road: no program is started and nothing is written.
package protect

// Void says why an agent would ignore the whole file, nil when it would not.
func Void(agent, form string, content []byte) error { return nil }

// CodexHooksOff reports whether a config.toml switches all hooks off.
func CodexHooksOff(config []byte) bool { return false }

// CodexHooksInline reports whether a config.toml defines hooks of its own.
func CodexHooksInline(config []byte) bool { return false }
