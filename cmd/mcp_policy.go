package cmd

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/rules"
)

// listedServer is a server and what the lists of policy say of it.
type listedServer struct {
	posture.Server
	// Policy is "denied", "allowed", "partly" (a list names single tools of
	// it), "unlisted" (there is a list of what is allowed, without it: every
	// call is refused), or "" where no list speaks of it.
	Policy string `json:"policy"`
	// Patterns are those that name it or its tools.
	Patterns []string `json:"patterns,omitempty"`
}

// listed says what policy makes of each server.
func (a *app) listed(servers []posture.Server) ([]listedServer, error) {
	p, err := policy.Load(policy.Options{Dir: a.machine.Dir, Root: a.machine.Repo, OS: a.machine.Env.OS, Getenv: a.getenv})
	if err != nil {
		return nil, err
	}
	out := []listedServer{}
	for _, s := range servers {
		l := listedServer{Server: s}
		for i := range p.Layers {
			l.judge(p.Layers[i].MCPDeny, p.Layers[i].MCPAllow)
		}
		out = append(out, l)
	}
	return out, nil
}

// judge merges what the lists of one layer say: the strictest of all counts.
func (l *listedServer) judge(deny, allow []string) {
	denied, some := l.named(deny)
	switch {
	case denied:
		l.Policy = "denied"
		return
	case some && l.Policy != "denied" && l.Policy != "unlisted":
		l.Policy = "partly"
	}
	if len(allow) == 0 {
		return
	}
	allowed, some := l.named(allow)
	switch {
	case l.Policy == "denied":
	case !allowed && !some:
		l.Policy = "unlisted"
	case !allowed && l.Policy != "unlisted":
		l.Policy = "partly"
	case l.Policy == "":
		l.Policy = "allowed"
	}
}

// named reports whether patterns name the whole server, or tools of it.
func (l *listedServer) named(patterns []string) (whole, some bool) {
	for _, p := range patterns {
		server, tool, one := strings.Cut(p, "/")
		if !rules.MCPNamed(server, l.Name) {
			continue
		}
		l.Patterns = append(l.Patterns, p)
		if one && strings.Trim(tool, "*") != "" {
			some = true
		} else {
			whole = true
		}
	}
	return whole, some
}
