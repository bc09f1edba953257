package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// AdminOnly finds, without writing, why a file of the machine could be changed
// by somebody else than the one who writes it now, or could not be read by
// those it is for: whoever owns a folder on the way can swap what is in it.
// Folders above root are not looked at; root is "" but in tests.
func AdminOnly(t Target, root string) error {
	abs, err := filepath.Abs(t.Path)
	if err != nil {
		return fmt.Errorf("resolve %s: %w", t.Path, err)
	}
	if real, err := filepath.EvalSymlinks(root); err == nil && root != "" {
		if rest, ok := strings.CutPrefix(abs, root); ok {
			abs = real + rest
		}
		root = real
	}
	for _, p := range [...]string{abs, t.Real} {
		if err := adminChain(p, root); err != nil {
			return err
		}
	}
	return nil
}

func adminChain(path, root string) error {
	for ; path != root && filepath.Dir(path) != path; path = filepath.Dir(path) {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look at %s: %w", path, err)
		}
		if err := adminOwned(path, info); err != nil {
			return err
		}
	}
	return nil
}

// Open lets everyone read folders that were made for the machine.
func Open(folders []string) error {
	for _, d := range folders {
		if err := os.Chmod(d, 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
	}
	return nil
}
