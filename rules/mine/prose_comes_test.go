package mine

import (
	"strings"
	"testing"
)

func TestWhatComesWithAChange(t *testing.T) {
	for text, want := range map[string]bool{
		"New features and bug fixes should include tests.":                             true,
		"Patches are not accepted without tests for what they change.":                 true,
		"If you add a feature, please update the documentation with it.":               true,
		"Add tests for changed behavior.":                                              true,
		"Please include tests.":                                                        true,
		"Packages of others: avoid adding new dependencies to the core.":               true,
		"Dependencies should be added sparingly.":                                      true,
		"Do not add dependencies between the rows and the kinds.":                      false,
		"Add tests, then see what comes of them in the next chapter of this guide.":    false,
		"You must run the tests locally before you push a change.":                     false,
		"All tests must pass before a change is merged.":                               false,
		"The tests of `core` should have a feature for each kind of row.":              false,
		"The specification has a chapter on rows.":                                     false,
		"It can be useful to add a test for the code below, too.":                      false,
		"Features are described in the documentation of the program for those who use": false,
	} {
		if got := comesWith(" " + strings.ToLower(text) + " "); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestTerseForms(t *testing.T) {
	for text, want := range map[string]bool{
		"`ofEntries` over `reduce` for maps":           true,
		"Three dots (`...`) over copies by (`assign`)": true,
		"Iterates over `rows`":                         false,
		"The loop (`each`) iterates over `rows`":       false,
		"`rows` over many pages":                       false,
	} {
		if got := overOther(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{
		"Errors are built with `fail`.":                       true,
		"Output via `console`, tables via `grid`.":            true,
		"Jobs are run with `worker`.":                         false,
		"Rows that nobody needs, which are done with `purge`": false,
	} {
		if got := doneWith(" " + strings.ToLower(text) + " "); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{
		"The project uses NUnit for its unit and integration tests.": true,
		"You can run the tests of Vitest one by one.":                false,
		"The suite uses a server of its own.":                        false,
	} {
		if got := framedTests(" " + strings.ToLower(text) + " "); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWhatIsRefusedIsOfCode(t *testing.T) {
	for text, want := range map[string]concerns{
		"PRs for translation of log messages will not be accepted": ofCode,
		"Pull requests with merge conflicts will not be accepted":  ofPeople,
	} {
		if got := concern(" "+strings.ToLower(text)+" ", false); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
