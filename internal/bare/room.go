package bare

import (
	"sync/atomic"
	"unsafe"
)

// pages lie in the program, all zero, and cost nothing until they are written.
var (
	pages [64 << 10]byte
	taken atomic.Int64
)

// Room returns n bytes that nothing else uses, all zero: out of the program
// itself while that lasts, else from the heap. A process that judges one call
// asks for few things, but of many sizes, and each size of which the heap is
// first asked costs two pages and some thousand instructions.
func Room(n int) []byte {
	if n <= len(pages) {
		if end := taken.Add(int64(n)); end <= int64(len(pages)) {
			return pages[end-int64(n) : end : end]
		}
	}
	return make([]byte, n)
}

// Text is b as a string without a copy. Nothing may write to b any more.
func Text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
