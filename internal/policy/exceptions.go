package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

func exceptionsPath(d home.Dir) string { return filepath.Join(d.State(), "exceptions.json") }

type exceptionsFile struct {
	Version    int               `json:"version"`
	Exceptions []rules.Exception `json:"exceptions"`
}

// Exceptions returns what a person allowed and what has not expired.
func Exceptions(d home.Dir, now time.Time) ([]rules.Exception, error) {
	all, err := readExceptions(d)
	if err != nil {
		return nil, err
	}
	var out []rules.Exception
	for _, x := range all {
		if !expired(x, now) && !early(x, now) {
			out = append(out, x)
		}
	}
	return out, nil
}

func expired(x rules.Exception, now time.Time) bool { return x.Expires != 0 && x.Expires <= now.Unix() }

// clockSlack is how far a clock may be set back, as when it is corrected.
const clockSlack = 10 * time.Minute

// early reports whether the clock was set back to before a limited exception
// was given: it would last longer than a person agreed to.
func early(x rules.Exception, now time.Time) bool {
	return x.Expires != 0 && x.Since != 0 && now.Add(clockSlack).Unix() < x.Since
}

func readExceptions(d home.Dir) ([]rules.Exception, error) {
	b, err := bare.ReadFile(exceptionsPath(d))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	var f exceptionsFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("read exceptions %s: %w", exceptionsPath(d), err)
	}
	return f.Exceptions, nil
}
