package deps

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestJudge(t *testing.T) {
	l := Lists{Deny: []string{"npm/evil-*", "banned"}, Allow: []string{"@acme/*", "pypi/reqeusts"}}
	for _, c := range []struct {
		eco  Ecosystem
		name string
		want Class
		like string
	}{
		{NPM, "react", Fine, ""}, {NPM, "@types/whatever-new", Fine, ""}, {NPM, "@acme/reactt", Fine, ""}, {NPM, "evil-react", Malicious, ""}, {PyPI, "Banned", Malicious, ""},
		{NPM, "flatmap-stream", Malicious, ""}, {PyPI, "python3_dateutil", Malicious, ""}, {Crates, "lazystatic", Malicious, ""}, {Go, "github.com/boltdb-go/bolt", Malicious, ""}, {Go, "github.com/boltdb-go/bolt/v2", Malicious, ""},
		{NPM, "lodahs", Typosquat, "lodash"}, {PyPI, "reqeusts", Fine, ""}, {PyPI, "requestss", Typosquat, "requests"},
		{NPM, "types-react", LookAlike, "@types/react"}, {NPM, "@bable/core", LookAlike, "@babel/core"}, {NPM, "react_dom", Typosquat, "react-dom"}, {NPM, "fastlfy", LookAlike, "fastify"}, {NPM, "mongооse", LookAlike, "mongoose"},
		{PyPI, "djangorestframwork", LookAlike, "djangorestframework"}, {PyPI, "scikit_learn", Fine, ""}, {PyPI, "ruamel-yaml", Fine, ""},
		{Crates, "serde-json", Fine, ""}, {Crates, "serde_jsom", LookAlike, "serde_json"}, {Gems, "active-record", LookAlike, "activerecord"}, {Gems, "sidekiqq", LookAlike, "sidekiq"},
		{Go, "github.com/gin-gonic/gin/v2", Fine, ""}, {Go, "github.com/gin-gonlc/gin", LookAlike, "github.com/gin-gonic/gin"}, {Go, "githib.com/spf13/cobra", LookAlike, "github.com/spf13/cobra"}, {Go, "github.com/spf13/other", Fine, ""}, {Go, "github.com/somebody/gin", Unknown, ""}, {Go, "github.com/Sirupsen/logrus", Unknown, ""},
		{NPM, "some-unheard-of-thing", Unknown, ""}, {PyPI, "pydanticc", Typosquat, "pydantic"}, {NPM, "preact", Fine, ""}, {NPM, "vue2", Unknown, ""},
	} {
		f := Judge(Entry{Eco: c.eco, Name: c.name}, l)
		if f.Class != c.want || f.Like != c.like {
			t.Errorf("%s %s: %v %q, want %v %q", c.eco, c.name, f.Class.Signal(), f.Like, c.want.Signal(), c.like)
		}
	}
	for _, c := range []struct {
		lists Lists
		want  Class
	}{{Lists{Allow: []string{"flatmap-stream"}}, Fine}, {Lists{Allow: []string{"*"}, Deny: []string{"flatmap-*"}}, Malicious}} {
		if f := Judge(Entry{Eco: NPM, Name: "flatmap-stream"}, c.lists); f.Class != c.want {
			t.Errorf("%+v: %v", c.lists, f.Class)
		}
	}
	if f := Judge(Entry{Eco: NPM, Name: "react", Source: "git+https://h.example/x"}, l); f.Class != FromURL {
		t.Errorf("from an address: %v", f.Class)
	}
	if f := Judge(Entry{Eco: PyPI, Index: "https://i.example"}, l); f.Class != OtherIndex {
		t.Errorf("another index: %v", f.Class)
	}
}

func TestSpec(t *testing.T) {
	for _, c := range []struct {
		eco        Ecosystem
		text, want string
	}{
		{NPM, "react@18", "react"}, {NPM, "@a/b", "@a/b"}, {NPM, "@a/b@1", "@a/b"}, {NPM, "a/b", ""}, {NPM, "./x", ""}, {NPM, "x@npm:y@2", "y"}, {NPM, "x.tgz", ""}, {NPM, "$X", ""}, {NPM, "https://h.example/x", ""},
		{PyPI, "flask[async]>=1", "flask"}, {PyPI, "requirements.txt", ""}, {PyPI, ".", ""},
		{Go, "github.com/a/b/cmd/c@latest", "github.com/a/b"}, {Go, "./...", ""}, {Go, "all", ""}, {Crates, "serde@1", "serde"}, {Gems, "rails:8", "rails"},
	} {
		if got := Spec(c.eco, c.text).Name; got != c.want {
			t.Errorf("%s %q: %q, want %q", c.eco, c.text, got, c.want)
		}
	}
}

// Lists are searched in place: they must be sorted and whole lines.
func TestListsAreSorted(t *testing.T) {
	all, err := os.ReadDir("names")
	if err != nil || len(all) != 11 {
		t.Fatal(len(all), err)
	}
	for _, f := range all {
		raw, err := os.ReadFile("names/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if !strings.HasSuffix(text, "\n") || !slices.IsSorted(lines) || len(slices.Compact(slices.Clone(lines))) != len(lines) || slices.Contains(lines, "") {
			t.Errorf("%s: not sorted lines; run go run ./rules/deps/gen", f.Name())
		}
		for _, n := range lines {
			if !holds(text, n) || holds(text, n+"-no-such") || holds(text, n[:len(n)-1]+"\x7f") {
				t.Errorf("%s: %s is not found rightly", f.Name(), n)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "abd", 1}, {"abc", "ab", 1}, {"abc", "xyz", 3}, {"ca", "abc", 3}} {
		if got := distance(c.a, c.b, 2); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func BenchmarkUnknown(b *testing.B) {
	for b.Loop() {
		Judge(Entry{Eco: NPM, Name: "some-unheard-of"}, Lists{})
	}
}

func BenchmarkKnown(b *testing.B) {
	for b.Loop() {
		Judge(Entry{Eco: NPM, Name: "react-dom"}, Lists{})
	}
}
