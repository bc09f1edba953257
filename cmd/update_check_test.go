package cmd

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/version"
)

// asks runs update with a release that is numbered, and what a server answers.
func asks(t *testing.T, tag string, args ...string) (code int, out, said string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"tag_name":%q}`, tag) }))
	defer s.Close()
	home, was := t.TempDir(), version.Version
	version.Version = "1.2.0"
	defer func() { version.Version = was }()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv(releasesEnv, s.URL)
	var stdout, stderr bytes.Buffer
	a, err := newApp(strings.NewReader(""), &stdout, &stderr, func(k string) string {
		return map[string]string{"HOME": home, "USERPROFILE": home, releasesEnv: s.URL}[k]
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.run(append([]string{"update"}, args...)), stdout.String(), stderr.String()
}

func TestUpdateCheck(t *testing.T) {
	for _, c := range []struct {
		name, tag string
		args      []string
		code      int
		want      string
	}{
		{"a newer release is a finding", "v1.10.0", []string{"--check"}, 3, "vibedefend 1.10.0 is out; this is 1.2.0\nthis copy came by archive; to upgrade:\n"},
		{"the newest", "v1.2.0", []string{"--check"}, 0, "vibedefend 1.2.0 is the newest release\n"},
		{"a candidate is not newer", "v1.2.0-rc.1", []string{"--check"}, 0, "vibedefend 1.2.0 is the newest release\n"},
		{"for scripts", "v2.0.0", []string{"--check", "--json"}, 3, `"newer": true`},
		{"no version", "soon", []string{"--check"}, 1, ""},
		{"not with a dry run", "v2.0.0", []string{"--check", "--dry-run"}, 2, ""},
		{"an address alone", "v2.0.0", []string{"--releases", "https://example.com"}, 2, ""},
	} {
		code, out, said := asks(t, c.tag, c.args...)
		if code != c.code || !strings.Contains(out, c.want) || (out == "") != (c.want == "") {
			t.Errorf("%s: code %d\n%s%s", c.name, code, out, said)
		}
	}
}

func TestUpdateAloneAsksNobody(t *testing.T) {
	code, _, said := asks(t, "v9.9.9")
	if code != 1 || strings.Contains(said, "9.9.9") || !strings.Contains(said, "vibedefend install") {
		t.Errorf("code %d: %s", code, said)
	}
}
