package export

import (
	"errors"
	"io/fs"

	"github.com/cybedefend/vibedefend/internal/spool"
)

// Bodies are the request bodies that a flush would send now, in order, byte
// for byte.
func Bodies(d spool.Dir, version string, hashPaths bool) ([][]byte, error) {
	files, err := d.Waiting()
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, path := range files {
		events, err := spool.Read(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(events) == 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		body, err := Encode(events, version, hashPaths)
		if err != nil {
			return nil, err
		}
		out = append(out, body)
	}
	return out, nil
}
