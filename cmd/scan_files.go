package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/rules/code"
)

// biggestScanned leaves out files that no person writes.
const biggestScanned = 4 << 20

// scanFiles lists the files below the paths; contents are read later, by the workers.
func (a *app) scanFiles(paths []string) (scanWork, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	out := scanWork{named: map[string]bool{}}
	seen := map[string]bool{}
	for _, p := range paths {
		full := a.inDir(p)
		info, err := os.Stat(full)
		if err != nil {
			return out, fmt.Errorf("read %s: %w", p, err)
		}
		names := []string{""}
		if info.IsDir() {
			names = gitdiff.Files(full)
		}
		for _, n := range names {
			file := filepath.Join(full, filepath.FromSlash(n))
			if !seen[file] {
				seen[file] = true
				out.list = append(out.list, gitdiff.Change{Path: a.shown(file)})
				out.named[a.shown(file)] = n == ""
			}
		}
	}
	return out, nil
}

// shown is a path as findings name it: relative to the working folder where it lies below it.
func (a *app) shown(file string) string {
	if rel, err := filepath.Rel(a.machine.Env.Dir, file); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// scanAll judges every file, several at a time; the order of the answer is that of the list.
func (a *app) scanAll(todo scanWork, o code.Options, pkgs packageScan) scanAnswer {
	work := todo.list
	type result struct {
		found      []scanned
		incomplete string
		read       bool
	}
	results := make([]result, len(work))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.NumCPU(), 8) {
		wg.Go(func() {
			for i := range next {
				c := work[i]
				r := &results[i]
				if c.After == nil {
					if c.After, r.incomplete = readScanned(a.inDir(filepath.FromSlash(c.Path)), c.Path); c.After == nil {
						continue
					}
				}
				r.found, r.incomplete = scanOne(c, o, pkgs)
				r.read = true
			}
		})
	}
	for i := range work {
		if i > 0 && i%2000 == 0 {
			a.say("read %d of %s", i, plural(len(work), "file"))
		}
		next <- i
	}
	close(next)
	wg.Wait()
	var answer scanAnswer
	for i, r := range results {
		answer.found = append(answer.found, r.found...)
		if r.incomplete != "" && (todo.named[work[i].Path] || !expected(r.incomplete)) {
			answer.incomplete = append(answer.incomplete, r.incomplete)
		}
		if r.read {
			answer.files++
		}
	}
	return answer
}

// expected tells what is left out as a matter of course, and said only of files that were named.
func expected(incomplete string) bool {
	for _, why := range [...]string{"path: not read", "binary: not read", "regular file: not read"} {
		if strings.HasSuffix(incomplete, why) {
			return true
		}
	}
	return false
}

// readScanned reads a regular file of bounded size, or says why it does not.
func readScanned(path, shown string) (raw []byte, incomplete string) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "" // git still lists it
	}
	if err != nil {
		return nil, shown + ": cannot be opened: not read"
	}
	if !info.Mode().IsRegular() {
		return nil, shown + ": not a regular file: not read"
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, shown + ": cannot be opened: not read"
	}
	defer f.Close()
	raw, err = io.ReadAll(io.LimitReader(f, biggestScanned+1))
	switch {
	case err != nil:
		return nil, shown + ": cannot be read: not judged"
	case bytes.IndexByte(raw[:min(len(raw), 8000)], 0) >= 0:
		return nil, shown + ": binary: not read"
	case len(raw) > biggestScanned:
		return nil, shown + ": larger than 4 MB: not read"
	}
	return raw, ""
}
