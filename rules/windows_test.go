package rules

import "testing"

// On Windows paths come in many spellings: with a drive, as Git Bash writes
// them, with either slash, in either case, and relative to where cd led.
func TestPlacesOfWindows(t *testing.T) {
	s := &site{home: "C:/Users/dev", root: "C:/Users/dev/shop", cwd: "C:/Users/dev/shop", temps: []string{"C:/Users/dev/AppData/Local/Temp"}}
	for _, tt := range []struct {
		text, dir string
		want      place
	}{
		{"dist", "C:/Users/dev/shop", placeBuild},
		{"./dist", "C:/Users/dev/shop", placeBuild},
		{"dist", "C:/Users/dev/shop/sub", placeBuild},
		{"src/../main.go", "C:/Users/dev/shop", placeRepo},
		{`C:\Users\dev\shop\src`, "", placeRepo},
		{`c:\users\DEV\shop\src`, "", placeRepo},
		{"/c/Users/dev/shop/src", "", placeRepo},
		{"/c/users/dev/shop", "", placeRepoRoot},
		{"dist", "/c/Users/dev/shop/sub", placeBuild},
		{"..", "C:/Users/dev/shop", placeHomeRoot},
		{"/c/Users/dev", "", placeHomeRoot},
		{`C:\Users\dev`, "", placeHomeRoot},
		{`C:\Users\other`, "", placeHomeRoot},
		{`C:\Users\dev\other\src`, "", placeHome},
		{`C:\Users\dev\AppData\Local\Temp\x`, "", placeCache},
		{`C:\`, "", placeRoot},
		{"C:", "", placeRoot},
		{"/d/", "", placeRoot},
		{`C:\Windows`, "", placeSystem},
		{`D:\Program Files\x`, "", placeSystem},
		{`D:\data\x`, "", placeWork},
	} {
		if got := s.where(s.aim(tt.text, false, true, tt.dir)); got != tt.want {
			t.Errorf("%s in %q: place %d of %q, want %d", tt.text, tt.dir, got, s.aim(tt.text, false, true, tt.dir).abs, tt.want)
		}
	}
	unix := &site{home: "/home/dev", cwd: "/c/dev"}
	if got := unix.aim("/c/dev/x", false, true, "").abs; got != "/c/dev/x" {
		t.Errorf("a folder named c became %s", got)
	}
}

func TestSecretsOfWindows(t *testing.T) {
	s := &site{home: "C:/Users/dev", cwd: "C:/Users/dev/shop"}
	for _, text := range []string{`C:\Users\dev\.aws\credentials`, "/c/Users/dev/.ssh/id_rsa", `c:\users\DEV\.ssh\id_ed25519`, `C:\Users\other\.ssh\id_rsa`, "~/.aws/credentials"} {
		if abs := s.aim(text, false, true, s.cwd).abs; secretKind(abs, s.home) == "" {
			t.Errorf("%s (%s) is no secret", text, abs)
		}
	}
	if got := systemTopic("C:/Windows/System32/drivers/etc/hosts"); got != "system" {
		t.Errorf("a system file is %q", got)
	}
}

// The agents' own tools name paths with backslashes.
func TestEventsOfWindows(t *testing.T) {
	ev := &Event{CWD: `C:\Users\dev\shop`, Root: `C:\Users\dev\shop`, Reads: []string{`c:\Users\dev\.aws\credentials`},
		Writes: []FileChange{{Op: Delete, Path: `C:\Users\dev\.cybedefend\config.json`}, {Path: `\\host\share\a`, From: `D:\b`}}}
	got := slashed(ev)
	if got.CWD != "C:/Users/dev/shop" || got.Root != got.CWD || got.Reads[0] != "C:/Users/dev/.aws/credentials" ||
		got.Writes[0].Path != "C:/Users/dev/.cybedefend/config.json" || got.Writes[1].Path != "//host/share/a" || got.Writes[1].From != "D:/b" {
		t.Errorf("got %+v", got)
	}
	if ev.Writes[0].Path[2] != '\\' || ev.Reads[0][0] != 'c' {
		t.Errorf("the event was changed: %+v", ev)
	}
	unix := &Event{CWD: "/home/dev", Writes: []FileChange{{Path: `/home/dev/a\b`}}}
	if slashed(unix) != unix {
		t.Error("an event of Unix was copied")
	}
	if CallHash(ev) == CallHash(got) {
		t.Error("a call is known by what the codec wrote")
	}
}
