package hook

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/tailscale/hujson"
	"github.com/tidwall/gjson"
)

// maxServers bounds a file of MCP servers that is looked into.
const maxServers = 1 << 20

// server is an MCP server as an agent's file names it.
type server struct{ name, launch, command string }

// nameServer finds out which MCP server is called, where the agent does not
// say it (Cursor) or writes server and tool as one word (Copilot): lists of
// policy name servers as the person did.
func (d Deps) nameServer(ev *rules.Event) {
	m := ev.MCP
	if m == nil {
		return
	}
	rest, double := strings.CutPrefix(ev.Tool, "mcp__")
	switch {
	case double && strings.HasPrefix(rest, m.Server+"__") && !strings.Contains(m.Server, "__"):
		splits(m, rest, "__")
	case ev.Agent == "cursor" && m.Server == "":
		launched(m, d.servers(ev))
	case ev.Agent == "copilot" && ev.Tool != m.Tool: // else the agent told them apart
		if rest, sep := joined(ev.Tool); sep != "" {
			split(m, rest, sep, d.servers(ev))
		}
	}
}

// joined is the part of a tool's name that holds server and tool, and what
// stands between them; "" where they are told apart.
func joined(tool string) (rest, sep string) {
	switch {
	case strings.Contains(tool, "/"), strings.HasPrefix(tool, "mcp__"):
		return "", ""
	case strings.HasPrefix(tool, "mcp_"):
		return tool[len("mcp_"):], "_"
	case strings.Contains(tool, "-"):
		return tool, "-"
	}
	return "", ""
}

// split takes the longest known server that the name starts with. Without one
// every place could be the border.
func split(m *rules.MCPRequest, rest, sep string, known []server) {
	best := ""
	for _, s := range known {
		if name := s.name; len(name) > len(best) && len(rest) > len(name)+1 && rules.MCPNamed(name, rest[:len(name)]) && rest[len(name):len(name)+1] == sep {
			best = name
		}
	}
	if best != "" {
		m.Server, m.Tool = best, rest[len(best)+1:]
		return
	}
	splits(m, rest, sep)
}

// splits adds every reading of a name in which any sep may be the border.
func splits(m *rules.MCPRequest, rest, sep string) {
	for i := 1; i+len(sep) < len(rest); i++ {
		if strings.HasPrefix(rest[i:], sep) && rest[:i] != m.Server {
			m.Readings = append(m.Readings, rest[:i]+"/"+rest[i+len(sep):])
		}
	}
}

// launched finds the server that is started by the command or reached at the
// address that Cursor names. Where several are, each of them may be meant.
func launched(m *rules.MCPRequest, known []server) {
	var same, like []string
	for _, s := range known {
		switch {
		case m.Launch == "" || m.Launch == s.command && s.launch != s.command:
			like = append(like, s.name)
		case m.Launch == s.launch:
			same = append(same, s.name)
		}
	}
	if len(same) == 0 {
		same = like
	}
	if len(same) == 1 && m.Launch != "" {
		m.Server = same[0]
		return
	}
	for _, name := range same {
		m.Readings = append(m.Readings, name+"/"+m.Tool)
	}
}

// servers lists those that the agent's own files name. What cannot be read
// names none.
func (d Deps) servers(ev *rules.Event) []server {
	var out []server
	for _, f := range d.serverFiles(ev) {
		st, err := os.Stat(f)
		if err != nil || !st.Mode().IsRegular() || st.Size() > maxServers {
			continue
		}
		raw, err := bare.ReadFile(f)
		if err != nil {
			continue
		}
		if std, err := hujson.Standardize(append(raw, '\n')); err == nil {
			raw = std
		}
		for _, key := range []string{"mcpServers", "servers"} {
			gjson.GetBytes(raw, key).ForEach(func(name, v gjson.Result) bool {
				out = append(out, serverOf(name.Str, v))
				return true
			})
		}
	}
	return out
}

func serverOf(name string, v gjson.Result) server {
	s := server{name: name, command: v.Get("command").Str}
	words := []string{s.command}
	for _, a := range v.Get("args").Array() {
		words = append(words, a.String())
	}
	s.launch = strings.TrimSpace(strings.Join(words, " "))
	if url := v.Get("url").Str; url != "" {
		s.launch, s.command = url, url
	}
	return s
}

func (d Deps) serverFiles(ev *rules.Event) []string {
	root := ev.Root
	if root == "" {
		root = ev.CWD
	}
	if ev.Agent == "cursor" {
		return []string{filepath.Join(d.Env.Home, ".cursor", "mcp.json"), filepath.Join(root, ".cursor", "mcp.json")}
	}
	dir := d.Env.getenv("COPILOT_HOME")
	if dir == "" {
		dir = filepath.Join(d.Env.Home, ".copilot")
	}
	out := []string{filepath.Join(dir, "mcp-config.json"), filepath.Join(root, ".mcp.json"), filepath.Join(root, ".github", "mcp.json"), filepath.Join(root, ".vscode", "mcp.json")}
	base := filepath.Join(d.Env.Home, ".config")
	switch d.Env.OS {
	case "darwin":
		base = filepath.Join(d.Env.Home, "Library", "Application Support")
	case "windows":
		base = d.Env.getenv("APPDATA")
	}
	for _, app := range []string{"Code", "Code - Insiders", "VSCodium"} {
		out = append(out, filepath.Join(base, app, "User", "mcp.json"))
	}
	return out
}
