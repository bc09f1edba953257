package installers_test

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/rules/code"
)

// every page of every agent, on every system: these bytes are committed by teams.
func TestGuidancePages(t *testing.T) {
	var all []string
	for _, p := range code.Pages() {
		all = append(all, p.ID)
	}
	for _, s := range systems() {
		for _, f := range installers.RuleFiles() {
			langs := all
			if s.name != "linux" {
				langs = []string{"python", "sql"}
			}
			p := installers.Guidance(s.target(f.Agent, installers.Project), f.Agent, langs)
			if len(p.Changes) != len(langs) || p.Scope != installers.Project || p.Agent != f.Agent {
				t.Fatalf("%s: %d pages of %d, %+v", f.Agent, len(p.Changes), len(langs), p)
			}
			golden(t, "guidance-"+f.Agent+"-"+s.name, render(t, p, s.env.FS))
			for i, c := range p.Changes {
				if id, ok := installers.GuidancePage(strings.ReplaceAll(c.Path, `\`, "/")); !ok || id != langs[i] {
					t.Errorf("%s is not recognised as the page of %s: %q %v", c.Path, langs[i], id, ok)
				}
			}
		}
	}
}

func TestGuidanceKeepsToRepositories(t *testing.T) {
	s := systems()[0]
	target := s.target("cursor", installers.Project)
	for name, p := range map[string]installers.Plan{
		"no repository":   installers.Guidance(s.target("cursor", installers.User), "cursor", []string{"go"}),
		"told by hooks":   installers.Guidance(target, "claude-code", []string{"go"}),
		"unknown page":    installers.Guidance(target, "cursor", []string{"cobol", "../x"}),
		"no page":         installers.Guidance(target, "cursor", nil),
		"the home itself": installers.Guidance(installers.Target{Env: s.env, Repo: s.env.Home}, "cursor", []string{"go"}),
	} {
		if len(p.Changes) > 0 {
			t.Errorf("%s: %+v", name, p.Changes)
		}
	}
	for _, path := range []string{"/r/.cursor/rules/vibedefend.mdc", "/r/vibedefend-security-x/a.md", "/r/vibedefend-security-", ""} {
		if id, ok := installers.GuidancePage(path); ok {
			t.Errorf("%q is taken for the page of %q", path, id)
		}
	}
}

// Frameworks that cannot be read are none.
func TestGuidanceWithoutFrameworks(t *testing.T) {
	plain := ""
	for _, config := range []string{"", "{", `{"frameworks": "gdpr"}`, `[]`, `{"frameworks": [1]}`} {
		s := systems()[0].with(map[string]string{"src/shop/.cybedefend/config.json": config})
		p := installers.Guidance(s.target("cursor", installers.Project), "cursor", []string{"go"})
		if got := render(t, p, s.env.FS); plain == "" {
			plain = got
		} else if got != plain {
			t.Errorf("%q changes the page:\n%s", config, got)
		}
	}
}
