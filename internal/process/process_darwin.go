package process

import (
	"bytes"
	"encoding/binary"
	"os"

	"golang.org/x/sys/unix"
)

// List returns the processes of this user, in the order of the system's table.
func List() []Process {
	rows, err := unix.SysctlKinfoProcSlice("kern.proc.uid", os.Getuid())
	if err != nil {
		return nil
	}
	var all []Process
	for i := range rows {
		all = append(all, row(&rows[i]))
	}
	return all
}

func read(pid int) (Process, bool) {
	k, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || int(k.Proc.P_pid) != pid {
		return Process{}, false
	}
	return row(k), true
}

func row(k *unix.KinfoProc) Process {
	name := k.Proc.P_comm[:]
	if i := bytes.IndexByte(name, 0); i >= 0 {
		name = name[:i]
	}
	p := Process{PID: int(k.Proc.P_pid), Parent: int(k.Eproc.Ppid), Name: string(name)}
	if raw, err := unix.SysctlRaw("kern.procargs2", p.PID); err == nil {
		p.Exe, p.Args = parseArgs(raw)
	}
	return p
}

// parseArgs reads kern.procargs2: the count of arguments, the executable,
// padding, then the arguments, each ended by a zero byte.
func parseArgs(raw []byte) (string, []string) {
	if len(raw) < 4 {
		return "", nil
	}
	count := int(binary.LittleEndian.Uint32(raw))
	exe, rest, _ := bytes.Cut(raw[4:], []byte{0})
	rest = bytes.TrimLeft(rest, "\x00")
	var args []string
	for len(args) < count && len(rest) > 0 {
		var a []byte
		a, rest, _ = bytes.Cut(rest, []byte{0})
		args = append(args, string(a))
	}
	return string(exe), args
}

// Home is the home folder the process was started with; this system does not
// tell.
func (p Process) Home() string { return "" }
