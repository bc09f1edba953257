// Command mcpserver is a small MCP server on stdio whose one tool writes a
// file: another way for an agent to reach what it must not touch.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		ProtocolVersion string `json:"protocolVersion"`
		Arguments       struct{ Path, Content string }
	} `json:"params"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var m message
		if json.Unmarshal(in.Bytes(), &m) != nil || m.ID == nil {
			continue // a notification
		}
		answer := map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": result(m)}
		if out.Encode(answer) != nil {
			return
		}
	}
}

func result(m message) any {
	switch m.Method {
	case "initialize":
		return map[string]any{
			"protocolVersion": m.Params.ProtocolVersion,
			"capabilities":    map[string]any{"tools": map[string]any{}},
			"serverInfo":      map[string]any{"name": "files", "version": "1"},
		}
	case "tools/list":
		text := map[string]any{"type": "string"}
		return map[string]any{"tools": []any{map[string]any{
			"name": "write_file", "description": "Write a file.",
			"inputSchema": map[string]any{"type": "object", "properties": map[string]any{"path": text, "content": text}},
		}}}
	case "tools/call":
		said := "written"
		if err := os.WriteFile(m.Params.Arguments.Path, []byte(m.Params.Arguments.Content), 0o644); err != nil {
			said = err.Error()
		}
		return map[string]any{"content": []any{map[string]any{"type": "text", "text": said}}}
	}
	return map[string]any{}
}
