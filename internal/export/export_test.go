package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/spool"
)

func none(string) string { return "" }

func config(t *testing.T, text string) home.Dir {
	t.Helper()
	d := home.Dir(t.TempDir())
	if err := os.WriteFile(d.Config(), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTargetFollowsRegion(t *testing.T) {
	for _, c := range []struct {
		region         Region
		endpoint, want string
	}{
		{EU, "", "https://api-eu.cybedefend.com/v1/logs"},
		{US, "", "https://api-us.cybedefend.com/v1/logs"},
		{Local, "", ""},
		{Local, "https://otel.example.com", ""},
		{EU, "https://otel.example.com/", "https://otel.example.com/v1/logs"},
		{EU, "https://otel.example.com/x/v1/logs", "https://otel.example.com/x/v1/logs"},
		{EU, "https://API-US.cybedefend.com", ""},
		{US, "https://api-eu.cybedefend.com/v1/logs", ""},
		{EU, "http://otel.example.com", ""},
		{EU, "https://user@otel.example.com", ""},
		{EU, "otel.example.com", ""},
	} {
		u, err := Settings{Region: c.region, Endpoint: c.endpoint}.Target()
		if got := fmt.Sprint(u); (err == nil) != (c.want != "") || err == nil && got != c.want {
			t.Errorf("%s %q: %v, %v", c.region, c.endpoint, u, err)
		}
	}
}

func TestNothingIsSentUnless(t *testing.T) {
	set := func(k, v string) func(string) string {
		return func(key string) string { return map[string]string{"CYBEDEFEND_TOKEN": "t", k: v}[key] }
	}
	on := `{"region":"eu","telemetry":{"enabled":true}}`
	for _, c := range []struct {
		name, config string
		getenv       func(string) string
		sends        bool
	}{
		{"all given", on, set("", ""), true},
		{"no token", on, none, false},
		{"local", `{"region":"local","telemetry":{"enabled":true}}`, set("", ""), false},
		{"no region", `{"telemetry":{"enabled":true}}`, set("", ""), false},
		{"no consent", `{"region":"eu"}`, set("", ""), false},
		{"do not track", on, set("DO_NOT_TRACK", "1"), false},
		{"do track", on, set("DO_NOT_TRACK", "0"), true},
	} {
		s, err := Load(config(t, c.config), c.getenv)
		if err != nil || (s.Why == "") != c.sends {
			t.Errorf("%s: %q, %v", c.name, s.Why, err)
		}
	}
	for _, bad := range []string{`{"region":`, `{"region":"mars"}`} {
		if _, err := Load(config(t, bad), none); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestLoginIsPerRegionAndPrivate(t *testing.T) {
	d := config(t, `{"region":"us"}`)
	if err := Login(d, EU, "eu-token"); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(d, none); err != nil || s.Token != "" {
		t.Fatalf("the EU token is used for US: %q %v", s.Token, err)
	}
	if st, err := os.Stat(credentials(d)); err != nil || st.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", st, err)
	}
	if err := Login(d, Local, "x"); err == nil {
		t.Fatal("logged in to nothing")
	}
	if had, err := Logout(d); err != nil || !had {
		t.Fatal(had, err)
	}
	if had, err := Logout(d); err != nil || had {
		t.Fatal(had, err)
	}
}

// receiver counts what it accepted, by event id, and answers as told.
type receiver struct {
	mu     sync.Mutex
	seen   map[string]int
	keys   map[string]bool
	answer func(n int, w http.ResponseWriter) bool
	n      int
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	body, _ := io.ReadAll(req.Body)
	if req.URL.Path != "/v1/logs" || req.Header.Get("Authorization") != "Bearer tok" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if r.answer != nil && !r.answer(r.n, w) {
		return
	}
	key := req.Header.Get("Idempotency-Key")
	if r.keys[key] {
		return
	}
	r.keys[key] = true
	var in otlpRequest
	if err := json.Unmarshal(body, &in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for _, rec := range in.ResourceLogs[0].ScopeLogs[0].LogRecords {
		for _, a := range rec.Attributes {
			if a.Key == "vibedefend.event.id" {
				r.seen[*a.Value.String]++
			}
		}
	}
}

func start(t *testing.T, answer func(int, http.ResponseWriter) bool) (*receiver, Flusher) {
	t.Helper()
	r := &receiver{seen: map[string]int{}, keys: map[string]bool{}, answer: answer}
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	return r, Flusher{
		Settings: Settings{Region: EU, Endpoint: srv.URL, Token: "tok"},
		Spool:    spool.Dir(filepath.Join(t.TempDir(), "spool")), Version: "test",
		Sleep: func(context.Context, time.Duration) {},
	}
}

func TestFlappingReceiverLosesAndDoublesNothing(t *testing.T) {
	r, f := start(t, func(n int, w http.ResponseWriter) bool {
		if n%3 != 0 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return n%3 == 0
	})
	total := 10_000
	for i := range total {
		if err := f.Spool.Add(spool.Event{ID: fmt.Sprint(i), Rules: []string{"a.b"}}); err != nil {
			t.Fatal(err)
		}
	}
	sent, err := f.Flush(t.Context())
	if err != nil || sent.Events != total || f.Spool.Dropped() != 0 {
		t.Fatalf("%+v %v, dropped %d", sent, err, f.Spool.Dropped())
	}
	if len(r.seen) != total {
		t.Fatalf("%d of %d arrived", len(r.seen), total)
	}
	for id, n := range r.seen {
		if n != 1 {
			t.Fatalf("event %s arrived %d times", id, n)
		}
	}
}

func TestRefusedBatchStaysAndIsNotRetried(t *testing.T) {
	r, f := start(t, func(_ int, w http.ResponseWriter) bool { w.WriteHeader(http.StatusBadRequest); return false })
	if err := f.Spool.Add(spool.Event{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Flush(t.Context()); err == nil || r.n != 1 {
		t.Fatalf("%v after %d tries", err, r.n)
	}
	if left, _ := f.Spool.Pending(); len(left) != 1 {
		t.Fatalf("left %v", left)
	}
}

func TestOtherHostIsNeverReached(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	r, f := start(t, nil)
	r.answer = func(_ int, w http.ResponseWriter) bool {
		w.Header().Set("Location", other.URL+"/v1/logs")
		w.WriteHeader(http.StatusTemporaryRedirect)
		return false
	}
	if err := f.Spool.Add(spool.Event{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Flush(t.Context()); err == nil || !strings.Contains(err.Error(), "redirect") {
		t.Fatalf("got %v", err)
	}
	target, _ := url.Parse(f.Settings.Endpoint)
	if _, err := Client(target).Get(other.URL); err == nil || !strings.Contains(err.Error(), "refused to connect") {
		t.Fatalf("direct: %v", err)
	}
	if reached {
		t.Fatal("the other host was reached")
	}
}

func TestSilentSettingsOpenNoConnection(t *testing.T) {
	r, f := start(t, nil)
	f.Settings.Why = "no consent"
	if err := f.Spool.Add(spool.Event{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if sent, err := f.Flush(t.Context()); err != nil || sent.Events != 0 || r.n != 0 {
		t.Fatalf("%+v %v %d", sent, err, r.n)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for s, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-1": 0, "99999": 10 * time.Minute, "x": 0,
		now.Add(time.Minute).Format(http.TimeFormat): time.Minute,
	} {
		if got := parseRetryAfter(s, now); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestHashedPath(t *testing.T) {
	body, err := Encode([]spool.Event{{ID: "a", Path: "src/secret-plan.go"}}, "test", true)
	if err != nil || strings.Contains(string(body), "secret-plan") || !strings.Contains(string(body), "vibedefend.path") {
		t.Fatalf("%s %v", body, err)
	}
}
