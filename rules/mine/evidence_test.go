package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// handlers plants routes, the first old ones guarded; what new ones do is
// told by fresh.
func handlers(old int, fresh []bool) (files map[string]string, added map[string]int64) {
	files = map[string]string{"src/guards.ts": "export function requireOwner(r) { return r }\nexport function helper(r) { return r }\n"}
	added = map[string]int64{}
	guards := make([]bool, old)
	for i := range guards {
		guards[i] = true
	}
	for i, guarded := range append(guards, fresh...) {
		body := "helper(req);"
		if guarded {
			body = "requireOwner(req);"
		}
		name := fmt.Sprintf("src/routes/r%02d.ts", i)
		files[name] = fmt.Sprintf("import { requireOwner, helper } from '../guards';\nrouter.post('/things/%d', async (req, res) => {\n  %s\n});\n", i, body)
		added[name] = int64(1000 + i)
	}
	return files, added
}

func mineDated(t *testing.T, files map[string]string, added map[string]int64) business.Rule {
	t.Helper()
	res, err := Mine(repo(t, files), Options{Added: func() map[string]int64 { return added }})
	if err != nil {
		t.Fatal(err)
	}
	return want(t, res.Rules, business.RequireInUnit, "requireOwner")
}

func TestRecency(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		name      string
		old       int
		fresh     []bool
		forget    bool // history is not known
		recent    string
		migrating bool
	}{
		{"new code follows", 40, []bool{yes, yes, yes, yes, yes, yes, yes, yes, yes, yes}, false, "10/10", false},
		{"new code left it", 40, []bool{no, no, no, yes, no, no, no, no, no, no}, false, "1/10", true},
		{"one newcomer strays", 40, []bool{yes, yes, yes, yes, no, yes, yes, yes, yes, yes}, false, "9/10", false},
		{"half of few is not enough to tell from", 14, []bool{yes, no, yes, yes}, false, "7/8", false},
		{"history unknown", 40, []bool{no, no, no, no, no, no, no, no, no, no}, true, "", false},
	} {
		files, added := handlers(c.old, c.fresh)
		if c.forget {
			added = nil
		}
		r := mineDated(t, files, added)
		got := ""
		if r.Recent != nil {
			got = fmt.Sprintf("%d/%d", r.Recent.Support, r.Recent.Sites)
		}
		if got != c.recent || r.Migrating != c.migrating {
			t.Errorf("%s: recent %q migrating %v, want %q %v", c.name, got, r.Migrating, c.recent, c.migrating)
		}
	}
}

// What new code leaves ranks below what it follows.
func TestMigratingRanksLower(t *testing.T) {
	files, added := handlers(40, make([]bool, 10))
	old := mineDated(t, files, nil)
	now := mineDated(t, files, added)
	if now.Score >= old.Score {
		t.Errorf("score %v with history, %v without", now.Score, old.Score)
	}
}

func TestChangedSince(t *testing.T) {
	files, _ := handlers(30, nil)
	res, err := Mine(repo(t, files), Options{Changed: map[string]bool{"src/routes/r29.ts": true}})
	if err != nil {
		t.Fatal(err)
	}
	r := want(t, res.Rules, business.RequireInUnit, "requireOwner")
	if !r.Changed || strings.Contains(strings.Join(r.Examples, " "), "r29") {
		t.Errorf("a site that is no example counts too: %+v", r)
	}
	res, err = Mine(repo(t, files), Options{Changed: map[string]bool{"other.ts": true}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range res.Rules {
		if r.Changed {
			t.Errorf("%s did not change", r.Statement)
		}
	}
}

// Every mined rule that can be counted is counted alike by its check alone.
func TestRecountAgreesWithMining(t *testing.T) {
	files := planted()
	for i := range 12 {
		files[fmt.Sprintf("app/m%d.py", i)] = fmt.Sprintf("import numpy as np\n\n\nclass A%d:\n    amount: Decimal\n", i)
	}
	root := repo(t, files)
	rules := mined(t, root)
	again, err := Recount(root, rules, Options{})
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for i, r := range rules {
		if r.Source != business.FromCode || !Countable(r.Kind) || r.Kind == business.ImportBoundary || r.Kind == business.BanCall {
			continue
		}
		counted++
		if r.Kind == business.ThrowTypes || r.Kind == business.Gateway {
			if again[i].Confidence < 0.5 {
				t.Errorf("%s: %d of %d now", r.Statement, again[i].Support, again[i].Sites)
			}
			continue
		}
		if again[i].Support != r.Support || again[i].Sites != r.Sites {
			t.Errorf("%s: mined %d of %d, counted %d of %d", r.Statement, r.Support, r.Sites, again[i].Support, again[i].Sites)
		}
	}
	if counted < 4 {
		t.Errorf("only %d rules were counted", counted)
	}
}
