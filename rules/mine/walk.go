package mine

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cybedefend/vibedefend/internal/gitdiff"
	"github.com/cybedefend/vibedefend/rules/business"
)

// skipDirs hold what nobody of the project wrote, though git may track it.
var skipDirs = []string{".git", ".hg", "node_modules", "vendor", "third_party", "dist", ".next", ".nuxt", "__pycache__",
	".venv", "venv", ".tox", "site-packages", "bower_components", ".yarn", ".pnpm-store", "Pods", ".gradle", ".idea", "locale", "locales", "i18n-messages",
	"migrations", "migrate", "generated", "__generated__", "snapshots", "__snapshots__", "storybook-static", ".turbo", ".cache"}

// tree is the list of a repository's files.
type tree struct {
	root  string
	files []string // slash paths below root, sorted
}

// walk lists the files of a repository that its own people may have written.
func walk(root string) (tree, error) {
	if _, err := os.ReadDir(root); err != nil {
		return tree{}, fmt.Errorf("read repository: %w", err)
	}
	t := tree{root: root}
	for _, f := range gitdiff.Files(root) {
		if !skipped(f) {
			t.files = append(t.files, f)
		}
	}
	return t.withoutCopied(), nil
}

// skipped reports whether a file lies below a folder of skipDirs.
func skipped(rel string) bool {
	for i := 0; ; {
		n := strings.IndexByte(rel[i:], '/')
		if n < 0 {
			return false
		}
		if slices.Contains(skipDirs, rel[i:i+n]) {
			return true
		}
		i += n + 1
	}
}

// read gives the content of a regular file: a link would be read twice, or
// lead out of the repository.
func (t tree) read(rel string) ([]byte, error) {
	name := filepath.Join(t.root, filepath.FromSlash(rel))
	if st, err := os.Lstat(name); err != nil || !st.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a regular file", rel)
	}
	raw, err := os.ReadFile(name)
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
	st, err := os.Lstat(filepath.Join(t.root, filepath.FromSlash(rel)))
	if err != nil || !st.Mode().IsRegular() {
		return cached{} // gone, or read where it lies
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
	if minified(raw) || bundled(rel, raw) {
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

// bundled reports whether a compiler or bundler of JavaScript wrote a file,
// by the helpers that each defines for its own sake.
func bundled(rel string, content []byte) bool {
	if !slices.Contains([]string{".js", ".cjs", ".mjs"}, strings.ToLower(path.Ext(rel))) {
		return false
	}
	head := content[:min(len(content), 4<<10)]
	if bytes.HasPrefix(head, []byte("/******/")) || bytes.Contains(head, []byte("\n/******/")) {
		return true
	}
	for _, helper := range []string{"\nfunction _classCallCheck(", "function __webpack_require__(", "var __awaiter = (this && this.__awaiter)", "var __importDefault = (this && this.__importDefault)", "var __decorate = (this && this.__decorate)",
		"var __commonJS = (cb, mod) =>", "var __toESM = (mod, isNodeMode", "function _interopRequireDefault("} {
		if bytes.Contains(content, []byte(helper)) {
			return true
		}
	}
	return false
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
