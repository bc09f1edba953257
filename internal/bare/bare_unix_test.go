//go:build !windows

package bare

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe would be waited for, a device may have no end: neither is read.
func TestReadFileOfNoOrdinaryFile(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadFile(pipe); err == nil {
		t.Errorf("a pipe: %q", got)
	}
	for _, device := range []string{"/dev/null", "/dev/zero"} {
		link := filepath.Join(dir, filepath.Base(device))
		if err := os.Symlink(device, link); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(link); err != nil || len(got) != 0 {
			t.Errorf("%s: %d bytes, %v", device, len(got), err)
		}
	}
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, maxFile+1); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(large); err == nil {
		t.Error("a file of 64 MiB and a byte was read")
	}
}
