package business

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
)

// Active is a rule that the user of this machine accepted. It is kept outside
// the repository: what a clone brings along reaches no agent without it.
type Active struct {
	Rule
	Severity string `json:"severity"` // advise, warn, ask or block
	SHA      string `json:"statement_sha"`
	// Policy is set where no person accepted it but the machine's policy
	// trusts the repository: it counts only while that is so.
	Policy bool `json:"policy,omitempty"`
}

// Accepted is the list of rules the user accepted in one repository.
type Accepted struct {
	Version int      `json:"version"`
	Root    string   `json:"root"`
	Rules   []Active `json:"rules"`
}

// AcceptedPath is the file of the rules accepted for the repository at root;
// state is the folder of our state.
func AcceptedPath(state, root string) string {
	sum := sha256.Sum256([]byte(filepath.Clean(root)))
	return filepath.Join(state, "rules", hex.EncodeToString(sum[:8])+".json")
}

// LoadAccepted reads the rules accepted for the repository at root; none when
// there is no such file.
func LoadAccepted(state, root string) (Accepted, error) {
	a := Accepted{Version: 1, Root: root}
	if root == "" {
		return a, nil
	}
	raw, err := bare.ReadFile(AcceptedPath(state, root))
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("read accepted rules: %w", err)
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return Accepted{Version: 1, Root: root}, fmt.Errorf("read accepted rules: %s is damaged: %w", AcceptedPath(state, root), err)
	}
	return a, nil
}

// Save writes the list, readable by the user alone.
func (a Accepted) Save(state string) error {
	path := AcceptedPath(state, a.Root)
	raw, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return fmt.Errorf("encode accepted rules: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make folder for accepted rules: %w", err)
	}
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write accepted rules: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("write accepted rules: %w", err)
	}
	return nil
}

// Accept adds a rule, or replaces the one with its id.
func (a *Accepted) Accept(r Rule, severity string) {
	a.Drop(r.ID)
	a.Rules = append(a.Rules, Active{Rule: r, Severity: severity, SHA: r.StatementHash()})
}

// Entrust makes the rules that policy accepts those of list: what it took
// over before and the repository dropped goes. What a person accepted stays.
func (a *Accepted) Entrust(list []Active) {
	kept := a.Rules[:0]
	for _, r := range a.Rules {
		if !r.Policy {
			kept = append(kept, r)
		}
	}
	a.Rules = kept
	for _, r := range list {
		if !slices.ContainsFunc(kept, func(x Active) bool { return x.ID == r.ID }) {
			r.SHA, r.Policy = r.StatementHash(), true
			a.Rules = append(a.Rules, r)
		}
	}
}

// Holds reports whether a rule was accepted with the words it has now.
func (a *Accepted) Holds(r Rule) bool {
	for _, x := range a.Rules {
		if x.ID == r.ID {
			return x.SHA == r.StatementHash()
		}
	}
	return false
}

// Drop removes a rule; it reports whether it was there.
func (a *Accepted) Drop(id string) bool {
	for i := range a.Rules {
		if a.Rules[i].ID == id {
			a.Rules = append(a.Rules[:i], a.Rules[i+1:]...)
			return true
		}
	}
	return false
}

// Standing leaves out rules that the repository's book no longer holds: a team
// that drops a rule drops it for everybody. book is the text of rules.yaml;
// trusted is asked where rules stand by policy only.
func (a Accepted) Standing(book []byte, trusted func() bool) []Active {
	text := string(book)
	var out []Active
	asked, yes := false, false
	for _, r := range a.Rules {
		if r.Policy && !asked {
			asked, yes = true, trusted != nil && trusted()
		}
		if strings.Contains(text, r.ID) && (!r.Policy || yes) {
			out = append(out, r)
		}
	}
	return out
}
