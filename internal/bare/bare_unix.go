//go:build !windows

// Package bare opens and reads ordinary files with the fewest calls of the
// system: package os asks of each file whether it can be waited for, which takes
// five calls, and a process that judges one tool call opens some ten files.
package bare

import (
	"errors"
	"os"
	"syscall"
)

// maxFile bounds what is read whole: nothing that a hook reads comes near it.
const maxFile = 64 << 20

var (
	errKind  = errors.New("not an ordinary file")
	errLarge = errors.New("larger than 64 MiB")
)

// OpenFile is os.OpenFile for files that are read and written at once.
func OpenFile(path string, flag int, perm os.FileMode) (*os.File, error) {
	fd, err := open(path, flag, uint32(perm.Perm()))
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), path), nil
}

// ReadFile is os.ReadFile for ordinary files of at most 64 MiB. Others are
// refused at once: a pipe would be waited for, and a device may have no end.
// What is linked to a character device (/dev/null) is empty.
func ReadFile(path string) ([]byte, error) {
	fd, err := open(path, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = syscall.Close(fd) }()
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return nil, &os.PathError{Op: "read", Path: path, Err: err}
	}
	switch {
	case st.Mode&syscall.S_IFMT == syscall.S_IFCHR:
		return nil, nil
	case st.Mode&syscall.S_IFMT != syscall.S_IFREG:
		return nil, &os.PathError{Op: "read", Path: path, Err: errKind}
	case st.Size > maxFile:
		return nil, &os.PathError{Op: "read", Path: path, Err: errLarge}
	}
	return fill(fd, path, Room(int(st.Size) + 64)[:0]) // more, so that the end is seen without growing
}

// WriteNew makes a file that must not be there yet; its error is then
// fs.ErrExist.
func WriteNew(path string, data []byte, perm os.FileMode) error {
	fd, err := open(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, uint32(perm.Perm()))
	if err != nil {
		return err
	}
	for len(data) > 0 && err == nil {
		var n int
		if n, err = syscall.Write(fd, data); err == syscall.EINTR {
			err = nil
		}
		data = data[max(n, 0):]
	}
	if e := syscall.Close(fd); err == nil {
		err = e
	}
	if err != nil {
		return &os.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// Exists reports whether anything goes by that path.
func Exists(path string) bool { return syscall.Access(path, 0) == nil }

// fill reads to the end.
func fill(fd int, path string, buf []byte) ([]byte, error) {
	for {
		n, err := syscall.Read(fd, buf[len(buf):cap(buf)])
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return buf, &os.PathError{Op: "read", Path: path, Err: err}
		case n == 0:
			return buf, nil
		}
		if buf = buf[:len(buf)+n]; len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

func open(path string, flag int, perm uint32) (int, error) {
	for {
		fd, err := syscall.Open(path, flag|syscall.O_CLOEXEC, perm)
		switch err {
		case nil:
			return fd, nil
		case syscall.EINTR:
			continue
		}
		return -1, &os.PathError{Op: "open", Path: path, Err: err}
	}
}
