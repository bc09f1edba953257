package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// What a clone brings along as accepted reaches no agent; where the machine's
// policy trusts the repository it counts after the next start of a session,
// and only while the policy says so. The part with a policy needs an
// administrator and an /etc of its own, as in TestManagedHolds.
func TestTrustedRepositoriesNeedNobodyToAccept(t *testing.T) {
	if os.Geteuid() == 0 && !inApart(t) {
		return
	}
	if os.Geteuid() == 0 {
		ownEtc(t)
	}
	for _, d := range []driver{claude(t), codex(t), copilot(t, plainModel)} {
		t.Run(d.name, func(t *testing.T) {
			st, m := installed(t, d, func(st *stage) []mock.Conversation {
				cloneWithBook(t, st.Box)
				return nil
			})
			session := sessions(t, d, st, m)
			session("E2E-CLONE", false)
			if os.Geteuid() != 0 {
				return // nobody here can make a policy of the machine
			}
			policy(t, `{"trust_rules": ["`+st.Project+`"]}`)
			session("", false)
			session("E2E-TRUSTED", true)
			policy(t, `{"trust_rules": ["/elsewhere"]}`)
			session("E2E-OVER", false)
		})
	}
}

// cloneWithBook gives the project a rules.yaml with a ban that somebody else
// accepted: what this user accepted is gone.
func cloneWithBook(t *testing.T, b *sandbox.Box) {
	t.Helper()
	acceptConvention(t, b)
	if !strings.Contains(b.Read("project/.cybedefend/rules.yaml"), "moment") {
		t.Fatalf("the book does not hold the ban: %s", b.Read("project/.cybedefend/rules.yaml"))
	}
	mine, err := filepath.Glob(b.Path(".cybedefend/state/rules/*.json"))
	if err != nil || len(mine) != 1 {
		t.Fatalf("where the user's acceptance lies is not known: %v %v", mine, err)
	}
	if err := os.Remove(mine[0]); err != nil {
		t.Fatal(err)
	}
}

// sessions starts the agent on writing the banned import, and looks whether
// the ban held; without a marker it only starts.
func sessions(t *testing.T, d driver, st *stage, m *mock.Model) func(marker string, banned bool) {
	return func(marker string, banned bool) {
		t.Helper()
		rel := "project/src/" + strings.ToLower(marker) + ".ts"
		c, _ := d.call("call"+marker, sim.Deed{Kind: sim.Write, Path: st.Path(rel), Text: "import moment from 'moment';\nexport const now = () => moment();\n"})
		if marker == "" {
			m.Play()
			d.start(st.Box, m, d.modes[len(d.modes)-1], "say done")
			return
		}
		m.Play(mock.Conversation{Marker: marker, Turns: []mock.Turn{{c}}})
		before := len(m.Requests())
		r := d.start(st.Box, m, d.modes[len(d.modes)-1], marker+" write it")
		text, ok := m.Result("call" + marker)
		shown := strings.Contains(m.Requests()[before:], "Do not import `moment`")
		if !ok || st.Has(rel) == banned || shown != banned {
			t.Errorf("%s: answered %t, written %t, the ban shown %t, told %q\n%s", marker, ok, st.Has(rel), shown, text, r)
		}
	}
}

// policy writes the policy of the machine, in this process's own /etc.
func policy(t *testing.T, text string) {
	t.Helper()
	if err := os.MkdirAll("/etc/cybedefend", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("/etc/cybedefend/policy.json", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
