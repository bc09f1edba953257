package mine

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The table holds one weight a line, in order: a merge that broke it would go
// unseen otherwise.
func TestWeightsAreReadWhole(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(proseWeights, "\n"), "\n")
	w := readWeights(proseWeights)
	if len(w) != len(lines) || len(w) < 500 {
		t.Errorf("%d weights from %d lines", len(w), len(lines))
	}
	if !slices.IsSorted(lines) {
		var names []string
		for _, l := range lines {
			name, _, _ := strings.Cut(l, "\t")
			names = append(names, name)
		}
		if !slices.IsSorted(names) {
			t.Error("the traits are not in order")
		}
	}
	for _, must := range []string{biasWeight, scoreWeight, proposedWeight} {
		if w[must] == 0 {
			t.Errorf("no weight of %s", must)
		}
	}
	if got := readWeights("a\t12\r\nbroken\nb\tx\n"); len(got) != 1 || got["a"] != 0.12 {
		t.Errorf("a broken table gave %v", got)
	}
}

// What asks something of code here is likelier a rule than what explains, what
// everybody says, and what is about work beside code.
func TestWeightsTellRulesApart(t *testing.T) {
	chance := func(file, text string) float64 {
		c := &corpus{weights: readWeights(proseWeights), defs: map[string]int{"go requireOwner": 1}}
		best := 0.0
		for _, s := range sentences(text) {
			w, _ := proseFile(file)
			r, ok := c.proseRule(file, s, w)
			best = max(best, c.weights.likely(c.traits(file, s, w), r.Score, ok))
		}
		return best
	}
	good := []string{
		"## Conventions\n\n- Use `requireOwner` in every handler, not a check of your own.\n",
		"## Code style\n\n- Never read the clock in a handler; use `clock.Now`.\n",
		"## Database\n\n- Migrations must be additive; never drop a column in the release that stops using it.\n",
		"## Testing\n\n- Prefer `fixture.New` over literals in tests.\n",
	}
	bad := []string{
		"## Setup\n\n- Make sure the server is started before the tests.\n",
		"## Pull requests\n\n- You should squash commits before a review.\n",
		"## Architecture\n\n- The scheduler must poll the queue, therefore it keeps one connection.\n",
		"## Contributing\n\n- Follow the existing style of the project.\n",
	}
	for _, g := range good {
		for _, b := range bad {
			if x, y := chance("AGENTS.md", g), chance("AGENTS.md", b); x <= y {
				t.Errorf("%q (%.2f) is no likelier than %q (%.2f)", g, x, b, y)
			}
		}
	}
}

func TestTraits(t *testing.T) {
	c := &corpus{defs: map[string]int{"go requireOwner": 1}}
	got := c.traits("docs/style.md", sentence{text: "Don’t call `requireOwner` in `pkg/x`, run `make a b` 3 times", heading: "Names"}, 0.8)
	for _, want := range []string{"don't", "don't call", "0:don't", "<known>", "<path>", "<command>", "<number>", "h:names", "f:style", "=document8", "times $", "^ don't"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Error("traits are not in order, or double")
	}
}

func FuzzTraits(f *testing.F) {
	f.Add("Use `x` – never `a b`, 3’s", "Names")
	f.Add("```", "\x80 İ")
	f.Fuzz(func(t *testing.T, text, heading string) {
		c := &corpus{weights: readWeights(proseWeights)}
		for _, trait := range c.traits("AGENTS.md", sentence{text: text, heading: heading}, 1) {
			if strings.ContainsAny(trait, "\t\n") {
				t.Fatalf("trait %s would break the table", strconv.Quote(trait))
			}
		}
	})
}

func TestSentencesThatListAThing(t *testing.T) {
	for text, want := range map[string]bool{
		"`frozen.yml`: Packages that should not move":             true,
		"`rows.ts`: Use the helpers that must not change":         false,
		"`rows.ts`: Never edit what should be made":               false,
		"`loadRows` must not be called from a view":               false,
		"Rows that should not move stand in `frozen.yml`: see it": false,
	} {
		if got := listsThing(text, " "+strings.ToLower(text)+" "); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
