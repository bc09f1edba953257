package posture

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestInventoryListsEveryServer(t *testing.T) {
	m := newMachine(t)
	one := func(key string) string { return `{"` + key + `":{"docs":{"command":"docs-server"}}}` }
	m.write("~/.claude.json", `{"mcpServers":{"a":{"command":"a"}},"projects":{"@REPO":{"mcpServers":{"b":{"type":"sse","url":"https://x.test/mcp"}}}}}`)
	m.write("repo/.mcp.json", one("mcpServers"))
	m.write("/etc/claude-code/managed-mcp.json", one("mcpServers"))
	m.write("~/.cursor/mcp.json", one("mcpServers"))
	m.write("repo/.cursor/mcp.json", one("mcpServers"))
	m.write("~/.cursor/plugins/local/p/.mcp.json", one("mcpServers"))
	m.write("~/.codex/config.toml", "[mcp_servers.docs]\ncommand = \"docs-server\"\n")
	m.write("repo/.codex/config.toml", "[mcp_servers.docs]\nurl = \"https://x.test\"\n")
	m.write("~/.codeium/windsurf/mcp_config.json", `{"mcpServers":{"r":{"serverUrl":"https://x.test/sse"}}}`)
	m.write("~/.config/devin/mcp_config.json", one("mcpServers"))
	m.write("~/.config/devin/config.json", one("mcpServers"))
	m.write("repo/.windsurf/mcp_config.json", one("mcpServers"))
	m.write("repo/.devin/mcp_config.json", one("mcpServers"))
	m.write("~/.copilot/mcp-config.json", one("mcpServers"))
	m.write("~/.config/Code/User/mcp.json", "{// c\n\"servers\":{\"docs\":{\"command\":\"docs-server\"},},}")
	m.write("repo/.vscode/mcp.json", one("servers"))
	servers, _ := MCP(m.detectEnv(), m.repo)
	var got []string
	for _, s := range servers {
		got = append(got, strings.Join([]string{s.Agent, s.Scope, s.Name, s.Transport}, "/"))
	}
	want := []string{"claude-code/user/a/stdio", "claude-code/private/b/sse", "claude-code/project/docs/stdio", "claude-code/managed/docs/stdio",
		"cursor/user/docs/stdio", "cursor/project/docs/stdio", "cursor/user/docs/stdio", "codex/user/docs/stdio", "codex/project/docs/http",
		"windsurf/user/r/http", "windsurf/user/docs/stdio", "windsurf/user/docs/stdio", "windsurf/project/docs/stdio", "windsurf/project/docs/stdio",
		"copilot/user/docs/stdio", "copilot/user/docs/stdio", "copilot/project/docs/stdio", "copilot/project/docs/stdio"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestServerRisks(t *testing.T) {
	for _, c := range []struct{ name, entry, want string }{
		{"local program", `{"command":"/opt/docs/server","args":["--port","1"]}`, ""},
		{"pinned package", `{"command":"npx","args":["-y","@modelcontextprotocol/server-memory@1.2.3"]}`, ""},
		{"package", `{"command":"npx","args":["-y","@modelcontextprotocol/server-memory"]}`, "mcp.unpinned"},
		{"latest", `{"command":"npx","args":["-y","docs-mcp@latest"]}`, "mcp.unpinned"},
		{"range", `{"command":"npx","args":["docs-mcp@^1.0.0"]}`, "mcp.unpinned"},
		{"uvx", `{"command":"uvx","args":["mcp-server-time"]}`, "mcp.unpinned"},
		{"uvx pinned", `{"command":"uvx","args":["mcp-server-time==1.0"]}`, ""},
		{"uvx from git", `{"command":"uvx","args":["--from","git+https://x.test/a","run"]}`, "mcp.unpinned"},
		{"pnpm dlx", `{"command":"pnpm","args":["dlx","docs-mcp"]}`, "mcp.unpinned"},
		{"docker", `{"command":"docker","args":["run","-i","--rm","-e","A","ghcr.io/x/y"]}`, "mcp.unpinned"},
		{"docker pinned", `{"command":"docker","args":["run","-i","ghcr.io/x/y:1.2"]}`, ""},
		{"local script", `{"command":"npx","args":["./server"]}`, ""},
		{"secret in env", `{"command":"x","env":{"GITHUB_TOKEN":"not-a-real-one"}}`, "mcp.secret"},
		{"reference in env", `{"command":"x","env":{"GITHUB_TOKEN":"${env:GITHUB_TOKEN}"}}`, ""},
		{"secret in header", `{"url":"https://x.test","headers":{"Authorization":"Bearer not-a-real-one"}}`, "mcp.secret"},
		{"secret in argument", `{"command":"x","args":["--api-key","not-a-real-one"]}`, "mcp.secret"},
		{"secret in address", `{"url":"https://x.test/mcp?api_key=not-a-real-one"}`, "mcp.secret"},
		{"plain http", `{"url":"http://x.test/mcp"}`, "mcp.plain-http"},
		{"loopback", `{"url":"http://localhost:3000/mcp"}`, ""},
		{"root", `{"command":"fs","args":["/"]}`, "mcp.wide-root"},
		{"home", `{"command":"fs","args":["--dir=~"]}`, "mcp.wide-root"},
		{"project folder", `{"command":"fs","args":["@REPO"]}`, ""},
		{"misspelt", `{"command":"npx","args":["@modelcontextprotocl/server-memory@1.0.0"]}`, "mcp.look-alike"},
		{"other scope", `{"command":"npx","args":["@evil/server-filesystem@1.0.0"]}`, "mcp.look-alike"},
		{"digit for letter", `{"command":"npx","args":["mcp-rem0te@1.0.0"]}`, "mcp.look-alike"},
		{"shell", `{"command":"bash","args":["-c","server"]}`, "mcp.shell"},
		{"switched off", `{"command":"bash","args":["-c","x"],"disabled":true}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.write("~/.cursor/mcp.json", "{\n\"mcpServers\":{\n\"s\":"+c.entry+"}}")
			servers, found := MCP(m.detectEnv(), "", "cursor")
			if got := strings.Join(ids(found), " "); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
			if len(found) > 0 && found[0].Line != 3 {
				t.Errorf("line %d", found[0].Line)
			}
			if b, err := json.Marshal(servers); err != nil || strings.Contains(string(b), "not-a-real-one") {
				t.Errorf("secret in the inventory: %s", b)
			}
		})
	}
}

func TestUnreadableServerFileIsSaid(t *testing.T) {
	m := newMachine(t)
	m.write("repo/.mcp.json", `{"mcpServers":`)
	if _, found := MCP(m.detectEnv(), m.repo, "claude-code"); !slices.Equal(ids(found), []string{"mcp.unreadable"}) {
		t.Errorf("found: %+v", found)
	}
}

func TestApprovedServers(t *testing.T) {
	m := newMachine(t)
	m.write("~/.claude/settings.json", `{"permissions":{"allow":["mcp__db","mcp__docs__search"]},"enableAllProjectMcpServers":true}`)
	m.write("~/.claude.json", `{"mcpServers":{"db":{"command":"db"},"docs":{"command":"docs"}}}`)
	m.write("repo/.mcp.json", `{"mcpServers":{"x":{"command":"x"}}}`)
	m.write("~/.copilot/mcp-config.json", `{"mcpServers":{"db":{"command":"db"}}}`)
	m.write("~/.copilot/permissions-config.json", `{"locations":{"/w":{"tool_approvals":[{"kind":"mcp","serverName":"db","toolName":null}]}}}`)
	servers, _ := MCP(m.detectEnv(), m.repo, "claude-code", "copilot")
	var got []string
	for _, s := range servers {
		got = append(got, s.Name+"="+strings.Join(s.Approved, "+"))
	}
	if want := []string{"db=db", "docs=", "x=*", "db=db", "x="}; !slices.Equal(got, want) {
		t.Errorf("approved: %v", got)
	}
}
