package installers_test

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
)

func TestManagedPlans(t *testing.T) {
	for _, s := range systems() {
		for _, row := range installers.Table() {
			name := fmt.Sprintf("%s-%s-managed", row.ID, s.name)
			t.Run(name, func(t *testing.T) {
				target := installers.Target{Env: s.env, Scope: installers.Managed, HookPath: home.ManagedHook(s.env.OS), Denies: true}
				p, err := row.Plan(target)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, name, render(t, p, detecttest.FS{}))
			})
		}
	}
}

// machine is a real folder that stands for the system's.
func machine(t *testing.T) (installers.Target, home.Dir, installers.ApplyOptions) {
	t.Helper()
	root := filepath.ToSlash(t.TempDir())
	env := detect.Env{Home: filepath.Join(root, "home"), OS: "linux", Prefix: root, FS: detect.OSFS{}, Getenv: func(string) string { return "" }}
	target := installers.Target{Env: env, Scope: installers.Managed, HookPath: home.ManagedHook("linux")}
	return target, home.Dir(root + "/etc/cybedefend"), installers.ApplyOptions{System: root, Partial: true}
}

func plansFor(t *testing.T, target installers.Target) []installers.Plan {
	t.Helper()
	var out []installers.Plan
	for _, row := range installers.Table() {
		p, err := row.Plan(target)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func putFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestManagedIsExact installs for the machine beside files of administrators
// and takes it back.
func TestManagedIsExact(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"empty": {},
		"foreign": {
			"etc/codex/requirements.toml":               "# ours\r\nallowed_sandbox_modes = [\"workspace-write\"]\r\n\r\n[[hooks.PreToolUse]]\r\nmatcher = \"*\"\r\n[[hooks.PreToolUse.hooks]]\r\ntype = \"command\"\r\ncommand = \"/opt/x\"\r\n",
			"etc/claude-code/managed-settings.json":     `{"permissions":{"deny":["Bash(sudo:*)"]}}`,
			"etc/claude-code/managed-settings.d/a.json": `{}`,
			"etc/cursor/hooks.json":                     "{\n\t\"version\": 1, \"hooks\": {\"stop\": [{\"command\": \"/opt/x\", \"odd\": 1}]}\n}",
			"etc/windsurf/hooks.json":                   `{"hooks": {"pre_run_command": [{"command": "/opt/x"}]}}`,
		},
		"pinned": {"etc/codex/requirements.toml": "[features]\nhooks = true # keep\nnetwork_proxy = true"},
	} {
		t.Run(name, func(t *testing.T) {
			target, dir, o := machine(t)
			for p, c := range files {
				putFile(t, filepath.Join(o.System, p), c)
			}
			before := tree(t, o.System)
			plans := plansFor(t, target)
			if r, err := installers.Apply(dir, plans, o); err != nil {
				t.Fatalf("%v: %+v", err, r.Failed)
			}
			plans = plansFor(t, target)
			if r, err := installers.Apply(dir, plans, o); err != nil || len(r.Changed) != 0 {
				t.Errorf("a second run changed %v: %v", r.Changed, err)
			}
			for _, p := range plans {
				for _, s := range installers.Verify(p, detect.OSFS{}, false) {
					if s.State != "ok" {
						t.Errorf("%s: %s %s", s.Path, s.State, s.Message)
					}
				}
			}
			if r, err := installers.Revert(dir, nil, plans, installers.RevertOptions{Scopes: []installers.Scope{installers.Managed}}); err != nil {
				t.Fatalf("%v: %+v", err, r.Failed)
			}
			if err := os.RemoveAll(string(dir)); err != nil {
				t.Fatal(err)
			}
			if after := tree(t, o.System); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
		})
	}
}

// tree lists files with their bytes, and folders that hold something.
func tree(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(p)
		fmt.Fprintf(&b, "%s %q\n", strings.TrimPrefix(p, root), src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestManagedNeverShadows holds the choice of Cascade's files.
func TestManagedNeverShadows(t *testing.T) {
	const hooks = `{"hooks":{"pre_run_command":[{"command":"/opt/x"}]}}`
	for name, c := range map[string]struct{ there, want string }{
		"none":   {"", "/etc/windsurf /etc/devin"},
		"legacy": {"windsurf", "/etc/windsurf"},
		"devin":  {"devin", "/etc/devin"},
		"both":   {"windsurf devin", "/etc/windsurf /etc/devin"},
	} {
		t.Run(name, func(t *testing.T) {
			target, _, o := machine(t)
			for _, d := range strings.Fields(c.there) {
				putFile(t, filepath.Join(o.System, "etc", d, "hooks.json"), hooks)
			}
			p, err := installers.For("windsurf", target)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, ch := range p.Changes {
				got = append(got, strings.TrimPrefix(path.Dir(ch.Path), o.System))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("writes to %v, want %s", got, c.want)
			}
		})
	}
}

// TestRequirementsRefuses: Codex does not start with a broken file, and an
// administrator's no is an answer.
func TestRequirementsRefuses(t *testing.T) {
	for name, src := range map[string]string{
		"broken":       "[features\n",
		"off":          "[features]\nhooks = false\n",
		"off, dotted":  "features.hooks = false\n",
		"inline hooks": "hooks = { PreToolUse = [] }\n",
		"array":        "[hooks]\nPreToolUse = [{ matcher = \"*\", hooks = [] }]\n",
		"two keys":     "a = 1\na = 2\n",
	} {
		t.Run(name, func(t *testing.T) {
			target, dir, o := machine(t)
			path := filepath.Join(o.System, "etc/codex/requirements.toml")
			putFile(t, path, src)
			p, err := installers.For("codex", target)
			if err != nil {
				t.Fatal(err)
			}
			r, err := installers.Apply(dir, []installers.Plan{p}, o)
			if !errors.Is(err, installers.ErrFailed) || len(r.Failed) == 0 {
				t.Errorf("not refused: %v %+v", err, r)
			}
			if got, _ := os.ReadFile(path); string(got) != src {
				t.Errorf("the file became %q", got)
			}
		})
	}
}

// TestManagedRefusesWhatOthersCanChange: a file of the machine that a user can
// swap is none.
func TestManagedRefusesWhatOthersCanChange(t *testing.T) {
	target, dir, o := machine(t)
	folder := filepath.Join(o.System, "etc", "cursor")
	for name, prepare := range map[string]func() error{
		"writable folder": func() error { return errors.Join(os.MkdirAll(folder, 0o755), os.Chmod(folder, 0o777)) },
		"link into one": func() error {
			loose := filepath.Join(o.System, "loose")
			return errors.Join(os.MkdirAll(loose, 0o755), os.Chmod(loose, 0o777), os.Symlink(loose, folder))
		},
		"unreadable": func() error { return errors.Join(os.MkdirAll(folder, 0o755), os.Chmod(folder, 0o700)) },
	} {
		t.Run(name, func(t *testing.T) {
			_ = os.RemoveAll(folder)
			if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := prepare(); err != nil {
				t.Fatal(err)
			}
			p, err := installers.For("cursor", target)
			if err != nil {
				t.Fatal(err)
			}
			r, _ := installers.Apply(dir, []installers.Plan{p}, o)
			if len(r.Failed) != 1 || r.Failed[0].Hint == "" {
				t.Errorf("not refused with a hint: %+v", r)
			}
		})
	}
}

func TestMachinePolicyKeepsOtherKeys(t *testing.T) {
	target, dir, o := machine(t)
	path := filepath.Join(o.System, "etc/cybedefend/policy.json")
	const mine = "{\n  \"mode\": \"enforce\",\n  \"region\": \"us\"\n}\n"
	putFile(t, path, mine)
	p := installers.MachinePolicy(target, "eu")
	if p.Changes[0].Edit.State([]byte(mine)) != edit.Stale {
		t.Error("another region is not seen")
	}
	if r, err := installers.Apply(dir, []installers.Plan{p}, o); err != nil {
		t.Fatalf("%v %+v", err, r)
	}
	if got, _ := os.ReadFile(path); string(got) != strings.Replace(mine, `"us"`, `"eu"`, 1) {
		t.Errorf("became %s", got)
	}
	if _, err := installers.Revert(dir, nil, []installers.Plan{p}, installers.RevertOptions{Scopes: []installers.Scope{installers.Managed}}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != mine {
		t.Errorf("came back as %s", got)
	}
}
