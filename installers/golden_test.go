package installers_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
)

var update = flag.Bool("update", false, "write the golden files")

// system is a machine of the matrix.
type system struct {
	name, hook, repo string
	env              detect.Env
}

func systems() []system {
	return []system{
		{"linux", "/home/dev/.cybedefend/bin/vibedefend-hook", "/home/dev/src/shop", detecttest.Linux()},
		{"macos", "/Users/dev/.cybedefend/bin/vibedefend-hook", "/Users/dev/src/shop", detecttest.MacOS()},
		{"windows", `C:\Users\dev\.cybedefend\bin\vibedefend-hook.exe`, `C:\Users\dev\src\shop`, detecttest.Windows()},
	}
}

func (s system) target(agent string, scope installers.Scope) installers.Target {
	t := installers.Target{Env: s.env, Scope: scope, HookPath: s.hook, Trust: true,
		Found: detect.Of(detect.All(s.env), agent)}
	if scope == installers.Project {
		t.Repo = s.repo
	}
	return t
}

// with adds files to a machine, paths relative to its home.
func (s system) with(files map[string]string) system {
	fs := detecttest.FS{}
	for p, c := range s.env.FS.(detecttest.FS) {
		fs[p] = c
	}
	for p, c := range files {
		if s.env.OS == "windows" {
			p = strings.Replace(p, ".config/devin/", "AppData/Roaming/devin/", 1)
		}
		fs[strings.ReplaceAll(s.env.Home, `\`, "/")+"/"+p] = c
	}
	s.env.FS = fs
	return s
}

// render writes a plan and what it does to each file.
func render(t *testing.T, p installers.Plan, fsys detect.FS) string {
	t.Helper()
	edits, err := installers.Compute(p, fsys)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range edits {
		fmt.Fprintf(&b, "-- %s (%s, %04o, was %s) --\n", e.Path, e.Why, e.Mode, e.State)
		if e.Err != nil {
			fmt.Fprintf(&b, "refused: %v\n", e.Err)
			continue
		}
		text := strings.ReplaceAll(string(e.After), "\r", "<CR>")
		b.WriteString(text)
		if !strings.HasSuffix(text, "\n") {
			b.WriteString("<no newline>\n")
		}
	}
	for _, s := range p.Steps {
		fmt.Fprintf(&b, "step: %s\n", s.Name)
	}
	for _, n := range p.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "plans", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./installers -update to accept)\ngot\n%s", path, got)
	}
}

func TestPlansFromEmpty(t *testing.T) {
	for _, s := range systems() {
		for _, row := range installers.Table() {
			for _, scope := range []installers.Scope{installers.User, installers.Project} {
				name := fmt.Sprintf("%s-%s-%s-empty", row.ID, s.name, scope)
				t.Run(name, func(t *testing.T) {
					p, err := row.Plan(s.target(row.ID, scope))
					if err != nil {
						t.Fatal(err)
					}
					golden(t, name, render(t, p, s.env.FS))
				})
			}
		}
	}
}

func TestPlansFromExisting(t *testing.T) {
	for _, s := range systems() {
		s := s.with(existing())
		for _, row := range installers.Table() {
			for _, scope := range []installers.Scope{installers.User, installers.Project} {
				name := fmt.Sprintf("%s-%s-%s-existing", row.ID, s.name, scope)
				t.Run(name, func(t *testing.T) {
					p, err := row.Plan(s.target(row.ID, scope))
					if err != nil {
						t.Fatal(err)
					}
					golden(t, name, render(t, p, s.env.FS))
				})
			}
		}
	}
}

// existing holds what people have in these files: hooks of other tools with
// keys we do not know, comments where they may stand, other indents and line
// ends. Paths are relative to the home; the repository is src/shop.
func existing() map[string]string {
	claude := "{\n    \"permissions\": {\"allow\": [\"Bash(go test:*)\"]},\n    \"hooks\": {\n        \"PreToolUse\": [\n            {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"~/bin/audit.sh\", \"timeout\": 5, \"color\": \"red\"}]}\n        ]\n    },\n    \"model\": \"opus\"\n}"
	cursor := "{\r\n  \"version\": 1,\r\n  \"hooks\": {\r\n    \"afterFileEdit\": [{ \"command\": \"./format.sh\" }]\r\n  }\r\n}\r\n"
	codexHooks := `{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"/opt/lint/lint","id":"lint"}]}]}}` + "\n"
	cascade := "{\n\t\"hooks\": {\n\t\t\"pre_run_command\": [\n\t\t\t{ \"command\": \"/opt/log/log\", \"show_output\": true }\n\t\t]\n\t}\n}\n"
	return map[string]string{
		".claude/settings.json":                      claude,
		".cursor/hooks.json":                         cursor,
		".codex/hooks.json":                          codexHooks,
		".codex/config.toml":                         "# mine\nmodel = \"gpt-5.5\" # fast\n\n[projects.\"/home/dev/src/shop\"]\ntrust_level = \"trusted\"\n",
		".codex/AGENTS.md":                           "# Me\n\nAnswer briefly.",
		".codex/AGENTS.override.md":                  "Use British spelling.\n",
		".codeium/windsurf/hooks.json":               cascade,
		".codeium/hooks.json":                        cascade,
		".codeium/windsurf/memories/global_rules.md": strings.Repeat("Prefer tabs. ", 420) + "\n",
		".config/devin/config.json":                  "{\n  // theme of the terminal\n  \"theme\": \"dark\",\n  \"permissions\": { \"allow\": [\"Exec(go test)\"], },\n}\n",
		".config/devin/AGENTS.md":                    "Be terse.\n",
		".copilot/config.json":                       "{}\n",
		"src/shop/.claude/settings.json":             claude,
		"src/shop/.cursor/hooks.json":                cursor,
		"src/shop/.codex/hooks.json":                 codexHooks,
		"src/shop/AGENTS.md":                         "# Shop\n",
		"src/shop/.windsurf/hooks.json":              cascade,
		"src/shop/.devin/rules/style.md":             "Tabs.\n",
	}
}
