package policy

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules/deps"
)

// A list is opened when a package is asked for; none, or one that cannot be
// read, is no list, and the rest of the policy holds.
func TestReportedPackages(t *testing.T) {
	evil := deps.Entry{Eco: deps.NPM, Name: "evil-thing"}
	var good bytes.Buffer
	if err := deps.WriteReports(&good, deps.ReportsHead{Imported: time.Now(), Packages: 1}, []uint64{deps.ReportKey(deps.NPM, "evil-thing", "")}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		list       []byte
		has, there bool
	}{
		"none": {nil, false, false}, "good": {good.Bytes(), true, true}, "cut": {good.Bytes()[:good.Len()-1], false, false}, "empty": {[]byte{}, false, false},
	} {
		made, err := os.MkdirTemp("", "reported")
		if err != nil {
			t.Fatal(err)
		}
		// A list is open as long as its process, and Windows removes no open file.
		t.Cleanup(func() { _ = os.RemoveAll(made) })
		dir := home.Dir(made)
		path := filepath.Join(string(dir), ReportedFile)
		if c.list != nil {
			if err := os.WriteFile(path, c.list, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := Load(Options{Dir: dir})
		if err != nil {
			t.Fatal(name, err)
		}
		l := p.PackageLists()
		if (l.Reported != nil) != c.there || c.there && l.Reported(evil) != c.has {
			t.Errorf("%s: %t", name, l.Reported != nil)
		}
		if lists := ReportedLists(Options{Dir: dir}); (len(lists) == 1 && lists[0].Err != nil) != (c.list != nil && !c.there) {
			t.Errorf("%s: %+v", name, lists)
		}
	}
	dir := home.Dir(t.TempDir())
	if err := os.MkdirAll(filepath.Join(string(dir), ReportedFile), 0o755); err != nil {
		t.Fatal(err)
	}
	if lists := ReportedLists(Options{Dir: dir}); len(lists) != 1 || lists[0].Err == nil {
		t.Errorf("a folder: %+v", lists)
	}
}
