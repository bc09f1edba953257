package cmd

import (
	"cmp"
	"slices"
	"strings"
)

// nearest returns up to three words that are spelled most like s, or share its group.
func nearest(s string, words []string) []string {
	type near struct {
		word string
		far  int
	}
	var list []near
	s = strings.ToLower(s)
	for _, w := range words {
		low := strings.ToLower(w)
		d := editDistance(s, low)
		if d <= 1+len(s)/4 || group(s) != "" && group(s) == group(low) && d <= len(s)/2+1 {
			list = append(list, near{w, d})
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, n := range list[:min(3, len(list))] {
		out = append(out, n.word)
	}
	return out
}

// group is what stands before the point or dash of an id.
func group(id string) string {
	if i := strings.IndexAny(id, ".-"); i > 0 {
		return id[:i+1]
	}
	return ""
}

func editDistance(a, b string) int {
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
		}
		prev = row
	}
	return prev[len(b)]
}
