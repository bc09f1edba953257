package e2e

import (
	"encoding/json"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
)

// The real agents are found with their versions, without being started.
func TestRealAgentsAreDetected(t *testing.T) {
	t.Parallel()
	b := box(t)
	m := mock.Start(t)
	for _, d := range []driver{claude(t), codex(t), copilot(t, plainModel)} {
		d.prepare(b, m)
	}
	was := b.Snap()
	r := b.Must(0, "agents", "--json")
	var got struct {
		Agents []struct{ Agent, Version string }
	}
	if err := json.Unmarshal([]byte(r.Out), &got); err != nil {
		t.Fatalf("%v\n%s", err, r)
	}
	versions := map[string]string{}
	for _, a := range got.Agents {
		versions[a.Agent] += a.Version
	}
	for agent, want := range map[string]string{"claude-code": "2.1.330", "codex": "0.169.0", "copilot": "1.0.102"} {
		if versions[agent] != want {
			t.Errorf("%s is found as %q, want %s", agent, versions[agent], want)
		}
	}
	if diff := was.Diff(b.Snap()); diff != "" {
		t.Errorf("detection wrote something:\n%s", diff)
	}
}
