package world

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/gitignore"
	"github.com/cybedefend/vibedefend/rules"
)

// repo is what the files below .git say of a work tree.
type repo struct {
	root    string
	home    string
	dir     string // the git folder
	entries []entry
	read    bool
	ignores map[string][]gitignore.Pattern
}

// entry is one line of the index.
type entry struct {
	path        string
	mtime, nsec uint32
	size        uint32
}

const maxIndex = 64 << 20

func openRepo(root, home string) *repo {
	r := &repo{root: slash(root), home: home}
	dot := filepath.Join(root, ".git")
	st, err := os.Lstat(dot)
	switch {
	case err != nil:
	case st.IsDir():
		r.dir = dot
	default: // a worktree or a submodule points elsewhere
		if b, err := bare.ReadFile(dot); err == nil {
			if p, ok := strings.CutPrefix(strings.TrimSpace(string(b)), "gitdir: "); ok {
				if !filepath.IsAbs(p) {
					p = filepath.Join(root, p)
				}
				r.dir = p
			}
		}
	}
	return r
}

// track tells how git sees a path, a file or a folder.
func (r *repo) track(path string) rules.TrackState {
	if r.dir == "" || !below(path, r.root) || path == r.root {
		return rules.TrackUnknown
	}
	rel := path[len(r.root)+1:]
	r.load()
	i := sort.Search(len(r.entries), func(i int) bool { return r.entries[i].path >= rel })
	if i < len(r.entries) && r.entries[i].path == rel {
		return r.file(r.entries[i])
	}
	st, err := os.Lstat(path)
	if err == nil && st.IsDir() {
		return r.folder(rel)
	}
	if r.ignored(rel, false) {
		return rules.Ignored
	}
	if err != nil {
		return rules.TrackUnknown
	}
	return rules.Untracked
}

func (r *repo) file(e entry) rules.TrackState {
	st, err := os.Lstat(filepath.Join(r.root, e.path))
	if err != nil {
		return rules.Tracked // gone already: nothing to lose
	}
	if uint32(st.Size()) != e.size || uint32(st.ModTime().Unix()) != e.mtime {
		return rules.Modified
	}
	return rules.Tracked
}

const maxStats = 2000

// folder sums up what lies below it.
func (r *repo) folder(rel string) rules.TrackState {
	prefix := rel + "/"
	i := sort.Search(len(r.entries), func(i int) bool { return r.entries[i].path >= prefix })
	n := 0
	for ; i < len(r.entries) && strings.HasPrefix(r.entries[i].path, prefix); i++ {
		if n++; n > maxStats {
			break
		}
		if r.file(r.entries[i]) == rules.Modified {
			return rules.Modified
		}
	}
	if n > 0 {
		return rules.Tracked
	}
	if r.ignored(rel, true) {
		return rules.Ignored
	}
	if list, err := os.ReadDir(filepath.Join(r.root, rel)); err == nil && len(list) == 0 {
		return rules.TrackUnknown // an empty folder holds no work
	}
	return rules.Untracked
}

// load reads the index, versions 2 to 4.
func (r *repo) load() {
	if r.read {
		return
	}
	r.read = true
	name := filepath.Join(r.dir, "index")
	st, err := os.Stat(name)
	if err != nil || st.Size() > maxIndex {
		return
	}
	b, err := bare.ReadFile(name)
	if err != nil {
		return
	}
	r.entries = parseIndex(b)
}

// parseIndex reads the entries of a git index; nil when it is none.
func parseIndex(b []byte) []entry {
	if len(b) < 12 || string(b[:4]) != "DIRC" {
		return nil
	}
	version, count := binary.BigEndian.Uint32(b[4:]), int(binary.BigEndian.Uint32(b[8:]))
	if version < 2 || version > 4 || count > len(b)/62+1 {
		return nil
	}
	out := make([]entry, 0, count)
	last := ""
	for p := 12; len(out) < count; {
		if p+62 > len(b) {
			return out
		}
		e := entry{mtime: binary.BigEndian.Uint32(b[p+8:]), nsec: binary.BigEndian.Uint32(b[p+12:]), size: binary.BigEndian.Uint32(b[p+36:])}
		flags := binary.BigEndian.Uint16(b[p+60:])
		head := 62
		if version > 2 && flags&0x4000 != 0 {
			head = 64
		}
		at := p + head
		if at > len(b) {
			return out
		}
		if version == 4 {
			strip, n := offset(b[at:])
			at += n
			end := zero(b, at)
			if n == 0 || end < 0 || strip > len(last) {
				return out
			}
			e.path = last[:len(last)-strip] + string(b[at:end])
			p = end + 1
		} else {
			end := zero(b, at)
			if end < 0 {
				return out
			}
			e.path = string(b[at:end])
			p += (head + len(e.path) + 8) &^ 7
		}
		last = e.path
		out = append(out, e)
	}
	return out
}

func zero(b []byte, from int) int {
	for i := from; i < len(b); i++ {
		if b[i] == 0 {
			return i
		}
	}
	return -1
}

// offset reads git's variable width number.
func offset(b []byte) (n, size int) {
	for i := 0; i < len(b) && i < 5; i++ {
		n = n<<7 | int(b[i]&0x7f)
		if b[i]&0x80 == 0 {
			return n, i + 1
		}
		n++
	}
	return 0, 0
}
