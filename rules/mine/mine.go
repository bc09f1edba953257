// Package mine reads a repository and proposes the conventions it finds as
// business rules: from statistics over the code, from lint and architecture
// configuration, and from prose. It works on files alone: no network, no
// model, no program is started.
//
// A proposal is never called a violation of anything: people accept rules,
// and only accepted ones reach an agent.
package mine

import "github.com/cybedefend/vibedefend/rules/business"

// Result is what mining found, in rank order.
type Result struct {
	Version int             `json:"version"`
	Rules   []business.Rule `json:"rules"`
	Files   int             `json:"-"`
	Skipped int             `json:"-"` // too large, binary or unreadable
}
