package bare

import (
	"slices"
	"testing"
)

// No two rooms overlap, before the program's own pages are used up and after.
func TestRoom(t *testing.T) {
	var rooms [][]byte
	for i := range 400 {
		n := []int{0, 1, 500, 4096, len(pages) + 1}[i%5]
		r := Room(n)
		if len(r) != n || cap(r) < n || slices.ContainsFunc(r, func(b byte) bool { return b != 0 }) {
			t.Fatalf("room %d: %d of %d bytes, or used before", i, len(r), n)
		}
		for k := range r {
			r[k] = byte(i%255) + 1
		}
		rooms = append(rooms, r)
	}
	for i, r := range rooms {
		if slices.ContainsFunc(r, func(b byte) bool { return b != byte(i%255)+1 }) {
			t.Fatalf("room %d was written to by another", i)
		}
		if grown := append(r, 1, 2, 3); len(r) > 0 && &grown[0] == &r[0] && cap(r) == len(r) {
			t.Fatalf("room %d grows into another", i)
		}
	}
}

func TestText(t *testing.T) {
	for _, s := range []string{"", "a", "text"} {
		if got := Text([]byte(s)); got != s {
			t.Errorf("%q, want %q", got, s)
		}
	}
}
