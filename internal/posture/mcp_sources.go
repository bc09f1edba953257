package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
)

func claudeMCP(s *scan) []mcpSource {
	var approved []string
	every := false
	for _, p := range claudeFiles(s) {
		for _, r := range p.root.get("permissions", "allow").strs() {
			if name, ok := strings.CutPrefix(r.raw, "mcp__"); ok {
				server, tool, one := strings.Cut(name, "__")
				if !one || tool == "*" {
					approved = append(approved, server)
				}
			}
		}
		every = every || p.root.get("enableAllProjectMcpServers").isTrue()
	}
	file := s.inHome(".claude.json")
	if s.env.Getenv("CLAUDE_CONFIG_DIR") != "" {
		file = s.env.Join(detect.ClaudeDir(s.env), ".claude.json")
	}
	user := s.read(file, scopeUser, claudeDialect)
	out := []mcpSource{{user, user.root.get("mcpServers"), approved}}
	for _, root := range s.roots() {
		local := user
		local.scope = scopePrivate
		out = append(out, mcpSource{local, user.root.get("projects", root, "mcpServers"), approved})
		p := s.read(s.env.Join(root, ".mcp.json"), scopeProject, claudeDialect)
		own := approved
		if every {
			own = append([]string{"*"}, approved...)
		}
		out = append(out, mcpSource{p, p.root.get("mcpServers"), own})
	}
	p := s.read(s.env.Join(detect.ClaudeSystem(s.env), "managed-mcp.json"), scopeManaged, claudeDialect)
	return append(out, mcpSource{p, p.root.get("mcpServers"), approved})
}

func cursorMCP(s *scan) []mcpSource {
	var approved []string
	dirs := []place{{path: detect.CursorDir(s.env), scope: scopeUser}}
	for _, root := range s.roots() {
		dirs = append(dirs, place{path: s.env.Join(root, ".cursor"), scope: scopeProject})
	}
	for _, d := range dirs {
		for _, v := range s.read(s.env.Join(d.path, "permissions.json"), d.scope, settingsDialect).root.get("mcpAllowlist").strs() {
			if strings.HasSuffix(v.raw, ":*") || v.raw == "*" {
				approved = append(approved, v.raw)
			}
		}
	}
	var out []mcpSource
	for _, d := range dirs {
		p := s.read(s.env.Join(d.path, "mcp.json"), d.scope, settingsDialect)
		out = append(out, mcpSource{p, p.root.get("mcpServers"), approved})
	}
	for _, file := range s.glob(s.env.Join(detect.CursorDir(s.env), "plugins"), ".json", true) {
		if name := file[strings.LastIndexAny(file, `/\`)+1:]; name == "mcp.json" || name == ".mcp.json" || name == "plugin.json" {
			p := s.read(file, scopeUser, settingsDialect)
			out = append(out, mcpSource{p, p.root.get("mcpServers"), approved})
		}
	}
	return out
}

func codexMCP(s *scan) []mcpSource {
	var out []mcpSource
	for _, p := range readCodex(s).configs {
		out = append(out, mcpSource{p, p.root.get("mcp_servers"), nil})
	}
	return out
}

func windsurfMCP(s *scan) []mcpSource {
	var out []mcpSource
	config := s.read(s.env.Join(detect.DevinDir(s.env), "config.json"), scopeUser, devinDialect)
	var approved []string
	for _, v := range config.root.get("permissions", "allow").strs() {
		if name, ok := strings.CutPrefix(v.raw, "mcp__"); ok {
			if server, tool, one := strings.Cut(name, "__"); !one || tool == "*" {
				approved = append(approved, server)
			}
		}
	}
	add := func(p place) { out = append(out, mcpSource{p, p.root.get("mcpServers"), approved}) }
	add(s.read(s.env.Join(detect.CodeiumDir(s.env), "windsurf", "mcp_config.json"), scopeUser, settingsDialect))
	add(s.read(s.env.Join(detect.DevinDir(s.env), "mcp_config.json"), scopeUser, settingsDialect))
	add(config)
	for _, root := range s.roots() {
		add(s.read(s.env.Join(root, ".windsurf", "mcp_config.json"), scopeProject, settingsDialect))
		add(s.read(s.env.Join(root, ".devin", "mcp_config.json"), scopeProject, settingsDialect))
		add(s.read(s.env.Join(root, ".devin", "config.json"), scopeProject, settingsDialect))
		add(s.read(s.env.Join(root, ".devin", "mcp_config.local.json"), scopeLocal, settingsDialect))
	}
	return out
}

func copilotMCP(s *scan) []mcpSource {
	var out []mcpSource
	dir := detect.CopilotDir(s.env)
	approved := s.copilotMCPApprovals(s.env.Join(dir, "permissions-config.json"))
	add := func(p place, key string) { out = append(out, mcpSource{p, p.root.get(key), approved}) }
	add(s.read(s.env.Join(dir, "mcp-config.json"), scopeUser, settingsDialect), "mcpServers")
	for _, d := range s.appDirs(vscodeNames...) {
		add(s.read(s.env.Join(d, "mcp.json"), scopeUser, settingsDialect), "servers")
	}
	for _, root := range s.roots() {
		p := s.read(s.env.Join(root, ".mcp.json"), scopeProject, settingsDialect)
		if !p.found {
			p = s.read(s.env.Join(root, ".github", "mcp.json"), scopeProject, settingsDialect)
		}
		add(p, "mcpServers")
		add(s.read(s.env.Join(root, ".vscode", "mcp.json"), scopeProject, settingsDialect), "servers")
	}
	return out
}

// copilotMCPApprovals lists servers whose every tool was approved for good.
func (s *scan) copilotMCPApprovals(file string) []string {
	var out []string
	for _, loc := range s.read(file, scopeUser, settingsDialect).root.get("locations").members {
		for _, a := range loc.value.get("tool_approvals").items {
			if a.get("kind").str() == "mcp" && a.get("toolName").kind == null {
				out = append(out, a.get("serverName").str())
			}
		}
	}
	return out
}
