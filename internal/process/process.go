// Package process reads the table of running processes, without starting one.
package process

import (
	"path"
	"strings"
)

// Process is one row of the table. Exe and Args are empty where the system
// does not let us read them.
type Process struct {
	PID, Parent int
	Name        string
	Exe         string
	Args        []string
}

// limit bounds the walk to the root: a broken table must not loop us.
const limit = 64

// Ancestors lists the parents of pid, nearest first. What cannot be read ends
// the list.
func Ancestors(pid int) []Process {
	var up []Process
	for p, ok := read(pid); ok && p.Parent > 0 && len(up) < limit; {
		if p, ok = read(p.Parent); ok {
			up = append(up, p)
		}
	}
	return up
}

// Words are the names a process goes by: its own, its executable and the
// script an interpreter runs. All in lower case with forward slashes.
func (p Process) Words() []string {
	words := []string{p.Name, p.Exe}
	if len(p.Args) > 0 {
		words = append(words, p.Args[0])
	}
	if interprets(p) {
		words = append(words, script(p.Args[1:])...)
	}
	for i, w := range words {
		words[i] = slashed(w)
	}
	return words
}

// interprets reports whether the process may run an agent that is a script.
func interprets(p Process) bool {
	if len(p.Args) < 2 {
		return false
	}
	base := strings.TrimSuffix(path.Base(slashed(p.Args[0])), ".exe")
	return base == "node" || base == "bun" || base == "deno" || strings.HasPrefix(base, "python")
}

// script is the first argument that is not an option.
func script(args []string) []string {
	for i, a := range args {
		if !strings.HasPrefix(a, "-") {
			return args[i : i+1]
		}
	}
	return nil
}

func slashed(s string) string { return strings.ToLower(strings.ReplaceAll(s, `\`, "/")) }
