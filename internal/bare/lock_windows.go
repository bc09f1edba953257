package bare

import "github.com/gofrs/flock"

// Lock takes the lock of a file, which is made when missing, and waits for it.
// The system frees it when the process ends.
func Lock(path string) (unlock func(), err error) {
	l := flock.New(path, flock.SetPermissions(0o600))
	if err := l.Lock(); err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

// TryLock is Lock without waiting: unlock is nil where another has the lock.
func TryLock(path string) (unlock func(), err error) {
	l := flock.New(path, flock.SetPermissions(0o600))
	got, err := l.TryLock()
	if err != nil || !got {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}
