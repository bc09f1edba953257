// Package home knows where VibeDefend keeps its things: one folder,
// ~/.cybedefend, and the files below it.
package home

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Base is the name of our folder in a home and in a repository.
const Base = ".cybedefend"

// Dir is the folder that holds all our state, normally ~/.cybedefend.
type Dir string

// Bin is the folder of the stable copies that hooks and people call.
func (d Dir) Bin() string { return filepath.Join(string(d), "bin") }

// Hook is the stable path of the program that agents call.
func (d Dir) Hook() string { return filepath.Join(d.Bin(), exe("vibedefend-hook")) }

// Program is the stable path of the program that people call.
func (d Dir) Program() string { return filepath.Join(d.Bin(), exe("vibedefend")) }

// Config is the user's configuration: region, agents, policy.
func (d Dir) Config() string { return filepath.Join(string(d), "config.json") }

// State is the folder of the ledger, caches and session memory.
func (d Dir) State() string { return filepath.Join(string(d), "state") }

// Ledger lists every edit we made and what we own.
func (d Dir) Ledger() string { return filepath.Join(d.State(), "ledger.json") }

// Sessions is the folder of the per-session memory.
func (d Dir) Sessions() string { return filepath.Join(d.State(), "sessions") }

// Audit is the folder of the audit trail.
func (d Dir) Audit() string { return filepath.Join(string(d), "audit") }

// Managed is the folder of the machine's policy, writable by its
// administrator only.
func Managed(goos string, getenv func(string) string) string {
	switch goos {
	case "darwin":
		return "/Library/Application Support/CybeDefend"
	case "windows":
		if p := getenv("ProgramData"); p != "" {
			return filepath.Join(p, "CybeDefend")
		}
		return `C:\ProgramData\CybeDefend`
	}
	return "/etc/cybedefend"
}

// ManagedBin is where a managed installation keeps the programs that every
// user's agents call: a folder that only an administrator can write, and not
// that of the policy, which is read as data.
func ManagedBin(goos string) string {
	if goos == "windows" {
		// The short name of Program Files: one line for Git Bash, PowerShell
		// and cmd cannot hold a space.
		return `C:\PROGRA~1\VibeDefend\bin`
	}
	return "/opt/vibedefend/bin"
}

// ManagedHook is the program in ManagedBin that agents call.
func ManagedHook(goos string) string {
	if goos == "windows" {
		return ManagedBin(goos) + `\vibedefend-hook.exe`
	}
	return ManagedBin(goos) + "/vibedefend-hook"
}

// ForPerson is the folder used by commands a person runs: CYBEDEFEND_HOME
// when set, else <userHome>/.cybedefend.
func ForPerson(userHome string, getenv func(string) string) Dir {
	if p := getenv("CYBEDEFEND_HOME"); p != "" {
		if abs, err := filepath.Abs(p); err == nil {
			return Dir(abs)
		}
	}
	return Dir(filepath.Join(userHome, Base))
}

// ForHook finds the folder of a hook process from the path of its program:
// a program in <dir>/bin belongs to <dir> when that folder is ours. A program
// elsewhere (PATH, package, managed) uses userHome. The environment is not
// asked: a repository can set it. owner is the home folder the state belongs
// to, "" when it cannot be told.
func ForHook(executable, userHome string) (d Dir, owner string) {
	dir := filepath.Dir(executable)
	if filepath.Base(dir) == "bin" {
		root := filepath.Dir(dir)
		if filepath.Base(root) == Base {
			return Dir(root), filepath.Dir(root)
		}
		if _, err := os.Stat(Dir(root).Ledger()); err == nil {
			return Dir(root), ""
		}
	}
	return Dir(filepath.Join(userHome, Base)), userHome
}

// Tilde shortens a path below userHome to ~, as output is pasted in public.
func Tilde(path, userHome string) string {
	if rest, ok := Below(path, userHome); ok {
		return "~" + rest
	}
	return path
}

// Below returns what stands behind dir in path, with its first separator, ""
// for dir itself. Windows takes either separator and tells no cases apart.
func Below(path, dir string) (rest string, ok bool) {
	n := len(dir)
	if n == 0 || len(path) < n || len(path) > n && !os.IsPathSeparator(path[n]) {
		return "", false
	}
	if path[:n] == dir || runtime.GOOS == "windows" && strings.EqualFold(filepath.ToSlash(path[:n]), filepath.ToSlash(dir)) {
		return path[n:], true
	}
	return "", false
}

func exe(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
