package mine

import (
	"slices"
	"strings"
)

// comesWith reports whether a sentence says what a change brings along: "new
// features include tests", "update the documentation with the feature".
// What it names besides of people's work is the occasion.
func comesWith(low string) bool {
	if len(low) > 260 || strings.ContainsAny(low, "`?") || names(low, []string{" locally", " run ", " running ", " ci ", " pass", " command", " manually", " manual ", " i have ", " my ", " useful to "}) {
		return false
	}
	if fewDependencies(low) {
		return true
	}
	if order := bare(low); len(low) < 48 && slices.Contains([]string{"include", "add", "write", "provide"}, opensWith(order)) && tellsOfTests(order, 3) {
		return true // "Please include tests."
	}
	if !names(low, []string{" feature", " fix", " bug", " change", " new code", " functionality", " behavior", " behaviour", " contribution", " patch", " pull request", " prs ", " code "}) {
		return false
	}
	if names(low, []string{" not be accepted", " not accepted", " to be accepted", " be rejected", " not be merged"}) {
		_, rest, ok := strings.Cut(low, " without ")
		return ok && tellsOfTests(rest, 6)
	}
	order := bare(low)
	if slices.Contains([]string{"add", "include", "write", "update", "provide", "extend", "adjust"}, opensWith(order)) {
		return tellsOfTests(order, 8)
	}
	for _, must := range []string{" must ", " should ", " need ", " needs ", " have to ", " has to "} {
		if subject, rest, ok := strings.Cut(low, must); ok && len(subject) < 80 {
			return tellsOfTests(rest, 9) && names(rest, []string{"include", "have ", "has ", "come", "contain", "add ", "cover", "tested", "accompan", "update", "tests", "documented"}) && !names(subject, []string{" you ", " test", " doc"})
		}
	}
	return false
}

// fewDependencies reports whether a sentence asks to be sparing with packages of
// others, as most projects that speak of it do.
func fewDependencies(low string) bool {
	return strings.Contains(low, "dependenc") && len(low) < 160 &&
		names(low, []string{" sparingly", "avoid adding ", "avoid new ", "do not add ", "don't add ", "don't introduce ", "do not introduce ", "avoid introducing ", "as few ", "unless necessary", "unless absolutely", "unless it is necessary", "keep dependencies", "need a good reason", "justif"}) &&
		!names(low, []string{" install", " circular ", " cyclic ", " between ", " version"})
}

// tellsOfTests reports whether tests or documents are among the first words.
func tellsOfTests(text string, n int) bool {
	for _, w := range firstWords(text, n) {
		if slices.Contains([]string{"test", "tests", "tested", "unit-tests", "specs", "coverage", "documentation", "docs", "documented"}, strings.Trim(w, ".,;:()")) {
			return true
		}
	}
	return false
}

// framedTests reports whether a sentence tells what a kind of test is written
// with: "the suite uses nunit".
func framedTests(low string) bool {
	return names(low, []string{" test", " spec", " suite"}) && names(low, []string{" uses ", " use ", " utilizes ", " utilises ", " written with ", " written in ", " written using "}) && len(frameworkAsked(low)) > 0 && !names(low, []string{" run ", " running ", " can be ", " you "})
}

// overOther reports whether an item prefers one thing over another by the mere
// word: "`ofEntries` over `reduce` for maps".
func overOther(text string) bool {
	before, after, ok := strings.Cut(text, " over ")
	if !ok || len(before) > 60 || after == "" || !strings.ContainsAny(before[len(before)-1:], "`)") || !strings.Contains(after, "`") {
		return false
	}
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(outsideCode(before))), func(w string) bool {
		return slices.Contains(finite, w) || strings.HasPrefix(w, "iterat") || strings.HasPrefix(w, "loop") || verb(strings.TrimSuffix(w, "s"))
	})
}

// doneWith reports whether a sentence says with what a kind of thing is done:
// "errors are built with `fail`", "output via `console`, tables via `grid`".
func doneWith(low string) bool {
	if strings.Count(low, " via `") >= 2 && len(low) < 240 {
		return true
	}
	for _, w := range []string{" are ", " is "} {
		before, rest, ok := strings.Cut(low, w)
		if !ok || len(before) > 60 || strings.ContainsAny(before, ".:;,") {
			continue
		}
		done, rest, _ := strings.Cut(rest, " ")
		how, rest, _ := strings.Cut(rest, " ")
		if slices.Contains([]string{"done", "handled", "written", "built", "declared", "created", "wrapped", "validated", "logged", "translated", "styled", "tested", "mocked", "raised"}, done) && slices.Contains([]string{"with", "via", "through", "using"}, how) && strings.HasPrefix(rest, "`") {
			return true
		}
	}
	return false
}
