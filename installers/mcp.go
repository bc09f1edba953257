package installers

import (
	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// mcpName is the name of the region's server in an agent's files.
const mcpName = "cybedefend"

// addMCP registers the MCP server of the region, where the person asked for
// it: it is a remote service.
func (p *Plan) addMCP(t Target) {
	if t.MCP == "" || t.Scope == Project || t.Scope == Managed {
		return
	}
	e := t.Env
	add := func(path string, s server) {
		s.addr = t.MCP
		p.Changes = append(p.Changes, Change{Path: path, Why: "the MCP server of CybeDefend", Edit: s})
	}
	switch p.Agent {
	case "claude-code":
		path := e.Join(e.Home, ".claude.json")
		if e.Getenv("CLAUDE_CONFIG_DIR") != "" {
			path = e.Join(detect.ClaudeDir(e), ".claude.json")
		}
		if !e.IsFile(path) {
			p.Notes = append(p.Notes, "the MCP server was not registered with Claude Code: it writes "+path+" when it first runs; install again then")
			return
		}
		add(path, server{root: "mcpServers", strict: true, fields: []field{{"type", "http"}, {"url", nil}}})
	case "cursor":
		add(e.Join(detect.CursorDir(e), "mcp.json"), server{root: "mcpServers", strict: true, fields: []field{{"url", nil}}})
	case "codex":
		p.Changes = append(p.Changes, Change{Path: e.Join(detect.CodexDir(e), "config.toml"), Why: "the MCP server of CybeDefend",
			Edit: edit.TOML{Tables: []edit.Table{{Path: []string{"mcp_servers", mcpName}, Pairs: []edit.Pair{{Key: "url", Value: edit.QuoteTOML(t.MCP)}}}}}})
	case "windsurf":
		if t.wired("cascade") {
			add(e.Join(detect.CodeiumDir(e), "windsurf", "mcp_config.json"), server{root: "mcpServers", strict: true, fields: []field{{"serverUrl", nil}}})
		}
		if t.wired("devin") {
			add(e.Join(detect.DevinDir(e), "mcp_config.json"), server{root: "mcpServers", fields: []field{{"url", nil}, {"transport", "http"}}})
		}
	case "copilot":
		add(e.Join(detect.CopilotDir(e), "mcp-config.json"), server{root: "mcpServers", strict: true,
			fields: []field{{"type", "http"}, {"url", nil}, {"tools", []string{"*"}}}})
	}
}

// server is the entry of an MCP server in a JSON file of others. An entry of
// the same name that is not ours stays; one of ours for the other region is
// replaced.
type server struct {
	root   string
	strict bool
	fields []field // a nil value stands for the address
	addr   string
}

func (s server) key(addr string, force bool) edit.JSON {
	var fields []field
	for _, f := range s.fields {
		if f.val == nil {
			f.val = addr
		}
		fields = append(fields, f)
	}
	return edit.JSON{Strict: s.strict, Keys: []edit.Key{{Path: []string{s.root, mcpName}, Value: object(fields...), Force: force}}}
}

// regions are the addresses an entry of ours may hold.
func regions() []string { return []string{consent.EU.MCP(), consent.US.MCP()} }

// wanted is the edit for the bytes at hand.
func (s server) wanted(src []byte) edit.JSON {
	for _, addr := range regions() {
		_, cuts, err := s.key(addr, true).Apply(src)
		if err == nil && len(cuts) == 0 {
			return s.key(s.addr, true)
		}
	}
	return s.key(s.addr, false)
}

// Apply implements edit.Edit.
func (s server) Apply(src []byte) ([]byte, []edit.Cut, error) { return s.wanted(src).Apply(src) }

// State implements edit.Edit.
func (s server) State(src []byte) edit.State { return s.wanted(src).State(src) }

// Remove implements edit.Edit: it takes an entry of ours, for either region.
func (s server) Remove(src []byte) ([]byte, error) {
	_, cuts, err := s.key(s.addr, false).Apply([]byte("{}\n"))
	if err != nil {
		return nil, err
	}
	return s.RemoveMade(src, cuts)
}

// RemoveMade implements edit.Receipted.
func (s server) RemoveMade(src []byte, cuts []edit.Cut) ([]byte, error) {
	var err error
	for _, addr := range regions() {
		if src, err = s.key(addr, false).RemoveMade(src, cuts); err != nil || src == nil {
			return src, err
		}
	}
	return src, nil
}
