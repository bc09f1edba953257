package mine

import (
	"slices"
	"strings"
)

// complaint makes a rule of what a checker of the project's own says when it
// finds something: "" where that asks for nothing, or has holes to fill in.
func complaint(msg string) string {
	msg = strings.TrimSuffix(strings.TrimSpace(flat(msg)), ".")
	if len(msg) < 15 || len(msg) > 400 || strings.Count(msg, " ") < 2 {
		return ""
	}
	if strings.ContainsAny(msg, "{") && strings.Contains(msg, "}") || strings.Contains(msg, "%s") || strings.Contains(msg, "%q") || strings.Contains(msg, "%v") || strings.Contains(msg, "%r") || strings.Contains(msg, "$") {
		return ""
	}
	first, rest, _ := strings.Cut(msg, " ")
	low := strings.ToLower(strings.Trim(first, ":`'\""))
	switch {
	case strings.HasSuffix(msg, "?") || slices.Contains([]string{"is", "are", "was", "were", "has", "have", "and", "or", "but"}, low):
		return "" // wants what stands before it
	case slices.Contains([]string{"check", "checks", "ensure", "ensures", "enforce", "enforces", "verify", "verifies", "require", "requires", "validates"}, low):
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "that "), "whether ")
		if strings.HasPrefix(rest, "for ") || strings.HasPrefix(rest, "if ") || strings.Count(rest, " ") < 3 {
			return "" // or too short to tell what it is about
		}
		for _, use := range []string{"the use of ", "use of ", "usage of ", "the usage of ", "using "} {
			if what, ok := strings.CutPrefix(rest, use); ok {
				return "Use " + what
			}
		}
		if low[:2] == "re" {
			return "Require " + rest
		}
		return upperFirst(rest)
	case slices.Contains([]string{"report", "reports", "flag", "flags", "detect", "detects", "find", "finds", "forbid", "forbids", "disallow", "disallows", "disallowed", "prevent", "prevents", "prohibit", "prohibits", "ban", "bans", "forbidden"}, low):
		for _, use := range []string{"the use of ", "use of ", "usage of ", "the usage of ", "using "} {
			if what, ok := strings.CutPrefix(rest, use); ok {
				return "Do not use " + what
			}
		}
		return "No " + lowerFirst(strings.TrimPrefix(rest, "that "))
	case low == "this" && !hasWord(msg, "should", "must", "never", "do"): // tells what it does
		return ""
	case low == "no" && hasWord(msg+" .", "found", "detected", "changed", "given", "specified", "matching", "needed"): // tells what is
		return ""
	case !asksOf(msg):
		return ""
	}
	return upperFirst(msg)
}

// asksOf reports whether a message says what must be otherwise.
func asksOf(msg string) bool {
	low := " " + strings.ToLower(strings.NewReplacer(",", " ", ";", " ", ".", " ", ":", " ", "!", " ").Replace(msg)) + " "
	for _, w := range []string{" should ", " shouldn't ", " must ", " instead ", " do not ", " don't ", " never ", " always ", " avoid ", " prefer ", " not allowed ", " forbidden ", " prohibited ", " only allowed ", " not be used ", " is banned ", " rather than "} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return strings.HasPrefix(low, " use ") && !strings.HasPrefix(low, " use of ") || strings.HasPrefix(low, " no ")
}

// ofPullRequest reports whether a message is about a pull request, not its code.
func ofPullRequest(msg string) bool {
	low := " " + strings.ToLower(strings.NewReplacer(",", " ", ".", " ", "#", " ", "!", " ", ":", " ").Replace(msg)) + " "
	for _, w := range []string{" pr ", " prs ", " pull request", " merge request", " mr ", "changelog", " description ", " title ", " label", " milestone", " assignee", " review", " commit", " wip ", " branch", " rebase", " release", " jira", " ticket", " merge ", " lines ", "please run", " install", " usage ", " failed", " is not installed", " version ", " up to date", " up-to-date", "out of date", " regenerate", " run "} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
