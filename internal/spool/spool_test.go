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
	per := 10
	for b := range maxBatches + 3 {
		for i := range per {
			if err := d.Add(Event{ID: fmt.Sprintf("%d-%d", b, i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Seal(time.Unix(int64(b), 0)); err != nil {
			t.Fatal(err)
		}
	}
	events, err := d.Pending()
	if err != nil || len(events) != maxBatches*per || d.Dropped() != 3*per {
		t.Fatalf("%d pending, %d dropped, %v", len(events), d.Dropped(), err)
	}
	if events[0].ID != "3-0" {
		t.Fatalf("oldest is %s", events[0].ID)
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
