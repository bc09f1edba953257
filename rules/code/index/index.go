// Package index finds many words in a text in one pass. Its tables are one
// string that lies in the program: nothing is filled, allocated or followed by
// pointers when a process starts.
package index

import (
	"encoding/binary"
	"unsafe"
)

// Index is a set of words with their owners. It is laid out as the filter, the
// heads and the chains: the filter has a bit for each hash of the first three
// bytes of a word, a head is the offset of a chain, and a chain is a list of
// words, each with its length before it and its owners behind it, that ends
// with the length 0.
type Index string

const (
	filterBytes = 1 << 13 // one bit for each 16-bit hash
	heads       = 1 << 12
	chains      = filterBytes + 4*heads
)

func hash(three uint32) uint32 { return three * 0x9E3779B1 }

// Each calls hit for every owner of every word of the index in s, which must be
// in lower case as the words are; hit answers false to stop.
func (x Index) Each(s []byte, hit func(pos int, word string, owner int) bool) {
	if len(s) < 3 || len(x) < chains {
		return
	}
	filter := unsafe.Slice(unsafe.StringData(string(x)), filterBytes) // which nobody writes to
	three := uint32(s[0])<<8 | uint32(s[1])<<16
	for i, c := range s[2:] {
		three = three>>8 | uint32(c)<<16
		h := hash(three)
		if begins(filter, h) && !x.chain(s[i:], i, h>>20, hit) {
			return
		}
	}
}

// begins tells whether a word may begin with three bytes of that hash. Its bit
// is looked at in eight bytes at once, for which processors have an instruction.
func begins(filter []byte, h uint32) bool {
	return binary.LittleEndian.Uint64(filter[h>>22<<3:])&(1<<(h>>16&63)) != 0
}

// chain calls hit for the words of one chain that s begins with.
func (x Index) chain(s []byte, pos int, head uint32, hit func(pos int, word string, owner int) bool) bool {
	for at := x.number(filterBytes + 4*int(head)); ; {
		n := int(x[at])
		if n == 0 {
			return true
		}
		word, owners := string(x[at+1:at+1+n]), int(x[at+1+n])|int(x[at+2+n])<<8
		at += n + 3
		if n <= len(s) && s[n-1] == word[n-1] && string(s[:n]) == word {
			for k := range owners {
				if !hit(pos, word, int(x[at+2*k])|int(x[at+2*k+1])<<8) {
					return false
				}
			}
		}
		at += 2 * owners
	}
}

func (x Index) number(at int) int {
	return int(x[at]) | int(x[at+1])<<8 | int(x[at+2])<<16 | int(x[at+3])<<24
}
