package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cybedefend/vibedefend/e2e/mock"
	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// mcpServer is the program of a server that writes files.
var mcpServer = sync.OnceValues(func() (string, error) {
	program := filepath.Join(buildDir, "mcpserver")
	out, err := exec.Command("go", "build", "-o", program, "./mcpserver").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the MCP server: %w\n%s", err, out)
	}
	return program, nil
})

// An MCP server's tool is one more way to a protected file, and is stopped
// like the agent's own; what it writes elsewhere is written.
func TestGuardHoldsForMCPTools(t *testing.T) {
	server, err := mcpServer()
	if err != nil {
		t.Fatal(err)
	}
	type caller struct {
		driver
		tool, space string
		setup       func(b *sandbox.Box) (args []string)
	}
	for _, c := range []caller{
		{claude(t), "mcp__files__write_file", "", func(b *sandbox.Box) []string {
			b.Write("mcp.json", fmt.Sprintf(`{"mcpServers": {"files": {"type": "stdio", "command": %q, "args": []}}}`, server))
			return []string{"--mcp-config", b.Path("mcp.json")}
		}},
		{codex(t), "write_file", "mcp__files", func(b *sandbox.Box) []string {
			return []string{"-c", fmt.Sprintf("mcp_servers.files.command=%q", server)}
		}},
		{copilot(t, plainModel), "files-write_file", "", func(b *sandbox.Box) []string {
			b.Write(".copilot/mcp-config.json", fmt.Sprintf(`{"mcpServers": {"files": {"type": "local", "command": %q, "args": [], "tools": ["*"]}}}`, server))
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var kept map[string]step
			st, m := installed(t, c.driver, func(st *stage) []mock.Conversation {
				write := func(id, path string) mock.Turn {
					return mock.Turn{{ID: id, Tool: c.tool, Namespace: c.space, Args: map[string]any{"path": path, "content": "{}\n"}}}
				}
				kept = map[string]step{
					"hooks": {name: "hooks file", stopped: true, wrong: st.intact},
					"other": {name: "other file", wrong: func() string { return missing(st.Box, "project/by-mcp.txt") }},
				}
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{write("hooks", st.hooks), write("other", st.Path("project/by-mcp.txt"))}}}
			})
			how := c.modes[len(c.modes)-1]
			how.args = append(c.setup(st.Box), how.args...)
			r := c.start(st.Box, m, how, "E2E-MAIN do it")
			prove(t, c.driver, m, kept)
			if t.Failed() {
				t.Log(r)
			}
		})
	}
}
