package shell

import (
	"slices"
	"strings"
	"testing"
)

func TestListed(t *testing.T) {
	words := []string{"", "-o", "-O", "--o", "--output", "--output-document", "output", "-", "-o -O", "a"}
	for _, list := range []string{"", "-o", "--output -o", "-o --output-document", "--output-document --output", "-O -oo --out a", "aa a", " a  b "} {
		for _, w := range words {
			if got, want := listed(list, w), w != "" && slices.Contains(strings.Split(list, " "), w); got != want {
				t.Errorf("%q in %q: %v", w, list, got)
			}
		}
	}
}
