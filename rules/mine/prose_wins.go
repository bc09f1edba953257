package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// testFrameworks are the words by which people name what tests are written
// with, and the language and the modules each is.
var testFrameworks = []struct {
	words   []string
	langs   []string
	modules []string
}{
	{[]string{"junit 5", "junit5", "junit jupiter", "jupiter"}, []string{"java", "kotlin"}, []string{"org.junit.jupiter.api.Test"}},
	{[]string{"junit 4", "junit4"}, []string{"java", "kotlin"}, []string{"org.junit.Test"}},
	{[]string{"testng"}, []string{"java", "kotlin"}, []string{"org.testng.annotations.Test"}},
	{[]string{"kotest"}, []string{"kotlin"}, []string{"io.kotest"}},
	{[]string{"vitest"}, []string{"ts"}, []string{"vitest"}},
	{[]string{"jest"}, []string{"ts"}, []string{"@jest/globals"}},
	{[]string{"node:test"}, []string{"ts"}, []string{"node:test"}},
	{[]string{"pytest"}, []string{"python"}, []string{"pytest"}},
	{[]string{"unittest"}, []string{"python"}, []string{"unittest"}},
	{[]string{"xunit"}, []string{"csharp"}, []string{"Xunit"}},
	{[]string{"nunit"}, []string{"csharp"}, []string{"NUnit.Framework"}},
	{[]string{"mstest"}, []string{"csharp"}, []string{"Microsoft.VisualStudio.TestTools.UnitTesting"}},
	{[]string{"rspec"}, []string{"ruby"}, []string{"RSpec"}},
	{[]string{"minitest"}, []string{"ruby"}, []string{"Minitest"}},
}

// writtenWins drops what the code shows most often of tests where a document
// asks for another framework: old tests outnumber what is wanted of new ones.
func writtenWins(rules []business.Rule) []business.Rule {
	wanted := map[string][]string{}
	for _, r := range rules {
		if r.Source == business.FromProse {
			for _, lang := range frameworkAsked(r.Statement) {
				key, module, _ := strings.Cut(lang, " ")
				wanted[key] = append(wanted[key], module)
			}
		}
	}
	return slices.DeleteFunc(rules, func(r business.Rule) bool {
		if r.Kind != business.TestFramework || r.Source != business.FromCode || len(r.Scope.Languages) != 1 || r.Check == nil {
			return false
		}
		asked := wanted[r.Scope.Languages[0]]
		shown := append(slices.Clone(r.Check.Modules), r.Check.Names...)
		rival := slices.ContainsFunc(testFrameworks, func(f struct{ words, langs, modules []string }) bool {
			return slices.Contains(f.langs, r.Scope.Languages[0]) && slices.Contains(shown, f.modules[0])
		})
		return rival && len(asked) > 0 && !slices.ContainsFunc(shown, func(m string) bool { return slices.Contains(asked, m) })
	})
}

// frameworkAsked are the languages and modules, "java org.junit.Test", of the
// framework that a sentence asks for. Where it names two, one is the old one:
// the first is meant, if the sentence does not forbid it.
func frameworkAsked(statement string) []string {
	low := strings.ToLower(statement)
	first, at := -1, len(low)
	for i, f := range testFrameworks {
		for _, w := range f.words {
			if j := wordAt(low, w); j >= 0 && j < at && !strings.Contains(" "+low[:j], " not ") && !strings.Contains(low[:j], "never") && !strings.Contains(low[:j], "avoid") && !strings.Contains(low[:j], "instead of") && !strings.Contains(low[:j], "legacy") && !strings.Contains(low[:j], "from ") {
				first, at = i, j
			}
		}
	}
	if first < 0 {
		return nil
	}
	var out []string
	for _, lang := range testFrameworks[first].langs {
		out = append(out, lang+" "+testFrameworks[first].modules[0])
	}
	return out
}

// wordAt is where a word stands in a text, -1 where it does not.
func wordAt(low, word string) int {
	letter := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_' }
	for from := 0; ; {
		i := strings.Index(low[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if (i == 0 || !letter(low[i-1])) && (i+len(word) == len(low) || !letter(low[i+len(word)])) {
			return i
		}
		from = i + 1
	}
}
