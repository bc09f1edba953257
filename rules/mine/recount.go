package mine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Recount counts rules with a check over the repository as it is now: those
// people accepted, and those a model proposed. What a rule says of itself is
// not believed. Rules whose check says nothing about what is right (advice,
// names of tests) are returned with no sites.
func Recount(root string, rules []business.Rule, o Options) ([]business.Rule, error) {
	t, err := walk(root)
	if err != nil {
		return nil, err
	}
	c, _ := t.corpus(o)
	out := slices.Clone(rules)
	for i := range out {
		c.recount(t, &out[i])
	}
	return out, nil
}

// Countable reports whether the check of a kind can be counted.
func Countable(k business.Kind) bool {
	switch k {
	case business.Advice, business.TestFramework, business.Naming:
		return false
	}
	return true
}

func (c *corpus) recount(t tree, r *business.Rule) {
	good, bad := c.count(t, r)
	r.Support, r.Sites = len(good), len(good)+len(bad)
	r.Confidence = lower(r.Support, r.Sites)
	r.Examples, r.Violations = []string{}, []string{}
	c.evidence(r, good, bad)
}

// count lists the sites where a rule holds and where it does not.
func (c *corpus) count(t tree, r *business.Rule) (good, bad []string) {
	if r.Check == nil {
		return nil, nil
	}
	files := c.files
	if r.Kind == business.FileHeader || r.Check.Role != nil && r.Check.Role.By == business.TestRole {
		files = slices.Concat(c.files, c.tests)
	}
	for i := range files {
		f := &files[i]
		if !r.Scope.Covers(f.Path, f.Lang) {
			continue
		}
		if r.Kind == business.BanCall {
			g, b := c.countBan(t, r, f)
			good, bad = append(good, g...), append(bad, b...)
			continue
		}
		for _, line := range c.follows(r, f) {
			good = append(good, fmt.Sprintf("%s:%d", f.Path, line))
		}
		for _, b := range business.Breaches(r, f) {
			bad = append(bad, fmt.Sprintf("%s:%d", f.Path, b.Line))
		}
	}
	return good, bad
}

// countBan reads the files of a ban again: facts hold no calls by text.
func (c *corpus) countBan(t tree, r *business.Rule, f *business.Facts) (good, bad []string) {
	raw, err := t.read(f.Path)
	if err != nil {
		return nil, nil
	}
	for _, b := range business.Judge([]business.Rule{*r}, f.Path, raw) {
		bad = append(bad, fmt.Sprintf("%s:%d", f.Path, b.Line))
	}
	if len(bad) == 0 {
		good = []string{f.Path + ":1"}
	}
	return good, bad
}

// follows lists the lines of a file on which it does what a rule asks for.
func (c *corpus) follows(r *business.Rule, f *business.Facts) []int {
	var lines []int
	switch r.Kind {
	case business.RequireInUnit:
		return business.Followed(r, f)
	case business.FieldType:
		for _, fd := range f.Fields {
			if business.Family(fd.Name) == r.Check.Family && slices.Contains(r.Check.Types, fd.Type) {
				lines = append(lines, fd.Line)
			}
		}
	case business.ThrowTypes:
		for _, s := range f.Throws {
			if !slices.Contains(r.Check.Names, s.Name) {
				lines = append(lines, s.Line)
			}
		}
	case business.FileHeader:
		if business.Headed(f) && business.HasHeader(r.Check.Names, f.Header) {
			lines = []int{1}
		}
	case business.ImportAlias:
		for _, im := range f.Imports {
			if slices.Contains(r.Check.Modules, im.Module) && im.Alias == r.Check.Alias {
				lines = append(lines, im.Line)
			}
		}
	case business.Gateway, business.PreferImport, business.BanImport, business.ImportBoundary:
		lines = c.importsWell(r, f)
	}
	return lines
}

// importsWell lists imports that a rule about imports is pleased with: of what
// it prefers; for a boundary and a ban, any of the repository's own.
func (c *corpus) importsWell(r *business.Rule, f *business.Facts) []int {
	bad := map[int]bool{}
	for _, b := range business.Breaches(r, f) {
		bad[b.Line] = true
	}
	var lines []int
	for i := range f.Imports {
		im := &f.Imports[i]
		to := c.resolve(f, im.Module)
		well := false
		switch r.Kind {
		case business.Gateway:
			well = slices.ContainsFunc(r.Check.Allow, func(a string) bool { return to != "" && to == stemOf(a) })
		case business.PreferImport:
			well = (slices.Contains(r.Check.Allow, to) || slices.Contains(r.Check.Allow, im.Module)) && slices.ContainsFunc(im.Names, func(n string) bool { return slices.Contains(r.Check.Names, n) })
		default:
			well = to != "" || !strings.HasPrefix(im.Module, ".")
		}
		if well && !bad[im.Line] {
			lines = append(lines, im.Line)
		}
	}
	if r.Kind == business.BanImport && len(lines) > 0 {
		return lines[:1] // a file that does without counts once
	}
	return lines
}
