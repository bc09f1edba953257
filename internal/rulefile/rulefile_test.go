package rulefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/rules"
)

const good = `pack: ours
rules:
  - id: ours.deploy
    title: Deploys
    why: Deploying is for the pipeline.
    action: block
    commands: ["deployctl push|release !--dry-run"]
    paths: [{op: write, glob: "infra/*.tf"}]
    mcp: ["jira/delete_*"]
    urls: ["internal.example.com"]
    hit: ["deployctl push", "sudo deployctl release x"]
    miss: ["deployctl push --dry-run", "echo deployctl push"]
`

func TestParse(t *testing.T) {
	list, err := Parse([]byte(good), "guard.yaml", Custom)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Rule.Pack != "ours" || list[0].Rule.Action != rules.Block || len(list[0].Hit) != 2 {
		t.Errorf("%+v", list)
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for bad, want := range map[string]string{
		"rules:\n  - id: a\n    title: t\n    action: maybe\n    commands: [x]\n":                         "guard.yaml:4: rule a: action",
		"rules:\n  - id: a\n    titel: t\n":                                                               "guard.yaml:3: unknown key",
		"rules:\n  - id: a\n    title: t\n    action: ask\n":                                              "matches nothing",
		"rules:\n  - id: a\n    title: t\n    action: ask\n    commands: ['x -a|b']\n":                    "guard.yaml:5: rule a",
		"rules:\n  - id: a\n    title: t\n    action: ask\n    commands:\n      - ls\n      - 'x -a|b'\n": "guard.yaml:7",
		"rules:\n  - id: a\n    title: t\n    action: ask\n    raise: [1]\n    commands: [x]\n":           "guard.yaml:5",
		"rules: 3\n": "must be a list",
		"rules:\n  - id: a\n    title: t\n    action: ask\n    paths: [{op: eat, glob: x}]\n": "guard.yaml:5: rule a: path op",
	} {
		_, err := Parse([]byte(bad), "guard.yaml", Custom)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", bad, err, want)
		}
	}
}

func TestCompileAndLoad(t *testing.T) {
	root, dir := t.TempDir(), home.Dir(filepath.Join(t.TempDir(), home.Base))
	file := filepath.Join(root, home.Base, "guard.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	o := policy.Options{Dir: dir, Root: root}
	p, err := policy.Load(o)
	if err != nil || len(p.Stale) != 1 {
		t.Fatalf("before: %+v %v", p, err)
	}
	done, err := Compile(o)
	if err != nil || len(done) != 1 {
		t.Fatalf("compile: %v %v", done, err)
	}
	if p, err = policy.Load(o); err != nil || len(p.Stale) != 0 {
		t.Fatalf("after: %+v %v", p, err)
	}
	e := rules.New(p, nil)
	for cmd, want := range map[string]rules.Action{"deployctl push": rules.Block, "deployctl push --dry-run": rules.Allow, "echo x > infra/a.tf": rules.Block, "curl https://internal.example.com/x": rules.Block} {
		ev := &rules.Event{Phase: rules.Before, Kind: rules.Command, Command: cmd, CWD: filepath.ToSlash(root), Root: filepath.ToSlash(root), CanAsk: true}
		if v := e.Evaluate(ev, nil); v.Action != want {
			t.Errorf("%s: %v, want %v", cmd, v.Action, want)
		}
	}
	if err := os.WriteFile(file, []byte(good+"# changed\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if p, err = policy.Load(o); err != nil || len(p.Stale) != 1 {
		t.Errorf("changed: %+v %v", p, err)
	}
	o.Compile = Rules(nil)
	if p, err = policy.Load(o); err != nil || len(p.Stale) != 0 {
		t.Errorf("compiled on the way: %+v %v", p, err)
	}
}

func TestExamples(t *testing.T) {
	list, err := Parse([]byte(good), "guard.yaml", Custom)
	if err != nil {
		t.Fatal(err)
	}
	judge := func(p *rules.Policy, text string) (ids []string) {
		v := rules.New(p, nil).Evaluate(&rules.Event{Phase: rules.Before, Kind: rules.Command, Command: text, CWD: "/r", Root: "/r", CanAsk: true}, nil)
		for _, f := range v.Findings {
			ids = append(ids, f.Rule)
		}
		return ids
	}
	if f := Test(list, judge); len(f) != 0 {
		t.Errorf("%+v", f)
	}
	list[0].Miss = append(list[0].Miss, "deployctl push x")
	if f := Test(list, judge); len(f) != 1 {
		t.Errorf("a broken example passes: %+v", f)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("rules: [1, {id: a}]"))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = Parse(b, "x", Custom) })
}
