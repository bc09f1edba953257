package cmd

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/person"
	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/internal/setup"
)

type knowing struct{ error }

func (knowing) Hint() string { return "do that" }

func TestErrorsBecomeExitCodes(t *testing.T) {
	plain := errors.New("x")
	for name, c := range map[string]struct {
		err  error
		code int
		says []string
	}{
		"none":             {nil, 0, nil},
		"any":              {plain, 1, []string{"error: x\n"}},
		"usage":            {usage(plain, "vibedefend x --help"), 2, []string{"error: x\n", "hint: see vibedefend x --help\n"}},
		"wrapped usage":    {withHint(usage(plain, ""), "one", "two"), 2, []string{"hint: one\nhint: two\n"}},
		"findings":         {exitFindings, 3, nil},
		"unknown agent":    {&setup.UnknownAgentError{Name: "y"}, 2, []string{`unknown agent "y"`}},
		"left":             {fmt.Errorf("ask: %w", prompt.ErrAborted), 130, []string{"nothing was changed"}},
		"below an agent":   {fmt.Errorf("uninstall: %w", &person.AgentError{Agent: "Codex"}), 1, []string{"Codex started this command", "a person must do this"}},
		"of another place": {fmt.Errorf("write: %w", knowing{plain}), 1, []string{"hint: do that\n"}},
		"below home":       {errors.New("read /home/ada/.x: no"), 1, []string{"read ~/.x: no"}},
		"steering":         {errors.New("bad name \x1b[2J\a"), 1, []string{"bad name ?[2J?"}},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs strings.Builder
			a := &app{out: &out, err: &errs, getenv: func(string) string { return "" }}
			a.machine.Env = detect.Env{Home: "/home/ada"}
			if got := a.fail(c.err); got != c.code {
				t.Errorf("code = %d, want %d", got, c.code)
			}
			for _, s := range c.says {
				if !strings.Contains(errs.String(), s) {
					t.Errorf("said %q, want %q", errs.String(), s)
				}
			}
			if out.String() != "" || c.says == nil && errs.String() != "" {
				t.Errorf("stdout %q, stderr %q", out.String(), errs.String())
			}
		})
	}
}

func TestTilde(t *testing.T) {
	a := &app{}
	a.machine.Env = detect.Env{Home: "/home/ada"}
	for in, want := range map[string]string{
		"/home/ada":                         "~",
		"/home/ada/.x and /home/ada/y":      "~/.x and ~/y",
		"the folder /home/ada is read-only": "the folder ~ is read-only",
		`"/home/ada"`:                       `"~"`,
		"/home/adam/x":                      "/home/adam/x",
		"/home/ada.old/x /home/ada-2":       "/home/ada.old/x /home/ada-2",
		"/mnt/home/ada/x":                   "/mnt/home/ada/x",
		"/mnt/home/ada/x /home/ada/y":       "/mnt/home/ada/x ~/y",
		"/home/adaé":                        "/home/adaé",
		"":                                  "",
	} {
		if got := a.tilde(in); got != want {
			t.Errorf("tilde(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShellText(t *testing.T) {
	for want, args := range map[string][]string{
		"a && b":          {"a && b"},
		"rm -rf 'a b'":    {"rm", "-rf", "a b"},
		`echo '$(x)' ';'`: {"echo", "$(x)", ";"},
		"echo ''":         {"echo", ""},
	} {
		if got, err := shellText(args); err != nil || got != want {
			t.Errorf("shellText(%q) = %q %v, want %q", args, got, err, want)
		}
	}
}

// FuzzBatch wants one answer a line for whatever is on it.
func FuzzBatch(f *testing.F) {
	f.Add(`{"command":"ls"}`)
	f.Add(`{"command":"rm -rf /","cwd":"relative"}`)
	f.Add("{\"command\":\"a\\u0000b\",\"cwd\":\"/\\u001b\"}")
	f.Fuzz(func(t *testing.T, line string) {
		if strings.TrimSpace(line) == "" || strings.ContainsAny(line, "\n") {
			return
		}
		var out strings.Builder
		h := t.TempDir()
		a := &app{in: strings.NewReader(line + "\n" + line), out: &out, err: &out, getenv: func(string) string { return "" }}
		a.machine = setup.Machine{Env: detect.Env{Home: h, Dir: h, OS: "linux", Getenv: a.getenv, FS: detect.OSFS{}}}
		if err := a.checkBatch(); err != nil {
			t.Fatal(err)
		}
		answers := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(answers) != 2 || answers[0] != answers[1] || !strings.HasPrefix(answers[0], `{"action":"`) {
			t.Fatalf("%q is answered by %q", line, out.String())
		}
	})
}
