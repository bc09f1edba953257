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

// Text that is made to be looked at again and again is given up, not waited for.
func TestTangledTextIsBounded(t *testing.T) {
	for _, c := range []struct{ path, body string }{{"a.js", "(/["}, {"a.rb", "(/["}, {"a.js", "=/a"}, {"a.py", "f\"{"}, {"a.js", "`${`${"}} {
		f, why := newFile(c.path, []byte(strings.Repeat(c.body, 1<<16)), Options{})
		if f == nil {
			t.Fatal(why)
		}
	}
	rep := Examine("a.js", []byte(strings.Repeat("(/[", 1<<18)), Options{})
	if rep.Incomplete == "" {
		t.Error("nothing is said of what was left unread")
	}
	if rep = Examine("a.js", []byte(strings.Repeat("x = a.replace(/[^a]/g, `${b}`);\n", 1<<12)), Options{}); strings.Contains(rep.Incomplete, "tangled") {
		t.Error("ordinary code counts as tangled")
	}
}
