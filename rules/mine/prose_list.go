package mine

import (
	"slices"
	"strings"
)

// gathered adds, to words that open a list of names, those names: "Use dashes
// for:" alone says nothing, and neither does "file names" below it.
func gathered(all []sentence) []sentence {
	var out []sentence
	for i, s := range all {
		out = append(out, s)
		if !strings.HasSuffix(s.text, ":") {
			continue
		}
		t := withList(s.text, all[i+1:])
		if bare := strings.TrimSuffix(s.text, ":"); t == "" && i+1 < len(all) && all[i+1].item && all[i+1].lead == s.text && strings.Count(bare, " ") >= 6 && whole(bare) && complete(strings.ToLower(bare)) {
			t = bare // the list tells more, and is not wanted
		}
		if t != "" {
			s.text = t
			out = append(out, s)
		}
	}
	return out
}

// withList joins the words that open a list with its items, "" where these say
// enough by themselves.
func withList(opens string, below []sentence) string {
	low := " " + strings.ToLower(opens)
	if pointsAt(low) {
		return withTargets(opens, below)
	}
	if commands(low) && (!forbidding(strings.TrimSuffix(opens, ":")) || strings.HasSuffix(opens, " for:")) {
		if t := withNames(opens, below); t != "" {
			return t
		}
	}
	if tests := " must pass these "; strings.Contains(low, tests) || obligation(low, true) >= 0.7 && endsInThing(low) {
		return withConditions(opens, below)
	}
	return ""
}

// pointsAt reports whether words forbid a doing to "these" or "the following"
// things, which only the list names.
func pointsAt(low string) bool {
	return names(low, []string{" do not ", " don't ", " never ", " must not ", " avoid "}) && names(low, []string{" these", " the following"}) && names(low, []string{"edit", "modif", "chang", "touch", "commit", "delet", "remov", "import", "renam"})
}

// withTargets joins such words with the names in code that the items open with.
func withTargets(opens string, below []sentence) string {
	var targets []string
	for _, s := range below {
		if !s.item || s.lead != opens {
			break
		}
		if rest, ok := strings.CutPrefix(s.text, "`"); ok && strings.Contains(rest, "`") {
			targets = append(targets, "`"+rest[:strings.IndexByte(rest, '`')+1])
		}
	}
	if len(targets) == 0 {
		return ""
	}
	t := opens + " " + strings.Join(targets[:min(8, len(targets))], ", ")
	if len(t) > mostJoined {
		return ""
	}
	return t
}

// endsInThing reports whether words that open a list are complete but for what
// the list tells: "a plugin must have:" is, "when you should:" is not.
func endsInThing(low string) bool {
	low = strings.TrimRight(low, ": ")
	last := low[strings.LastIndexByte(low, ' ')+1:]
	return slices.Contains([]string{"have", "contain", "include", "provide", "define", "implement", "declare", "be", "follow", "meet", "satisfy", "pass", "only"}, last) || strings.HasSuffix(low, " the following")
}

// withConditions joins words that ask with the short conditions they ask for,
// "" where these are sentences that ask themselves.
func withConditions(opens string, below []sentence) string {
	t := strings.TrimSuffix(strings.Replace(opens, " the following:", ":", 1), ":")
	parts := 0
	for _, s := range below {
		if !s.item || s.lead != opens {
			break
		}
		item := strings.TrimRight(s.text, ",;. ")
		if strings.HasSuffix(s.text, ":") || len(item) > 110 || !slices.Contains([]string{"", "no"}, opensWith(strings.ToLower(item))) || obligation(" "+strings.ToLower(item)+" ", true) > 0 {
			return ""
		}
		sep := ": "
		if parts > 0 {
			sep = "; "
		}
		t, parts = t+sep+uncapital(item), parts+1
	}
	if parts < 2 || parts > 8 || len(t) > mostJoined {
		return ""
	}
	return t
}

// withNames joins the words that open a list with its items, "" where these
// are more than names.
func withNames(opens string, below []sentence) string {
	last := strings.TrimSuffix(opens[strings.LastIndexByte(opens, ' ')+1:], ":")
	if !slices.Contains([]string{"for", "in", "with", "from", "to", "on", "when", "as", "of"}, last) {
		return ""
	}
	var items []string
	length := len(opens)
	for _, s := range below {
		if !s.item || s.lead != opens {
			break
		}
		item := strings.TrimRight(s.text, ",;. ")
		if len(item) > 48 || commands(strings.ToLower(item)) || strings.Contains(item, ": ") {
			return ""
		}
		items, length = append(items, uncapital(item)), length+2+len(item)
	}
	if len(items) < 2 || length > mostJoined {
		return ""
	}
	return strings.TrimSuffix(opens, ":") + " " + strings.Join(items, ", ")
}
