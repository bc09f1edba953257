package rules

import "testing"

func TestMCPListed(t *testing.T) {
	for _, tt := range []struct {
		pattern, server, tool string
		want                  bool
	}{
		{"github", "github", "get_me", true},
		{"github", "github-evil", "get_me", false},
		{"github/*", "github", "get_me", true},
		{"github/delete_*", "github", "delete_repo", true},
		{"github/delete_*", "github", "get_me", false},
		{"GitHub", "github", "get_me", true},
		{"my server", "my_server", "x", true},
		{"my.server/get.x", "my_server", "get_x", true},
		{"*/delete_*", "any", "delete_all", true},
		{"*", "any", "x", true},
		{"git*", "gitlab", "x", true},
		{"db", "db_2", "x", false},
		{"", "db", "x", false},
		{"github", "", "get_me", false},
	} {
		if got := MCPListed([]string{tt.pattern}, tt.server, tt.tool); got != tt.want {
			t.Errorf("%q for %s/%s: %v", tt.pattern, tt.server, tt.tool, got)
		}
	}
}

// What is denied is denied in every reading of a name; what is allowed must be
// a name that is known.
func TestMCPReadings(t *testing.T) {
	for _, tt := range []struct {
		name         string
		m            MCPRequest
		list         []string
		denies, lets bool
	}{
		{"known", MCPRequest{Server: "fs", Tool: "read"}, []string{"fs/read"}, true, true},
		{"another", MCPRequest{Server: "fs", Tool: "read"}, []string{"fs/write"}, false, false},
		{"hyphens", MCPRequest{Server: "github-mcp-delete", Tool: "repo", Readings: []string{"github/mcp-delete-repo", "github-mcp/delete-repo"}}, []string{"github-mcp/delete-*"}, true, true},
		{"server not known, tool listed", MCPRequest{Tool: "delete_repo"}, []string{"github/delete_repo"}, true, false},
		{"server not known, all its tools listed", MCPRequest{Tool: "x"}, []string{"github/*"}, false, false},
		{"server not known, everything listed", MCPRequest{Tool: "x"}, []string{"*"}, true, false},
		{"server one of two", MCPRequest{Tool: "x", Readings: []string{"a/x", "b/x"}}, []string{"b"}, true, false},
		{"no list", MCPRequest{Server: "fs", Tool: "read"}, nil, false, false},
	} {
		if got := tt.m.denied(tt.list); got != tt.denies {
			t.Errorf("%s: denied %v", tt.name, got)
		}
		if got := tt.m.allowed(tt.list); got != tt.lets {
			t.Errorf("%s: allowed %v", tt.name, got)
		}
	}
}
