package mine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readRuboCopStyles says in words what styles and limits a project chose.
func readRuboCopStyles(p string, content []byte) []business.Rule {
	doc := asMap(yamlValue(content))
	lines := strings.Split(string(content), "\n")
	tables := rubocopTables()
	var style, usual, limits, layout []said
	for _, cop := range sortedKeys(doc) {
		m := asMap(doc[cop])
		if m == nil || !strings.Contains(cop, "/") {
			continue
		}
		line := copLine(content, lines, cop)
		off := m["Enabled"] == false
		clauses, tier := []string{}, 0
		if !off && (rubocopKnown(cop) == "" || m["Enabled"] != true) {
			clauses, tier = tables.words(cop, m)
		}
		if len(clauses) == 0 {
			if text := remark(commentAbove(lines, line, "#"), off); text != "" && (off || m["Description"] == nil) {
				clauses = []string{text}
			}
		}
		if m["Description"] != nil && !off {
			continue
		}
		for _, text := range clauses {
			s := said{theme: copTheme(cop), text: text, line: line}
			switch {
			case s.theme == "Ruby layout" && !isWeak(text):
				layout = append(layout, s)
			case s.theme == "Ruby layout" || strings.HasPrefix(cop, "Metrics/"):
				limits = append(limits, said{theme: "Ruby limits", text: text, line: line})
			case tier == usualCop:
				usual = append(usual, s)
			default:
				style = append(style, s)
			}
		}
	}
	out := append(styleCards(p, "RuboCop", styleScore, style), styleCards(p, "RuboCop", usualScore, usual)...)
	return append(append(out, styleCards(p, "RuboCop", modestScore, limits)...), layoutCards(p, "RuboCop", "Ruby layout", layout)...)
}

func copLine(content []byte, lines []string, cop string) int {
	for i, l := range lines {
		if strings.HasPrefix(l, cop+":") {
			return i + 1
		}
	}
	return lineOf(content, cop+":")
}

func copTheme(cop string) string {
	department, _, _ := strings.Cut(cop, "/")
	switch department {
	case "Layout":
		return "Ruby layout"
	case "Rails":
		return "Rails"
	case "RSpec", "Minitest", "FactoryBot", "Capybara", "RSpecRails":
		return "Specs"
	case "Naming":
		return themeNames
	}
	if strings.HasPrefix(cop, "Style/TrailingComma") {
		return "Ruby layout"
	}
	return "Ruby style"
}

// usualCop is the tier of cops that say what most Ruby does anyway.
const usualCop = 1

// copTables are what cops ask for: those that count, those that leave a
// choice, and those that most projects keep without being told.
type copTables struct{ limits, styles, usual switches }

func rubocopTables() copTables {
	t := copTables{copLimits(), copStyles(), copUsual()}
	for _, more := range []switches{copLayout(), copRails(), copSpecs()} {
		for k, v := range more {
			t.styles[k] = v
		}
	}
	return t
}

// words are what a cop with its options asks for.
func (t copTables) words(cop string, m map[string]any) (clauses []string, tier int) {
	if text := copLimit(cop, m, t.limits); text != "" {
		clauses = append(clauses, text)
	}
	clauses = append(clauses, copOptions(cop, m)...)
	styles := copChosen(m)
	for _, style := range styles {
		if text := t.styles[cop+" "+style]; text != "" {
			clauses = append(clauses, text)
		} else if text := t.usual[cop+" "+style]; text != "" {
			clauses, tier = append(clauses, text), usualCop
		}
	}
	if len(clauses) > 0 || m["Enabled"] != true && len(styles) == 0 {
		return clauses, tier
	}
	if len(styles) > 0 && t.anyStyle(cop) {
		return nil, 0 // a style that the tables do not know
	}
	if text := t.styles[cop]; text != "" {
		return []string{text}, 0
	}
	if text := t.usual[cop]; text != "" {
		return []string{text}, usualCop
	}
	return nil, 0
}

// anyStyle reports whether the meaning of a cop hangs on its style.
func (t copTables) anyStyle(cop string) bool {
	for _, set := range []switches{t.styles, t.usual} {
		for k := range set {
			if strings.HasPrefix(k, cop+" ") {
				return true
			}
		}
	}
	return false
}

// copChosen are the styles that a cop is told to enforce.
func copChosen(m map[string]any) []string {
	var out []string
	for _, key := range []string{"EnforcedStyle", "EnforcedStyleForMultiline", "EnforcedStyleAlignWith"} {
		if s := asString(m[key]); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func copLimit(cop string, m map[string]any, limits switches) string {
	n, format := yamlNumber(m["Max"]), limits[cop]
	if n == "" || format == "" || len(n) > 1 && !strings.HasSuffix(n, "0") && !strings.HasSuffix(n, "5") { // others are the longest there is
		return ""
	}
	text := fmt.Sprintf(format, n)
	if cop == "Metrics/ParameterLists" && m["CountKeywordArgs"] == false {
		text += " (keywords not counted)"
	}
	return text
}

func yamlNumber(v any) string {
	switch v.(type) {
	case int, int64, uint64:
		return fmt.Sprint(v)
	}
	return ""
}

// copOptions words options beside the enforced style.
func copOptions(cop string, m map[string]any) []string {
	var out []string
	add := func(text string) { out = append(out, text) }
	switch cop {
	case "Lint/AssignmentInCondition", "Style/ParenthesesAroundCondition":
		if m["AllowSafeAssignment"] == false {
			add("no assignments in conditions, not even in parentheses")
		}
	case "Layout/SpaceInsideBlockBraces":
		if m["SpaceBeforeBlockParameters"] == false {
			add("no space between `{` and the parameters of a block: `{|x| x }`")
		}
	case "Layout/HashAlignment":
		for _, key := range []string{"EnforcedColonStyle", "EnforcedHashRocketStyle"} {
			text := switches{"table": "hashes over several lines aligned as a table", "separator": "hashes over several lines aligned at their separators", "key": "keys of hashes over several lines aligned at the left"}[asString(m[key])]
			if text != "" && !slices.Contains(out, text) {
				add(text)
			}
		}
	case "Layout/CaseIndentation":
		if m["IndentOneStep"] == true {
			add("`when` one step deeper than `case`")
		}
	case "Layout/IndentationWidth":
		if n := yamlNumber(m["Width"]); n != "" {
			add("indentation of " + n + " spaces")
		}
	case "Style/HashSyntax":
		if text := (switches{"always": "`{x:, y:}` where values are named as their keys", "never": "`{x: x}`, not `{x:}`"}[asString(m["EnforcedShorthandSyntax"])]); text != "" {
			add(text)
		}
	case "Style/CollectionMethods":
		methods := asMap(m["PreferredMethods"])
		for _, not := range sortedKeys(methods) {
			if use := asString(methods[not]); use != "" && len(out) < 5 {
				add("`" + use + "`, not `" + not + "`")
			}
		}
	case "Naming/RescuedExceptionsVariableName":
		if n := asString(m["PreferredName"]); n != "" {
			add("the name of a rescued exception is `" + n + "`")
		}
	case "Naming/MethodParameterName", "Naming/BlockParameterName":
		if n := yamlNumber(m["MinNameLength"]); n != "" && n != "0" && n != "1" {
			add("names of parameters of at least " + n + " characters")
		}
	case "Rails/SafeNavigation":
		if m["ConvertTry"] == true {
			add("`&.`, not `try` or `try!`")
		}
	case "Rails/UnknownEnv":
		if env := asStrings(m["Environments"]); len(env) > 0 && len(env) < 8 {
			add("the environments are " + quotedAnd(env, len(env)))
		}
	}
	return out
}
