package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// lintSwitch is one rule that is on, where it stands.
type lintSwitch struct {
	key  string
	opts []any
	line int
	end  int // the last line of its value
	in   []string
}

// lintSwitches are the rules that a JavaScript or JSON configuration switches
// on, in one pass.
func (l literalReader) lintSwitches() []lintSwitch {
	var open []int
	var out []lintSwitch
	for i := range l.Toks {
		switch {
		case l.Is(i, "{"):
			open = append(open, i)
		case l.Is(i, "}") && len(open) > 0:
			open = open[:len(open)-1]
		case (l.IsStr(i) || l.IsWord(i)) && l.Is(i+1, ":") && len(open) > 1 && (l.IsStr(i+2) || l.Is(i+2, "[") || severe(l.Text(i+2)) || l.Is(i+2, "{") && ofBiome(l.Text(i))):
			v, end := l.value(i+2, 0)
			if level, ok := severity(v); ok && level {
				out = append(out, lintSwitch{key: l.Text(i), opts: options(v), line: l.LineAt(i), end: l.LineAt(max(i, min(end, len(l.Toks))-1)), in: l.filesAround(open)})
			}
		}
	}
	return out
}

// ofBiome reports whether a rule is named as Biome names its own.
func ofBiome(key string) bool {
	rest, ok := strings.CutPrefix(key, "no")
	if !ok {
		rest, ok = strings.CutPrefix(key, "use")
	}
	return ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' && !strings.Contains(rest, "/")
}

func severe(s string) bool { return s == "1" || s == "2" }

// severity reports whether a value says how severe a rule is, and whether it
// is on.
func severity(v any) (on, ok bool) {
	s := asString(v)
	if list, is := v.([]any); is && len(list) > 0 {
		s = asString(list[0])
	}
	if m := asMap(v); m != nil {
		s = asString(m["level"])
	}
	switch s {
	case "error", "warn", "1", "2":
		return true, true
	case "off", "0":
		return false, true
	}
	return false, false
}

// filesAround is what `files` says in the objects around a rule.
func (l literalReader) filesAround(open []int) []string {
	for n := len(open) - 1; n >= max(0, len(open)-2); n-- {
		end := int(l.Match[open[n]])
		for j := open[n] + 1; j < end; j = max(j+1, l.Skip(j)) {
			if l.Text(j) == "files" && l.Is(j+1, ":") {
				v, _ := l.value(j+2, 0)
				if files := asStrings(v); !slices.Contains(files, "**/*") { // all is no scope
					return files
				}
				return nil
			}
		}
	}
	return nil
}

// readESLintStyles says in words which rules a project chose.
func readESLintStyles(p string, content []byte, l literalReader) []business.Rule {
	if path.Base(p) == "package.json" && len(l.after("eslintConfig")) == 0 {
		return nil
	}
	return eslintCards(p, content, l.lintSwitches())
}

func eslintCards(p string, content []byte, on []lintSwitch) []business.Rule {
	known := eslintWords()
	lines := strings.Split(string(content), "\n")
	var told, chosen, usual, layout []said
	for _, s := range on {
		words := commentWords(lines, s)
		for _, w := range words {
			told = append(told, said{text: w, line: s.line, in: s.in})
		}
		theme, text := eslintSays(s, known)
		if strings.HasPrefix(s.key, "simple-import-sort/imports") || strings.HasPrefix(s.key, "import/order") {
			if order := labelledGroups(lines, s); order != "" {
				text = order
			}
		}
		if text == "" || s.key == "padding-line-between-statements" {
			if shape := shapeOf(s); shape != "" {
				text = ""
				layout = append(layout, said{text: shape, line: s.line, in: s.in})
			}
		}
		switch {
		case text == "" || len(words) > 0 && strings.HasSuffix(s.key, "naming-convention"):
		case isUsual(eslintName(s.key)) || isUsual(biomeNames()[s.key]) || isTrifle(s.key):
			usual = append(usual, said{theme: theme, text: text, line: s.line, in: s.in})
		default:
			chosen = append(chosen, said{theme: theme, text: text, line: s.line, in: s.in})
		}
	}
	out := append(styleCards(p, "ESLint", styleScore+0.04, narrowed(told)), styleCards(p, "ESLint", styleScore, narrowed(chosen))...)
	out = append(out, styleCards(p, "ESLint", usualScore, narrowed(usual))...)
	out = append(out, layoutCards(p, "ESLint", "JavaScript layout", narrowed(layout))...)
	if strings.HasPrefix(path.Base(p), "biome.json") {
		for i := range out {
			out[i].Statement = strings.Replace(out[i].Statement, "(ESLint).", "(Biome).", 1)
		}
	}
	return out
}

// shapeOf is what a rule asks for that is about the shape of code.
func shapeOf(s lintSwitch) string {
	first, set := firstOption(s.opts)
	name := eslintName(s.key)
	if ofBiome(s.key) {
		name, first, _ = strings.Cut(biomeNames()[s.key], " ")
	}
	return shapeWords(name, first, set, s.opts)
}

func firstOption(opts []any) (first string, set map[string]any) {
	for _, o := range opts {
		if first == "" {
			first = asString(o)
		}
		if set == nil {
			set = asMap(o)
		}
	}
	return first, set
}

// usualScore is for what most presets ask for too.
const usualScore = 0.34

// isUsual reports whether a rule is one that agents keep anyway, as most
// presets have it on.
func isUsual(name string) bool {
	switch name {
	case "curly", "eqeqeq", "radix", "prefer-template", "object-shorthand", "prefer-arrow-callback", "no-void", "default-case", "guard-for-in", "no-shadow", "one-var", "no-else-return", "no-duplicate-imports",
		"import/no-duplicates", "prefer-destructuring", "no-implicit-coercion", "global-require", "consistent-this", "prefer-object-spread", "no-useless-return", "unicorn/throw-new-error", "no-return-await",
		"react/prefer-es6-class", "react/jsx-fragments", "react/jsx-no-useless-fragment", "react/jsx-curly-brace-presence", "capitalized-comments", "no-underscore-dangle", "react/jsx-filename-extension", "max-depth", "max-nested-callbacks", "camelcase",
		"func-names", "no-multi-assign", "react-hooks/exhaustive-deps", "simple-import-sort/imports", "padding-line-between-statements", "prefer-nullish-coalescing", "prefer-optional-chain", "only-throw-error", "no-misused-promises", "require-await", "arrow-body-style", "no-process-exit", "no-negated-condition":
		return true
	}
	return false
}

// isTrifle reports whether a rule of Biome is one that agents keep anyway.
func isTrifle(key string) bool {
	return slices.Contains([]string{"useAsConstAssertion", "noUnusedTemplateLiteral", "useNumberNamespace", "useDefaultParameterLast", "noInferrableTypes", "noShoutyConstants", "useDateNow", "useSingleVarDeclarator", "useThrowOnlyError", "noDelete", "useSimplifiedLogicExpression"}, key)
}

// narrowed says once what several blocks of one file say.
func narrowed(items []said) []said {
	seen := map[string]bool{}
	for _, s := range items {
		if len(s.in) == 0 {
			seen[s.text] = true
		}
	}
	var out []said
	for _, s := range items {
		if len(s.in) > 0 && (seen[s.text] || len(s.in) > 6) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// commentWords is what comments above and inside of a rule ask for.
func commentWords(lines []string, s lintSwitch) []string {
	var out []string
	if w := remark(commentAbove(lines, s.line, "//", "/*", "*"), false); w != "" {
		out = append(out, w)
	}
	if !strings.HasSuffix(s.key, "naming-convention") {
		return out // in other rules comments speak of single options
	}
	for i := s.line; i < s.end && i < len(lines); i++ {
		if text, ok := strings.CutPrefix(strings.TrimSpace(lines[i]), "//"); ok {
			if w := remark(text, false); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}

// eslintName is a rule's name without the names that plugins go by.
func eslintName(key string) string {
	for _, pre := range []string{"@typescript-eslint/", "typescript-eslint/", "typescript/", "ts/", "eslint/"} {
		if s, ok := strings.CutPrefix(key, pre); ok {
			return s
		}
	}
	for _, x := range [][2]string{{"import-x/", "import/"}, {"n/", "node/"}, {"@vitest/", "vitest/"}, {"jsx-a11y-x/", "jsx-a11y/"}} {
		if s, ok := strings.CutPrefix(key, x[0]); ok {
			return x[1] + s
		}
	}
	return key
}

// eslintSays is what a rule with its options asks for.
func eslintSays(s lintSwitch, known switches) (theme, text string) {
	name := eslintName(s.key)
	first, set := firstOption(s.opts)
	if ofBiome(s.key) {
		if text = biomeOwn()[s.key]; text != "" {
			return "JavaScript", text
		}
		if name = biomeNames()[s.key]; name == "" {
			return "", ""
		}
		name, first, _ = strings.Cut(name, " ")
		set = nil
	}
	theme = eslintTheme(name)
	if text = moreOptions(name, first, set, s.opts); text != "" {
		return theme, text
	}
	if text, ok := reversed(name, first, set, s.opts); ok {
		return theme, text
	}
	if text = eslintOption(name, first, set, s.opts); text != "" {
		return theme, text
	}
	for _, k := range []string{name + " " + first, name} {
		if t, ok := known[k]; ok {
			return theme, t
		}
	}
	return "", ""
}

func eslintTheme(name string) string {
	plugin, _, ok := strings.Cut(name, "/")
	switch {
	case name == "naming-convention" || name == "no-underscore-dangle" || strings.HasPrefix(name, "filenames/") || strings.HasPrefix(name, "check-file/") || strings.HasSuffix(name, "filename-case") || name == "id-length" || name == "react/jsx-handler-names" || name == "react/hook-use-state":
		return themeNames
	case plugin == "react" && ok || plugin == "react-hooks":
		return "React"
	case plugin == "vue":
		return "Vue"
	case plugin == "import" || plugin == "node" || plugin == "unicorn" && strings.Contains(name, "import") || name == "no-duplicate-imports" || name == "consistent-type-imports":
		return "Imports"
	case plugin == "jest" || plugin == "vitest" || plugin == "testing-library" || plugin == "playwright":
		return "Tests"
	case plugin == "jsonc" || plugin == "yml":
		return "Data files"
	}
	return "JavaScript"
}
