package process

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// List returns the processes of this user, in the order of their ids.
func List() []Process {
	dir, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []Process
	for _, e := range dir {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || !mine(e.Name()) {
			continue
		}
		if p, ok := read(pid); ok {
			all = append(all, p)
		}
	}
	return all
}

// read takes a row from /proc. The name in stat is in parentheses and may
// hold any byte, so the fields are counted from the last one.
func read(pid int) (Process, bool) {
	dir := filepath.Join("/proc", strconv.Itoa(pid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return Process{}, false
	}
	return parseStat(pid, string(stat), dir)
}

func parseStat(pid int, stat, dir string) (Process, bool) {
	open, shut := strings.IndexByte(stat, '('), strings.LastIndexByte(stat, ')')
	if open < 0 || shut < open {
		return Process{}, false
	}
	fields := strings.Fields(stat[shut+1:])
	if len(fields) < 2 || fields[0] == "Z" {
		return Process{}, false
	}
	parent, err := strconv.Atoi(fields[1])
	if err != nil {
		return Process{}, false
	}
	p := Process{PID: pid, Parent: parent, Name: stat[open+1 : shut]}
	p.Exe, _ = os.Readlink(filepath.Join(dir, "exe"))
	if line, err := os.ReadFile(filepath.Join(dir, "cmdline")); err == nil {
		p.Args = strings.FieldsFunc(string(line), func(r rune) bool { return r == 0 })
	}
	return p, true
}

// mine reports whether the process runs as this user.
func mine(pid string) bool {
	st, err := os.Stat("/proc/" + pid)
	return err == nil && owner(st) == os.Getuid()
}

// Home is the home folder the process was started with, "" when it cannot be
// read.
func (p Process) Home() string {
	env, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.PID), "environ"))
	if err != nil {
		return ""
	}
	for _, kv := range strings.Split(string(env), "\x00") {
		if h, ok := strings.CutPrefix(kv, "HOME="); ok {
			return h
		}
	}
	return ""
}
