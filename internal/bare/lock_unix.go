//go:build !windows

package bare

import (
	"os"
	"syscall"
)

// Lock takes the lock of a file, which is made when missing, and waits for it.
// The system frees it when the process ends.
func Lock(path string) (unlock func(), err error) { return lock(path, syscall.LOCK_EX) }

// TryLock is Lock without waiting: unlock is nil where another has the lock.
func TryLock(path string) (unlock func(), err error) {
	unlock, err = lock(path, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return nil, nil
	}
	return unlock, err
}

func lock(path string, how int) (unlock func(), err error) {
	fd, err := open(path, os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		switch err := syscall.Flock(fd, how); err {
		case nil:
			return func() { _ = syscall.Close(fd) }, nil // which frees the lock
		case syscall.EINTR:
			continue
		default:
			_ = syscall.Close(fd)
			return nil, err
		}
	}
}
