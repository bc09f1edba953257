package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What a formatter does by itself is still what the project wrote down: it
// stands on few cards behind all others.

const (
	layoutScore = 0.1
	mostLayout  = 6 // clauses on a card of layout
	// longestLayout is how long a card is with its theme and tool.
	longestLayout = 262
)

// layoutCards says every clause about layout of one tool, those of the same
// files together.
func layoutCards(p, tool, theme string, items []said) []business.Rule {
	var out []business.Rule
	items = saidOnce(items)
	done := make([]bool, len(items))
	for i := range items {
		if done[i] {
			continue
		}
		var card []said
		for j := i; j < len(items); j++ {
			if done[j] || !slices.Equal(items[j].in, items[i].in) {
				continue
			}
			if len(card) == mostLayout || len(card) > 0 && cardLen(card)+len(items[j].text)+len(theme)+len(tool) > longestLayout {
				continue
			}
			items[j].theme = theme
			card, done[j] = append(card, items[j]), true
		}
		r := styleCard(p, tool, layoutScore, card)
		r.Score = layoutScore
		out = append(out, r)
	}
	return out
}

// saidOnce drops clauses that another of the same theme and files repeats.
func saidOnce(items []said) []said {
	var out []said
	seen := map[string]bool{}
	for _, s := range items {
		key := s.theme + "\x00" + s.text + "\x00" + strings.Join(s.in, "\x00")
		if !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	return out
}
