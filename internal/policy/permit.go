package policy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// Permit stores an exception. The caller has made sure that a person asks for
// it. The exception's id is returned.
func Permit(d home.Dir, x rules.Exception, now time.Time) (string, error) {
	// The name has to be unlike others, not hard to guess.
	x.ID, x.Since = fmt.Sprintf("ex-%08x", rand.Uint32()), now.Unix()
	return x.ID, change(d, now, func(all []rules.Exception) []rules.Exception { return append(all, x) })
}

// Withdraw removes an exception; it reports whether it was there.
func Withdraw(d home.Dir, id string, now time.Time) (bool, error) {
	found := false
	err := change(d, now, func(all []rules.Exception) []rules.Exception {
		kept := all[:0]
		for _, x := range all {
			if x.ID == id {
				found = true
				continue
			}
			kept = append(kept, x)
		}
		return kept
	})
	return found, err
}

// change rewrites the list under a lock, without what has expired.
func change(d home.Dir, now time.Time, edit func([]rules.Exception) []rules.Exception) error {
	if err := os.MkdirAll(d.State(), 0o700); err != nil {
		return fmt.Errorf("make state folder: %w", err)
	}
	unlock, err := bare.Lock(exceptionsPath(d) + ".lock")
	if err != nil {
		return fmt.Errorf("lock exceptions: %w", err)
	}
	defer unlock()
	all, err := readExceptions(d)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x rules.Exception) bool { return expired(x, now) })
	raw, err := json.MarshalIndent(exceptionsFile{Version: 1, Exceptions: edit(all)}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode exceptions: %w", err)
	}
	tmp := filepath.Join(d.State(), ".exceptions.tmp")
	if err := os.WriteFile(tmp, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write exceptions: %w", err)
	}
	if err := os.Rename(tmp, exceptionsPath(d)); err != nil {
		return fmt.Errorf("write exceptions: %w", err)
	}
	return nil
}
