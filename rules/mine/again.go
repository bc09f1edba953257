package mine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// returned is a dropped proposal as its model is shown it again: its own
// words, what came of them, and names of files.
type returned struct {
	Statement string          `json:"statement"`
	Kind      business.Kind   `json:"kind"`
	Scope     business.Scope  `json:"scope"`
	Check     *business.Check `json:"check"`
	Reason    string          `json:"reason"`
	Follow    string          `json:"follow,omitempty"` // "3 of 14"
	HoldsIn   []string        `json:"holds_in,omitempty"`
	NotIn     []string        `json:"not_in,omitempty"`
}

// Again is the second and last question: for a mended form of what was dropped
// and can be mended, with as much of the digest as there is room for, since
// the agent remembers nothing. n is how many proposals it holds; with none
// there is nothing to ask.
func Again(dropped []Dropped, digest string) (question string, n int) {
	d := digestText{most: mostDigest}
	d.add("DROPPED\n")
	for _, x := range dropped {
		if x.Mendable && d.addFitting(x) {
			n++
		}
	}
	if n == 0 {
		return "", 0
	}
	for _, line := range strings.SplitAfter(digest, "\n") {
		if !d.add(line) {
			break
		}
	}
	return secondQuestion + d.String(), n
}

// digestText is a text that takes no more than it has room for.
type digestText struct {
	strings.Builder
	most int
}

func (d *digestText) add(s string) bool {
	if d.Len()+len(s) > d.most {
		return false
	}
	d.WriteString(s)
	return true
}

// addFitting adds a dropped proposal with as many names as there is room for.
// No proposal takes more than its twelfth when names can be spared.
func (d *digestText) addFitting(x Dropped) bool {
	line := showAgain(x, true)
	if len(line) > d.most/mostProposed {
		line = showAgain(x, false)
	}
	return d.add(line)
}

func showAgain(x Dropped, named bool) string {
	r := returned{Statement: x.Rule.Statement, Kind: x.Rule.Kind, Scope: x.Rule.Scope, Check: x.Rule.Check, Reason: x.Why}
	if x.Rule.Sites > 0 {
		r.Follow = fmt.Sprintf("%d of %d", x.Rule.Support, x.Rule.Sites)
		r.HoldsIn, r.NotIn = namesOf(x.Rule.Examples, named), namesOf(x.Rule.Violations, named)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return "" // plain data always encodes
	}
	return b.String()
}

// namesOf are the files of sites, or only their first folder when there is
// little room.
func namesOf(list []string, whole bool) []string {
	var out []string
	for _, s := range places(list) {
		name := siteFile(s)
		if !whole {
			i := strings.LastIndexByte(name, '/')
			name = name[:i+1]
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if !whole {
		out = out[:min(1, len(out))]
	}
	return out
}
