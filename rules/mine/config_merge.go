package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What one configuration bans for one reason is one rule; what the code shows
// better than a bare switch in a configuration is said once.

// fewToMerge is from how many bans on one statement is made of them.
const fewToMerge = 2

// mergedBans makes one rule of the bans of one file that give the same reason
// or none.
func mergedBans(rules []business.Rule) []business.Rule {
	groups := map[string][]int{}
	for i, r := range rules {
		if k := banKey(r); k != "" {
			groups[k] = append(groups[k], i)
		}
	}
	gone := map[int]bool{}
	for _, k := range sortedKeys(groups) {
		list := groups[k]
		if len(list) < fewToMerge {
			continue
		}
		rules[list[0]] = oneBan(rules, list)
		for _, i := range list[1:] {
			gone[i] = true
		}
	}
	var out []business.Rule
	for i, r := range rules {
		if !gone[i] {
			out = append(out, r)
		}
	}
	return familyBans(out)
}

// banKey is what bans must share to be one: "" for what is no plain ban.
func banKey(r business.Rule) string {
	if r.Check == nil || r.Kind != business.BanImport && r.Kind != business.BanCall || len(r.Check.Modules)+len(r.Check.Names) != 1 {
		return ""
	}
	before, name, ok := strings.Cut(r.Statement, "`")
	name, reason, ok2 := strings.Cut(name, "`")
	if !ok || !ok2 || name == "" || strings.HasPrefix(reason, " from `") {
		return ""
	}
	return strings.Join([]string{string(r.Kind), siteFile(r.Examples[0]), strings.Join(r.Scope.Paths, " "), before, anyName(r, reason, name)}, "\x00")
}

// anyName is sameName where names of code are banned: of modules the last
// word is often but a version.
func anyName(r business.Rule, reason, name string) string {
	if r.Kind == business.BanImport {
		return reason
	}
	return sameName(reason, name)
}

// sameName is a reason for any name: "use parking_lot::Mutex" for Mutex and
// "use parking_lot::Once" for Once are one.
func sameName(reason, name string) string {
	if last := business.LastName(name); len(last) > 3 {
		reason = strings.ReplaceAll(reason, last, "<same name>")
		if up := upperFirst(last); up != last {
			reason = strings.ReplaceAll(reason, up, "<Same name>")
		}
	}
	return reason
}

// mostNamed is how many names a statement spells out.
const mostNamed = 8

// longestBan is about how long a ban may be with its reason.
const longestBan = 250

// fitting is as many names as a ban spells out, that its reason is still read.
func fitting(names []string, reason int) []string {
	n := 0
	for i, name := range names {
		if n += len(name) + 6; i == mostNamed || i > 0 && n > max(80, longestBan-reason) {
			return names[:i]
		}
	}
	return names
}

func oneBan(rules []business.Rule, list []int) business.Rule {
	m := rules[list[0]]
	check := *m.Check
	check.Modules, check.Names = slices.Clone(check.Modules), slices.Clone(check.Names)
	before, rest, _ := strings.Cut(m.Statement, "`")
	first, reason, _ := strings.Cut(rest, "`")
	names := []string{first}
	for _, i := range list[1:] {
		r := rules[i]
		check.Modules, check.Names = append(check.Modules, r.Check.Modules...), append(check.Names, r.Check.Names...)
		_, rest, _ := strings.Cut(r.Statement, "`")
		if name, _, _ := strings.Cut(rest, "`"); !slices.Contains(names, name) { // overloads bear one name
			names = append(names, name)
		}
		m.Score = max(m.Score, r.Score)
	}
	m.Check = &check
	few := fitting(names, len(anyName(m, reason, first)))
	said := quoted(few)
	if len(names) > len(few) {
		said += " and the like"
	}
	m.Statement = oneLine(before + said + anyName(m, reason, first))
	return m
}

// withoutEchoedAdvice drops sentences that another rule repeats with a check.
func withoutEchoedAdvice(rules []business.Rule) []business.Rule {
	var checked []string
	for _, r := range rules {
		if r.Check != nil {
			checked = append(checked, business.Normalise(r.Statement))
		}
	}
	return slices.DeleteFunc(rules, func(r business.Rule) bool {
		said := business.Normalise(r.Statement)
		return r.Kind == business.Advice && slices.ContainsFunc(checked, func(s string) bool { return strings.Contains(s, said) })
	})
}

// saysNoConsole reports whether a sentence asks to log otherwise than with
// the console.
func saysNoConsole(r business.Rule) bool {
	low := " " + strings.ToLower(r.Statement) + " "
	return r.Source == business.FromProse && r.Kind == business.Advice && len(low) < 80 && strings.Contains(low, "console") && strings.Contains(low, "log") &&
		(strings.Contains(low, "n't ") || strings.Contains(low, " not ") || strings.Contains(low, " never ") || strings.Contains(low, " avoid "))
}

// withoutDoubles drops the bare switch against the console where the code
// shows what to log with instead, and what the code shows where a
// configuration bans the same module and says why.
func withoutDoubles(rules []business.Rule) []business.Rule {
	shown, banned := map[string]bool{}, map[string]bool{}
	for _, r := range rules {
		if r.Kind == business.BanImport && r.Source == business.FromConfig && len(r.Check.Names) == 0 && strings.Contains(r.Statement, ": ") {
			for _, m := range r.Check.Modules {
				banned[m] = true
			}
		}
		if r.Kind == business.BanCall && r.Source == business.FromCode {
			shown[r.Check.Names[0]] = true
		}
	}
	return slices.DeleteFunc(rules, func(r business.Rule) bool {
		if shown["console."] && saysNoConsole(r) {
			return true
		}
		if r.Kind == business.Gateway && !slices.ContainsFunc(r.Check.Modules, func(m string) bool { return !banned[m] }) {
			return true
		}
		return r.Kind == business.BanCall && r.Source == business.FromConfig && len(r.Check.Names) == 1 && shown[r.Check.Names[0]]
	})
}
