package osv

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Bounds of what is read: no report is near this size, no dump near this number.
const (
	maxReport   = 4 << 20
	mostReports = 5_000_000
)

// Tally counts what was read.
type Tally struct {
	Reports, Other, Withdrawn, Foreign, Unclear int
	// Broken files are no reports at all; First is why the first is none.
	Broken int
	First  error
}

var errMany = fmt.Errorf("more than %d reports", mostReports)

// Read reads files, folders and zip archives of reports and hands over each
// package. A path that cannot be read ends it; a file in a folder or archive
// that is no report is counted.
func Read(paths []string, take func(Package)) (Tally, error) {
	var t Tally
	for _, p := range paths {
		if err := t.path(p, take); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (t *Tally) path(p string, take func(Package)) error {
	st, err := os.Stat(p)
	switch {
	case err != nil:
		return fmt.Errorf("read reports: %w", err)
	case st.IsDir():
		return t.folder(p, take)
	case !st.Mode().IsRegular():
		return fmt.Errorf("read reports: %s is no file", p)
	case strings.EqualFold(filepath.Ext(p), ".zip"):
		return t.archive(p, take)
	}
	f, err := os.Open(p)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	defer f.Close()
	before := t.Broken
	if err := t.report(f, take); err != nil {
		return err
	}
	if t.Broken > before {
		return fmt.Errorf("%s: %w", p, t.First)
	}
	return nil
}

func (t *Tally) folder(dir string, take func(Package)) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("read reports: %w", err)
		case d.IsDir() && d.Name() == ".git" && p != dir:
			return filepath.SkipDir
		case !d.Type().IsRegular() || !strings.EqualFold(filepath.Ext(p), ".json"):
			return nil
		}
		f, err := os.Open(p)
		if err != nil {
			return fmt.Errorf("read reports: %w", err)
		}
		defer f.Close()
		return t.report(f, take)
	})
}

func (t *Tally) archive(path string, take func(Package)) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return fmt.Errorf("read reports: %s: %w", path, err)
	}
	defer z.Close()
	for _, f := range z.File {
		if f.FileInfo().IsDir() || !strings.HasSuffix(strings.ToLower(f.Name), ".json") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("read reports: %s: %w", path, err)
		}
		err = t.report(r, take)
		_ = r.Close()
		if err != nil {
			return fmt.Errorf("read reports: %s: %w", path, err)
		}
	}
	return nil
}

// report reads one; an error is that of reading, or of too many.
func (t *Tally) report(r io.Reader, take func(Package)) error {
	if t.Reports++; t.Reports > mostReports {
		return errMany
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxReport+1))
	if err != nil {
		return fmt.Errorf("read report: %w", err)
	}
	list, kind, err := []Package(nil), Unclear, errors.New("read report: larger than 4 MiB")
	if len(raw) <= maxReport {
		list, kind, err = Parse(raw)
	}
	if err != nil {
		t.Broken++
		if t.First == nil {
			t.First = err
		}
		return nil
	}
	switch kind {
	case Other:
		t.Other++
	case Withdrawn:
		t.Withdrawn++
	case Foreign:
		t.Foreign++
	case Unclear:
		t.Unclear++
	}
	for _, p := range list {
		take(p)
	}
	return nil
}
