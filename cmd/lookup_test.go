package cmd

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// The registry is asked only with --lookup, and for nothing but the names nobody knows.
func TestLookUp(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	reg := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path+" "+r.URL.RawQuery)
		switch r.URL.Path {
		case "/there-for-years-xyz":
			_, _ = w.Write([]byte(`{"time":{"created":"2015-01-01T00:00:00Z"}}`))
		case "/born-yesterday-xyz":
			_, _ = w.Write([]byte(`{"time":{"created":"` + time.Now().Add(-30*time.Hour).Format(time.RFC3339) + `"}}`))
		default:
			http.NotFound(w, r)
		}
	}))
	defer reg.Close()
	user := t.TempDir()
	work := filepath.Join(user, "work")
	if err := os.Mkdir(work, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(work, "package.json"), []byte("{\"dependencies\":{\n\"react\":\"1\",\n\"there-for-years-xyz\":\"1\",\n\"born-yesterday-xyz\":\"1\",\n\"invented-by-a-model-xyz\":\"1\"}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &out, getenv: func(string) string { return "" }, noColor: true}
		a.machine = setup.Machine{Env: detect.Env{Home: user, Dir: work, OS: "linux", Getenv: a.getenv}, Dir: home.Dir(filepath.Join(user, home.Base))}
		if got := a.run(args); got != want {
			t.Errorf("%v: exit %d, want %d:\n%s", args, got, want, out.String())
		}
		return out.String()
	}
	if run(0, "scan"); len(asked) != 0 {
		t.Fatalf("asked without --lookup: %v", asked)
	}
	got := run(3, "scan", "--lookup", "--registry", "npm="+reg.URL)
	for _, want := range []string{"asking 127.0.0.1", "3 names", "nothing else is sent", "package.json:5  pkg.unknown-name  The npm registry knows no package of this name: invented-by-a-model-xyz (block", "package.json:4  pkg.unknown-name  First published 1 day ago: born-yesterday-xyz (advise", "2 findings"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "there-for-years-xyz (") || len(asked) != 3 {
		t.Errorf("asked %v:\n%s", asked, got)
	}
	if run(3, "scan", "--lookup", "--registry", "npm="+reg.URL); len(asked) != 3 {
		t.Errorf("answers are not kept: %v", asked)
	}
	if got = run(3, "check", "--lookup", "--registry", "npm="+reg.URL, "--", "npm install never-was-there-xyz"); !strings.Contains(got, "block  pkg.unknown-name") {
		t.Errorf("check:\n%s", got)
	}
	if err := os.Remove(filepath.Join(work, "package.json")); err != nil {
		t.Fatal(err)
	}
	if got = run(0, "check", "--lookup", "--registry", "npm="+reg.URL, "--", "npm install there-for-years-xyz"); !strings.HasSuffix(got, "allow\n") {
		t.Errorf("a package that exists:\n%s", got)
	}
}
