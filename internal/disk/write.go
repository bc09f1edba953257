package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const tempMark = ".vibedefend-tmp-"

// Write gives the target new bytes in one step. want is the hash of the bytes
// the edit was computed from, "" when there was no file; a file that is
// different by then stays and ErrChanged is returned. mode is that of a new
// file. Folders must exist.
func Write(t Target, data []byte, want string, mode fs.FileMode) error {
	now, err := Resolve(t.Path)
	if err != nil {
		return err
	}
	if now.Real != t.Real {
		return errRace
	}
	if now.Exists() {
		mode = now.Info.Mode().Perm()
	}
	temp, err := writeTemp(now, data, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", t.Path, err)
	}
	if err := swap(now, temp, want); err != nil {
		_ = os.Remove(temp)
		return fmt.Errorf("write %s: %w", t.Path, err)
	}
	if err := fault("written", t.Real); err != nil {
		return fmt.Errorf("write %s: %w", t.Path, err)
	}
	return syncDir(filepath.Dir(now.Real))
}

// writeTemp puts data on the disk beside the target.
func writeTemp(t Target, data []byte, mode fs.FileMode) (name string, err error) {
	dir, base := filepath.Split(t.Real)
	if err := fault("create", t.Real); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "."+base+tempMark+"*")
	if err != nil {
		return "", err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := fault("write", t.Real); err != nil {
		return "", err
	}
	if _, err := f.Write(data); err != nil {
		return "", err
	}
	if err := f.Chmod(mode); err != nil {
		return "", err
	}
	if err := keepOwner(f, t); err != nil {
		return "", err
	}
	if err := fault("sync", t.Real); err != nil {
		return "", err
	}
	return f.Name(), f.Sync()
}

// swap renames temp over the target, unless that changed.
func swap(t Target, temp, want string) error {
	if err := fault("compare", t.Real); err != nil {
		return err
	}
	if err := unchanged(t.Real, want); err != nil {
		return err
	}
	if err := fault("rename", t.Real); err != nil {
		return err
	}
	if want == "" {
		// A link fails where a file has appeared; a rename would replace it.
		if err := os.Link(temp, t.Real); err == nil {
			if err := fault("linked", t.Real); err != nil {
				return err
			}
			return os.Remove(temp)
		} else if errors.Is(err, fs.ErrExist) {
			return ErrChanged
		}
	}
	return rename(temp, t.Real)
}

func unchanged(path, want string) error {
	got, err := HashFile(path)
	if err != nil {
		return err
	}
	if got != want {
		return ErrChanged
	}
	return nil
}

// HashFile is the hash of a file, "" where there is none.
func HashFile(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return SHA(data), nil
}

// Delete removes the target when its hash is want. A link to it stays away
// from: a dangling link is what we found or what the person made.
func Delete(t Target, want string) error {
	if err := fault("delete", t.Real); err != nil {
		return fmt.Errorf("delete %s: %w", t.Path, err)
	}
	if err := unchanged(t.Real, want); err != nil {
		return fmt.Errorf("delete %s: %w", t.Path, err)
	}
	if err := os.Remove(t.Real); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete %s: %w", t.Path, err)
	}
	return syncDir(filepath.Dir(t.Real))
}

// MakeFolders creates the folders that are missing for a file at path.
func MakeFolders(path string, mode fs.FileMode) error {
	for _, dir := range Missing(path) {
		if err := fault("mkdir", dir); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("make folder: %w", err)
		}
		if err := adopt(dir); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
	}
	return nil
}

// RemoveFolders removes those folders that are empty, innermost first.
func RemoveFolders(dirs []string) {
	for i := len(dirs) - 1; i >= 0; i-- {
		info, err := os.Lstat(dirs[i])
		if err != nil || !info.IsDir() {
			continue
		}
		_ = os.Remove(dirs[i]) // refuses a folder that holds something
	}
}

// RemoveTemps removes what an interrupted write of path left beside it.
func RemoveTemps(path string) {
	dir, base := filepath.Split(path)
	names, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, n := range names {
		if strings.HasPrefix(n.Name(), "."+base+tempMark) && n.Type().IsRegular() {
			_ = os.Remove(filepath.Join(dir, n.Name()))
		}
	}
}
