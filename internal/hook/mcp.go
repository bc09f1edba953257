package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
	"github.com/tidwall/pretty"
)

// fillMCP sets ev to a call of an MCP tool.
func fillMCP(ev *rules.Event, server, tool string, input gjson.Result) {
	ev.Kind = rules.MCPCall
	// The firings of one call differ in white space; without it they are equal.
	ev.MCP = &rules.MCPRequest{Server: server, Tool: tool, Args: pretty.Ugly(rawArgs(input))}
}

// doubleName splits mcp__server__tool. server is its name where the payload
// tells it, as a name may itself hold two underscores.
func doubleName(name, server string) (string, string, bool) {
	rest, ok := strings.CutPrefix(name, "mcp__")
	if !ok {
		return "", "", false
	}
	if server != "" {
		if tool, ok := strings.CutPrefix(rest, server+"__"); ok {
			return server, tool, true
		}
	}
	s, tool, _ := strings.Cut(rest, "__")
	return s, tool, true
}

// singleName splits mcp_server_tool. Both halves may hold underscores; the
// server is taken to be one word.
func singleName(name string) (string, string, bool) {
	rest, ok := strings.CutPrefix(name, "mcp_")
	if !ok {
		return "", "", false
	}
	s, tool, ok := strings.Cut(rest, "_")
	return s, tool, ok
}
