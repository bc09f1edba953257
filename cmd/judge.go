package cmd

import "github.com/cybedefend/vibedefend/rules"

// judge is the engine as the hooks use it in folder dir.
func (a *app) judge(string) judge {
	return func(*rules.Event) (rules.Verdict, error) { return rules.Verdict{}, nil }
}
