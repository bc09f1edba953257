package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/rules"
)

// ErrStale says that a rules file changed since it was compiled; the full
// program compiles it with Compile.
var ErrStale = errors.New("custom rules are not compiled yet")

// compiled is the cache of one rules file.
type compiled struct {
	Version int          `json:"version"`
	Size    int64        `json:"size"`
	Time    int64        `json:"time"`
	Rules   []rules.Rule `json:"rules"`
}

const compiledVersion = 1

// customRules returns the compiled rules of a layer, nil when it has none.
func customRules(o Options, layer, folder string) (*rules.Set, error) {
	src := rulesPath(layer, folder)
	st, err := os.Stat(src)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("read custom rules: %w", err)
	}
	b, err := os.ReadFile(cachePath(o, src))
	var c compiled
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Version != compiledVersion || c.Size != st.Size() || c.Time != st.ModTime().UnixNano() {
		return nil, fmt.Errorf("read %s: %w: run vibedefend policy compile", src, ErrStale)
	}
	return rules.NewSet(c.Rules), nil
}

// rulesPath is where a layer keeps its custom guard rules.
func rulesPath(layer, folder string) string { return filepath.Join(folder, "guard.yaml") }

// cachePath names the compiled form of a rules file; it always lies in the
// user's own state folder.
func cachePath(o Options, src string) string {
	sum := sha256.Sum256([]byte(src))
	return filepath.Join(o.Dir.State(), "policy", hex.EncodeToString(sum[:8])+".json")
}
