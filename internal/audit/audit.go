// Package audit keeps the local trail: one line of metadata for every event
// that was not a plain allow. No code, prompt or command text is written.
package audit

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Record is one line of the trail. Fields are metadata only; a new field
// needs a reason why it cannot hold the user's content.
type Record struct {
	Time     time.Time `json:"time"`
	Agent    string    `json:"agent"`
	Surface  string    `json:"surface,omitempty"`
	AgentVer string    `json:"agent_version,omitempty"`
	Session  string    `json:"session,omitempty"`
	Event    string    `json:"event"` // rules.Kind
	Action   string    `json:"action"`
	Rules    []string  `json:"rules,omitempty"`
	Severity string    `json:"severity,omitempty"`
	Layer    string    `json:"layer,omitempty"`
	Repo     string    `json:"repo,omitempty"` // repository id, not its path
	Path     string    `json:"path,omitempty"` // relative to the repository, or "~/..." or ""
	User     string    `json:"user,omitempty"`
	Latency  float64   `json:"latency_ms"`
	Version  string    `json:"version"` // ours
	Error    string    `json:"error,omitempty"`
}

// Append writes r to the trail in dir as one line with one write. The file
// and folder are made when missing (0600, 0700).
func Append(dir string, r Record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode audit record: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make audit folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "trail.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open audit trail: %w", err)
	}
	defer f.Close()
	if _, err := f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write audit trail: %w", err)
	}
	return nil
}
