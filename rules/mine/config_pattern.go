package mine

import (
	"regexp/syntax"
	"strings"
)

// mostNames is how many names a pattern may stand for.
const mostNames = 8

// patternNames are the names that a regular expression on calls stands for:
// ^fmt\.Print(|f|ln)$ for three. all is unset where it stands for more than
// those, as `os.*` tells, or for none that can be told.
func patternNames(pattern string) (names []string, all bool) {
	if at := strings.Index(pattern, "(#"); at > 0 {
		pattern = pattern[:at] // what the tool is to say
	}
	pattern = strings.TrimPrefix(strings.TrimSuffix(strings.ReplaceAll(pattern, `\\.`, `\.`), "$"), "^")
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, false
	}
	names, ok := spelled(re, []string{""})
	if !ok {
		return nil, false
	}
	all = true
	for i, n := range names {
		names[i] = strings.TrimSuffix(n, "(")
		bare := strings.TrimSuffix(names[i], "*")
		if len(bare) < 2 || strings.ContainsAny(bare, `*"'([{ `) {
			return nil, false
		}
		all = all && bare == names[i]
	}
	return names, all
}

// spelled appends what an expression matches to each of some beginnings.
func spelled(re *syntax.Regexp, before []string) ([]string, bool) {
	each := func(tails ...string) []string {
		var out []string
		for _, b := range before {
			for _, t := range tails {
				out = append(out, b+t)
			}
		}
		return out
	}
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpBeginLine, syntax.OpEndLine:
		return before, true
	case syntax.OpLiteral:
		return each(string(re.Rune)), true
	case syntax.OpCapture:
		return spelled(re.Sub[0], before)
	case syntax.OpConcat:
		ok := true
		for _, sub := range re.Sub {
			if before, ok = spelled(sub, before); !ok {
				return nil, false
			}
		}
		return before, true
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			part, ok := spelled(sub, before)
			if !ok || len(out)+len(part) > mostNames {
				return nil, false
			}
			out = append(out, part...)
		}
		return out, true
	case syntax.OpQuest:
		with, ok := spelled(re.Sub[0], before)
		return append(append([]string{}, before...), with...), ok && len(with)+len(before) <= mostNames
	case syntax.OpCharClass:
		if len(re.Rune) > 2*mostNames {
			return nil, false
		}
		var tails []string
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1] && len(tails) <= mostNames; r++ {
				tails = append(tails, string(r))
			}
		}
		return each(tails...), len(tails)*len(before) <= mostNames
	case syntax.OpStar, syntax.OpPlus:
		if re.Sub[0].Op == syntax.OpAnyCharNotNL || re.Sub[0].Op == syntax.OpAnyChar || re.Sub[0].Op == syntax.OpCharClass {
			return each("*"), true
		}
	}
	return nil, false
}
