package mine

import (
	"slices"
	"testing"
)

func TestLintsOfCrates(t *testing.T) {
	tr, err := walk(repo(t, map[string]string{
		"crates/rows/src/lib.rs":  "//! Rows.\n#![deny(missing_docs, clippy::unwrap_used)]\n#![warn(clippy::expect_used)]\n",
		"crates/kinds/src/lib.rs": "#![deny(missing_docs, clippy::unwrap_used)]\n",
		"crates/bare/src/lib.rs":  "#![allow(missing_docs)]\n// #![deny(missing_docs)]\n",
		"deny.toml":               "[licenses]\nallow = [\"MIT\", \"Apache-2.0\"]\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, r := range readConfigs(tr) {
		got[r.Statement] = r.Scope.Paths
	}
	if paths, ok := got["Rust: doc comments on everything public; no `unwrap()` (lints of the crate)."]; !ok || !slices.Equal(paths, []string{"crates/kinds/**", "crates/rows/**"}) {
		t.Errorf("got %q", got)
	}
	if _, ok := got["Crates depend only on crates under `MIT`, `Apache-2.0` (deny.toml)."]; !ok || len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

func TestFormsForPullRequests(t *testing.T) {
	c := &corpus{weights: readWeights(proseWeights)}
	doc := "# Checklist\n\n- [ ] All tests pass\n- [ ] New classes must be annotated with `@Restricted`.\n- [ ] I have read the guide\n"
	rules := c.readDocument(".github/PULL_REQUEST_TEMPLATE.md", doc, 0.75)
	if len(rules) != 1 || rules[0].Statement != "New classes must be annotated with `@Restricted`." {
		t.Errorf("got %v", rules)
	}
}
