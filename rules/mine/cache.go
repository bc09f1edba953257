package mine

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/rules/business"
)

// The cache keeps the facts of each file between runs, outside the
// repository. A file counts as unchanged when its size and time of change are
// those noted; one changed moments before it was read is not noted, since it
// may change again within the same tick of the clock. A cache that is damaged
// or of another program is read as empty.

const (
	cacheMagic = "vibedefend facts 6\n"
	mostCache  = 64 << 20        // bytes of one repository's cache
	keptCaches = 16              // repositories
	settled    = 2 * time.Second // age from which a file's time can be trusted
)

// stamp tells one state of a file from another.
type stamp struct{ size, time int64 }

type cached struct {
	stamp
	read  byte // as tree.look answers
	facts business.Facts
}

// CachePath is the cache of the repository at root, below the folder of
// caches.
func CachePath(folder, root string) string {
	sum := sha256.Sum256([]byte(filepath.Clean(root)))
	return filepath.Join(folder, fmt.Sprintf("facts-%x.bin", sum[:8]))
}

// program identifies the program whose reading of files a cache holds.
func program() string {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	st, err := os.Stat(exe)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d %d", st.Size(), st.ModTime().UnixNano())
}

func loadCache(path string) map[string]cached {
	if path == "" {
		return nil
	}
	raw, ok := readCache(path)
	if !ok {
		return nil
	}
	list, err := decodeCache(raw, program())
	if err != nil {
		return nil
	}
	return list
}

func saveCache(path string, list map[string]cached) {
	writeCache(path, encodeCache(list, program()))
}

// readCache reads a file of bounded size.
func readCache(path string) ([]byte, bool) {
	st, err := os.Stat(path)
	if err != nil || st.Size() > mostCache {
		return nil, false
	}
	raw, err := os.ReadFile(path)
	return raw, err == nil
}

// writeCache writes in one step. A cache that cannot be written is no fault of
// a run.
func writeCache(path string, raw []byte) {
	if len(raw) > mostCache || os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if cerr := tmp.Close(); err != nil || cerr != nil || os.Rename(tmp.Name(), path) != nil {
		return
	}
	for _, prefix := range []string{"facts-", "history-", "new-"} {
		pruneCaches(filepath.Dir(path), prefix)
	}
}

// pruneCaches removes the caches of one kind that were not used for longest.
func pruneCaches(folder, prefix string) {
	type file struct {
		name string
		at   time.Time
	}
	var list []file
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if st, err := e.Info(); err == nil && st.Mode().IsRegular() && strings.HasPrefix(e.Name(), prefix) {
			list = append(list, file{e.Name(), st.ModTime()})
		}
	}
	slices.SortFunc(list, func(a, b file) int { return b.at.Compare(a.at) })
	for _, f := range list[min(keptCaches, len(list)):] {
		_ = os.Remove(filepath.Join(folder, f.name))
	}
}

// encodeCache writes magic, program and the entries by path, then a checksum.
func encodeCache(list map[string]cached, program string) []byte {
	w := cacheWriter{index: map[string]int{}}
	w.raw = append(w.raw, cacheMagic...)
	w.text(program)
	w.num(len(list))
	for _, p := range sortedKeys(list) {
		c := list[p]
		w.text(p)
		w.raw = binary.AppendVarint(w.raw, c.size)
		w.raw = binary.AppendVarint(w.raw, c.time)
		w.raw = append(w.raw, c.read)
		w.facts(&c.facts)
	}
	return w.sealed()
}

func decodeCache(raw []byte, program string) (map[string]cached, error) {
	r, err := openCache(raw, cacheMagic)
	if err != nil || r.text() != program {
		return nil, errDamaged
	}
	out := map[string]cached{}
	for n := r.num(); n > 0 && !r.bad; n-- {
		p := r.text()
		c := cached{stamp: stamp{r.varint(), r.varint()}, read: r.byte()}
		c.facts = r.facts()
		out[p] = c
	}
	if r.bad || len(r.raw) > 0 {
		return nil, errDamaged
	}
	return out, nil
}
