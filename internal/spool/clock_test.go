package spool

import (
	"os"
	"testing"
	"time"
)

// A stamp that a wrong clock set does not keep events from being sent until
// that time comes.
func TestClockJumps(t *testing.T) {
	for name, jump := range map[string]time.Duration{"back": -48 * time.Hour, "on": 48 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			d := Dir(t.TempDir())
			now := time.Now()
			if err := d.Add(Event{ID: "a", Time: now}); err != nil {
				t.Fatal(err)
			}
			if !d.Due(now, true) {
				t.Fatal("not due at the end of a session")
			}
			if d.Due(now, true) {
				t.Error("due twice at once")
			}
			if now = now.Add(jump); !d.Due(now, false) {
				t.Error("not due after the clock jumped")
			}
			if d.Due(now, false) {
				t.Error("due twice at once after the jump")
			}
		})
	}
	d := Dir(t.TempDir())
	if err := d.Failed(time.Now(), 90*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if wait := time.Until(d.NotBefore()); wait <= 0 || wait > longest {
		t.Errorf("the receiver can ask for a rest of %v", wait)
	}
	far := time.Now().Add(10 * 365 * 24 * time.Hour)
	if err := os.Chtimes(d.laterPath(), far, far); err != nil {
		t.Fatal(err)
	}
	if !d.NotBefore().IsZero() {
		t.Errorf("rests until %v", d.NotBefore())
	}
}
