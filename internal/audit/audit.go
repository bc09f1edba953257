// Package audit keeps the local trail: one line of metadata for every event
// that was not a plain allow. No code, prompt or command text is written
// unless the user switches the redacted command on.
//
// Lines form a chain: each holds the SHA-256 of the line before it, so that a
// line removed or edited later shows. The trail never decides a verdict: what
// cannot be written is reported to the caller and the call is judged anyway.
package audit

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Record is one line of the trail. Fields are metadata only; a new field
// needs a reason why it cannot hold the user's content.
type Record struct {
	// Seq, Prev and ID are set by Append: the number of the line, the hash of
	// the line before it, and a random name that survives folding.
	Seq  uint64 `json:"seq"`
	Prev string `json:"prev"`
	ID   string `json:"id"`

	Time     time.Time `json:"time"`
	Agent    string    `json:"agent"`
	Surface  string    `json:"surface,omitempty"`
	AgentVer string    `json:"agent_version,omitempty"`
	Session  string    `json:"session,omitempty"`
	Event    string    `json:"event"` // rules.Kind
	Action   string    `json:"action"`
	Rules    []string  `json:"rules,omitempty"`
	// Allowed are rules that a person's exception let pass.
	Allowed  []string `json:"allowed,omitempty"`
	Severity string   `json:"severity,omitempty"`
	Layer    string   `json:"layer,omitempty"`
	Repo     string   `json:"repo,omitempty"` // repository id, not its path
	Path     string   `json:"path,omitempty"` // relative to the repository, or "~/..." or ""
	User     string   `json:"user,omitempty"`
	Latency  float64  `json:"latency_ms"`
	Version  string   `json:"version"` // ours
	Error    string   `json:"error,omitempty"`
	// Command is the command with secrets masked. Only by the user's setting,
	// and never exported.
	Command string `json:"command,omitempty"`
}

// CanarySession is the session under which doctor tries the hooks out.
const CanarySession = "vibedefend-doctor"

// Canary reports whether doctor, not an agent, sent the call. The line stays
// in the trail like any other, but is not counted as an interception.
func (r Record) Canary() bool {
	return r.Session == CanarySession && !slices.ContainsFunc(r.Rules, func(id string) bool { return !strings.HasPrefix(id, "self.") })
}

// Append adds r to the trail in dir as one line with one write. Folder and
// file are made when missing (0700, 0600). It waits at most 20 ms for other
// writers; then the line goes to a side file that the next writer folds in.
func Append(dir string, r Record) error { return Trail{Dir: dir}.Append(r) }

// Trail is a trail folder and its limits. The zero limits mean the defaults.
type Trail struct {
	Dir string
	// MaxBytes is the size at which the current file is put aside; 8 MiB.
	MaxBytes int64
	// MaxAge is the age at which it is put aside; 30 days.
	MaxAge time.Duration
	// Keep is how long put-aside files stay; 365 days.
	Keep time.Duration
}

func (t Trail) maxBytes() int64 {
	if t.MaxBytes > 0 {
		return t.MaxBytes
	}
	return 8 << 20
}

func (t Trail) maxAge() time.Duration {
	if t.MaxAge > 0 {
		return t.MaxAge
	}
	return 30 * 24 * time.Hour
}

func (t Trail) keep() time.Duration {
	if t.Keep > 0 {
		return t.Keep
	}
	return 365 * 24 * time.Hour
}

// NewID makes the random name of a record. It has to be unlike others, not hard
// to guess.
func NewID() (string, error) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], rand.Uint64())
	return hex.EncodeToString(b[:]), nil
}

func (r *Record) stamp() (err error) {
	if r.ID == "" {
		r.ID, err = NewID()
	}
	return err
}
