package business

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
)

// Breach is a place in a file where a rule does not hold.
type Breach struct {
	Rule *Rule
	Line int
	What string
}

// Judge judges the content of a file by rules. Rules without a check, and
// those whose scope does not take in the file, say nothing.
func Judge(rules []Rule, file string, content []byte) []Breach {
	return newSubject(file, content).judge(rules)
}

// Fresh judges what a change brings in: breaches that were already there,
// line by line of the same text, are left out.
func Fresh(rules []Rule, file string, before, after []byte) []Breach {
	now := Judge(rules, file, after)
	if len(now) == 0 || len(before) == 0 {
		return now
	}
	old := map[string]int{}
	for _, b := range Judge(rules, file, before) {
		old[b.Rule.ID+"\x00"+lineText(before, b.Line)]++
	}
	var out []Breach
	for _, b := range now {
		if b.Rule.Kind == FileHeader {
			continue // asked of new files
		}
		key := b.Rule.ID + "\x00" + lineText(after, b.Line)
		if old[key] > 0 {
			old[key]--
			continue
		}
		out = append(out, b)
	}
	return out
}

// subject is a file under judgement. It is read once for all rules.
type subject struct {
	file    string
	content []byte
	facts   Facts
	known   bool // the facts could be read
	mask    *code.Masked
	masked  bool
}

func newSubject(file string, content []byte) *subject {
	s := &subject{file: file, content: content}
	s.facts, s.known = Read(file, content)
	return s
}

func (s *subject) judge(rules []Rule) []Breach {
	if strings.HasPrefix(s.file, ".cybedefend/") {
		return nil // the book of rules names what it bans
	}
	var out []Breach
	for i := range rules {
		r := &rules[i]
		if r.Check == nil || !r.Scope.Covers(s.file, s.facts.Lang) {
			continue
		}
		switch {
		case r.Kind == BanCall:
			out = append(out, s.banned(r)...)
		case s.known:
			out = append(out, checkFacts(r, &s.facts)...)
		}
	}
	return out
}

// code is the content without comments and strings, nil where it is no code.
func (s *subject) code() *code.Masked {
	if !s.masked {
		s.masked = true
		if m, ok := code.Mask(s.file, s.content); ok {
			s.mask = &m
		}
	}
	return s.mask
}

func lineText(content []byte, n int) string {
	for line := range bytes.Lines(content) {
		if n--; n == 0 {
			return string(bytes.TrimSpace(line))
		}
	}
	return ""
}

func checkFacts(r *Rule, f *Facts) []Breach {
	switch r.Kind {
	case RequireInUnit:
		return checkUnits(r, f)
	case FieldType:
		return checkFields(r, f)
	case FileHeader:
		if Headed(f) && !HasHeader(r.Check.Names, f.Header) {
			return []Breach{{r, 1, "begins without the notice"}}
		}
	case Gateway, BanImport, PreferImport, ImportBoundary, ImportAlias:
		return checkImports(r, f)
	case ThrowTypes:
		var out []Breach
		for _, t := range f.Throws {
			if slices.Contains(r.Check.Names, t.Name) && !slices.Contains(f.Defs, t.Name) {
				out = append(out, Breach{r, t.Line, "throws " + t.Name})
			}
		}
		return out
	}
	return nil
}

func checkUnits(r *Rule, f *Facts) []Breach {
	var out []Breach
	eachMember(r, f, func(u *Unit, holds bool) {
		if !holds {
			out = append(out, Breach{r, u.Line, fmt.Sprintf("%s %s does not go through %s", u.Kind, u.Name, strings.Join(r.Check.AnyOf, " or "))})
		}
	})
	return out
}

// eachMember visits the units of a rule's role.
func eachMember(r *Rule, f *Facts, visit func(u *Unit, holds bool)) {
	if r.Check.Role == nil || f.Test != (r.Check.Role.By == TestRole) {
		return
	}
	want := *r.Check.Role
	want.Func = ""
	for i := range f.Units {
		u := &f.Units[i]
		if want.Unit != u.Kind || r.Check.Role.Func != "" && r.Check.Role.Func != u.Name || !plays(f, u, want, r.Check.AnyOf) {
			continue
		}
		if holds := Holds(u, r.Check.AnyOf) || f.Lang == "php" && holdsInAnyCase(u, r.Check.AnyOf); holds || !Excused(u, r.Check) {
			visit(u, holds)
		}
	}
}

// Followed lists the lines of the units that do what a rule asks of their role.
func Followed(r *Rule, f *Facts) []int {
	var out []int
	eachMember(r, f, func(u *Unit, holds bool) {
		if holds {
			out = append(out, u.Line)
		}
	})
	return out
}

// Breaches judges a file whose facts are known by one rule.
func Breaches(r *Rule, f *Facts) []Breach {
	if r.Check == nil || !r.Scope.Covers(f.Path, f.Lang) {
		return nil
	}
	return checkFacts(r, f)
}

func checkFields(r *Rule, f *Facts) []Breach {
	var out []Breach
	for _, fd := range f.Fields {
		if Family(fd.Name) == r.Check.Family && !slices.Contains(r.Check.Types, fd.Type) && !slices.Contains(r.Check.Allow, fd.Type) {
			out = append(out, Breach{r, fd.Line, fmt.Sprintf("field %s is %s", fd.Name, fd.Type)})
		}
	}
	return out
}

func checkImports(r *Rule, f *Facts) []Breach {
	if r.Kind != ImportBoundary && r.Kind != ImportAlias && matchAllowed(r.Check.Allow, f.Path) {
		return nil
	}
	var out []Breach
	for _, im := range f.Imports {
		if !slices.ContainsFunc(r.Check.Modules, func(m string) bool {
			if r.Kind == ImportBoundary {
				return reaches(m, f.Path, im.Module) || !strings.Contains(m, "/") && moduleIs(m, im.Module)
			}
			return moduleIs(m, im.Module) || r.Kind == PreferImport && reaches(m, f.Path, im.Module)
		}) {
			continue
		}
		if r.Kind == ImportAlias {
			if im.Alias != "" && im.Alias != r.Check.Alias || im.Alias == "" && len(im.Names) == 0 {
				out = append(out, Breach{r, im.Line, fmt.Sprintf("imports %s as %q", im.Module, im.Alias)})
			}
			continue
		}
		if len(r.Check.Names) > 0 && !slices.ContainsFunc(im.Names, func(n string) bool { return slices.Contains(r.Check.Names, n) }) {
			continue
		}
		out = append(out, Breach{r, im.Line, "imports " + im.Module})
	}
	return out
}

// matchAllowed reports whether the file is one that a rule lets do it.
func matchAllowed(allow []string, file string) bool {
	stem := strings.TrimSuffix(file, path.Ext(file))
	return slices.ContainsFunc(allow, func(a string) bool { return a == file || a == stem || Glob(a, file) })
}

// banned finds names in code, not in comments or strings.
func (s *subject) banned(r *Rule) []Breach {
	if IsTest(s.file) || matchAllowed(r.Check.Allow, s.file) {
		return nil
	}
	var out []Breach
	for _, name := range r.Check.Names {
		name = strings.TrimSuffix(name, "()")
		if len(name) < 3 || !bytes.Contains(s.content, []byte(name)) {
			continue
		}
		m := s.code()
		if m == nil {
			return nil
		}
		for at := 0; ; {
			i := bytes.Index(m.Code[at:], []byte(name))
			if i < 0 {
				break
			}
			i += at
			at = i + len(name)
			if wordBefore(m.Code, i, name) || wordAfter(m.Code, at, name) {
				continue
			}
			out = append(out, Breach{r, m.Line(i), "uses " + strings.TrimSuffix(name, ".")})
		}
	}
	return out
}

func wordBefore(code []byte, i int, name string) bool {
	return isWordByte(name[0]) && i > 0 && (isWordByte(code[i-1]) || code[i-1] == '.')
}

func wordAfter(code []byte, i int, name string) bool {
	return isWordByte(name[len(name)-1]) && i < len(code) && isWordByte(code[i])
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}
