package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Linters of templates and of older style sheets, which list their rules
// under "linters".

func isViewLint(p string) bool {
	return slices.Contains([]string{".haml-lint.yml", ".slim-lint.yml", ".erb-lint.yml", ".erb_lint.yml"}, path.Base(p))
}

// readViewLint reads haml-lint, slim-lint and erb_lint.
func readViewLint(p string, content []byte) []business.Rule {
	tool := map[string]string{".haml-lint.yml": "haml-lint", ".slim-lint.yml": "slim-lint"}[path.Base(p)]
	theme := map[string]string{"haml-lint": "HAML", "slim-lint": "Slim"}[tool]
	if tool == "" {
		tool, theme = "erb_lint", "ERB"
	}
	known := switches{
		"AltText": "`alt` on each image", "ClassesBeforeIds": "classes before ids", "InlineJavaScript": "no scripts inside of templates", "InlineStyles": "no `style` attributes", "InstanceVariables": "no instance variables in partials",
		"NoPlaceholders": "no `placeholder` attributes", "ViewLength": "templates of at most %s lines", "LineLength": "lines of at most %s characters", "PartialInstanceVariable": "no instance variables in partials", "HardCodedString": "no literal text: use translations",
		"NoJavascriptTagHelper": "no `javascript_tag`", "RequireInputAutocomplete": "`autocomplete` on each input", "RequireScriptNonce": "a nonce on each script", "StrictLocals": "the locals of a partial declared at its head",
	}
	shape := switches{
		"SpaceInsideHashAttributes no_space": "no spaces inside the braces of attributes: `%a{href: x}`", "SpaceInsideHashAttributes space": "spaces inside the braces of attributes: `%a{ href: x }`", "SpaceBeforeScript": "a space after `=` and `-`", "HtmlAttributes": "attributes in braces, not in parentheses",
		"ImplicitDiv": "no `%div` where a class or id makes one", "Indentation": "indentation in one style", "TrailingWhitespace": "no spaces at the end of a line", "FinalNewline": "a line end at the end of each file", "SelfClosingTag always": "void elements closed: `<br />`", "SelfClosingTag never": "void elements not closed: `<br>`",
	}
	var items, layout []said
	linters := asMap(dig(yamlValue(content), "linters"))
	for _, name := range sortedKeys(linters) {
		m := asMap(linters[name])
		if m == nil || m["enabled"] == false {
			continue
		}
		line := lineOf(content, name+":")
		text, n := known[name], yamlNumber(m["max"])
		style := asString(m["style"]) + asString(m["enforced_style"])
		switch t := shape[strings.TrimSpace(name+" "+style)]; {
		case strings.Contains(text, "%s") && n != "":
			items = append(items, said{theme: theme, text: strings.Replace(text, "%s", n, 1), line: line})
		case t != "":
			layout = append(layout, said{text: t, line: line})
		case text != "" && !strings.Contains(text, "%s"):
			items = append(items, said{theme: theme, text: text, line: line})
		}
	}
	return append(styleCards(p, tool, modestScore, items), layoutCards(p, tool, theme+" layout", layout)...)
}

// readSCSSLint reads the rules that scss-lint has on.
func readSCSSLint(p string, content []byte) []business.Rule {
	known := switches{
		"BorderZero zero": "`border: 0`, not `none`", "BorderZero none": "`border: none`, not `0`", "ColorKeyword": "no named colours", "ColorVariable": "colours from variables", "Comment": "`//` for comments", "DeclarationOrder": "`@extend`, `@include`, properties, nested rules in this order", "DisableLinterReason": "a reason on each `scss-lint:disable`",
		"IdSelector": "no ids in selectors", "ImportantRule": "no `!important`", "MergeableSelector": "one block for one selector", "NameFormat hyphenated_lowercase": "names of variables, functions and mixins in `hyphenated-lowercase`", "NameFormat camel_case": "names of variables, functions and mixins in camelCase", "NameFormat snake_case": "names of variables, functions and mixins in snake_case",
		"PlaceholderInExtend": "`@extend` only placeholders", "QualifyingElement": "no elements before classes or ids in selectors", "SelectorFormat hyphenated_lowercase": "selectors in `hyphenated-lowercase`", "SelectorFormat strict_BEM": "selectors in BEM", "SelectorFormat hyphenated_BEM": "selectors in hyphenated BEM", "SelectorFormat snake_case": "selectors in snake_case", "SelectorFormat camel_case": "selectors in camelCase",
		"TransitionAll": "no `transition: all`", "VendorPrefix": "no vendor prefixes", "ExtendDirective": "no `@extend`", "NestingDepth": "rules nested at most %s deep", "SelectorDepth": "selectors of at most %s parts",
	}
	shape := switches{
		"HexLength short": "short hex colours", "HexLength long": "long hex colours", "HexNotation lowercase": "hex colours in lower case", "HexNotation uppercase": "hex colours in upper case", "LeadingZero exclude_zero": "no zero before the point: `.5`", "LeadingZero include_zero": "a zero before the point: `0.5`",
		"PropertySortOrder": "properties in alphabetical order", "StringQuotes single_quotes": "strings in single quotes", "StringQuotes double_quotes": "strings in double quotes", "SingleLinePerSelector": "each selector on a line of its own", "UrlQuotes": "quotes around URLs", "ZeroUnit": "no units on zero", "EmptyLineBetweenBlocks": "an empty line between blocks", "Shorthand": "properties in their short form",
	}
	// What the tool asks for by itself is no choice.
	usual := []string{"BorderZero zero", "ColorKeyword", "ColorVariable", "Comment", "DeclarationOrder", "IdSelector", "ImportantRule", "MergeableSelector", "NameFormat hyphenated_lowercase", "PlaceholderInExtend", "QualifyingElement", "SelectorFormat hyphenated_lowercase", "VendorPrefix", "NestingDepth 3", "SelectorDepth 3"}
	var items, layout []said
	linters := asMap(dig(yamlValue(content), "linters"))
	for _, name := range sortedKeys(linters) {
		m := asMap(linters[name])
		if m["enabled"] != true {
			continue
		}
		line := lineOf(content, "  "+name+":")
		key := strings.TrimSpace(name + " " + asString(m["style"]) + asString(m["convention"]))
		text, n := known[key], yamlNumber(m["max_depth"])
		if strings.Contains(known[name], "%s") && n != "" {
			key, text = name+" "+n, strings.Replace(known[name], "%s", n, 1)
		}
		switch {
		case strings.Contains(text, "%s"):
		case text != "" && slices.Contains(usual, key):
			layout = append(layout, said{text: text, line: line})
		case text != "":
			items = append(items, said{theme: "Style sheets", text: text, line: line})
		case shape[key] != "" && (name != "PropertySortOrder" || m["order"] == nil):
			layout = append(layout, said{text: shape[key], line: line})
		}
	}
	return append(styleCards(p, "scss-lint", usualScore, items), layoutCards(p, "scss-lint", "Style sheets", layout)...)
}
