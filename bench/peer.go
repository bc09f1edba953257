package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The peer is a guard for coding agents that npm installs. It is run as it
// comes; what it answers is not looked at.
const (
	peerName    = "cc-safety-net"
	peerVersion = "2.4.5"
)

// peer installs it once into the user's cache folder and returns its command
// line as a hook.
func peer(node string) ([]string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find the cache folder: %w", err)
	}
	dir := filepath.Join(cache, "vibedefend-bench", peerName+"-"+peerVersion)
	program := filepath.Join(dir, "node_modules", peerName, "dist", "bin", peerName+".js")
	if _, err := os.Stat(program); err != nil {
		cmd := exec.Command("npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", peerName+"@"+peerVersion)
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("install %s (leave it out with -peer=false): %w\n%s", peerName, err, out)
		}
	}
	return []string{node, program, "hook", "--coding-cli"}, nil
}
