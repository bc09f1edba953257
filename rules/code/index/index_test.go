package index

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func build(t testing.TB, words ...string) Index {
	t.Helper()
	var w Words
	for i, s := range words {
		w.Add(s, i)
	}
	x, err := w.Build()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func hits(x Index, s string) string {
	var out []string
	x.Each([]byte(s), func(pos int, word string, owner int) bool {
		out = append(out, fmt.Sprint(pos, word, owner))
		return true
	})
	return strings.Join(out, " ")
}

func TestEach(t *testing.T) {
	x := build(t, "abc", "abcd", "xyz", "abc")
	for in, want := range map[string]string{
		"":        "",
		"ab":      "",
		"abc":     "0abc0 0abc3",
		"abcd":    "0abcd1 0abc0 0abc3",
		"..abc":   "2abc0 2abc3",
		"xyzxyz.": "0xyz2 3xyz2",
		"ab.bc":   "",
	} {
		if got := hits(x, in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if got := hits("", "abc"); got != "" {
		t.Errorf("an empty index finds %s", got)
	}
}

func TestEachStops(t *testing.T) {
	n := 0
	build(t, "abc").Each([]byte("abcabc"), func(int, string, int) bool { n++; return false })
	if n != 1 {
		t.Errorf("%d calls after a stop", n)
	}
}

func TestWhatCannotBeIndexed(t *testing.T) {
	for _, c := range []struct {
		word  string
		owner int
	}{{"ab", 0}, {strings.Repeat("a", 256), 0}, {"abc", -1}, {"abc", 1<<16 - 1}} {
		var w Words
		w.Add(c.word, c.owner)
		if _, err := w.Build(); err == nil {
			t.Errorf("%.10q of %d: no error", c.word, c.owner)
		}
	}
}

// FuzzEach holds the pass together with a plain search.
func FuzzEach(f *testing.F) {
	f.Add("select * from token where password", "select\ntoken\npass\npassword\nord")
	f.Fuzz(func(t *testing.T, text, list string) {
		var w Words
		var words []string
		for i, s := range strings.Split(list, "\n") {
			if len(s) > 2 && len(s) < 256 {
				w.Add(s, i)
				words = append(words, s)
			}
		}
		x, err := w.Build()
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		x.Each([]byte(text), func(pos int, word string, _ int) bool {
			if !strings.HasPrefix(text[pos:], word) {
				t.Errorf("%q at %d of %q", word, pos, text)
			}
			found[word] = true
			return true
		})
		for _, s := range words {
			if bytes.Contains([]byte(text), []byte(s)) != found[s] {
				t.Errorf("%q in %q: %t", s, text, found[s])
			}
		}
	})
}
