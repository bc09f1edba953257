package installers_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/templates"
)

// person is a home on the real disk with the agents' files.
func person(t *testing.T, files map[string]string) (installers.Target, home.Dir) {
	t.Helper()
	h := t.TempDir()
	for p, c := range files {
		putFile(t, filepath.Join(h, p), c)
	}
	env := detect.Env{Home: h, OS: "linux", FS: detect.OSFS{}, Getenv: func(string) string { return "" }}
	d := home.Dir(filepath.Join(h, home.Base))
	return installers.Target{Env: env, Scope: installers.User, HookPath: d.Hook(), Denies: true}, d
}

var peoples = map[string]string{
	".claude/settings.json":      "{\n  \"permissions\": {\n    \"deny\": [\"Bash(sudo:*)\", \"Read(./.env)\"]\n  }\n}\n",
	".cursor/cli-config.json":    "{\n  \"version\": 1,\n  \"permissions\": {\"allow\": [], \"deny\": []}\n}\n",
	".config/devin/config.json":  "{\n  // mine\n  \"theme\": \"dark\",\n}\n",
	".codex/rules/default.rules": "prefix_rule(pattern = [\"ls\"], decision = \"allow\")\n",
}

func TestDeniesAreExact(t *testing.T) {
	target, d := person(t, peoples)
	before := tree(t, target.Env.Home)
	plans := plansFor(t, target)
	o := installers.ApplyOptions{Home: target.Env.Home}
	if r, err := installers.Apply(d, plans, o); err != nil {
		t.Fatalf("%v %+v", err, r.Failed)
	}
	for p, want := range map[string]string{
		".claude/settings.json":         `"Read(~/.ssh/**)"`,
		".cursor/cli-config.json":       `"Read(**/.ssh/**)"`,
		".config/devin/config.json":     `"Read(**/.ssh/**)"`,
		".codex/rules/vibedefend.rules": "prefix_rule(",
	} {
		got, err := os.ReadFile(filepath.Join(target.Env.Home, p))
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s holds %s %v", p, got, err)
		}
	}
	claude, _ := os.ReadFile(filepath.Join(target.Env.Home, ".claude/settings.json"))
	if strings.Count(string(claude), "Read(./.env)") != 1 {
		t.Errorf("a rule that was there is doubled: %s", claude)
	}
	if r, err := installers.Apply(d, plansFor(t, target), o); err != nil || len(r.Changed) > 0 {
		t.Errorf("a second run changed %v %v", r.Changed, err)
	}
	if r, err := installers.Revert(d, nil, plans, installers.RevertOptions{Home: target.Env.Home}); err != nil {
		t.Fatalf("%v %+v", err, r.Failed)
	}
	if err := os.RemoveAll(string(d)); err != nil {
		t.Fatal(err)
	}
	if after := tree(t, target.Env.Home); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// TestDeniesLeaveWhatIsNotOurs: the person's own rule stays, even where the
// file was edited since.
func TestDeniesLeaveWhatIsNotOurs(t *testing.T) {
	target, d := person(t, peoples)
	plans := plansFor(t, target)
	o := installers.ApplyOptions{Home: target.Env.Home}
	if r, err := installers.Apply(d, plans, o); err != nil {
		t.Fatalf("%v %+v", err, r.Failed)
	}
	path := filepath.Join(target.Env.Home, ".claude/settings.json")
	src, _ := os.ReadFile(path)
	putFile(t, path, strings.Replace(string(src), `"Bash(sudo:*)"`, `"Bash(su:*)", "Bash(sudo:*)"`, 1))
	if r, err := installers.Revert(d, nil, plans, installers.RevertOptions{Home: target.Env.Home}); err != nil {
		t.Fatalf("%v %+v", err, r.Failed)
	}
	want := strings.Replace(peoples[".claude/settings.json"], `"Bash(sudo:*)"`, `"Bash(su:*)", "Bash(sudo:*)"`, 1)
	if got, _ := os.ReadFile(path); string(got) != want {
		t.Errorf("left %s", got)
	}
}

// TestUninstallWithoutAskingForDenies: plans that know the denials take
// nothing from a person who never asked for them.
func TestUninstallWithoutAskingForDenies(t *testing.T) {
	all := `{"permissions":{"deny":["Read(~/.ssh/**)","Read(./.env)"]}}`
	target, d := person(t, map[string]string{".claude/settings.json": all})
	plans := plansFor(t, target)
	if _, err := installers.Revert(d, nil, plans, installers.RevertOptions{Home: target.Env.Home}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(target.Env.Home, ".claude/settings.json")); string(got) != all {
		t.Errorf("left %s", got)
	}
}

// TestCodexPolicyIsConservative holds the rules to the forms that Codex was
// seen to read: one it cannot read stops every run of it.
func TestCodexPolicyIsConservative(t *testing.T) {
	rule := regexp.MustCompile(`(?s)^prefix_rule\(\n    pattern = \[[^\n]+\],\n    decision = "forbidden",\n    justification = "[^"\n]+",\n    match = \[[^\n]+\],\n    not_match = \[[^\n]+\],\n\)\n$`)
	n := 0
	for _, part := range strings.Split(templates.CodexPolicy, "prefix_rule(") {
		if n++; n == 1 {
			continue // the head
		}
		body, _, _ := strings.Cut(part, "\n)\n")
		if !rule.MatchString("prefix_rule(" + body + "\n)\n") {
			t.Errorf("prefix_rule(%s", body)
		}
	}
	if n < 5 {
		t.Errorf("only %d parts", n)
	}
	for _, line := range strings.Split(templates.CodexPolicy, "\n") {
		for _, r := range line {
			if r > 126 {
				t.Errorf("not ASCII: %s", line)
			}
		}
	}
}
