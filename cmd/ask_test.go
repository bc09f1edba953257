package cmd

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/person"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// script answers questions in order and remembers what it was asked.
type script struct {
	answers []any // string, []string, bool or error
	asked   []string
	options map[string][]prompt.Option
}

func (s *script) next(q prompt.Question, options []prompt.Option) any {
	s.asked = append(s.asked, q.Title+"\n"+q.Text)
	if s.options == nil {
		s.options = map[string][]prompt.Option{}
	}
	s.options[q.Title] = options
	if len(s.answers) == 0 {
		return errors.New("asked too much: " + q.Title)
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	return a
}

func (s *script) Choose(q prompt.Question, o []prompt.Option) (string, error) {
	switch a := s.next(q, o).(type) {
	case string:
		return a, nil
	case error:
		return "", a
	}
	return "", errors.New("unexpected choice: " + q.Title)
}

// Pick takes nil for what is pre-selected.
func (s *script) Pick(q prompt.Question, o []prompt.Option) ([]string, error) {
	switch a := s.next(q, o).(type) {
	case []string:
		if a != nil {
			return a, nil
		}
		var keep []string
		for _, x := range o {
			if x.Selected {
				keep = append(keep, x.Value)
			}
		}
		return keep, nil
	case error:
		return nil, a
	}
	return nil, errors.New("unexpected pick: " + q.Title)
}

func (s *script) Confirm(q prompt.Question, _, _ string) (bool, error) {
	switch a := s.next(q, nil).(type) {
	case bool:
		return a, nil
	case error:
		return false, a
	}
	return false, errors.New("unexpected confirmation: " + q.Title)
}

func (s *script) Type(q prompt.Question) (string, error) { return s.Choose(q, nil) }

// desk is a person at a terminal with two agents, one too old.
func desk(t *testing.T, answers ...any) (*app, *script, *strings.Builder) {
	t.Helper()
	h := t.TempDir()
	npm(t, h, "@openai/codex", "0.169.0", "codex")
	npm(t, h, "@github/copilot", "0.0.300", "copilot")
	self := filepath.Join(t.TempDir(), "vibedefend")
	if err := os.WriteFile(self, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	s, said := &script{answers: answers}, &strings.Builder{}
	none := func(string) string { return "" }
	env := detect.Env{Home: h, Dir: h, OS: "linux", Getenv: none, FS: detect.OSFS{}, Prefix: filepath.Join(h, "system")}
	return &app{
		in: strings.NewReader(""), out: said, err: said, getenv: none, self: self, ask: s, canAsk: true,
		machine:    setup.Machine{Env: env, Dir: home.Dir(filepath.Join(h, home.Base))},
		belowAgent: func() error { return nil },
		running:    func() []person.Session { return nil },
		sleep:      func(time.Duration) {},
	}, s, said
}

func npm(t *testing.T, h, pkg, version, bin string) {
	t.Helper()
	dir := filepath.Join(h, ".npm-global", "lib", "node_modules", pkg)
	for _, d := range []string{dir, filepath.Join(h, ".npm-global", "bin")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"package.json": `{"name":"` + pkg + `","version":"` + version + `"}`, "cli.js": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "cli.js"), filepath.Join(h, ".npm-global", "bin", bin)); err != nil {
		t.Fatal(err)
	}
}

func (a *app) has(path string) bool {
	_, err := os.Lstat(filepath.Join(a.machine.Env.Home, path))
	return err == nil
}

func TestInstallAsksRegionAgentsAndOnce(t *testing.T) {
	a, s, said := desk(t, "eu", []string(nil), false, true)
	if code := a.run([]string{"install"}); code != 0 {
		t.Fatalf("code %d:\n%s", code, said)
	}
	if len(s.asked) != 4 {
		t.Fatalf("asked %d questions: %q", len(s.asked), s.asked)
	}
	if o := s.options["Region"]; len(o) != 3 || slices.ContainsFunc(o, func(o prompt.Option) bool { return o.Selected }) {
		t.Errorf("the region has a default: %+v", o)
	}
	for _, want := range []string{"Too old: GitHub Copilot", "npm install -g @github/copilot"} {
		if !strings.Contains(strings.Join(strings.Fields(s.asked[1]), " "), want) {
			t.Errorf("agents are asked without %q: %q", want, s.asked[1])
		}
	}
	if !strings.Contains(s.asked[2], "Deny rules of Codex itself") || a.has(".codex/rules/vibedefend.rules") {
		t.Errorf("the second wall is not offered, or there without a yes: %q", s.asked[2])
	}
	if !strings.Contains(s.asked[3], "Codex trusts our hooks") {
		t.Errorf("the confirmation does not cover trust: %q", s.asked[3])
	}
	if !a.has(".codex/hooks.json") || a.has(".copilot") || a.has(".cursor") {
		t.Error("not what was selected")
	}
	for _, l := range strings.Split(said.String(), "\n") {
		if len([]rune(l)) > 80 && !strings.Contains(l, "note:") && !strings.Contains(l, "Check with") {
			t.Errorf("line of %d: %q", len([]rune(l)), l)
		}
	}

	// Again: the region is not asked, nothing is to be confirmed.
	s.answers, s.asked = []any{[]string(nil)}, nil
	if code := a.run([]string{"install"}); code != 0 || len(s.asked) != 1 || !strings.Contains(said.String(), "nothing to do") {
		t.Errorf("code %d, asked %q", code, s.asked)
	}

	// Uninstall asks once too.
	s.answers, s.asked = []any{true}, nil
	if code := a.run([]string{"uninstall", "--purge"}); code != 0 || len(s.asked) != 1 {
		t.Errorf("code %d, asked %q", code, s.asked)
	}
	if a.has(".codex") || a.has(".cybedefend") {
		t.Error("something is left")
	}
}

func TestAbsentAgentsCanBeSelected(t *testing.T) {
	a, s, said := desk(t, "local", []string{"cursor", "codex"}, false, true)
	if code := a.run([]string{"install"}); code != 0 {
		t.Fatalf("code %d:\n%s", code, said)
	}
	for _, o := range s.options["Agents"] {
		if o.Selected != (o.Value == "codex") {
			t.Errorf("%s pre-selected: %v", o.Value, o.Selected)
		}
	}
	if !a.has(".cursor/hooks.json") || !a.has(".codex/hooks.json") {
		t.Error("not what was selected")
	}
}

func TestLeavingWritesNothing(t *testing.T) {
	for name, answers := range map[string][]any{
		"at the region":     {prompt.ErrAborted},
		"at the agents":     {"us", prompt.ErrAborted},
		"at the wall":       {"us", []string(nil), prompt.ErrAborted},
		"at the plan":       {"us", []string(nil), true, prompt.ErrAborted},
		"with no":           {"us", []string(nil), false, false},
		"selecting nothing": {"us", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a, _, said := desk(t, answers...)
			code := a.run([]string{"install"})
			if want := map[bool]int{true: 1, false: 130}[name == "selecting nothing"]; code != want {
				t.Errorf("code %d, want %d:\n%s", code, want, said)
			}
			if a.has(".cybedefend") || a.has(".codex") {
				t.Error("something was written")
			}
		})
	}
}

func TestFlagsSpareQuestions(t *testing.T) {
	for _, c := range []struct {
		args  []string
		asked int
	}{
		{[]string{"install", "--region", "us"}, 3},
		{[]string{"install", "--region", "us", "--native-denies"}, 2},
		{[]string{"install", "--region", "us", "--native-denies=false"}, 2},
		{[]string{"install", "--region", "us", "--agent", "codex"}, 1},
		{[]string{"install", "--yes"}, 0},
		{[]string{"install", "--yes", "--json"}, 0},
		{[]string{"install", "--dry-run"}, 0},
	} {
		answers := []any{[]string(nil), true}
		if c.asked == 3 {
			answers = []any{[]string(nil), false, true}
		}
		a, s, said := desk(t, answers[len(answers)-max(c.asked, 1):]...)
		if code := a.run(c.args); code != 0 || len(s.asked) != c.asked {
			t.Errorf("%v: code %d, asked %q\n%s", c.args, code, s.asked, said)
		}
	}
}

// A yes to the second wall is kept by later runs, and uninstall takes it back.
func TestSecondWallIsOffered(t *testing.T) {
	a, s, said := desk(t, "local", []string{"claude-code"}, true, true)
	denies := func() bool {
		src, err := os.ReadFile(filepath.Join(a.machine.Env.Home, ".claude", "settings.json"))
		return err == nil && strings.Contains(string(src), "Read(~/.ssh/**)")
	}
	if code := a.run([]string{"install"}); code != 0 || !denies() {
		t.Fatalf("code %d:\n%s", code, said)
	}
	s.answers, s.asked = []any{[]string{"claude-code"}}, nil
	if code := a.run([]string{"install"}); code != 0 || len(s.asked) != 1 || !denies() {
		t.Errorf("again: code %d, asked %q", code, s.asked)
	}
	s.answers = []any{true}
	if code := a.run([]string{"uninstall", "--purge"}); code != 0 || a.has(".claude") {
		t.Errorf("code %d, something is left:\n%s", code, said)
	}

	// Nobody is asked where no chosen agent has such rules.
	a, s, said = desk(t, "local", []string{"cursor"}, true)
	if code := a.run([]string{"install"}); code != 0 || len(s.asked) != 3 {
		t.Errorf("code %d, asked %q\n%s", code, s.asked, said)
	}
}
