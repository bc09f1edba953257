package rulefile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/code/catalog"
)

// ParseSecurity reads a file of security rules. Errors name the file and the line.
func ParseSecurity(text []byte, name string) ([]catalog.Entry, error) {
	list, err := catalog.Parse(text)
	var at *catalog.RuleError
	switch {
	case errors.As(err, &at):
		return nil, fmt.Errorf("read %s:%d: rule %s: %w", name, at.Line, at.ID, at.Err)
	case err != nil && strings.Contains(err.Error(), "cannot unmarshal"):
		return nil, fmt.Errorf("read %s: want a list of rules, each with id, title, why, tier, severity, langs and detect: %w", name, err)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	for _, e := range list {
		if code.RuleByID(e.Rule.ID) != nil {
			return nil, fmt.Errorf("read %s:%d: the id %s is taken: give the rule an id of its own, such as TEAM-%s", name, e.Line, e.Rule.ID, e.Rule.ID)
		}
		if len(e.Rule.Detect) == 0 && len(e.Rule.Guide) == 0 {
			return nil, fmt.Errorf("read %s:%d: rule %s does nothing: give it detect or guide", name, e.Line, e.Rule.ID)
		}
		if len(e.Rule.Detect) > 0 && e.Rule.Langs == 0 && unspoken(e.Rule.Detect) {
			return nil, fmt.Errorf("read %s:%d: rule %s speaks of no language: give it langs", name, e.Line, e.Rule.ID)
		}
	}
	return list, nil
}

// unspoken tells that no detector names its languages itself.
func unspoken(list []code.Detector) bool {
	for i := range list {
		if list[i].Langs != 0 {
			return false
		}
	}
	return true
}

// Security reads security rules for policy.Options.CompileSecurity.
func Security(path string, text []byte) ([]code.Rule, error) {
	list, err := ParseSecurity(text, path)
	if err != nil {
		return nil, err
	}
	out := make([]code.Rule, len(list))
	for i := range list {
		out[i] = list[i].Rule
	}
	return out, nil
}

// SecurityFailure is an example that does not hold.
type SecurityFailure struct {
	Rule    string
	Line    int
	Hit     bool
	Example catalog.Example
}

// TestSecurity runs the examples of security rules, each rule beside the catalogue.
func TestSecurity(list []catalog.Entry) []SecurityFailure {
	var out []SecurityFailure
	for _, e := range list {
		for _, x := range e.Hit {
			if !hits(e, x) {
				out = append(out, SecurityFailure{e.Rule.ID, e.Line, true, x})
			}
		}
		for _, x := range e.Miss {
			if hits(e, x) {
				out = append(out, SecurityFailure{e.Rule.ID, e.Line, false, x})
			}
		}
	}
	return out
}

func hits(e catalog.Entry, x catalog.Example) bool {
	for _, m := range code.Scan(x.File(), []byte(x.Code), code.Options{Extra: []code.Rule{e.Rule}, MinTier: code.Advise, BlockComments: true}) {
		if m.Rule == e.Rule.ID {
			return true
		}
	}
	return false
}
