package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// oneCase gives calls in PHP, which takes names of functions and classes in any
// case, the spelling that most units have.
func oneCase(all []business.Facts) {
	spelled := map[string]map[string]int{}
	eachPHP(all, func(u *business.Unit) {
		for _, name := range u.Calls {
			low := strings.ToLower(name)
			if spelled[low] == nil {
				spelled[low] = map[string]int{}
			}
			spelled[low][name]++
		}
	})
	usual := map[string]string{}
	for low, names := range spelled {
		if len(names) > 1 {
			usual[low] = topNames(names, 1)[0]
		}
	}
	if len(usual) == 0 {
		return
	}
	eachPHP(all, func(u *business.Unit) {
		var calls []string
		for _, name := range u.Calls {
			if best := usual[strings.ToLower(name)]; best != "" {
				name = best
			}
			if !slices.Contains(calls, name) {
				calls = append(calls, name)
			}
		}
		u.Calls = calls
	})
}

func eachPHP(all []business.Facts, do func(u *business.Unit)) {
	for i := range all {
		for j := range all[i].Units {
			if all[i].Lang == "php" {
				do(&all[i].Units[j])
			}
		}
	}
}
