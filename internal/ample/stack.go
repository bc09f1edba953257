// Package ample makes the stack of the main goroutine as large as most calls
// need, before other packages start: each time a stack grows it is moved, with
// all that its frames say of it looked up, and leaves a pool of smaller stacks
// behind. It imports nothing, so that it starts among the first.
package ample

var _ = grow(0)

// grow needs a stack of 64 KiB and more. Nothing is written to the array, which
// is there for the room alone.
//
//go:noinline
func grow(i int) byte {
	if i > 0 {
		var room [60 << 10]byte
		room[i] = 1
		return room[i/2]
	}
	return 0
}
