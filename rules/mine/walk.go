package mine

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cybedefend/vibedefend/rules/business"
)

// skipDirs hold what nobody of the project wrote.
var skipDirs = []string{".git", ".hg", "node_modules", "vendor", "third_party", "dist", "build", "out", "target", ".next", ".nuxt", "coverage", "__pycache__",
	".venv", "venv", ".tox", "site-packages", "bower_components", ".yarn", ".pnpm-store", "Pods", ".gradle", ".idea", "locale", "locales", "i18n-messages",
	"migrations", "migrate", "generated", "__generated__", "snapshots", "__snapshots__", "storybook-static", "tmp", "bin", "obj", ".turbo", ".cache"}

// tree is the list of a repository's files.
type tree struct {
	root  string
	files []string // slash paths below root, sorted
}

// walk lists the files of a repository that its own people may have written.
func walk(root string) (tree, error) {
	t := tree{root: root}
	ign := readIgnores(root)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if p == root {
				return err
			}
			return nil // an unreadable folder is passed over
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if rel != "." && (slices.Contains(skipDirs, d.Name()) && !keepsDDL(rel) || ign.dir(rel)) {
				return filepath.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && !ign.file(rel) {
			t.files = append(t.files, rel)
		}
		return nil
	})
	if err != nil {
		return t, fmt.Errorf("read repository: %w", err)
	}
	slices.Sort(t.files)
	return t, nil
}

// keepsDDL lets folders through whose SQL says the types of columns.
func keepsDDL(rel string) bool { return rel == "db" || rel == "prisma" }

// ignores are the simple lines of the root .gitignore: names and folders.
type ignores struct{ dirs, names []string }

func readIgnores(root string) ignores {
	var ig ignores
	raw, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		return ig
	}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		if strings.HasSuffix(line, "/") {
			ig.dirs = append(ig.dirs, strings.TrimSuffix(strings.TrimPrefix(line, "/"), "/"))
		} else {
			ig.names = append(ig.names, strings.TrimPrefix(line, "/"))
		}
	}
	return ig
}

func (ig ignores) dir(rel string) bool {
	return matchIgnore(ig.dirs, rel) || matchIgnore(ig.names, rel)
}
func (ig ignores) file(rel string) bool { return matchIgnore(ig.names, rel) }

func matchIgnore(list []string, rel string) bool {
	base := path.Base(rel)
	for _, p := range list {
		if p == rel || !strings.Contains(p, "/") && p == base {
			return true
		}
		if ok, _ := path.Match(p, base); ok && !strings.Contains(p, "/") {
			return true
		}
		if ok, _ := path.Match(p, rel); ok {
			return true
		}
	}
	return false
}

func (t tree) read(rel string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", rel, err)
	}
	return raw, nil
}

// facts reads every source file that the cache does not hold, on all
// processors, in the order of paths. done is called with the number of files
// read so far; next is the cache for the next run, nil when it is this one.
func (t tree) facts(known map[string]cached, done func(n, of int)) (all []business.Facts, skipped int, fresh map[string]cached) {
	list := make([]cached, len(t.files))
	now := time.Now()
	var mu sync.Mutex
	next, count := 0, 0
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1
	}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := take(); i < len(t.files); i = take() {
				list[i] = t.look(t.files[i], known)
				mu.Lock()
				count++
				if done != nil && count%200 == 0 {
					done(count, len(t.files))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	changed, kept := false, map[string]cached{}
	for i, c := range list {
		switch c.read {
		case 1:
			all = append(all, c.facts)
		case 2:
			skipped++
		default:
			continue
		}
		if c.time > 0 && now.Sub(time.Unix(0, c.time)) > settled {
			kept[t.files[i]] = c
			old, ok := known[t.files[i]]
			changed = changed || !ok || old.stamp != c.stamp
		}
	}
	if changed || len(kept) != len(known) {
		fresh = kept
	}
	return all, skipped, fresh
}

var sourceExts = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".py", ".go", ".java", ".kt", ".kts", ".cs", ".rb", ".rake", ".php", ".rs", ".prisma", ".sql"}

// source reports whether a file is one whose structure is read.
func source(rel string) bool {
	return slices.Contains(sourceExts, strings.ToLower(path.Ext(rel))) && !strings.HasSuffix(rel, ".min.js") && !strings.HasSuffix(rel, ".d.ts")
}

// look takes a file from the cache or reads it; read is 0 for what is no
// source, 1 for facts, 2 for a file that was passed over.
func (t tree) look(rel string, known map[string]cached) cached {
	if !source(rel) {
		return cached{}
	}
	st, err := os.Stat(filepath.Join(t.root, filepath.FromSlash(rel)))
	if err != nil {
		return cached{read: 2}
	}
	c := cached{stamp: stamp{st.Size(), st.ModTime().UnixNano()}, read: 2}
	if old, ok := known[rel]; ok && old.stamp == c.stamp {
		return old
	}
	if st.Size() > business.MaxFile {
		return c
	}
	raw, err := t.read(rel)
	if err != nil {
		return cached{read: 2}
	}
	if minified(raw) {
		return c
	}
	if f, ok := business.Read(rel, raw); ok {
		f.Own()
		c.read, c.facts = 1, f
	}
	return c
}

// minified reports whether nobody wrote a file in the form it has: bundles
// have few lines, and those are long.
func minified(content []byte) bool {
	const long = 500
	return len(content) > 8<<10 && len(content)/(bytes.Count(content, []byte("\n"))+1) > long
}

// Files lists the source files of a repository that mining looks at.
func Files(root string) ([]string, error) {
	t, err := walk(root)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range t.files {
		if source(f) {
			out = append(out, f)
		}
	}
	return out, nil
}
