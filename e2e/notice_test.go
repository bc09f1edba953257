package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
)

// An agent whose hooks are gone says nothing of it; the next session of
// another one does, to the model and in the trail, and only while it is so.
func TestSessionTellsOfOtherAgents(t *testing.T) {
	const told = "not every coding agent on this machine is governed"
	for _, d := range []driver{claude(t), codex(t), copilot(t, plainModel)} {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := boxWith(t, d.build)
			m := mock.Start(t, mock.Conversation{Marker: "E2E-WELL"}, mock.Conversation{Marker: "E2E-OFF"}, mock.Conversation{Marker: "E2E-AGAIN"})
			d.prepare(b, m)
			inhabit(b)
			b.Must(0, "install", "--yes", "--agent", d.id, "--agent", "cursor")
			d.start(b, m, d.modes[0], "E2E-WELL say done")
			if strings.Contains(m.Requests(), told) || strings.Contains(b.Read(trail), "cursor.") {
				t.Fatalf("told while all is well: %s", b.Read(trail))
			}
			if err := os.Remove(b.Path(".cursor/hooks.json")); err != nil {
				t.Fatal(err)
			}
			r := d.start(b, m, d.modes[0], "E2E-OFF say done")
			if !strings.Contains(m.Requests(), told) { // a busy machine tells one start later
				r = d.start(b, m, d.modes[0], "E2E-OFF say done")
			}
			if !strings.Contains(m.Requests(), told) || !strings.Contains(m.Requests(), "cursor: the file is not there") {
				t.Errorf("the model was not told\n%s", r)
			}
			if !strings.Contains(b.Read(trail), `"cursor.missing"`) {
				t.Errorf("the trail does not say it:\n%s", b.Read(trail))
			}
			b.Must(0, "doctor", "--fix")
			d.start(b, m, d.modes[0], "E2E-AGAIN say done")
			before := len(m.Requests())
			d.start(b, m, d.modes[0], "E2E-AGAIN say done")
			if strings.Contains(m.Requests()[before:], told) {
				t.Error("still told after doctor --fix")
			}
		})
	}
}
