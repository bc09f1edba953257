// Package catalog reads security rules written in YAML: the built-in packs when they
// are generated, and users' packs when their policy is compiled. It is never part of a hook.
package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
	"gopkg.in/yaml.v3"
)

// Entry is a rule with the examples that prove it.
type Entry struct {
	Rule      code.Rule
	Hit, Miss []Example
	Line      int // where it begins in its file
}

// Example is code a rule must meet or must leave alone.
type Example struct {
	Lang, Path, Code string
}

// File is a path that lets the example be read as its language.
func (x Example) File() string {
	if x.Path != "" {
		return x.Path
	}
	for _, n := range [...][2]string{{"docker", "Dockerfile"}, {"yaml", "k8s/app.yaml"}, {"sh", "run.sh"}, {"tf", "main.tf"}, {"config", "app.properties"}, {"objc", "src/app.m"}, {"erb", "app/views/x.html.erb"}, {"other", "notes.txt"}} {
		if n[0] == x.Lang {
			return n[1]
		}
	}
	return "src/app." + x.Lang
}

type yamlRule struct {
	ID, Title, Why, Tier, Severity string
	Evidence                       string
	CWE                            []int
	OWASP, LLM, SOC2, GDPR, ISO    []string
	Langs                          list
	Safe                           yaml.Node
	Guide                          []yamlGuide
	Detect                         []yamlDetector
	Hit, Miss                      []map[string]string
}

type yamlGuide struct {
	On, Roles, Symbols list
	Say                string
}

type yamlDetector struct {
	On, Keys, Call, Args, File, NoFile list
	Re, Lit, Kind, View                string
	Before, After                      int
	Bare, Joined, Once                 bool
	With, Not, Near, Unless            string
	Path, NoPath, Tier, Severity, Why  string
	CWE                                []int
}

// list reads "a, b", one value or a sequence.
type list []string

// UnmarshalYAML accepts a scalar for a list of one.
func (l *list) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = list{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// Parse reads a pack and checks every rule of it. Errors name the line.
func Parse(data []byte) ([]Entry, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var in []yamlRule
	if err := dec.Decode(&in); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, fmt.Errorf("read rules: %w", err)
	}
	lines := linesOf(data)
	var out []Entry
	seen := map[string]bool{}
	for i, y := range in {
		e, err := y.entry()
		if err == nil && seen[y.ID] {
			err = errors.New("the id is used twice")
		}
		if i < len(lines) {
			e.Line = lines[i]
		}
		if err != nil {
			return nil, &RuleError{Line: e.Line, ID: y.ID, Err: err}
		}
		seen[y.ID] = true
		out = append(out, e)
	}
	return out, nil
}

// RuleError is what is wrong with a rule, and where it begins.
type RuleError struct {
	Line int
	ID   string
	Err  error
}

// Error implements error.
func (e *RuleError) Error() string { return fmt.Sprintf("line %d: rule %s: %v", e.Line, e.ID, e.Err) }

// Unwrap returns what is wrong.
func (e *RuleError) Unwrap() error { return e.Err }

// linesOf returns where the rules of a list begin.
func linesOf(data []byte) []int {
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || len(doc.Content) == 0 {
		return nil
	}
	var out []int
	for _, n := range doc.Content[0].Content {
		out = append(out, n.Line)
	}
	return out
}

func (y yamlRule) entry() (Entry, error) {
	r := code.Rule{Evidence: y.Evidence, ID: y.ID, Title: y.Title, Why: y.Why, CWE: y.CWE, OWASP: y.OWASP, LLM: y.LLM, SOC2: y.SOC2, GDPR: y.GDPR, ISO: y.ISO}
	if y.ID == "" || y.Title == "" || y.Why == "" {
		return Entry{}, errors.New("id, title and why are needed")
	}
	if y.Evidence != "" && !slices.Contains([]string{"sql", "command", "code", "path", "markup", "default", "option"}, y.Evidence) {
		return Entry{}, fmt.Errorf("evidence %q is none of sql, command, code, path, markup, default, option", y.Evidence)
	}
	var ok bool
	if r.Tier, ok = code.ParseTier(y.Tier); !ok {
		return Entry{}, fmt.Errorf("tier %q is none of block, advise, guide", y.Tier)
	}
	if r.Severity, ok = code.ParseSeverity(y.Severity); !ok {
		return Entry{}, fmt.Errorf("severity %q is none of info, low, medium, high, critical", y.Severity)
	}
	var err error
	if r.Langs, err = langs(y.Langs); err != nil {
		return Entry{}, err
	}
	if r.Safe, err = safeForms(&y.Safe); err != nil {
		return Entry{}, err
	}
	for _, g := range y.Guide {
		set, err := langs(g.On)
		if err != nil {
			return Entry{}, err
		}
		if set == 0 {
			set = r.Langs
		}
		r.Guide = append(r.Guide, code.Advice{Langs: set, Roles: g.Roles, Symbols: g.Symbols, Text: g.Say})
	}
	for i, d := range y.Detect {
		det, err := d.detector()
		if err != nil {
			return Entry{}, fmt.Errorf("detector %d: %w", i+1, err)
		}
		r.Detect = append(r.Detect, det)
	}
	return Entry{Rule: r, Hit: examples(y.Hit), Miss: examples(y.Miss)}, nil
}

func langs(l list) (code.LangSet, error) {
	var set code.LangSet
	for _, s := range split(l) {
		v, ok := code.ParseLang(s)
		if !ok {
			return 0, fmt.Errorf("language %q is unknown", s)
		}
		set |= v
	}
	return set, nil
}

// split also takes lists apart that were written as "py, js".
func split(l list) []string {
	var out []string
	for _, s := range l {
		for _, p := range strings.Split(s, ",") {
			out = append(out, strings.TrimSpace(p))
		}
	}
	return out
}

func safeForms(n *yaml.Node) ([]code.Safe, error) {
	var out []code.Safe
	for i := 0; i+1 < len(n.Content); i += 2 {
		set, err := langs(list{n.Content[i].Value})
		if err != nil {
			return nil, err
		}
		out = append(out, code.Safe{Langs: set, Text: strings.TrimSpace(n.Content[i+1].Value)})
	}
	return out, nil
}

func examples(in []map[string]string) []Example {
	var out []Example
	for _, m := range in {
		for _, lang := range slices.Sorted(mapKeys(m)) {
			if lang != "path" {
				out = append(out, Example{Lang: lang, Path: m["path"], Code: m[lang]})
			}
		}
	}
	return out
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (y yamlDetector) detector() (code.Detector, error) {
	d := code.Detector{Keys: y.Keys, Call: y.Call, Bare: y.Bare, Re: y.Re, Lit: y.Lit, Kind: y.Kind, Before: y.Before, After: y.After,
		Args: y.Args, Joined: y.Joined, With: y.With, Not: y.Not, Near: y.Near, Unless: y.Unless, File: y.File, NoFile: y.NoFile,
		Path: y.Path, NoPath: y.NoPath, Once: y.Once, CWE: y.CWE, Why: y.Why}
	var err error
	if d.Langs, err = langs(y.On); err != nil {
		return d, err
	}
	switch y.View {
	case "", "text":
	case "code":
		d.View = code.Code
	case "raw":
		d.View = code.Raw
	default:
		return d, fmt.Errorf("view %q is none of text, code, raw", y.View)
	}
	if y.Tier != "" {
		var ok bool
		if d.Tier, ok = code.ParseTier(y.Tier); !ok {
			return d, fmt.Errorf("tier %q is unknown", y.Tier)
		}
		d.HasTier = true
	}
	if y.Severity != "" {
		var ok bool
		if d.Severity, ok = code.ParseSeverity(y.Severity); !ok {
			return d, fmt.Errorf("severity %q is unknown", y.Severity)
		}
	}
	return d, check(d)
}

// check refuses detectors that could never run or never end.
func check(d code.Detector) error {
	n := 0
	for _, on := range []bool{len(d.Call) > 0, d.Re != "", d.Lit != "", d.Kind != ""} {
		if on {
			n++
		}
	}
	if n != 1 {
		return errors.New("exactly one of call, re, lit, kind is needed")
	}
	if len(d.Keys) == 0 && (d.Re != "" || d.Lit != "" && len(d.File) == 0) {
		return errors.New("re needs keys, lit needs keys or file")
	}
	for _, k := range append(append([]string{}, d.Keys...), d.Call...) {
		if len(k) < 3 {
			return fmt.Errorf("key %q is shorter than three bytes", k)
		}
	}
	for _, k := range d.Keys {
		if k != strings.ToLower(k) {
			return fmt.Errorf("key %q must be lower case", k)
		}
	}
	exprs := []string{d.Re, d.Lit, d.With, d.Not, d.Near, d.Unless, d.Path, d.NoPath}
	for _, a := range d.Args {
		if i := strings.Index(a, "~"); i >= 0 && !strings.Contains(a[:i], ":") {
			exprs = append(exprs, a[i+1:])
		}
	}
	for _, e := range exprs {
		if _, err := regexp.Compile(e); err != nil {
			return fmt.Errorf("expression: %w", err)
		}
		if _, err := syntax.Parse(e, syntax.Perl); err != nil {
			return fmt.Errorf("expression: %w", err)
		}
	}
	return nil
}
