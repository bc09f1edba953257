package deps

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// reports makes a list of "npm/name" and "npm/name@version".
func reports(t testing.TB, names ...string) *Reports {
	t.Helper()
	raw := reportsFile(t, names...)
	l, err := OpenReports(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func reportsFile(t testing.TB, names ...string) []byte {
	t.Helper()
	head, keys := ReportsHead{Imported: time.Unix(1770000000, 0)}, []uint64(nil)
	for _, n := range names {
		eco, name, _ := strings.Cut(n, "/")
		at := strings.LastIndexByte(name, '@')
		if at <= 0 {
			at = len(name)
			head.Packages++
		} else {
			head.Versions++
		}
		keys = append(keys, ReportKey(Ecosystem(eco), name[:at], strings.TrimPrefix(name[at:], "@")))
	}
	var b bytes.Buffer
	if err := WriteReports(&b, head, keys); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReports(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("npm/evil-%d", i))
	}
	l := reports(t, append(names, "npm/@scope/bad", "pypi/Bad_Name", "go/example.com/bad/v2", "npm/chalk@5.6.1", "npm/@ctrl/tinycolor@4.1.1")...)
	if l.Packages != 1003 || l.Versions != 2 || l.Imported.Unix() != 1770000000 {
		t.Fatalf("head %+v", l.ReportsHead)
	}
	for i := range 1000 {
		if !l.Has(Entry{Eco: NPM, Name: fmt.Sprintf("evil-%d", i)}) {
			t.Fatalf("evil-%d is not found", i)
		}
	}
	for _, c := range []struct {
		e    Entry
		want bool
	}{
		{Entry{Eco: NPM, Name: "evil-1000"}, false}, {Entry{Eco: PyPI, Name: "evil-1"}, false}, {Entry{Eco: NPM}, false},
		{Entry{Eco: NPM, Name: "evil-1", Version: "^1"}, true}, {Entry{Eco: NPM, Name: "evil-1", Source: "file:../evil-1"}, false},
		{Entry{Eco: NPM, Name: "@scope/bad"}, true}, {Entry{Eco: NPM, Name: "bad"}, false}, {Entry{Eco: PyPI, Name: "bad.name", Version: "==1.0"}, true},
		{Entry{Eco: Go, Name: "example.com/bad/v2"}, true}, {Entry{Eco: Go, Name: "example.com/bad"}, false},
		{Entry{Eco: NPM, Name: "chalk"}, false}, {Entry{Eco: NPM, Name: "chalk", Version: "^5.6.1"}, false}, {Entry{Eco: NPM, Name: "chalk", Version: "5.6.1"}, true},
		{Entry{Eco: NPM, Name: "chalk", Version: "=v5.6.1"}, true}, {Entry{Eco: NPM, Name: "chalk", Version: "5.6.2"}, false}, {Entry{Eco: NPM, Name: "chalk", Version: "5.6.1", Bumped: true}, true},
		{Entry{Eco: NPM, Name: "evil-1", Version: "5.6.1", Bumped: true}, false}, {Entry{Eco: NPM, Name: "@ctrl/tinycolor", Version: "4.1.1"}, true},
	} {
		if got := l.Has(c.e); got != c.want {
			t.Errorf("%+v: %t", c.e, got)
		}
	}
	if empty := reports(t); empty.Has(Entry{Eco: NPM, Name: "evil-1"}) {
		t.Error("an empty list holds something")
	}
}

func TestExact(t *testing.T) {
	for in, want := range map[string]string{
		"1.2.3": "1.2.3", "==1.0": "1.0", "=== 1.0": "1.0", "v1.2.3": "1.2.3", "=1.0.0-rc.1+b": "1.0.0-rc.1+b", "1.2.3 ": "1.2.3",
		"": "", "^1.2.3": "", "~1.2": "", ">=1.0": "", "1": "", "1.x": "", "1.x.0": "", "*": "", "latest": "", "1.0,<2": "", "1.0 || 2.0": "", "==1.*": "", "v": "", "=": "", "1.2é": "",
	} {
		if got := Exact(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestBumped(t *testing.T) {
	before := []byte(`{"dependencies":{"chalk":"5.6.0","react":"^18","left":"1.0.0"}}`)
	after := []byte(`{"dependencies":{"chalk":"5.6.1","react":"^19","left":"1.0.0","new":"1.0.0"}}`)
	got := Bumped("package.json", before, after)
	if len(got) != 1 || got[0].Name != "chalk" || !got[0].Bumped {
		t.Errorf("%+v", got)
	}
	if got := Bumped("package.json", nil, after); got != nil {
		t.Errorf("a new file: %+v", got)
	}
	l := reports(t, "npm/chalk@5.6.1")
	if f := Judge(got[0], Lists{Reported: l.Has}); f.Class != Malicious {
		t.Errorf("the reported version: %v", f.Class)
	}
	if f := Judge(got[0], Lists{Reported: l.Has, Allow: []string{"chalk"}}); f.Class != Fine {
		t.Errorf("a version of a package that people vouch for: %v", f.Class)
	}
	got[0].Name = "never-heard-of-xyz"
	if f := Judge(got[0], Lists{Reported: l.Has}); f.Class != Fine {
		t.Errorf("a name that was there: %v", f.Class)
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("gone") }

func TestDamagedReports(t *testing.T) {
	whole := reportsFile(t, "npm/a", "npm/b@1.0.0")
	for name, raw := range map[string][]byte{
		"empty": nil, "cut": whole[:len(whole)-3], "longer": append(bytes.Clone(whole), 1), "another file": bytes.Repeat([]byte("x"), 200),
		"negative": append([]byte(fmt.Sprintf("%-95s\n", "vibedefend-packages 1 1 -1 3")), make([]byte, 16)...),
		"huge":     []byte(fmt.Sprintf("%-95s\n", "vibedefend-packages 1 1 9223372036854775807 2")),
		"head":     whole[:20],
	} {
		if _, err := OpenReports(bytes.NewReader(raw), int64(len(raw))); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := OpenReports(failing{}, 200); err == nil {
		t.Error("no error of a file that cannot be read")
	}
	l := &Reports{ReportsHead: ReportsHead{Packages: 3}, r: failing{}}
	if l.Has(Entry{Eco: NPM, Name: "a"}) {
		t.Error("what cannot be read is there")
	}
	if err := WriteReports(&bytes.Buffer{}, ReportsHead{Packages: 2}, []uint64{1, 1}); err == nil {
		t.Error("a key twice is written")
	}
}

func FuzzOpenReports(f *testing.F) {
	f.Add(reportsFile(f, "npm/a", "npm/b@1.0.0"))
	f.Add([]byte("vibedefend-packages 1 1 0 0"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := OpenReports(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		l.Has(Entry{Eco: NPM, Name: "a", Version: "1.0.0"})
		if len(raw) != headSize+(l.Packages+l.Versions)*keySize {
			t.Errorf("%d bytes for %+v", len(raw), l.ReportsHead)
		}
	})
}

func BenchmarkReportsHas(b *testing.B) {
	var names []string
	for i := range 200_000 {
		names = append(names, fmt.Sprintf("npm/evil-%d", i))
	}
	path, raw := filepath.Join(b.TempDir(), "list"), reportsFile(b, names...)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	l, err := OpenReports(f, int64(len(raw)))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Has(Entry{Eco: NPM, Name: "react", Version: "18.0.0"})
	}
}
