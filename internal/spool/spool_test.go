package spool

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

func TestFromLeavesOutWhatMustStay(t *testing.T) {
	r := audit.Record{ID: "x", Command: "CANARY-command", User: "CANARY-user", Error: "CANARY-error", Prev: "CANARY-prev", Path: "src/a.go"}
	raw, err := json.Marshal(From(r))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "CANARY") || !strings.Contains(string(raw), "src/a.go") {
		t.Fatalf("got %s", raw)
	}
	for _, p := range []string{"/etc/passwd", "~/secret", "../other/x", `\\server\x`} {
		if e := From(audit.Record{Path: p}); e.Path != "" {
			t.Errorf("path %q leaves as %q", p, e.Path)
		}
	}
}

func TestBoundDropsOldestAndCounts(t *testing.T) {
	d := Dir(filepath.Join(t.TempDir(), "spool"))
	rules := []string{strings.Repeat("r", 64<<10)}
	total := 80 // of 64 KiB, where 4 MiB may stay
	for i := range total {
		if err := d.Add(Event{ID: fmt.Sprint(i), Rules: rules}); err != nil {
			t.Fatal(err)
		}
		if err := d.Seal(time.Unix(int64(i), 0)); err != nil {
			t.Fatal(err)
		}
	}
	events, err := d.Pending()
	if err != nil || len(events) != maxBytes>>16-1 || d.Dropped() != total-len(events) {
		t.Fatalf("%d pending, %d dropped, %v", len(events), d.Dropped(), err)
	}
	if want := fmt.Sprint(total - len(events)); events[0].ID != want {
		t.Fatalf("oldest is %s, want %s", events[0].ID, want)
	}
}

// TestBusySpool holds the lock while events come: none waits for it and none
// is lost.
func TestBusySpool(t *testing.T) {
	d := Dir(t.TempDir())
	unlock, ok := d.lock(0)
	if !ok {
		t.Fatal("no lock")
	}
	for i := range 3 {
		if err := d.Add(Event{ID: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	unlock()
	if err := d.Add(Event{ID: "3"}); err != nil {
		t.Fatal(err)
	}
	if events, err := d.Pending(); err != nil || len(events) != 4 || events[0].ID != "0" {
		t.Fatalf("%v %v", events, err)
	}
}

func TestDue(t *testing.T) {
	now := time.Now()
	d := Dir(filepath.Join(t.TempDir(), "spool"))
	due := func(at time.Time, ending, want bool, why string) {
		t.Helper()
		if got := d.Due(at, ending); got != want {
			t.Errorf("%s: due is %v", why, got)
		}
	}
	due(now, true, false, "no spool")
	if err := d.Add(Event{ID: "a", Time: now}); err != nil {
		t.Fatal(err)
	}
	due(now.Add(time.Second), false, false, "fresh")
	due(now.Add(2*time.Second), true, true, "session ends")
	due(now.Add(3*time.Second), true, false, "started a second ago")
	due(now.Add(2*time.Minute), false, true, "stale")
	if err := d.Failed(now.Add(2*time.Minute), 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	due(now.Add(5*time.Minute), true, false, "the receiver asked for ten minutes")
	due(now.Add(13*time.Minute), true, true, "ten minutes later")
	if err := d.Clear(); err != nil {
		t.Fatal(err)
	}
	due(now.Add(time.Hour), true, false, "cleared")
}

func TestFailuresBackOff(t *testing.T) {
	d, now := Dir(t.TempDir()), time.Now().Truncate(time.Second)
	for i, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		if err := d.Failed(now, 0); err != nil {
			t.Fatal(err)
		}
		if got := d.NotBefore().Sub(now); got != want*time.Minute {
			t.Errorf("failure %d: wait %v", i+1, got)
		}
	}
	if err := d.Succeeded(); err != nil || !d.NotBefore().IsZero() {
		t.Fatal(err, d.NotBefore())
	}
}

func TestTornLineIsPassedOver(t *testing.T) {
	d := Dir(t.TempDir())
	if err := d.Add(Event{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(string(d), current), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, "\n"+`{"id":"b`)
	f.Close()
	if err := d.Add(Event{ID: "c"}); err != nil {
		t.Fatal(err)
	}
	if events, err := d.Pending(); err != nil || len(events) != 2 || events[1].ID != "c" {
		t.Fatalf("%v %v", events, err)
	}
}

func TestFullBatchIsSealed(t *testing.T) {
	d := Dir(t.TempDir())
	for i := range 3000 {
		if err := d.Add(Event{ID: fmt.Sprint(i), Rules: []string{strings.Repeat("r", 60)}}); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := d.Batches(); err != nil || len(b) == 0 {
		t.Fatalf("batches %v %v", b, err)
	}
	if events, err := d.Pending(); err != nil || len(events) != 3000 {
		t.Fatalf("%d events, %v", len(events), err)
	}
}
