package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/internal/rulefile"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

var pageBlock = regexp.MustCompile("(?s)```(?:yaml|sh)\n(#![^\n]+\n)?# file: (\\S+)\n(.*?)```\n")

// snippets are the files that a page shows, by their names.
func snippets(t *testing.T, page string, want int) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range pageBlock.FindAllStringSubmatch(string(raw), -1) {
		out[m[2]] = m[1] + m[3]
	}
	if len(out) != want {
		t.Fatalf("%s shows %d files, want %d", page, len(out), want)
	}
	return out
}

// The rules that the page shows are read, and their examples hold.
func TestWritingRulesPage(t *testing.T) {
	files := snippets(t, "writing-rules.md", 2)
	list, err := rulefile.ParseSecurity([]byte(files["security.yaml"]), "security.yaml")
	if err != nil || len(list) != 2 {
		t.Fatal(len(list), err)
	}
	for _, f := range rulefile.TestSecurity(list) {
		t.Errorf("%s: hit %v: %s", f.Rule, f.Hit, f.Example.Code)
	}
	own, err := rulefile.Parse([]byte(files["guard.yaml"]), "guard.yaml", rulefile.Custom)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rulefile.Test(own, func(p *rules.Policy, text string) (ids []string) {
		for _, x := range rules.New(p, packs.Set()).Evaluate(exampleEvent(text, "/r", "/r"), nil).Findings {
			ids = append(ids, x.Rule)
		}
		return ids
	}) {
		t.Errorf("%s: hit %v: %s", f.Rule, f.Hit, f.Example)
	}
}

// ciRepo is a clone with a branch that brings in one bad line, and a program on the PATH.
func ciRepo(t *testing.T) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	bin, home := filepath.Join(dir, "bin"), filepath.Join(dir, "home")
	for _, d := range []string{bin, home, filepath.Join(dir, "origin")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "vibedefend"), "./vibedefend").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	env = append(os.Environ(), "HOME="+home, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_BASE_REF=main", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example.com", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example.com")
	sh(t, env, filepath.Join(dir, "origin"), "git init -q -b main . && echo 'print(1)' > app.py && git add . && git commit -qm x", 0)
	sh(t, env, dir, "git clone -q origin work", 0)
	return filepath.Join(dir, "work"), env
}

// sh runs a script as a CI step does and wants its exit code.
func sh(t *testing.T, env []string, dir, script string, want int) string {
	t.Helper()
	c := exec.Command("bash", "-e", "-c", script)
	c.Dir, c.Env = dir, env
	out, err := c.CombinedOutput()
	if got := c.ProcessState.ExitCode(); got != want {
		t.Fatalf("%s: exit %d (%v), want %d\n%s", script, got, err, want, out)
	}
	return string(out)
}

type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Steps []struct {
			Name, Uses, Run string
			With            map[string]any
		}
	}
}

// The steps of the action and the hook run as the page shows them.
func TestCIPage(t *testing.T) {
	files := snippets(t, "ci.md", 4)
	var w workflow
	if err := yaml.Unmarshal([]byte(files[".github/workflows/vibedefend.yml"]), &w); err != nil {
		t.Fatal(err)
	}
	steps := map[string]string{}
	for _, s := range w.Jobs["scan"].Steps {
		if (s.Run == "") == (s.Uses == "") {
			t.Errorf("step %q must run or use one thing", s.Name)
		}
		steps[s.Name] = s.Run
	}
	if w.Permissions["contents"] != "read" || !strings.HasPrefix(steps["install"], "go install github.com/cybedefend/vibedefend/cmd/vibedefend@") {
		t.Errorf("permissions %v, install %q", w.Permissions, steps["install"])
	}
	var pc struct {
		Repos []struct {
			Hooks []struct{ ID, Entry, Language string }
		}
	}
	if err := yaml.Unmarshal([]byte(files[".pre-commit-config.yaml"]), &pc); err != nil || len(pc.Repos[0].Hooks) != 2 {
		t.Fatal(err)
	}

	dir, env := ciRepo(t)
	hook := filepath.Join(dir, ".git", "hooks", "pre-commit")
	if err := os.MkdirAll(filepath.Dir(hook), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hook, []byte(files[".git/hooks/pre-commit"]), 0o755); err != nil {
		t.Fatal(err)
	}
	sh(t, env, dir, "git checkout -qb topic && echo 'print(2)' >> app.py && git commit -qam good", 0)
	sh(t, env, dir, steps["report"]+"\n"+steps["decide"], 0)
	sh(t, env, dir, files["ci.sh"], 0)

	bad := `printf 'import os\ndef f(host):\n    os.system("ping " + host)\n' >> app.py && git add . `
	if out := sh(t, env, dir, bad+"&& git commit -qm bad", 1); !strings.Contains(out, "INJ-05") {
		t.Errorf("the hook says: %s", out)
	}
	for _, h := range pc.Repos[0].Hooks {
		want := map[string]int{"vibedefend-scan": 3, "vibedefend-rules": 0}[h.ID]
		if out := sh(t, env, dir, h.Entry, want); want == 3 && !strings.Contains(out, "INJ-05") {
			t.Errorf("%s says: %s", h.ID, out)
		}
	}
	sh(t, env, dir, "git commit -qnm bad", 0)
	sh(t, env, dir, steps["report"], 0)
	if raw, err := os.ReadFile(filepath.Join(dir, "vibedefend.sarif")); err != nil || !strings.Contains(string(raw), `"ruleId": "INJ-05"`) {
		t.Errorf("report: %v", err)
	}
	sh(t, env, dir, steps["decide"], 3)
	sh(t, env, dir, files["ci.sh"], 3)
	sh(t, append(env, "PATH=/usr/bin:/bin"), dir, "echo x >> app.py && git commit -qam without", 0)
}
