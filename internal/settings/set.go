package settings

import (
	"bytes"
	"fmt"

	"github.com/cybedefend/vibedefend/internal/home"
)

// Set writes one key of the configuration and leaves all others as they are.
// It reports whether the file changed.
func Set(d home.Dir, key string, value any) (bool, error) {
	old, err := read(d)
	if err != nil {
		return false, err
	}
	raw := old
	if len(raw) == 0 {
		raw = []byte("{}")
	}
	next, err := put(raw, key, value, false)
	if err != nil {
		return false, fmt.Errorf("write configuration: %w", err)
	}
	if len(old) == 0 {
		next = append(pretty(next), '\n')
	}
	if bytes.Equal(old, next) {
		return false, nil
	}
	return true, write(d, next)
}
