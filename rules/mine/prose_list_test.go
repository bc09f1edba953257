package mine

import (
	"slices"
	"testing"
)

func TestWordsThatOpenAList(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"conditions", "A new library must pass these tests:\n\n- A licence that allows it\n- No open holes\n", "A new library must pass these tests: A licence that allows it; no open holes"},
		{"what is forbidden to touch", "Do not edit these directly, change their sources:\n\n- `rows.gen.go` made by `rowgen`\n- `kinds.gen.go` made by `kindgen`\n", "Do not edit these directly, change their sources: `rows.gen.go`, `kinds.gen.go`"},
	} {
		if got := standing(c.doc); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for _, opens := range []string{"You should:", "When a row is gone:", "See these files:"} {
		if got := withList(opens, []sentence{{text: "a row", item: true, lead: opens}, {text: "a kind", item: true, lead: opens}}); got != "" {
			t.Errorf("%q was joined: %q", opens, got)
		}
	}
}

func TestWhatMustHasItsSubject(t *testing.T) {
	if got, want := standing("## Names of options\n\n- MUST NOT end with `_config`\n"), "Names of options MUST NOT end with `_config`"; !slices.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for p, want := range map[string]bool{"docs/specs/rows.md": true, "docs/rfcs/specs/rows.md": false, "src/rows_spec.rb": false, "specs/plan-rows.md": false, "vendor/spec/rows.md": false} {
		if got := specification(p); got != want {
			t.Errorf("%s: %v, want %v", p, got, want)
		}
	}
	if !norm("The words are those of RFC 2119.") || norm("RFC 822") {
		t.Error("did not tell a norm")
	}
}

func TestBelowWhatForbids(t *testing.T) {
	got := standing("## Do not\n\n- Call `seedRows` from a spec.\n- Poll for rows that come late. Assert the answer instead.\n")
	for _, want := range []string{"Do not call `seedRows` from a spec."} {
		if !slices.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, s := range got {
		if s == "Do not: Assert the answer instead." || s == "Do not assert the answer instead." {
			t.Errorf("forbade what is asked for: %q", got)
		}
	}
}

func TestDoingsThatAreForbidden(t *testing.T) {
	got := standing("Avoid animating:\n\n- `margin`, `height` (layout)\n- blur above 20px\n")
	for _, want := range []string{"Avoid animating `margin`, `height` (layout)", "Avoid animating blur above 20px"} {
		if !slices.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
