package mine

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/rules/business"
)

// age makes all files old enough for the cache to trust their times.
func age(t testing.TB, root string, by time.Duration) {
	t.Helper()
	when := time.Now().Add(-by)
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chtimes(p, when, when)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func run(t testing.TB, root, cache string) []byte {
	t.Helper()
	res, err := Mine(root, Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestWarmAndColdAreEqual(t *testing.T) {
	root, cache := repo(t, planted()), filepath.Join(t.TempDir(), "c", "facts.bin")
	age(t, root, time.Hour)
	cold := run(t, root, "")
	for _, what := range []string{"first", "second", "third"} {
		if got := run(t, root, cache); !bytes.Equal(got, cold) {
			t.Fatalf("%s run with a cache differs", what)
		}
	}
	raw, err := os.ReadFile(cache)
	if err != nil {
		t.Fatal(err)
	}
	held, err := decodeCache(raw, program())
	if err != nil || len(held) == 0 {
		t.Fatalf("%d files held: %v", len(held), err)
	}
	// What the cache says is believed: nothing is read again.
	for p, c := range held {
		c.facts = business.Facts{Path: p, Lang: c.facts.Lang}
		held[p] = c
	}
	saveCache(cache, held)
	if got := run(t, root, cache); bytes.Contains(got, []byte("requireOwner")) {
		t.Error("unchanged files were read again")
	}
}

func TestChangedFilesAreReadAgain(t *testing.T) {
	root, cache := repo(t, planted()), filepath.Join(t.TempDir(), "facts.bin")
	age(t, root, time.Hour)
	run(t, root, cache)
	p := filepath.Join(root, "src/routes/r1.ts")
	raw, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(strings.ReplaceAll(string(raw), "requireOwner", "require0wner")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(root, "src/routes/r2.ts")); err != nil {
		t.Fatal(err)
	}
	if got, cold := run(t, root, cache), run(t, root, ""); !bytes.Equal(got, cold) {
		t.Error("a changed and a removed file went unnoticed")
	}
}

// A file that was just written may be written again within the same tick.
func TestFreshFilesAreNotTrusted(t *testing.T) {
	root, cache := repo(t, planted()), filepath.Join(t.TempDir(), "facts.bin")
	age(t, root, -time.Hour) // times in the future
	run(t, root, cache)
	if _, err := os.Stat(cache); err == nil {
		t.Error("times that cannot be trusted were noted")
	}
}

func TestDamagedCacheIsNoCache(t *testing.T) {
	root, cache := repo(t, planted()), filepath.Join(t.TempDir(), "facts.bin")
	age(t, root, time.Hour)
	cold := run(t, root, cache)
	good, err := os.ReadFile(cache)
	if err != nil {
		t.Fatal(err)
	}
	other := encodeCache(map[string]cached{"src/routes/r1.ts": {}}, "another program")
	for name, raw := range map[string][]byte{"empty": {}, "cut": good[:len(good)/2], "flipped": flip(good), "other program": other, "text": []byte("hello")} {
		if err := os.WriteFile(cache, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := run(t, root, cache); !bytes.Equal(got, cold) {
			t.Errorf("%s: the result differs", name)
		}
		if raw, err := os.ReadFile(cache); err != nil || !bytes.Equal(raw, good) {
			t.Errorf("%s: the cache was not made again: %v", name, err)
		}
	}
}

func flip(raw []byte) []byte {
	out := bytes.Clone(raw)
	out[len(out)/2] ^= 0x40
	return out
}

func TestCachesAreBounded(t *testing.T) {
	dir := t.TempDir()
	for i := range keptCaches + 5 {
		p := CachePath(dir, string(rune('a'+i)))
		saveCache(p, map[string]cached{})
		when := time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(p, when, when); err != nil {
			t.Fatal(err)
		}
	}
	keep := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(keep, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	saveCache(CachePath(dir, "new"), map[string]cached{})
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != keptCaches+1 {
		t.Errorf("%d files left: %v", len(left), err)
	}
	if _, err := os.Stat(keep); err != nil {
		t.Error("a file of another was removed")
	}
}

func FuzzCache(f *testing.F) {
	facts, _ := business.Read("a.ts", []byte("import {a} from 'b';\nexport class C extends D { @x() f(amount: Decimal) { throw new E(a(console.log(1))); } }\n"))
	f.Add(encodeCache(map[string]cached{"a.ts": {stamp: stamp{1, -2}, read: 1, facts: facts}}, "p"))
	f.Add([]byte(cacheMagic))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := cacheReader{raw: string(raw)} // behind the checksum
		r.facts()
		list, err := decodeCache(raw, "p")
		if err != nil {
			return
		}
		again, err := decodeCache(encodeCache(list, "p"), "p")
		if err != nil || !reflect.DeepEqual(list, again) {
			t.Fatalf("%v: %v, %v", err, list, again)
		}
	})
}
