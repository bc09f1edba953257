package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
	"github.com/cybedefend/vibedefend/e2e/sim"
)

// What an agent writes is judged by security rules and by the conventions the
// user accepted: the insecure write and the one that breaks a convention are
// stopped with the line and the safe form, the corrected ones land, and the
// guidance is in what the model is shown.
func TestWrittenCodeIsJudged(t *testing.T) {
	for _, d := range cast(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			var kept map[string]step
			st, m := installed(t, d, func(st *stage) []mock.Conversation {
				acceptConvention(t, st.Box)
				var turns []mock.Turn
				turns, kept = script(d, "call", codeSteps(st))
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: turns}}
			})
			r := d.start(st.Box, m, d.modes[len(d.modes)-1], "E2E-MAIN write it")
			prove(t, d, m, kept)
			shown := m.Requests()
			for _, want := range []string{"INJ-01", "Do not import `moment`", "VibeDefend, for this edit", "SQL: pass values as bind parameters"} {
				if !strings.Contains(shown, want) {
					t.Errorf("the model was never shown %q", want)
				}
			}
			if t.Failed() {
				t.Logf("%s\n%s", d.name, r)
			}
		})
	}
}

// acceptConvention mines the project's own ban and accepts it as blocking.
func acceptConvention(t *testing.T, b *sandbox.Box) {
	t.Helper()
	b.Write("project/.eslintrc.json", `{"rules":{"no-restricted-imports":["error",{"paths":[{"name":"moment","message":"Use date-fns."}]}]}}`)
	b.Write("project/src/index.ts", "export {};\n") // Copilot makes no folders
	var mined struct {
		Rules []struct{ ID, Statement string }
	}
	if err := json.Unmarshal([]byte(b.Must(0, "rules", "mine", "--json").Out), &mined); err != nil {
		t.Fatal(err)
	}
	for _, r := range mined.Rules {
		if strings.Contains(r.Statement, "moment") {
			b.Loose("rules", "accept", r.ID, "--severity", "block")
			return
		}
	}
	t.Fatalf("the ban was not mined: %+v", mined.Rules)
}

func codeSteps(st *stage) []step {
	insecure := "import sqlite3\n\n\ndef user(db, name):\n    return db.execute(\"SELECT * FROM users WHERE name = '\" + name + \"'\")\n"
	secure := "import sqlite3\n\n\ndef user(db, name):\n    return db.execute(\"SELECT * FROM users WHERE name = ?\", (name,))\n"
	write := func(rel, text string) sim.Deed {
		return sim.Deed{Kind: sim.Write, Path: st.Path(rel), Text: text}
	}
	without := func(rel, text string) func() string {
		return func() string {
			if strings.Contains(st.Read(rel), text) {
				return rel + " holds " + text
			}
			return ""
		}
	}
	landed := func(rel string) func() string { return func() string { return missing(st.Box, rel) } }
	return []step{ // the second write of a file is what the model makes of the refusal
		{name: "insecure query", deed: write("project/users.py", insecure), stopped: true, wrong: without("project/users.py", "+ name")},
		{name: "secure query", deed: write("project/users.py", secure), wrong: landed("project/users.py")},
		{name: "banned import", deed: write("project/src/dates.ts", "import moment from 'moment';\nexport const now = () => moment();\n"), stopped: true, wrong: without("project/src/dates.ts", "moment")},
		{name: "right import", deed: write("project/src/dates.ts", "import { format } from 'date-fns';\nexport const now = () => format(new Date(), 'P');\n"), wrong: landed("project/src/dates.ts")},
	}
}
