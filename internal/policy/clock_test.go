package policy

import (
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// An exception for an hour lasts an hour, whatever becomes of the clock, and
// setting the clock right brings it back.
func TestExceptionsAndTheClock(t *testing.T) {
	d, now := home.Dir(t.TempDir()), time.Now()
	if _, err := Permit(d, rules.Exception{Rule: "hour", Expires: now.Add(time.Hour).Unix()}, now); err != nil {
		t.Fatal(err)
	}
	if _, err := Permit(d, rules.Exception{Rule: "always"}, now); err != nil {
		t.Fatal(err)
	}
	for jump, want := range map[time.Duration]int{0: 2, -5 * time.Minute: 2, -24 * time.Hour: 1, -87600 * time.Hour: 1, 2 * time.Hour: 1, 87600 * time.Hour: 1} {
		if list, err := Exceptions(d, now.Add(jump)); err != nil || len(list) != want {
			t.Errorf("clock %v: %+v %v, want %d", jump, list, err, want)
		}
	}
	// A change made by a wrong clock does not drop what is merely not yet due.
	if _, err := Withdraw(d, "ex-none", now.Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if list, err := Exceptions(d, now); err != nil || len(list) != 2 {
		t.Errorf("%+v %v", list, err)
	}
}
