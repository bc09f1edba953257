package process

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// List returns the running processes, in the order of the system's table.
func List() []Process {
	snap, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil
	}
	defer windows.CloseHandle(snap)
	var e windows.ProcessEntry32
	e.Size = uint32(unsafe.Sizeof(e))
	var all []Process
	for err = windows.Process32First(snap, &e); err == nil; err = windows.Process32Next(snap, &e) {
		all = append(all, Process{
			PID: int(e.ProcessID), Parent: int(e.ParentProcessID),
			Name: windows.UTF16ToString(e.ExeFile[:]), Exe: image(e.ProcessID),
		})
	}
	return all
}

func read(pid int) (Process, bool) {
	for _, p := range List() {
		if p.PID == pid {
			return p, true
		}
	}
	return Process{}, false
}

func image(pid uint32) string {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	buf := make([]uint16, windows.MAX_LONG_PATH)
	n := uint32(len(buf))
	if windows.QueryFullProcessImageName(h, 0, &buf[0], &n) != nil {
		return ""
	}
	return windows.UTF16ToString(buf[:n])
}

// Home is the home folder the process was started with; this system does not
// tell.
func (p Process) Home() string { return "" }
