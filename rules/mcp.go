package rules

import (
	"encoding/json"
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// mcp judges a call of an MCP tool: lists of servers and tools first, then
// every argument for what it holds.
func (j *judgement) mcp(m *MCPRequest) {
	name := m.Server + "/" + m.Tool
	for i := range j.policy.Layers {
		l := &j.policy.Layers[i]
		if m.denied(l.MCPDeny) {
			j.signal("mcp.denied", nil, "", name)
		}
		if len(l.MCPAllow) > 0 && !m.allowed(l.MCPAllow) {
			j.signal("mcp.not-allowed", nil, "", name)
		}
		if l.Rules != nil {
			l.Rules.eachMCP(func(rule uint16, pattern string) {
				if anyGlob([]string{pattern}, name) {
					j.hit(l.Rules.rule(rule), l.Name, nil, "", name)
				}
			})
		}
	}
	if verb := strings.ToLower(m.Tool); destructiveTool(verb) {
		j.signal("mcp.destructive", nil, "", name)
	}
	var args any
	if json.Unmarshal(m.Args, &args) != nil {
		return
	}
	if s, ok := args.(string); ok { // arguments as a JSON string
		var inner any
		if json.Unmarshal([]byte(s), &inner) == nil {
			args = inner
		}
	}
	j.mcpValue(m, "", args, 0)
}

func destructiveTool(t string) bool {
	for _, s := range [...]string{"delete_repo", "delete_project", "delete_branch", "delete_database", "drop_table", "drop_database", "delete_instance", "terminate", "delete_bucket", "delete_namespace", "reset_database", "purge", "wipe", "destroy", "delete_cluster", "delete_user", "remove_repo", "transfer_funds", "delete_all", "delete_service", "delete_environment", "force_push"} {
		if strings.Contains(t, s) {
			return true
		}
	}
	return false
}

// mcpValue walks the arguments; keys say what a string means.
func (j *judgement) mcpValue(m *MCPRequest, key string, v any, depth int) {
	if depth > 6 {
		return
	}
	switch x := v.(type) {
	case map[string]any:
		keys := sortedKeys(x)
		for _, k := range keys {
			if len(keys) < 200 {
				j.mcpValue(m, k, x[k], depth+1)
			}
		}
		if cmd, ok := x["command"].(string); ok {
			if list, ok := x["args"].([]any); ok {
				j.command(joinArgs(cmd, list), "")
			}
		}
	case []any:
		for i, e := range x {
			if i < 100 {
				j.mcpValue(m, key, e, depth+1)
			}
		}
	case string:
		j.mcpString(m, strings.ToLower(key), x)
	}
}

func joinArgs(cmd string, list []any) string {
	for _, e := range list {
		if s, ok := e.(string); ok {
			cmd += " '" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	return cmd
}

func (j *judgement) mcpString(m *MCPRequest, key, s string) {
	if s == "" || len(s) > 1<<20 {
		return
	}
	tool := strings.ToLower(m.Tool)
	switch {
	case key == "command" || key == "cmd" || key == "commandline" || key == "shell_command" || key == "script" && strings.Contains(tool, "shell"), key == "code" && strings.Contains(tool, "bash"), key == "input" && (strings.Contains(tool, "terminal") || strings.Contains(tool, "shell")):
		j.command(s, "")
	case key == "code" && strings.Contains(tool, "python"):
		j.command("python3 -c "+quoteShell(s), "")
	case strings.Contains(key, "sql") || key == "query" || key == "statement" || key == "queries" || key == "statements":
		j.mcpSQL(m, s)
	case strings.Contains(key, "url") || key == "uri" || key == "endpoint" || key == "href":
		if strings.Contains(s, "://") {
			j.fetch(s)
		}
	case strings.Contains(key, "path") || strings.Contains(key, "file") || key == "source" || key == "destination" || key == "dir" || key == "directory" || key == "target":
		j.mcpPath(m, tool, key, s)
	}
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// localLaunch reports a launch line whose addresses are all on this machine.
func localLaunch(line string) bool {
	local := strings.Contains(line, "sqlite")
	for _, w := range strings.Fields(line) {
		h := hostOf(w)
		if h == "" {
			local = local || isLocalHost(addressHost(w)) && strings.Contains(w, "local") || w == "127.0.0.1"
			continue
		}
		if !isLocalHost(h) && !devName(h) {
			return false
		}
		local = true
	}
	return local
}

// mcpSQL judges SQL of a server whose name or launch line says where it
// leads.
func (j *judgement) mcpSQL(m *MCPRequest, s string) {
	level, stmt := sqlLevel(s)
	if level < sqlWrite {
		if l, st := mongoLevel(s); l >= sqlDestroy && strings.Contains(s, "db.") {
			level, stmt = l, st
		}
	}
	r, what := reachUnknown, m.Server
	switch {
	case prodName(m.Server) || prodName(m.Tool) || prodName(redactURL(m.Launch)):
		r = reachProd
	case devName(m.Server) || devName(m.Tool) || strings.Contains(m.Server+" "+m.Tool, "sqlite") || localLaunch(m.Launch):
		r = reachLocal
	}
	if r == reachUnknown && level < sqlDestroy {
		return
	}
	if r == reachProd && level <= sqlRead {
		return // a server a person connected, read only
	}
	j.sqlSignal(nil, r, what, level, stmt)
}

func (j *judgement) mcpPath(m *MCPRequest, tool, key, s string) {
	if strings.Contains(s, "\n") || len(s) > 4096 {
		return
	}
	t := j.site.aim(s, false, true, j.ev.CWD)
	if t.abs == "" {
		return
	}
	switch {
	case strings.Contains(tool, "delete") || strings.Contains(tool, "remove"):
		j.deleted(nil, t, strings.Contains(tool, "dir") || strings.Contains(tool, "folder") || strings.Contains(tool, "recursive"), shell.Word{Text: s, Known: true})
	case strings.Contains(tool, "write") || strings.Contains(tool, "edit") || strings.Contains(tool, "create") || strings.Contains(tool, "move") || strings.Contains(tool, "append") || strings.Contains(tool, "save") || strings.Contains(tool, "replace") || strings.Contains(tool, "insert"):
		if !j.mcpGuarded(m, t) {
			j.fileAt(&FileChange{Op: Create, Path: t.abs})
		}
	default:
		j.fileRead(t.abs)
	}
}

// mcpGuarded judges a guarded file written by a tool whose effect is known
// only to the tool: the whole new content, or nothing, can be computed.
func (j *judgement) mcpGuarded(m *MCPRequest, t target) bool {
	g := j.guardOf(t)
	if g.Class == GuardNone {
		return false
	}
	var args map[string]any
	_ = json.Unmarshal(m.Args, &args)
	for _, k := range [...]string{"content", "contents", "text", "data", "file_text"} {
		if s, ok := args[k].(string); ok && strings.Contains(strings.ToLower(m.Tool), "write") {
			return j.guardedWrite(&FileChange{Op: Create, Path: t.abs, New: s})
		}
	}
	return j.guardChanged(nil, t, change{part: true})
}
