package rules

import "strings"

// MCPListed reports whether a list of policy names a tool of a server. A
// pattern is "server" or "server/tool"; names compare as agents spell them,
// which write everything but letters, digits and hyphens as underscores, and
// without regard to case.
func MCPListed(list []string, server, tool string) bool {
	for _, pattern := range list {
		s, t, one := strings.Cut(pattern, "/")
		if one && strings.Contains(t, "/") || strings.ContainsAny(s, "[{") { // written as a glob over both
			if anyGlob([]string{pattern}, server+"/"+tool) {
				return true
			}
			continue
		}
		if MCPNamed(s, server) && (!one || t == "*" || MCPNamed(t, tool)) {
			return true
		}
	}
	return false
}

// MCPNamed compares a pattern with a name of a server or tool.
func MCPNamed(pattern, name string) bool {
	return name != "" && (anyGlob([]string{pattern}, name) || anyGlob([]string{spelled(pattern)}, spelled(name)))
}

// spelled is a name, or a pattern with its wildcards, as a tool's name holds it.
func spelled(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '*', r == '?':
			return r
		}
		return '_'
	}, s)
}

// denied reports whether a deny list names the call in any reading of its
// name. Where the server is not known, a tool that is listed for any server
// counts.
func (m *MCPRequest) denied(list []string) bool {
	if len(list) == 0 {
		return false
	}
	if m.Server != "" && MCPListed(list, m.Server, m.Tool) {
		return true
	}
	for _, n := range m.Readings {
		if s, t, _ := strings.Cut(n, "/"); MCPListed(list, s, t) {
			return true
		}
	}
	for _, pattern := range list {
		_, t, one := strings.Cut(pattern, "/")
		if m.Server == "" && (pattern == "*" || one && strings.Trim(t, "*") != "" && MCPNamed(t, m.Tool)) {
			return true
		}
	}
	return false
}

// allowed reports whether an allow list names the call. A server that is not
// known is on none.
func (m *MCPRequest) allowed(list []string) bool {
	if m.Server == "" {
		return false
	}
	if MCPListed(list, m.Server, m.Tool) {
		return true
	}
	for _, n := range m.Readings {
		if s, t, _ := strings.Cut(n, "/"); MCPListed(list, s, t) {
			return true
		}
	}
	return false
}
