package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// framework is a library for tests.
type framework struct{ lang, module string }

// rivals reports whether two libraries do the same: those of one maker, and
// those that test in a browser or help to, do not.
func rivals(a, b string) bool {
	for _, m := range []string{"testify", "@testing-library", "@playwright", "assertj"} {
		if strings.Contains(a, m) || strings.Contains(b, m) {
			return false
		}
	}
	return a != b
}

// onlyMocks reports whether an import takes the stand-ins of a test library
// alone, which tests of any other one use as well.
func onlyMocks(im business.Import) bool {
	return im.Module == "unittest.mock" || im.Module == "unittest" && len(im.Names) == 1 && im.Names[0] == "mock"
}

// mineTests finds the framework and the naming of tests.
func (c *corpus) mineTests() []business.Rule {
	frameworks := []framework{{"ts", "vitest"}, {"ts", "@jest/globals"}, {"ts", "node:test"}, {"ts", "bun:test"}, {"ts", "@playwright/test"}, {"ts", "@testing-library/react"}, {"python", "pytest"}, {"go", "github.com/stretchr/testify/require"},
		{"go", "github.com/stretchr/testify/assert"}, {"go", "github.com/stretchr/testify/suite"}, {"java", "org.junit.jupiter.api.Test"}, {"java", "org.testng.annotations.Test"}, {"java", "org.assertj.core.api.Assertions"}, {"csharp", "Xunit"}, {"csharp", "NUnit.Framework"}, {"kotlin", "io.kotest"}, {"kotlin", "org.junit.jupiter.api.Test"}, {"kotlin", "kotlin.test.Test"}, {"csharp", "Microsoft.VisualStudio.TestTools.UnitTesting"},
		{"java", "org.junit.Test"}, {"php", `PHPUnit\Framework\TestCase`}, {"python", "unittest"}}
	files := map[string]int{}
	for i := range c.tests {
		files[c.tests[i].Lang]++
	}
	var out []business.Rule
	for _, fw := range frameworks {
		n, ex, bad := 0, []string(nil), []string(nil)
		for i := range c.tests {
			for _, im := range c.tests[i].Imports {
				if c.tests[i].Lang == fw.lang && (im.Module == fw.module || strings.HasPrefix(im.Module, fw.module+".")) && !onlyMocks(im) {
					n++
					ex = append(ex, fmt.Sprintf("%s:%d", c.tests[i].Path, im.Line))
					break
				}
				if c.tests[i].Lang == fw.lang && slices.ContainsFunc(frameworks, func(o framework) bool {
					return o.lang == fw.lang && rivals(o.module, fw.module) && (im.Module == o.module || strings.HasPrefix(im.Module, o.module+"."))
				}) {
					bad = append(bad, fmt.Sprintf("%s:%d", c.tests[i].Path, im.Line))
				}
			}
		}
		least := minUnits
		if c.tiny() {
			least = 5
		}
		if lb := lower(n, files[fw.lang]); n >= least && lb >= 0.2 {
			r := business.Rule{Statement: fmt.Sprintf("Tests in %s use `%s`.", sayLang(fw.lang), fw.module), Kind: business.TestFramework, Source: business.FromCode, Support: n, Sites: files[fw.lang],
				Confidence: lb, Scope: business.Scope{Languages: []string{fw.lang}}, Check: &business.Check{Modules: []string{fw.module}}, Score: 0.45 * lb}
			c.evidence(&r, ex, bad)
			ok := goesOn(&r, fw, len(ex), bad)
			r.Recent, r.Migrating = nil, false // only the tests that follow are known
			if ok {
				out = append(out, r)
			}
		}
	}
	out = append(out, c.rubyTests(files["ruby"])...)
	return append(oneFramework(out), c.mineTestNames()...)
}

// goesOn reports whether new tests use a framework. Where a rival has a part of
// the tests, the newest ones tell, which may be for one that has few as yet; two
// generations of one library are no rule while nobody knows which is leaving.
func goesOn(r *business.Rule, fw framework, n int, bad []string) bool {
	others := map[string]bool{}
	for _, s := range bad {
		others[siteFile(s)] = true
	}
	const most = 0.5
	switch {
	case len(others) < 3 || 10*len(others) < n+len(others):
		return r.Confidence >= most
	case r.Recent != nil:
		share := float64(r.Recent.Support) / float64(max(1, r.Recent.Sites))
		return share >= 0.9 || share >= 0.75 && r.Confidence >= most
	}
	return r.Confidence >= most && !strings.HasPrefix(fw.module, "org.junit.")
}

// rubyTests tells a framework by the names of files: Ruby imports none.
func (c *corpus) rubyTests(n int) []business.Rule {
	var out []business.Rule
	for _, fw := range [][2]string{{"_spec.rb", "RSpec"}, {"_test.rb", "Minitest"}} {
		var ex []string
		for i := range c.tests {
			if strings.HasSuffix(c.tests[i].Path, fw[0]) {
				ex = append(ex, c.tests[i].Path+":1")
			}
		}
		if lb := lower(len(ex), n); len(ex) >= c.few() && lb >= 0.5 {
			r := business.Rule{Statement: fmt.Sprintf("Tests in Ruby use `%s` (`*%s`).", fw[1], fw[0]), Kind: business.TestFramework, Source: business.FromCode, Support: len(ex), Sites: n,
				Confidence: lb, Scope: business.Scope{Languages: []string{"ruby"}}, Check: &business.Check{Names: []string{fw[1]}}, Examples: sites(ex, 3), Score: 0.35 * lb}
			out = append(out, r)
		}
	}
	return out
}

// oneFramework keeps the most used framework of a language: assertions and
// suites of one library are no rules apart.
func oneFramework(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		i := slices.IndexFunc(out, func(x business.Rule) bool { return x.Scope.Languages[0] == r.Scope.Languages[0] })
		switch {
		case i < 0:
			out = append(out, r)
		case out[i].Support < r.Support:
			out[i] = r
		}
	}
	return out
}

func (c *corpus) mineTestNames() []business.Rule {
	count, of := map[string]map[string]int{}, map[string]int{}
	ex := map[string][]string{}
	for i := range c.tests {
		f := &c.tests[i]
		if len(f.Units) == 0 && f.Lang != "ts" && f.Lang != "ruby" {
			continue
		}
		p := testPattern(f.Path)
		if p == "" {
			continue
		}
		if count[f.Lang] == nil {
			count[f.Lang] = map[string]int{}
		}
		count[f.Lang][p]++
		of[f.Lang]++
		ex[f.Lang+p] = append(ex[f.Lang+p], f.Path+":1")
	}
	var out []business.Rule
	for _, lang := range sortedKeys(count) {
		p := topNames(count[lang], 1)[0]
		k, n := count[lang][p], of[lang]
		if lb := lower(k, n); k >= minUnits && lb >= 0.8 && !namedByTool(lang) {
			out = append(out, business.Rule{Statement: fmt.Sprintf("Test files in %s are named `%s`.", sayLang(lang), p), Kind: business.Naming, Source: business.FromCode, Support: k, Sites: n, Confidence: lb,
				Scope: business.Scope{Languages: []string{lang}}, Check: &business.Check{Names: []string{p}}, Examples: sites(ex[lang+p], 3), Score: 0.35 * lb})
		}
	}
	return out
}

// namedByTool are languages where a test runner, or everybody, names tests in
// one way.
func namedByTool(lang string) bool {
	return slices.Contains([]string{"go", "php", "python", "ruby", "java", "kotlin", "csharp"}, lang)
}

func testPattern(p string) string {
	base := path.Base(p)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	for _, s := range []string{".test", ".spec", "_test", "_spec", ".e2e", "Test", "Tests", "IT"} {
		if strings.HasSuffix(stem, s) && len(stem) > len(s) {
			return "*" + s + ext
		}
	}
	if strings.HasPrefix(base, "test_") {
		return "test_*" + ext
	}
	return ""
}
