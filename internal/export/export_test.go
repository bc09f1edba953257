package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/spool"
)

func TestTargetFollowsRegion(t *testing.T) {
	for _, c := range []struct {
		region         Region
		endpoint, want string
	}{
		{EU, "", "https://api-eu.cybedefend.com/v1/logs"},
		{US, "", "https://api-us.cybedefend.com/v1/logs"},
		{Local, "", ""},
		{"mars", "", ""},
		{Local, "https://otel.example.com", ""},
		{EU, "https://otel.example.com/", "https://otel.example.com/v1/logs"},
		{EU, "https://otel.example.com/x/v1/logs", "https://otel.example.com/x/v1/logs"},
		{EU, "https://api-eu.cybedefend.com", "https://api-eu.cybedefend.com/v1/logs"},
		{EU, "https://API-US.cybedefend.com", ""},
		{EU, "https://api-us.cybedefend.com.", ""},
		{EU, "https://api-us.cybedefend.com:443", ""},
		{EU, "https://api-us\u3002cybedefend\u3002com", ""},
		{EU, "https://mcp-us.cybedefend.com", ""},
		{EU, "https://new.cybedefend.com", ""},
		{US, "https://api-eu.cybedefend.com/v1/logs", ""},
		{EU, "http://otel.example.com", ""},
		{EU, "ftp://127.0.0.1", ""},
		{EU, "http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/logs"},
		{EU, "https://user@otel.example.com", ""},
		{EU, "otel.example.com", ""},
	} {
		u, err := Target(consent.Settings{Region: c.region, Endpoint: c.endpoint})
		if got := fmt.Sprint(u); (err == nil) != (c.want != "") || err == nil && got != c.want {
			t.Errorf("%s %q: %v, %v", c.region, c.endpoint, u, err)
		}
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
		Settings: consent.Settings{Region: EU, Endpoint: srv.URL, Token: "tok"},
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

func add(t *testing.T, f Flusher, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := f.Spool.Add(spool.Event{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
}

func answers(code int, body string) func(int, http.ResponseWriter) bool {
	return func(_ int, w http.ResponseWriter) bool {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
		return code == http.StatusOK
	}
}

func TestForbiddenBatchStaysAndIsNotRetried(t *testing.T) {
	r, f := start(t, answers(http.StatusUnauthorized, ""))
	add(t, f, "a")
	if _, err := f.Flush(t.Context()); err == nil || r.n != 1 {
		t.Fatalf("%v after %d tries", err, r.n)
	}
	if left, _ := f.Spool.Pending(); len(left) != 1 {
		t.Fatalf("left %v", left)
	}
	if _, err := f.Flush(t.Context()); !errors.Is(err, ErrLater) || r.n != 1 {
		t.Fatalf("asked again at once: %v, %d", err, r.n)
	}
}

func TestRefusedEventsAreCountedAndNotSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		answer  func(int, http.ResponseWriter) bool
		refused int
	}{
		"the batch": {answers(http.StatusBadRequest, ""), 3},
		"a part":    {answers(http.StatusOK, `{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"no"}}`), 2},
	} {
		r, f := start(t, c.answer)
		add(t, f, "a", "b", "c")
		sent, err := f.Flush(t.Context())
		if err != nil || sent.Refused != c.refused || sent.Events != 3-c.refused || f.Spool.Refused() != c.refused {
			t.Errorf("%s: %+v %v, counted %d", name, sent, err, f.Spool.Refused())
		}
		if left, _ := f.Spool.Pending(); len(left) != 0 || r.n != 1 {
			t.Errorf("%s: left %v after %d requests", name, left, r.n)
		}
	}
}

func TestLongRetryAfterIsLeftToALaterFlush(t *testing.T) {
	r, f := start(t, func(_ int, w http.ResponseWriter) bool {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusTooManyRequests)
		return false
	})
	add(t, f, "a")
	if _, err := f.Flush(t.Context()); err == nil || r.n != 1 {
		t.Fatalf("%v after %d tries", err, r.n)
	}
	if wait := time.Until(f.Spool.NotBefore()); wait < 9*time.Minute || wait > 11*time.Minute {
		t.Fatalf("next try in %v", wait)
	}
}

func TestSwitchingOffIsImmediate(t *testing.T) {
	r, f := start(t, nil)
	add(t, f, "a")
	f.Still = func() bool { return false }
	if _, err := f.Flush(t.Context()); !errors.Is(err, ErrOff) || r.n != 0 {
		t.Fatalf("%v after %d requests", err, r.n)
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
		"": 0, "7": 7 * time.Second, "-1": 0, "99999": time.Hour, "x": 0,
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
