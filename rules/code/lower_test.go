package code

import (
	"bytes"
	"strings"
	"testing"
)

func TestLowerASCII(t *testing.T) {
	var all []byte
	for c := range 256 {
		all = append(all, byte(c))
	}
	for n := range 20 { // whatever is left behind the last eight
		in := append(bytes.Clone(all), strings.Repeat("Zz[@", n)...)
		in = in[:len(all)+n]
		var want []byte
		for _, c := range in {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			want = append(want, c)
		}
		if got := lowerASCII(in); !bytes.Equal(got, want) {
			t.Fatalf("of %d bytes: %q, want %q", len(in), got, want)
		}
	}
}
