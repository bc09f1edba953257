package rulefile

import (
	"fmt"
	"os"

	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules"
)

// Rules returns the reader of custom rules for policy.Options.Compile. known
// reports the ids of built-in rules; nil allows any.
func Rules(known func(id string) bool) func(path string, text []byte) ([]rules.Rule, error) {
	return func(path string, text []byte) ([]rules.Rule, error) { return read(path, text, known) }
}

func read(path string, text []byte, known func(id string) bool) ([]rules.Rule, error) {
	list, err := Parse(text, path, Custom)
	if err != nil {
		return nil, err
	}
	if err := Taken(path, list, known); err != nil {
		return nil, err
	}
	out := make([]rules.Rule, len(list))
	for i := range list {
		out[i] = list[i].Rule
	}
	return out, nil
}

// Compile compiles the custom rules of every layer for the hook and returns
// the files it read.
func Compile(o policy.Options) ([]string, error) {
	var done []string
	for _, s := range policy.Sources(o) {
		text, err := os.ReadFile(s.Path)
		if err != nil {
			return done, fmt.Errorf("read custom rules: %w", err)
		}
		list, err := read(s.Path, text, nil)
		if err != nil {
			return done, err
		}
		if err := policy.Store(o, s, text, list); err != nil {
			return done, err
		}
		done = append(done, s.Path)
	}
	return done, nil
}

// Failure is an example that a rule does not keep.
type Failure struct {
	Rule, Example string
	Hit           bool // it should have hit
	Line          int
}

// Test runs the examples of rules as the rules of a user. judge decides one
// example and returns the ids of the rules that hit.
func Test(list []Rule, judge func(p *rules.Policy, text string) []string) []Failure {
	bare := make([]rules.Rule, len(list))
	for i := range list {
		bare[i] = list[i].Rule
	}
	p := &rules.Policy{Layers: []rules.Layer{{Name: "user", Rules: rules.NewSet(bare)}}}
	var out []Failure
	for _, r := range list {
		for _, x := range [...]struct {
			texts []string
			hit   bool
		}{{r.Hit, true}, {r.Miss, false}} {
			for _, text := range x.texts {
				hit := false
				for _, id := range judge(p, text) {
					hit = hit || id == r.Rule.ID
				}
				if hit != x.hit {
					out = append(out, Failure{r.Rule.ID, text, x.hit, r.Line})
				}
			}
		}
	}
	return out
}
