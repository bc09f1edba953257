package posture

import (
	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

// Audit lists everything: what switches hooks off, risky settings and risky
// MCP servers.
func Audit(env detect.Env, repo string, agents ...string) []Finding {
	_, mcp := MCP(env, repo, agents...)
	all := append(SwitchedOff(env, repo, agents...), Risks(env, repo, agents...)...)
	return sorted(append(all, mcp...))
}

// AtLeast keeps the findings of a severity or above.
func AtLeast(fs []Finding, floor rules.Severity) []Finding {
	out := []Finding{}
	for _, f := range fs {
		if f.Severity >= floor {
			out = append(out, f)
		}
	}
	return out
}

// Catalogue lists every kind of finding there is, by agent.
func Catalogue() []Entry {
	var out []Entry
	for _, c := range columns() {
		out = append(append(out, c.kinds...), c.dangers...)
	}
	return append(out, mcpDangers...)
}
