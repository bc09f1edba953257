package mine

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestHistoryIsAskedOncePerCommit(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "c", "facts-1.bin")
	asked, answer := 0, map[string]int64{"a.go": 7, "ä b.go": -3}
	look := func(head, cache string) map[string]int64 {
		o := Options{Cache: cache, Head: head, Added: func() map[string]int64 { asked++; return answer }}
		return o.history()
	}
	for i, c := range []struct {
		head, cache string
		asked       int
	}{
		{"one", cache, 1}, {"one", cache, 1}, {"two", cache, 2}, {"two", cache, 2}, {"one", cache, 3},
		{"", cache, 4}, {"", cache, 5}, {"one", "", 6},
	} {
		if got := look(c.head, c.cache); !reflect.DeepEqual(got, answer) || asked != c.asked {
			t.Errorf("%d: %v, asked %d times", i, got, asked)
		}
	}
	path := historyPath(cache)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"empty": {}, "cut": good[:len(good)/2], "flipped": flip(good), "text": []byte("hello")} {
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		before := asked
		if got := look("one", cache); !reflect.DeepEqual(got, answer) || asked != before+1 {
			t.Errorf("%s: %v, asked %d times", name, got, asked-before)
		}
		if raw, err := os.ReadFile(path); err != nil || !bytes.Equal(raw, good) {
			t.Errorf("%s: not made again: %v", name, err)
		}
	}
	asked, answer = 0, nil // git could not say: nothing is noted
	for range 2 {
		look("three", cache)
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

func FuzzHistory(f *testing.F) {
	f.Add(encodeHistory(map[string]int64{"a": 1}, "k"))
	f.Add([]byte(historyMagic))
	f.Fuzz(func(t *testing.T, raw []byte) {
		sealed := cacheWriter{raw: append([]byte(historyMagic), raw...)}
		for _, in := range [][]byte{raw, sealed.sealed()} {
			if list, ok := decodeHistory(in, "k"); ok {
				if again, ok := decodeHistory(encodeHistory(list, "k"), "k"); !ok || !reflect.DeepEqual(list, again) {
					t.Fatalf("%v, %v", list, again)
				}
			}
		}
	})
}
