package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// wine runs the tests of Windows on Linux: no proof that Windows works, but
// most of what breaks there breaks here. It needs Debian's wine, wine64 and
// binutils-mingw-w64-x86-64. Wine has no links, no PowerShell and no git.
func wine(ctx context.Context, args []string) error {
	if len(args) == 0 {
		args = []string{"./detect", "./installers", "./internal/...", "./rules/..."}
	}
	dir, err := filepath.Abs(filepath.Join("out", "wine"))
	if err != nil {
		return err
	}
	env := []string{"WINEPREFIX=" + filepath.Join(dir, "prefix"), "WINEDEBUG=-all"}
	if err := winePrefix(ctx, dir, env); err != nil {
		return fmt.Errorf("prepare Wine: %w", err)
	}
	overlay, err := wineOverlay(ctx, dir)
	if err != nil {
		return fmt.Errorf("prepare Go for Wine: %w", err)
	}
	return start(ctx, ".", append(env, "GOOS=windows", "GOARCH=amd64"), "go", append([]string{"test", "-overlay=" + overlay, "-exec=wine"}, args...)...)
}

// winePrefix makes the folder that Wine takes for a machine, once, with the
// library of random numbers that Go wants and Wine 8 has not.
func winePrefix(ctx context.Context, dir string, env []string) error {
	system := filepath.Join(dir, "prefix", "drive_c", "windows", "system32")
	library := filepath.Join(system, "bcryptprimitives.dll")
	if _, err := os.Stat(library); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := start(ctx, dir, append(env, "HOME="+dir), "wine", "wineboot", "-i"); err != nil {
		return err
	}
	def := "LIBRARY bcryptprimitives.dll\nEXPORTS\nProcessPrng = advapi32.SystemFunction036\n"
	if err := os.WriteFile(filepath.Join(dir, "random.def"), []byte(def), 0o644); err != nil {
		return err
	}
	if err := start(ctx, dir, nil, "x86_64-w64-mingw32-dlltool", "-d", "random.def", "-e", "random.exp", "-D", "bcryptprimitives.dll"); err != nil {
		return err
	}
	return start(ctx, dir, nil, "x86_64-w64-mingw32-ld", "-shared", "--entry=0", "-o", library, "random.exp")
}

// wineOverlay lets Go fall back where Wine says "not implemented" to a way of
// deleting files that Windows has had since 2016.
func wineOverlay(ctx context.Context, dir string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	name := filepath.Join(strings.TrimSpace(string(root)), "src", "internal", "syscall", "windows", "at_windows.go")
	src, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	mended := bytes.Replace(src, []byte("STATUS_NOT_SUPPORTED:"), []byte("STATUS_NOT_SUPPORTED, NTStatus(0xC0000002):"), 1)
	if bytes.Equal(src, mended) {
		return "", fmt.Errorf("%s is not as expected", name)
	}
	made, list := filepath.Join(dir, "at_windows.go"), filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(made, mended, 0o644); err != nil {
		return "", err
	}
	raw, err := json.Marshal(map[string]map[string]string{"Replace": {name: made}})
	if err != nil {
		return "", err
	}
	return list, os.WriteFile(list, raw, 0o644)
}
