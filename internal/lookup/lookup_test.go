package lookup

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/rules/deps"
)

// registry is every registry in one, on loopback; it notes what it is asked.
type registry struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newRegistry(t *testing.T) *registry {
	r := &registry{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		r.asked = append(r.asked, q.URL.EscapedPath())
		r.mu.Unlock()
		body, ok := map[string]string{
			"/npm/old": `{"time":{"created":"2015-01-02T03:04:05.000Z"}}`, "/npm/@a%2Fnew": `{"time":{"created":"2026-11-20T00:00:00Z"}}`,
			"/pypi/simple/foo-bar/": `{"files":[{"upload-time":"2020-01-01T00:00:00Z"},{"upload-time":"2019-01-01T00:00:00Z"}]}`,
			"/index/se/rd/serde":    "{}", "/index/3/l/log": "{}", "/gems/info/rails": "---",
			"/go/github.com/!burnt!sushi/toml/@v/list": "v1.0.0\n", "/go/h.example/mod/@v/list": "",
		}[q.URL.EscapedPath()]
		switch {
		case strings.Contains(q.URL.Path, "broken"):
			w.WriteHeader(http.StatusInternalServerError)
		case !ok:
			http.NotFound(w, q)
		default:
			_, _ = w.Write([]byte(body))
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func client(r *registry, cache string, now time.Time) *Client {
	return &Client{Cache: cache, Now: func() time.Time { return now }, Bases: map[deps.Ecosystem]string{
		deps.NPM: r.URL + "/npm/", deps.PyPI: r.URL + "/pypi/simple", deps.Crates: "sparse+" + r.URL + "/index/", deps.Gems: r.URL + "/gems", deps.Go: r.URL + "/go"}}
}

func TestAsk(t *testing.T) {
	r := newRegistry(t)
	c := client(r, "", time.Now())
	for _, x := range []struct {
		eco     deps.Ecosystem
		name    string
		missing bool
		since   int
	}{
		{deps.NPM, "old", false, 2015}, {deps.NPM, "@a/new", false, 2026}, {deps.NPM, "none", true, 1}, {deps.PyPI, "Foo_Bar", false, 2019}, {deps.PyPI, "none", true, 1},
		{deps.Crates, "serde", false, 1}, {deps.Crates, "log", false, 1}, {deps.Crates, "ab", true, 1}, {deps.Gems, "rails", false, 1}, {deps.Gems, "none", true, 1},
		{deps.Go, "github.com/BurntSushi/toml", false, 1}, {deps.Go, "h.example/mod/cmd/tool", false, 1}, {deps.Go, "h.example/none", true, 1},
	} {
		a, err := c.Ask(context.Background(), x.eco, x.name)
		if err != nil || a.Missing != x.missing || a.Since.Year() != x.since {
			t.Errorf("%s %s: %+v %v", x.eco, x.name, a, err)
		}
	}
	if _, err := c.Ask(context.Background(), deps.NPM, "broken"); err == nil {
		t.Error("a failing registry is taken for an answer")
	}
	c.Bases[deps.NPM] = ""
	if _, err := c.Ask(context.Background(), deps.NPM, "x"); !errors.Is(err, ErrNoBase) {
		t.Error(err)
	}
	r.Close()
	if _, err := c.Ask(context.Background(), deps.PyPI, "unheard"); err == nil {
		t.Error("a silent registry is taken for an answer")
	}
}

func TestAnswersAreKept(t *testing.T) {
	r := newRegistry(t)
	cache, now := filepath.Join(t.TempDir(), "state", "packages.json"), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		later time.Duration
		name  string
		want  int // questions so far
	}{{0, "old", 1}, {time.Hour, "old", 1}, {6 * 24 * time.Hour, "old", 1}, {8 * 24 * time.Hour, "old", 2}, {8 * 24 * time.Hour, "none", 3}, {8*24*time.Hour + time.Hour, "none", 3}, {10 * 24 * time.Hour, "none", 4}} {
		c := client(r, cache, now.Add(x.later))
		if _, err := c.Ask(context.Background(), deps.NPM, x.name); err != nil {
			t.Fatal(err)
		}
		if err := c.Save(); err != nil {
			t.Fatal(err)
		}
		if len(r.asked) != x.want {
			t.Errorf("%v later, %s: asked %d times, want %d", x.later, x.name, len(r.asked), x.want)
		}
	}
	if err := os.WriteFile(cache, []byte("{damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := client(r, cache, now).Ask(context.Background(), deps.NPM, "old"); err != nil {
		t.Error("a damaged cache:", err)
	}
}

func TestBases(t *testing.T) {
	home := t.TempDir()
	write := func(name, text string) {
		p := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(".npmrc", "# x\nfund=false\nregistry = https://file.example/npm/\n")
	write(".gemrc", "---\n:sources:\n- https://gems.example/\n")
	write(".cargo/config.toml", "[source.mine]\nregistry = \"sparse+https://crates.example/index/\"\n")
	env := map[string]string{"GOPROXY": "off,https://go.example|direct"}
	ran := ""
	got, err := Bases(Where{Home: home, Getenv: func(k string) string { return env[k] }, Given: []string{"npm=http://127.0.0.1:1"}, Wanted: []deps.Ecosystem{deps.NPM, deps.PyPI, deps.Crates, deps.Gems, deps.Go},
		Run: func(name string, _ ...string) string { ran += name + " "; return "https://pip.example/simple\n" }})
	if err != nil {
		t.Fatal(err)
	}
	for eco, want := range map[deps.Ecosystem]string{deps.NPM: "http://127.0.0.1:1", deps.PyPI: "https://pip.example/simple", deps.Crates: "sparse+https://crates.example/index/", deps.Gems: "https://gems.example/", deps.Go: "https://go.example"} {
		if got[eco] != want {
			t.Errorf("%s: %q, want %q", eco, got[eco], want)
		}
	}
	if ran != "pip " {
		t.Errorf("tools asked: %s", ran)
	}
	for _, bad := range []string{"npm", "npm=ftp://x", "cpan=https://x.example"} {
		if _, err := Bases(Where{Home: home, Getenv: func(string) string { return "" }, Given: []string{bad}, Run: func(string, ...string) string { return "" }}); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}
