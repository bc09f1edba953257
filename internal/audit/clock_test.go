package audit

import (
	"os"
	"testing"
	"time"
)

// A clock that jumps ahead does not make retention remove the trail: what was
// put aside counts from the last record.
func TestClockAheadRemovesNothing(t *testing.T) {
	tr := Trail{Dir: t.TempDir(), MaxBytes: 2000, Keep: time.Hour}
	ago := time.Now().Add(-48 * time.Hour)
	for i := range 40 { // two days ago by the clock of today
		r := record(i)
		r.Time = ago.Add(time.Duration(i))
		if err := tr.Append(r); err != nil {
			t.Fatal(err)
		}
		files, err := tr.rotated()
		if err != nil {
			t.Fatal(err)
		}
		age(t, files, ago)
	}
	if res := verified(t, tr, nil); res.Records != 40 || len(res.Problems) != 0 {
		t.Errorf("got %+v", res)
	}
	// Records by the clock of today: now the old ones are past their time.
	for i := range 40 {
		r := record(i)
		r.Time = time.Now()
		if err := tr.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if res := verified(t, tr, nil); res.Records >= 80 || res.Records < 40 || len(res.Problems) != 0 {
		t.Errorf("got %+v", res)
	}
}

// Records in any order of time are one chain.
func TestClockBackKeepsTheChain(t *testing.T) {
	tr := Trail{Dir: t.TempDir(), MaxBytes: 2000}
	for i, jump := range []time.Duration{0, 87600 * time.Hour, -87600 * time.Hour, 0, 24 * time.Hour, -24 * time.Hour, 0} {
		for k := range 5 {
			r := record(i*5 + k)
			r.Time = time.Now().Add(jump)
			if err := tr.Append(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if res := verified(t, tr, nil); res.Records != 35 || len(res.Problems) != 0 {
		t.Errorf("got %+v", res)
	}
}

func age(t *testing.T, files []string, at time.Time) {
	t.Helper()
	for _, f := range files {
		if err := os.Chtimes(f, at, at); err != nil {
			t.Fatal(err)
		}
	}
}
