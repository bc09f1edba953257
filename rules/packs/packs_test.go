package packs

import (
	"encoding/json"
	"errors"
	"path"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
)

// desk is the machine the examples are about: a repository with one changed
// file, two folders that no commit holds, and some that are committed.
type desk struct{}

const (
	deskHome = "/home/dev"
	deskRepo = "/home/dev/app"
)

func (desk) Home() string                         { return deskHome }
func (desk) Temp() []string                       { return []string{"/tmp", "/var/tmp"} }
func (desk) Resolve(p string) string              { return path.Clean(p) }
func (desk) Exists(string) (bool, bool)           { return false, false }
func (desk) Guarded(string) rules.Guard           { return rules.Guard{} }
func (desk) ReadFile(string, int) ([]byte, error) { return nil, errors.New("no file") }
func (desk) Track(root, p string) rules.TrackState {
	switch strings.TrimPrefix(p, root+"/") {
	case "changed.go":
		return rules.Modified
	case "notes", "scratch":
		return rules.Untracked
	case "src", "docs", "internal/old", "src/a.go", "old.go":
		return rules.Tracked
	case "secret-build":
		return rules.Ignored
	}
	return rules.TrackUnknown
}

func event(text string) *rules.Event {
	ev := &rules.Event{Agent: "test", Phase: rules.Before, Kind: rules.Command, CWD: deskRepo, Root: deskRepo, CanAsk: true}
	kind, rest, _ := strings.Cut(text, ":")
	switch kind {
	case "read":
		ev.Kind, ev.Reads = rules.FileRead, []string{rest}
	case "write":
		p, content, _ := strings.Cut(rest, " ")
		ev.Kind, ev.Writes = rules.FileWrite, []rules.FileChange{{Op: rules.Create, Path: p, New: content}}
	case "url":
		ev.Kind, ev.URLs = rules.WebFetch, []string{rest}
	case "mcp":
		name, args, _ := strings.Cut(rest, " ")
		server, tool, _ := strings.Cut(name, "/")
		ev.Kind, ev.MCP = rules.MCPCall, &rules.MCPRequest{Server: server, Tool: tool, Args: json.RawMessage(args)}
	case "powershell", "cmd":
		ev.Command, ev.Shell = rest, kind
	default:
		ev.Command = text
	}
	return ev
}

func judged(e *rules.Engine, text string) rules.Verdict { return e.Evaluate(event(text), desk{}) }

// Every rule must hit and miss what it promises, and a miss must not be
// stopped by another rule in its place without the example saying so.
func TestExamples(t *testing.T) {
	// The lists of a policy are part of two rules' examples.
	e := rules.New(&rules.Policy{Layers: []rules.Layer{{Name: "user", BlockedHosts: []string{"blocked.example"}, MCPDeny: []string{"denied/*"}}}}, BuiltIn())
	stale := rules.New(&rules.Policy{Stale: []string{"guard.yaml"}}, Set())
	for _, x := range Examples() {
		v := judged(e, x.Text)
		if text, ok := strings.CutPrefix(x.Text, "stale:"); ok {
			v = judged(stale, text)
		}
		hit := false
		for _, f := range v.Findings {
			hit = hit || f.Rule == x.Rule
		}
		if hit != x.Hit {
			t.Errorf("%s: %q: hit %v, want %v (%v)", x.Rule, x.Text, hit, x.Hit, ids(v))
		}
	}
}

func ids(v rules.Verdict) []string {
	var out []string
	for _, f := range v.Findings {
		out = append(out, f.Rule+"="+f.Action.String())
	}
	return out
}
