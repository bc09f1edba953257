package mine

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestReadAnswer(t *testing.T) {
	good := `{"rules":[{"statement":"s","kind":"ban_call","check":{"names":["a"]}}]}`
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"plain", good, true}, {"fenced", "```json\n" + good + "\n```\n", true}, {"empty list", `{"rules":[]}`, true},
		{"words before", "Sure: " + good, false}, {"words behind", good + " Done.", false}, {"second object", good + good, false},
		{"unknown field", `{"rules":[{"statement":"s","command":"rm"}]}`, false}, {"array", `[]`, false}, {"nothing", "", false},
		{"too large", `{"rules":[]}` + strings.Repeat(" ", mostAnswer), false},
	} {
		if list, err := ReadAnswer(c.text); (err == nil) != c.ok {
			t.Errorf("%s: %+v %v", c.name, list, err)
		}
	}
	many := `{"rules":[` + strings.Repeat(`{"statement":"s"},`, 30) + `{"statement":"s"}]}`
	if list, err := ReadAnswer(many); err != nil || len(list) != mostProposed {
		t.Errorf("%d kept: %v", len(list), err)
	}
}

// Nothing is believed: each proposal is counted, and one that says more than
// a name where a name belongs is refused.
func TestVerify(t *testing.T) {
	files := planted()
	known := mined(t, repo(t, files))
	guard := &business.Check{Role: &business.Role{By: "file", Name: "r1.ts", Unit: "route"}, AnyOf: []string{"requireOwner"}}
	routes := &business.Check{Role: &business.Role{By: "router", Name: "router", Unit: "route"}, AnyOf: []string{"requireOwner"}}
	for _, c := range []struct {
		name string
		rule business.Rule
		why  string // part of it; "" when it is kept
	}{
		{"borne out", business.Rule{Statement: "Routes go through `requireOwner`.", Kind: business.RequireInUnit, Scope: business.Scope{Paths: []string{"src/routes/**"}}, Check: routes}, ""},
		{"a ban nobody breaks", business.Rule{Statement: "No `axios`.", Kind: business.BanImport, Check: &business.Check{Modules: []string{"axios"}}}, ""},
		{"money", business.Rule{Statement: "Money is `Decimal128`.", Kind: business.FieldType, Scope: business.Scope{Paths: []string{"src/models/**"}}, Check: &business.Check{Family: "money", Types: []string{"Decimal128"}}}, ""},
		{"too few", business.Rule{Statement: "One route.", Kind: business.RequireInUnit, Check: guard}, "places only"},
		{"the contrary", business.Rule{Statement: "Money is `Number`.", Kind: business.FieldType, Check: &business.Check{Family: "money", Types: []string{"Number"}}}, "too little of the code"},
		{"a ban all break", business.Rule{Statement: "No `../guards`.", Kind: business.BanImport, Check: &business.Check{Modules: []string{"../guards"}}}, "does otherwise"},
		{"unknown names", business.Rule{Statement: "x", Kind: business.RequireInUnit, Check: &business.Check{Role: &business.Role{By: "router", Name: "router", Unit: "route"}, AnyOf: []string{"noSuch"}}}, "nothing in the repository"},
		{"no check", business.Rule{Statement: "Be good.", Kind: business.BanCall}, "no check"},
		{"half a check", business.Rule{Statement: "x", Kind: business.PreferImport, Check: &business.Check{Names: []string{"a"}}}, "lacks what"},
		{"advice", business.Rule{Statement: "Be good.", Kind: business.Advice, Check: &business.Check{}}, "none that a model may propose"},
		{"a long statement", business.Rule{Statement: strings.Repeat("word ", 50), Kind: business.BanImport, Check: &business.Check{Modules: []string{"axios2"}}}, "characters"},
		{"a path outside", business.Rule{Statement: "x", Kind: business.BanImport, Scope: business.Scope{Paths: []string{"../x/**"}}, Check: &business.Check{Modules: []string{"axios"}}}, "no pattern"},
		{"control characters", business.Rule{Statement: "x", Kind: business.BanImport, Check: &business.Check{Modules: []string{"a\x1b[2Jb"}}}, "no name"},
		{"another language", business.Rule{Statement: "x", Kind: business.BanImport, Scope: business.Scope{Languages: []string{"cobol"}}, Check: &business.Check{Modules: []string{"a"}}}, "not known"},
	} {
		kept, dropped, err := Verify(repo(t, files), []business.Rule{c.rule}, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case c.why == "" && (len(kept) != 1 || kept[0].Sites == 0 || len(kept[0].Examples) == 0):
			t.Errorf("%s: kept %+v, dropped %+v", c.name, kept, dropped)
		case c.why != "" && (len(dropped) != 1 || !strings.Contains(dropped[0].Why, c.why)):
			t.Errorf("%s: kept %+v, dropped %+v", c.name, kept, dropped)
		}
	}
	if kept, dropped, _ := Verify(repo(t, files), known[:1], known, Options{}); len(kept) != 0 || len(dropped) != 1 {
		t.Errorf("what was found is proposed again: %+v", kept)
	}
}

func TestDigestIsBoundedAndHoldsNoCode(t *testing.T) {
	files := planted()
	files["AGENTS.md"] = strings.Repeat("- Always call `requireOwner` in handlers of the things that people own here, number one.\n", 200)
	files["src/big.ts"] = strings.Repeat("export function f() { return 'literal in code' }\n", 50)
	root := repo(t, files)
	d, err := Digest(root, mined(t, root), Options{})
	if err != nil || len(d) > mostDigest+200 || strings.Contains(d, "literal in code") || !strings.Contains(d, "requireOwner") {
		t.Errorf("%d bytes, %v:\n%s", len(d), err, d)
	}
	again, _ := Digest(root, mined(t, root), Options{})
	if again != d {
		t.Error("two digests differ")
	}
}

func FuzzReadAnswer(f *testing.F) {
	f.Add(`{"rules":[{"statement":"s","kind":"require_in_unit","scope":{"paths":["a/**"]},"check":{"role":{"by":"dir","name":"a","unit":"route"},"any_of":["x"]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadAnswer(text)
		if err != nil {
			return
		}
		for _, r := range list {
			if wellFormed(&r) == nil && (strings.ContainsAny(r.Statement, "\n\x1b") || r.Check == nil) {
				t.Fatalf("passed %+v", r)
			}
		}
	})
}
