package mine

import (
	"encoding/binary"
	"path/filepath"
	"strings"
)

const historyMagic = "vibedefend history 1\n"

// historyPath lies beside the cache of facts.
func historyPath(facts string) string {
	return filepath.Join(filepath.Dir(facts), "history-"+strings.TrimPrefix(filepath.Base(facts), "facts-"))
}

// history tells when files were added. What was asked for the same commit
// before comes from the file beside the cache of facts; one that is damaged,
// of another program or of another commit is asked for again.
func (o Options) history() map[string]int64 {
	if o.Added == nil {
		return nil
	}
	if o.Cache == "" || o.Head == "" {
		return o.Added()
	}
	path, key := historyPath(o.Cache), o.Head+" "+program()
	raw, _ := readCache(path)
	if added, ok := decodeHistory(raw, key); ok {
		return added
	}
	added := o.Added()
	if added != nil {
		writeCache(path, encodeHistory(added, key))
	}
	return added
}

// encodeHistory writes magic, key and the files by path, then a checksum.
func encodeHistory(added map[string]int64, key string) []byte {
	w := cacheWriter{index: map[string]int{}}
	w.raw = append(w.raw, historyMagic...)
	w.text(key)
	w.num(len(added))
	for _, p := range sortedKeys(added) {
		w.text(p)
		w.raw = binary.AppendVarint(w.raw, added[p])
	}
	return w.sealed()
}

func decodeHistory(raw []byte, key string) (map[string]int64, bool) {
	r, err := openCache(raw, historyMagic)
	if err != nil || r.text() != key {
		return nil, false
	}
	out := map[string]int64{}
	for n := r.num(); n > 0 && !r.bad; n-- {
		p := r.text()
		out[p] = r.varint()
	}
	return out, !r.bad && len(r.raw) == 0
}
