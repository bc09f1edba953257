package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Bounds says how far a link may lead.
type Bounds struct {
	Root string // home or repository; "" means no bounds
	// Closed refuses every link out of Root: a repository comes from anyone.
	// Otherwise a link may leave it for files of the same person.
	Closed bool
}

// Check finds, without writing, why a target could not be written.
func Check(t Target, b Bounds) error {
	if err := bounds(t, b); err != nil {
		return err
	}
	if !t.Exists() {
		return checkNew(t)
	}
	mode := t.Info.Mode()
	switch {
	case mode.IsDir():
		return refuse("move the folder away", "%s is a folder", t.Path)
	case !mode.IsRegular():
		return refuse("replace it by a regular file", "%s is not a regular file", t.Path)
	case links(t.Real, t.Info) > 1:
		return refuse("break the link first: cp -p FILE FILE.new && mv FILE.new FILE",
			"%s has more than one hard link, and replacing it would part them", t.Path)
	case mode.Perm()&0o200 == 0:
		return refuse(t.managed("make it writable if you want it edited: "+unlocks()+t.Real), "%s is read-only", t.Path)
	case !ownedByUs(t.Info):
		return refuse("run as the owner of the file", "%s belongs to another user", t.Path)
	}
	return t.writable(filepath.Dir(t.Real))
}

// managed is the hint for a link to what cannot be written: a dotfile manager
// that generates read-only files has to be told instead.
func (t Target) managed(hint string) string {
	if !t.Linked {
		return hint
	}
	return "it leads to " + t.Real + ": make that writable, or add what `vibedefend install --dry-run` shows where that file is generated"
}

func bounds(t Target, b Bounds) error {
	if !t.Linked || b.Root == "" {
		return nil
	}
	abs, err := filepath.Abs(t.Path)
	if err != nil {
		return fmt.Errorf("resolve %s: %w", t.Path, err)
	}
	root, err := filepath.EvalSymlinks(b.Root)
	if err != nil || !within(abs, b.Root) && !within(abs, root) || within(t.Real, root) {
		return nil //nolint:nilerr // a root that is not there bounds nothing
	}
	if b.Closed {
		return refuse("replace the link by a file, or leave this repository out with --no-repo",
			"%s is a link that leaves the repository (to %s)", t.Path, t.Real)
	}
	// The administrator owns everything; what counts is whose home it is.
	if info, err := os.Stat(nearest(t.Real)); err != nil || !sameOwner(info, root) && (administrator() || !ownedByUs(info)) {
		return refuse("replace the link by a file of your own",
			"%s is a link to %s, which belongs to another user", t.Path, t.Real)
	}
	return nil
}

func within(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// nearest is the deepest folder or file of path that exists.
func nearest(path string) string {
	for {
		if _, err := os.Lstat(path); err == nil || filepath.Dir(path) == path {
			return path
		}
		path = filepath.Dir(path)
	}
}

func sameOwner(info os.FileInfo, path string) bool {
	other, err := os.Stat(path)
	return err == nil && owner(info) == owner(other)
}

// checkNew asks whether the folders of a new file can be made.
func checkNew(t Target) error {
	dir := nearest(filepath.Dir(t.Real))
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("look at %s: %w", dir, err)
	}
	if !info.IsDir() {
		return refuse("move that file away", "%s cannot be made: %s is a file", t.Path, dir)
	}
	return t.writable(dir)
}

func (t Target) writable(dir string) error {
	if err := access(dir); err != nil {
		return refuse(t.managed("make the folder writable: "+unlocks()+dir), "the folder %s is not writable: %w", dir, err)
	}
	return nil
}

// Missing lists the folders that a file at path needs and that are not there,
// outermost first.
func Missing(path string) []string {
	var dirs []string
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dirs
		}
		dirs = append([]string{dir}, dirs...)
	}
}

// errRace is the change of a link's end between check and write.
var errRace = errors.New("a link on the way changed meanwhile; run the command again")

// unlocks is the command that makes a file or folder writable.
func unlocks() string {
	if runtime.GOOS == "windows" {
		return "attrib -r "
	}
	return "chmod u+w "
}
