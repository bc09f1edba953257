package posture

import (
	"path"
	"strings"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/rules"
)

// Server is one MCP server that an agent knows. It never holds a secret:
// values of variables and headers are left out, arguments and addresses are
// masked.
type Server struct {
	Agent     string   `json:"agent"`
	Scope     string   `json:"scope"`
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Name      string   `json:"name"`
	Transport string   `json:"transport"` // stdio, http, sse
	Command   []string `json:"command,omitempty"`
	URL       string   `json:"url,omitempty"`
	Package   string   `json:"package,omitempty"` // fetched at start, without its version
	Pinned    string   `json:"pinned"`            // yes, no; "" where nothing is fetched
	Secrets   []string `json:"secrets,omitempty"` // names of what is written out
	Approved  []string `json:"approved,omitempty"`
	Project   bool     `json:"project"` // comes with the repository
	Off       bool     `json:"off,omitempty"`
	Roots     []string `json:"roots,omitempty"` // broad folders it is given
	Risks     []string `json:"risks,omitempty"` // ids of findings
}

// mcpDangers are the same for every agent.
var mcpDangers = []Entry{
	{"mcp.unpinned", stateRisk, rules.Medium, "whatever is published under this name next is what runs", "name a version", refSupply},
	{"mcp.secret", stateRisk, rules.High, "a credential is written out in a settings file", "use a reference such as ${env:NAME}, and renew it", refSecret},
	{"mcp.approved", stateRisk, rules.High, "tools of this server run without being asked about", "approve single tools instead", refAgency},
	{"mcp.project", stateRisk, rules.Medium, "the repository brings this server: whoever writes there decides what runs", "look at it before you approve it", refSupply},
	{"mcp.wide-root", stateRisk, rules.High, "this server is given a folder that holds everything", "name the project folder instead", refAgency},
	{"mcp.look-alike", stateRisk, rules.High, "the package is named almost like a well-known one", "compare the name with the vendor's page", refSupply},
	{"mcp.plain-http", stateRisk, rules.High, "what you and the model send to this server is not encrypted", "use https", []string{"CWE-319", "ISO27001-A.8.24", "SOC2-CC6.7"}},
	{"mcp.unreadable", stateRisk, rules.Low, "servers may stand in this file that are not in the list, as it cannot be read", "correct the file", refGuard},
	{"mcp.shell", stateRisk, rules.High, "this server is started through a shell that can run anything", "start the program itself", refSupply},
}

// MCP lists the MCP servers of all agents (or of those named) and scopes, and
// what is risky about them.
func MCP(env detect.Env, repo string, agents ...string) ([]Server, []Finding) {
	var servers []Server
	var found []Finding
	for _, c := range columns() {
		if !wanted(c.agent, agents) {
			continue
		}
		s := &scan{env: env, repo: repo, agent: c.agent, kinds: mcpDangers}
		for _, src := range c.mcp(s) {
			if src.err != nil {
				s.add("mcp.unreadable", src.place, 0, "", src.err.Error())
			}
			for _, m := range src.table.members {
				if m.value.kind == table {
					servers = append(servers, s.server(src, m))
				}
			}
		}
		found = append(found, s.out...)
	}
	return servers, sorted(found)
}

// mcpSource is a table of servers in a file.
type mcpSource struct {
	place
	table    node
	approved []string // patterns of tools that are not asked about: "server", "server:tool", "*"
}

// server reads one entry and reports what is risky about it.
func (s *scan) server(src mcpSource, m member) Server {
	v := m.value
	out := Server{Agent: s.agent, Scope: src.scope, File: src.path, Line: m.line, Name: m.key, Project: src.shared(), Transport: "stdio",
		Off: v.get("disabled").isTrue() || v.get("enabled").isFalse()}
	risk := func(id, detail string) {
		out.Risks = append(out.Risks, id)
		s.add(id, src.place, m.line, m.key, detail)
	}
	words := []string{v.get("command").str()}
	for _, a := range append(v.get("command").items, v.get("args").items...) {
		words = append(words, a.str())
	}
	if words[0] == "" {
		words = words[1:]
	}
	if url := serverURL(v); url != "" {
		out.Transport, out.URL = transport(v), maskURL(url)
		if host := hostOf(url); strings.HasPrefix(url, "http://") && !loopback(host) {
			risk("mcp.plain-http", host)
		}
	}
	out.Command = maskArgs(words)
	out.Package, out.Pinned = fetched(words)
	out.Secrets = secretsOf(v, words)
	out.Roots = s.wideRoots(words)
	out.Approved = approvedOf(src.approved, m.key)
	s.grade(&out, words, risk)
	return out
}

func (s *scan) grade(out *Server, words []string, risk func(id, detail string)) {
	if out.Off {
		return
	}
	if out.Project {
		risk("mcp.project", "")
	}
	if out.Pinned == "no" {
		risk("mcp.unpinned", out.Package)
	}
	if known := lookAlike(out.Package); known != "" {
		risk("mcp.look-alike", out.Package+", not "+known)
	}
	if len(out.Secrets) > 0 {
		risk("mcp.secret", strings.Join(out.Secrets, ", "))
	}
	if len(out.Approved) > 0 {
		risk("mcp.approved", strings.Join(out.Approved, ", "))
	}
	if len(out.Roots) > 0 {
		risk("mcp.wide-root", strings.Join(out.Roots, ", "))
	}
	if len(words) > 1 && contains([]string{"sh", "bash", "zsh", "cmd", "powershell", "pwsh"}, program(words[0])) && strings.HasPrefix(words[1], "-") {
		risk("mcp.shell", "")
	}
}

// program is the bare name of a command.
func program(word string) string {
	return strings.TrimSuffix(strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/"))), ".exe")
}

func serverURL(v node) string {
	for _, key := range []string{"url", "serverUrl", "httpUrl"} {
		if u := v.get(key).str(); u != "" {
			return u
		}
	}
	return ""
}

func transport(v node) string {
	for _, key := range []string{"type", "transport"} {
		switch t := v.get(key).str(); t {
		case "sse", "http", "ws":
			return t
		}
	}
	return "http"
}

func hostOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	if i := strings.LastIndex(host, "@"); i >= 0 {
		host = host[i+1:]
	}
	if !strings.HasPrefix(host, "[") {
		host, _, _ = strings.Cut(host, ":")
	}
	return host
}

// wideRoots lists the arguments that are folders holding everything. A
// program path is none.
func (s *scan) wideRoots(words []string) []string {
	var out []string
	for i, w := range words {
		if _, value, ok := strings.Cut(w, "="); ok && strings.HasPrefix(w, "-") {
			w = value
		}
		if i > 0 && w != "*" && w != "**" && (strings.ContainsAny(w, `/\~`) || w == "$HOME") && s.broad(strings.ReplaceAll(w, "${userHome}", s.env.Home)) {
			out = append(out, w)
		}
	}
	return out
}

// approvedOf picks the patterns that cover a server.
func approvedOf(patterns []string, server string) []string {
	var out []string
	for _, p := range patterns {
		name, _, _ := strings.Cut(p, ":")
		if name == server || name == "*" || strings.EqualFold(mcpName(name), mcpName(server)) {
			out = append(out, p)
		}
	}
	return out
}

// mcpName is a server's name as it appears in tool names.
func mcpName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return '_'
	}, s)
}
