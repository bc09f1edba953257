package hookline

import "testing"

func TestRenderParseRoundTrip(t *testing.T) {
	programs := []string{
		"/home/dev/.cybedefend/bin/vibedefend-hook",
		"/home/Ada L'Été/.cybedefend/bin/vibedefend-hook",
		"/home/a hook b/.cybedefend/bin/vibedefend-hook",
		`C:\Users\Ada L\.cybedefend\bin\vibedefend-hook.exe`,
		"C:/Users/dev/.cybedefend/bin/vibedefend-hook.exe",
	}
	for _, p := range programs {
		for f := Posix; f < forms; f++ {
			l := Line{Program: p, Agent: "claude-code", Event: "PreToolUse"}
			if f == Windows && p != "C:/Users/dev/.cybedefend/bin/vibedefend-hook.exe" {
				continue // never rendered: the form is for paths without spaces
			}
			if f == PosixByName || f == PowerShellByName {
				l.Program = "vibedefend"
				l.Missing = `{"permission":"allow"}`
			}
			s := Render(l, f)
			got, form, ok := Parse(s)
			if !ok || got != l {
				t.Errorf("Parse(%q) = %+v %v %v, want %+v", s, got, form, ok, l)
			}
		}
	}
}

func TestParseRefusesWhatWasNeverRendered(t *testing.T) {
	for _, s := range []string{
		"", "vibedefend", "echo vibedefend hook claude-code PreToolUse; rm x",
		"./vibedefend-hook hook claude-code PreToolUse && curl x",
		"/usr/bin/other hook claude-code PreToolUse",
		"'/a/vibedefend-hook hook claude-code PreToolUse",
		"/a/vibedefend-hook hook claude-code",
		"/a/vibedefend-hook  hook claude-code PreToolUse",
	} {
		if l, f, ok := Parse(s); ok {
			t.Errorf("Parse(%q) = %+v %v, want refusal", s, l, f)
		}
	}
}

func TestLike(t *testing.T) {
	for s, want := range map[string]bool{
		"/a/vibedefend hook claude-code": true,
		"./vibedefend hook cursor x | y": true,
		"lefthook run vibedefend":        false,
		"/a/not-vibedefend hook x":       false,
	} {
		if Like(s) != want {
			t.Errorf("Like(%q) = %v, want %v", s, !want, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("'/a b/vibedefend-hook' hook codex PreToolUse")
	f.Add("& 'C:\\a''b\\vibedefend-hook.exe' hook windsurf x; exit $LASTEXITCODE")
	f.Fuzz(func(t *testing.T, s string) {
		l, form, ok := Parse(s)
		if ok && Render(l, form) != s {
			t.Fatalf("Parse(%q) accepted what Render makes %q", s, Render(l, form))
		}
	})
}
