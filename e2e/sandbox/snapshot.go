package sandbox

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Snapshot is all of a folder: path to mode and bytes, or to a link's target.
type Snapshot map[string]string

// Snap takes a snapshot of the home, links not followed. Paths below one of
// skip (relative to the home) are left out.
func (b *Box) Snap(skip ...string) Snapshot {
	b.T.Helper()
	s := Snapshot{}
	err := filepath.WalkDir(b.Home, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(b.Home, path)
		for _, p := range skip {
			if rel == p {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
		}
		s[rel], err = describe(path, d)
		return err
	})
	check(b.T, err)
	return s
}

func describe(path string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return "link to " + target, err
	case d.IsDir():
		return info.Mode().String(), nil
	case !d.Type().IsRegular():
		return d.Type().String(), nil
	}
	raw, err := os.ReadFile(path)
	return info.Mode().String() + "\n" + string(raw), err
}

// Diff lists what differs from s in after, one line each.
func (s Snapshot) Diff(after Snapshot) string {
	var lines []string
	for p, was := range s {
		if is, ok := after[p]; !ok {
			lines = append(lines, "gone: "+p)
		} else if is != was {
			lines = append(lines, fmt.Sprintf("changed: %s\n--- was\n%s\n--- is\n%s", p, short(was), short(is)))
		}
	}
	for p, is := range after {
		if _, ok := s[p]; !ok {
			lines = append(lines, "new: "+p+"\n"+short(is))
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func short(s string) string {
	if len(s) > 1500 {
		return s[:1500] + "…"
	}
	return s
}
