package mine

import (
	"slices"
	"strings"
	"testing"
)

func TestStepsBelowAHeadingAreOneRule(t *testing.T) {
	doc := "# Rows\n\n## Adding a new kind of row\n\n1. Create a class in `src/rows` (e.g. `BlueRow`).\n2. Add the kind to the list in `src/kinds.ts`:\n\n```ts\nkinds.push(x)\n```\n\n3. (Optional) Register a painter in `src/paint.ts`.\n4. Run the tests.\n5. Open a pull request.\n\n## Running\n\n1. Add a key to `keys.env`.\n2. Set the port in `keys.env`.\n"
	c := &corpus{weights: readWeights(proseWeights)}
	var got []string
	for _, r := range c.readDocument("docs/contributing/rows.md", doc, 0.8) {
		got = append(got, r.Statement)
	}
	want := "Adding a new kind of row: create a class in `src/rows`; add the kind to the list in `src/kinds.ts`; register a painter in `src/paint.ts`"
	if !slices.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Contains(strings.Join(got, "\n"), "port") {
		t.Errorf("took steps to set the program up for a rule: %q", got)
	}
}

func TestHeadingsOfAChange(t *testing.T) {
	for heading, want := range map[string]bool{
		"Adding a provider": true, "3. How to write a migration": true, "Deprecate options": true, "New components": true,
		"Creating an issue": false, "Adding a label": false, "How to add one": false, "Running the server": false, "Creating a release": false, "Rows": false, "Adding": false,
	} {
		if got := doingHeading(heading); got != want {
			t.Errorf("%q: %v, want %v", heading, got, want)
		}
	}
}
