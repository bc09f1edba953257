package mine

import (
	"slices"
	"strings"
)

// led gives an item of a list the words that introduce it: below "agents must
// not:" the item "Hardcode secrets" means the contrary of what it says alone.
func led(s sentence) string {
	if t, ok := withSubject(s); ok {
		return t
	}
	low := " " + strings.ToLower(strings.TrimSuffix(s.lead, ":")) + " "
	if s.lead == "" && !(s.item && forbids(s.heading)) || s.text == "" || obligation(" "+strings.ToLower(s.text)+" ", true) > 0 {
		return s.text
	}
	small := s.text
	if r := []rune(s.text); len(r) > 1 && r[0] >= 'A' && r[0] <= 'Z' && r[1] >= 'a' && r[1] <= 'z' {
		small = strings.ToLower(string(r[0])) + string(r[1:])
	}
	if article(small) {
		return s.text
	}
	if s.lead == "" && forbids(s.heading) {
		if strings.Count(s.heading, " ") > 0 || small[0] == '`' {
			return s.heading + ": " + s.text
		}
		return dont(small)
	}
	for _, not := range []string{" must not ", " must never ", " never ", " do not ", " don't ", " should not ", " forbidden ", " prohibited ", " avoid ", " not allowed "} {
		if strings.HasSuffix(low, not) || strings.Contains(low, not) && len(low) < 60 {
			return dont(small)
		}
	}
	if strings.HasSuffix(low, " must ") || strings.HasSuffix(low, " should ") || strings.HasSuffix(low, " always ") {
		if rest, ok := strings.CutPrefix(strings.ToLower(small), "not "); ok {
			return "Do not " + small[len(small)-len(rest):]
		}
		if strings.HasPrefix(small, "only ") || strings.HasPrefix(small, "`") {
			return s.text
		}
		return "Always " + small
	}
	return s.text
}

// dont forbids what an item says.
func dont(small string) string {
	if first, _, _ := strings.Cut(small, " "); len(first) > 5 && strings.HasSuffix(first, "ing") {
		return "Avoid " + small
	}
	return "Do not " + small
}

// forbids reports whether what stands below a heading is what not to do.
func forbids(heading string) bool {
	low := " " + strings.ToLower(strings.Trim(heading, ":!. ")) + " "
	for _, not := range []string{" don't ", " don'ts ", " dont ", " do not ", " never ", " avoid ", " avoid: ", "anti-pattern", "antipattern", " what not to do ", " forbidden ", " prohibited ", " must not ", " not allowed ", " things to avoid "} {
		if strings.Contains(low, not) && len(low) < 40 {
			return true
		}
	}
	return false
}

// withSubject gives "must be functional" what it is about: the words that
// introduce the list, or its heading.
func withSubject(s sentence) (string, bool) {
	first, _, _ := strings.Cut(s.text, " ")
	if !slices.Contains([]string{"must", "should", "shall", "cannot"}, first) {
		return "", false
	}
	subject := strings.TrimSuffix(s.lead, ":")
	if subject == "" || len(subject) > 60 {
		subject = s.heading
	}
	if subject == "" || len(subject) > 60 {
		return "", false
	}
	return subject + " " + s.text, true
}

// article reports whether an item names a thing: "must not need: a server".
func article(item string) bool {
	first, _, _ := strings.Cut(strings.ToLower(item), " ")
	return slices.Contains([]string{"a", "an", "the", "any", "your", "this", "that", "you", "it"}, first)
}
