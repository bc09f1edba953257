package disk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked means that another process of ours is writing.
var ErrLocked = errors.New("another vibedefend command is running; wait for it and try again")

// Lock takes the lock file at path, waiting up to wait. The system frees it
// when the process ends, however it ends.
func Lock(path string, wait time.Duration) (unlock func(), err error) {
	if err := MakeFolders(path, 0o700); err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	l := flock.New(path, flock.SetPermissions(0o600))
	ok, err := l.TryLockContext(ctx, 20*time.Millisecond)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, ErrLocked
	case err != nil:
		return nil, fmt.Errorf("lock: %w", err)
	case !ok:
		return nil, ErrLocked
	}
	// One made by the administrator must not lock its owner out.
	if err := adopt(path); err != nil {
		_ = l.Unlock()
		return nil, fmt.Errorf("lock: %w", err)
	}
	return func() { _ = l.Unlock() }, nil
}
