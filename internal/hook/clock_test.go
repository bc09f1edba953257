package hook

import (
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// clocks are what a clock may do between two calls.
var clocks = map[string]time.Duration{"back a day": -24 * time.Hour, "back ten years": -87600 * time.Hour, "on a day": 24 * time.Hour, "on ten years": 87600 * time.Hour}

// A clock that jumps changes no verdict, and no allowance for one call lasts
// longer for it.
func TestClockJumpsChangeNoVerdict(t *testing.T) {
	const shell = `{"conversation_id":"s","cursor_version":"3.18.25","workspace_roots":["%H"],"cwd":"","hook_event_name":"beforeShellExecution","command":"rm -rf %H"}`
	for name, jump := range clocks {
		t.Run(name, func(t *testing.T) {
			d := machine(t)
			now := time.Now()
			d.Now = func() time.Time { return now }
			decide := func() (string, string) {
				_, out, _ := run(d, fill(d, shell), "cursor", "beforeShellExecution")
				return gjson.Get(out, "permission").Str, out
			}
			was, out := decide()
			_, code, _ := strings.Cut(out, "vibedefend allow ")
			code = code[:9]
			h, err := LoadHeld(d.Dir, code, now)
			if was != "deny" || err != nil {
				t.Fatal(was, err)
			}
			if _, err := LoadHeld(d.Dir, code, now.Add(jump)); err == nil {
				t.Error("a person could permit a call of another day")
			}
			allowOnce(t, d, h.Call)
			if p, _ := decide(); p != "allow" {
				t.Fatalf("the allowed call: %s", p)
			}
			now = now.Add(jump)
			if p, _ := decide(); p != "deny" {
				t.Errorf("an allowance that is used up: %s", p)
			}
			now = now.Add(-jump).Add(2 * echoTime)
			if p, _ := decide(); p != "deny" {
				t.Errorf("and when the clock is right again: %s", p)
			}
		})
	}
}

// Two equal deeds at two times are two lines of the trail, also where the
// second seems to come first.
func TestClockJumpsLoseNoLineOfTheTrail(t *testing.T) {
	payload := strings.ReplaceAll(fixture(t, "windsurf/pre_run_command.json"), "execution_id", "x_id")
	for name, jump := range clocks {
		t.Run(name, func(t *testing.T) {
			d := deps(t, always(rules.Block))
			now := time.Now()
			d.Now = func() time.Time { return now }
			for range 2 {
				run(d, payload, "windsurf", "pre_run_command")
			}
			if n := len(trail(t, d)); n != 1 {
				t.Fatalf("%d lines for two firings of one deed", n)
			}
			now = now.Add(jump)
			for range 2 {
				run(d, payload, "windsurf", "pre_run_command")
			}
			if n := len(trail(t, d)); n != 2 {
				t.Errorf("%d lines after the clock jumped", n)
			}
		})
	}
}
