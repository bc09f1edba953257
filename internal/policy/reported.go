package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules/deps"
)

// ReportedFile is the name of an imported list of packages reported as malware,
// beside the configuration of the machine and of the user.
const ReportedFile = "packages.deny"

// ReportedList is one such list. Err says why it does not count.
type ReportedList struct {
	Path string
	List *deps.Reports
	Err  error
	file *os.File
}

// Close ends the reading of the list.
func (l ReportedList) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// ReportedLists opens the lists that hold here, the machine's first. There is
// no entry for a list that is not there.
func ReportedLists(o Options) []ReportedList {
	o.fill()
	var paths []string
	if managed := home.Managed(o.OS, o.Getenv); ownedByAdmin(managed, o.OS) {
		paths = append(paths, filepath.Join(managed, ReportedFile))
	}
	if o.Dir != "" {
		paths = append(paths, filepath.Join(string(o.Dir), ReportedFile))
	}
	var out []ReportedList
	for _, p := range paths {
		if l := openReported(p); !errors.Is(l.Err, fs.ErrNotExist) {
			out = append(out, l)
		}
	}
	return out
}

func openReported(path string) ReportedList {
	l := ReportedList{Path: path}
	st, err := os.Stat(path) // before it is opened: a pipe would be waited for
	if err == nil && !st.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: path, Err: errors.New("not an ordinary file")}
	}
	if err == nil {
		l.file, err = bare.OpenFile(path, os.O_RDONLY, 0)
	}
	if err == nil {
		if l.List, err = deps.OpenReports(l.file, st.Size()); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	l.Err = err
	return l
}

// reported opens the lists when a package is asked for, which few calls do; nil
// where there is none. One that cannot be read is doctor's to report.
func reported(o Options) func() func(deps.Entry) bool {
	var has func(deps.Entry) bool
	opened := false
	return func() func(deps.Entry) bool {
		if opened {
			return has
		}
		opened = true
		var lists []*deps.Reports
		for _, l := range ReportedLists(o) {
			if l.Err == nil {
				lists = append(lists, l.List)
			}
		}
		if len(lists) > 0 {
			has = func(e deps.Entry) bool {
				return slices.ContainsFunc(lists, func(l *deps.Reports) bool { return l.Has(e) })
			}
		}
		return has
	}
}
