package osv

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/deps"
)

const (
	whole = `{"id":"MAL-2099-1","affected":[{"package":{"ecosystem":"npm","name":"evil-thing"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"versions":["1.0.0"]}]}`
	some  = `{"id":"MAL-2099-2","affected":[{"package":{"ecosystem":"PyPI","name":"good-thing"},"versions":["1.0.1","1.0.2","weird"]}]}`
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want []Package
		kind Kind
	}{
		"as a whole":      {whole, []Package{{deps.NPM, "evil-thing", nil}}, Taken},
		"single versions": {some, []Package{{deps.PyPI, "good-thing", []string{"1.0.1", "1.0.2"}}}, Taken},
		"withdrawn":       {`{"id":"MAL-1","withdrawn":"2025-01-01T00:00:00Z",` + whole[len(`{"id":"MAL-2099-1",`):], nil, Withdrawn},
		"a vulnerability": {strings.Replace(whole, "MAL-", "GHSA-", 1), nil, Other},
		"elsewhere":       {strings.Replace(whole, "npm", "NuGet", 1), nil, Foreign},
		"a range":         {`{"id":"MAL-1","affected":[{"package":{"ecosystem":"npm","name":"x"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.0"}]}]}]}`, nil, Unclear},
		"a later start":   {`{"id":"MAL-1","affected":[{"package":{"ecosystem":"npm","name":"x"},"ranges":[{"type":"SEMVER","events":[{"introduced":"2.0.0"}]}]}]}`, nil, Unclear},
		"of a repository": {`{"id":"MAL-1","affected":[{"package":{"ecosystem":"npm","name":"x"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}]}]}`, nil, Unclear},
		"several": {`{"id":"MAL-1","affected":[{"package":{"ecosystem":"crates.io","name":"a"},"ranges":[{"events":[{"introduced":"0"}]}]},{"package":{"ecosystem":"RubyGems","name":"b"},"versions":["1.0"]},{"package":{"ecosystem":"Go","name":"h.example/c"},"versions":["v1.0.0"]}]}`,
			[]Package{{deps.Crates, "a", nil}, {deps.Gems, "b", []string{"1.0"}}, {deps.Go, "h.example/c", []string{"1.0.0"}}}, Taken},
		"a name of controls": {strings.Replace(whole, "evil-thing", `a\u0000b`, 1), nil, Foreign},
		"no packages":        {`{"id":"MAL-1"}`, nil, Foreign},
	} {
		got, kind, err := Parse([]byte(c.raw))
		if err != nil || kind != c.kind || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v %v", name, got, kind, err)
		}
	}
	for _, raw := range []string{"", "x", "[]", "{}", `{"id":1}`, `{"id":"MAL-1","affected":{}}`} {
		if _, _, err := Parse([]byte(raw)); err == nil {
			t.Errorf("%q: no error", raw)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	put("dump/npm/a.json", whole)
	put("dump/pypi/b.json", some)
	put("dump/README.md", "nothing")
	put("dump/broken.json", "{")
	put("dump/.git/x.json", "{")
	z, err := os.Create(filepath.Join(dir, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(z)
	for i := range 3 {
		f, err := w.Create(fmt.Sprintf("MAL-%d.json", i))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, strings.Replace(whole, "evil-thing", fmt.Sprint("evil-", i), 1))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z.Close()
	var got []string
	tally, err := Read([]string{filepath.Join(dir, "dump"), filepath.Join(dir, "all.zip"), put("one.json", whole)}, func(p Package) { got = append(got, p.Name) })
	if err != nil || tally.Reports != 7 || tally.Broken != 1 || tally.First == nil {
		t.Errorf("%+v %v", tally, err)
	}
	if s := strings.Join(got, " "); s != "evil-thing good-thing evil-0 evil-1 evil-2 evil-thing" {
		t.Errorf("read %s", s)
	}
	for _, p := range []string{filepath.Join(dir, "none"), put("bad.json", "{"), put("bad.zip", "PK"), put("large.json", strings.Repeat(" ", maxReport+1))} {
		if _, err := Read([]string{p}, func(Package) {}); err == nil {
			t.Errorf("%s: no error", p)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{whole, some, "{}", `{"id":"MAL-1","affected":[{"package":{"ecosystem":"npm","name":"x"},"ranges":[{"events":[]}]}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, kind, err := Parse(raw)
		if (err != nil || kind != Taken) && len(list) > 0 || err == nil && kind == Taken && len(list) == 0 {
			t.Errorf("%v %v %v", list, kind, err)
		}
		for _, p := range list {
			if p.Name == "" || p.Eco == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
