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

func TestBareIsWhatNoShellReads(t *testing.T) {
	for path, want := range map[string]bool{
		`C:/Users/dev/a.exe`: true, `C:\Users\JANEDO~1\a.exe`: true, "C:/Users/Jané/a.exe": true, "C:/Users/李/a.exe": true,
		"": false, "C:/Users/Ada L/a.exe": false, "C:/Users/R&D/a.exe": false, "C:/Users/$x/a.exe": false, "C:/a(1)/a.exe": false,
		"C:/a;b/a.exe": false, "C:/a`b/a.exe": false, "C:/%x%/a.exe": false, "C:/O’Neill/a.exe": false, "C:/a,b/a.exe": false,
	} {
		if Bare(path) != want {
			t.Errorf("Bare(%q) = %v", path, !want)
		}
		line := Render(Line{Program: path, Agent: "codex", Event: "PreToolUse"}, Windows)
		if (line != "") != want {
			t.Errorf("rendered %q", line)
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
