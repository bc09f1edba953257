package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

func user(t testing.TB, config string) Options {
	t.Helper()
	dir := home.Dir(filepath.Join(t.TempDir(), home.Base))
	if err := os.MkdirAll(string(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir.Config(), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return Options{Dir: dir}
}

func TestOnError(t *testing.T) {
	for config, want := range map[string]rules.OnError{
		`{}`:                            {Gate: rules.Block, Rest: rules.Allow},
		`{"on_error":{"gate":"allow"}}`: {Gate: rules.Allow, Rest: rules.Allow},
		`{"on_error":{"gate":"ask"}}`:   {Gate: rules.Ask, Rest: rules.Allow},
		`{"on_error":{"rest":"block"}}`: {Gate: rules.Block, Rest: rules.Block},
		`{"policy":{"on_error":{"gate":"warn","rest":"warn"}}}`: {Gate: rules.Warn, Rest: rules.Warn},
	} {
		if p, err := Load(user(t, config)); err != nil || p.OnError != want {
			t.Errorf("%s: %+v %v", config, p, err)
		}
	}
	if _, err := Load(user(t, `{"on_error":{"gate":"pass"}}`)); err == nil {
		t.Error("an unknown action passes")
	}
}

// What the machine's policy says, the user's does not change.
func TestTheStricterLayerSpeaksFirst(t *testing.T) {
	p, by := &rules.Policy{OnError: rules.OnError{Gate: rules.Block}}, &said{}
	for _, gate := range []string{"ask", "allow"} {
		var f file
		f.OnError.Gate = gate
		if err := setOnError(p, f, by, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if p.OnError.Gate != rules.Ask {
		t.Errorf("gate %v", p.OnError.Gate)
	}
}

// A file is only passed over where it has none of the keys that are read.
func TestSilentKnowsEveryKey(t *testing.T) {
	var tags []string
	for _, of := range []reflect.Type{reflect.TypeFor[configFile](), reflect.TypeFor[file]()} {
		for i := range of.NumField() {
			if tag := of.Field(i).Tag.Get("json"); tag != "" && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	for _, tag := range tags {
		for _, key := range []string{tag, strings.ToUpper(tag)} {
			if silent([]byte(`{"version":1,"` + key + `":5}`)) {
				t.Errorf("%s is passed over", key)
			}
		}
	}
	for _, text := range []string{"", "[]", "5", "{", `{"a":1}x`} {
		if silent([]byte(text)) {
			t.Errorf("%q is passed over", text)
		}
	}
	if !silent([]byte(`{"version":1,"region":"eu","agents":[{"mode":"x"}]}`)) {
		t.Error("a file without policy is read")
	}
}

// Many rules of each kind, as a large team has them.
func manyRules(t testing.TB, n int) []rules.Rule {
	t.Helper()
	var list []rules.Rule
	for i := range n {
		p, err := rules.ParsePattern(fmt.Sprintf("tool%d delete|drop !--dry-run", i))
		if err != nil {
			t.Fatal(err)
		}
		r := rules.Rule{ID: fmt.Sprint("team.rule", i), Pack: "team", Title: fmt.Sprint("Tool ", i, " deletes what others need"), Action: rules.Block, Severity: rules.High,
			Why: "The text of a rule says why in a sentence or two.\nIt may have lines, \"quotes\" and\ttabs.", Instead: "ask the owners of it", Refs: []string{"CWE-22"}, Commands: []rules.Pattern{p}}
		switch i % 5 {
		case 1:
			r.Paths = []rules.PathMatch{{Op: "write", Glob: fmt.Sprint("infra/", i, "/**")}}
		case 2:
			r.URLs = []string{fmt.Sprint("https://host", i, ".example.com/*")}
		case 3:
			r.MCP = []string{fmt.Sprint("server", i, "/delete_*")}
		}
		list = append(list, r)
	}
	return list
}

func compiledFor(t testing.TB, n int) Options {
	t.Helper()
	o := user(t, `{"version":1,"region":"local"}`)
	o.fill()
	text := []byte("rules: []\n")
	if err := os.WriteFile(rulesPath(string(o.Dir)), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Store(o, Source{"user", rulesPath(string(o.Dir))}, text, manyRules(t, n)); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCompiledRulesHold(t *testing.T) {
	o := compiledFor(t, 50)
	p, err := Load(o)
	if err != nil || len(p.Stale) != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	for _, ev := range []rules.Event{
		{Kind: rules.Command, Command: "tool49 drop x"},
		{Kind: rules.FileWrite, Writes: []rules.FileChange{{Path: "/r/infra/6/a.tf", Op: rules.Create, New: "x"}}},
		{Kind: rules.ToolOther, URLs: []string{"https://host7.example.com/x"}},
		{Kind: rules.MCPCall, MCP: &rules.MCPRequest{Server: "server8", Tool: "delete_all"}},
	} {
		ev.Phase, ev.CWD, ev.Root = rules.Before, "/r", "/r"
		v := rules.New(p, nil).Evaluate(&ev, nil)
		if v.Action != rules.Block || len(v.Findings) == 0 || v.Findings[0].Layer != "user" || !strings.Contains(v.Findings[0].Why, "lines, \"quotes\"") {
			t.Errorf("%s: %+v", ev.Kind, v)
		}
	}
	if v := rules.New(p, nil).Evaluate(&rules.Event{Kind: rules.Command, Phase: rules.Before, Command: "tool49 drop x --dry-run", CWD: "/r"}, nil); v.Action != rules.Allow {
		t.Errorf("a dry run: %+v", v)
	}
}

// Rules that changed and cannot be compiled here leave the last ones in force.
func TestStaleRulesStillHold(t *testing.T) {
	o := compiledFor(t, 5)
	if err := os.WriteFile(rulesPath(string(o.Dir)), []byte("rules: [] # changed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Load(o)
	if err != nil || len(p.Stale) != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	v := rules.New(p, nil).Evaluate(&rules.Event{Kind: rules.Command, Phase: rules.Before, Command: "tool4 delete x", CWD: "/r"}, nil)
	if v.Action != rules.Block {
		t.Errorf("the rules of the last time do not hold: %+v", v)
	}
}

// A cache that was damaged counts as none.
func TestDamagedCache(t *testing.T) {
	o := compiledFor(t, 5)
	path := cachePath(o, rulesPath(string(o.Dir)))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "x", string(whole[:len(whole)/2]), string(whole) + "more\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := Load(o); err != nil || len(p.Stale) != 1 {
			t.Errorf("%d bytes: %+v %v", len(text), p, err)
		}
	}
}

// BenchmarkLoad500 loads 500 custom rules and judges one call by them.
func BenchmarkLoad500(b *testing.B) {
	o := compiledFor(b, 500)
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(o); err != nil {
				b.Fatal(err)
			}
		}
	})
	p, err := Load(o)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("judge", func(b *testing.B) {
		ev := rules.Event{Kind: rules.Command, Phase: rules.Before, Command: "go build ./... && cp a b", CWD: "/r", Root: "/r"}
		for b.Loop() {
			rules.New(p, nil).Evaluate(&ev, nil)
		}
	})
}
