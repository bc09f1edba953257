package catalog

import (
	"errors"
	"strings"
	"testing"
)

const head = "- {id: A-1, title: t, why: w, tier: advise, severity: low, langs: [py], "

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no id", "- {title: t}", "id, title and why"},
		{"tier", "- {id: A-1, title: t, why: w, tier: loud}", "tier"},
		{"severity", "- {id: A-1, title: t, why: w, tier: block, severity: awful}", "severity"},
		{"language", "- {id: A-1, title: t, why: w, tier: block, severity: low, langs: [cobol]}", "cobol"},
		{"unknown field", head + "detects: []}", "detects"},
		{"two starts", head + `detect: [{call: [abc], re: "x", keys: [abc]}]}`, "exactly one"},
		{"no start", head + "detect: [{args: [\"0:dyn\"]}]}", "exactly one"},
		{"no keys", head + `detect: [{re: "abc"}]}`, "keys"},
		{"short key", head + `detect: [{re: "abc", keys: [ab]}]}`, "three bytes"},
		{"upper key", head + `detect: [{re: "abc", keys: [ABC]}]}`, "lower case"},
		{"expression", head + `detect: [{re: "a(", keys: [abc]}]}`, "expression"},
		{"view", head + `detect: [{re: "abc", keys: [abc], view: all}]}`, "view"},
		{"twice", head + "}\n" + head + "}", "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Parse([]byte(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestParseReadsLists(t *testing.T) {
	got, err := Parse([]byte(head + `safe: {"js,ts": "x", py: "y"}, guide: [{symbols: abc, say: s}], detect: [{on: "js, py", call: abc}], hit: [{py: "abc(1)", path: p}]}`))
	if err != nil || len(got) != 1 {
		t.Fatalf("%v %v", got, err)
	}
	e := got[0]
	if len(e.Rule.Safe) != 2 || len(e.Rule.Detect[0].Call) != 1 || len(e.Rule.Detect[0].Langs.Names()) != 2 || e.Hit[0].Path != "p" || e.Rule.Guide[0].Langs != e.Rule.Langs {
		t.Errorf("%+v", e)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(head + `detect: [{call: [abc], args: ["0:dyn"]}]}`)
	f.Add("- id: [")
	f.Fuzz(func(t *testing.T, in string) {
		if list, err := Parse([]byte(in)); err == nil {
			for _, e := range list {
				if e.Rule.ID == "" {
					t.Fatal("a rule without id was read")
				}
			}
		}
	})
}

func TestErrorsNameTheLine(t *testing.T) {
	_, err := Parse([]byte(head + "}\n\n# c\n- {id: A-2, title: t, why: w, tier: loud}"))
	var at *RuleError
	if !errors.As(err, &at) || at.Line != 4 || at.ID != "A-2" {
		t.Errorf("%v", err)
	}
}
