package detect_test

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/detect/detecttest"
)

// line writes a find in one line, for tables.
func line(f detect.Found) string {
	s := f.Agent + "/" + f.Surface + " " + f.Version + " " + f.Support.String()
	if f.Residue {
		s += " residue"
	}
	return s
}

func lines(found []detect.Found) string {
	var out []string
	for _, f := range found {
		out = append(out, line(f))
	}
	return strings.Join(out, "\n")
}

func TestMachines(t *testing.T) {
	tests := []struct {
		name string
		env  detect.Env
		want []string
	}{
		{"linux", detecttest.Linux(), []string{
			"claude-code/cli 2.1.330 supported",
			"cursor/ide 3.18.25 supported",
			"cursor/cli 2026.09.10-fd3934a supported",
			"codex/cli 0.169.0 supported",
			"windsurf/cascade 3.4.1 supported",
			"windsurf/devin 3.4.1 supported",
			"windsurf/jetbrains  unknown",
			"windsurf/devin 3000.6.14 supported",
			"copilot/copilot-cli 1.0.102 supported",
			"copilot/vscode 1.121.0 supported",
		}},
		{"macos", detecttest.MacOS(), []string{
			"claude-code/cli 2.1.300 supported",
			"cursor/ide 3.18.25 supported",
			"codex/cli 0.155.1 supported",
			"windsurf/cascade 1.12.40 too-old",
			"copilot/vscode 1.109.2 too-old",
		}},
		{"windows", detecttest.Windows(), []string{
			"claude-code/cli 2.1.100 supported",
			"cursor/ide 1.7.52 supported",
			"cursor/cli  unknown",
			"codex/cli 0.120.0 too-old",
			"windsurf/devin 3.9.19 supported",
			"copilot/copilot-cli 0.0.390 too-old",
			"copilot/vscode 1.121.0 supported",
		}},
		{"nothing", detecttest.Env("linux", "/home/dev", nil, "PATH=/bin"), []string{""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := lines(detect.All(tt.env)), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestTooOldSaysWhatToUpgrade(t *testing.T) {
	for _, f := range append(detect.All(detecttest.Windows()), detect.All(detecttest.MacOS())...) {
		if (f.Support == detect.TooOld) != (f.Upgrade != "") {
			t.Errorf("%s: upgrade text %q", line(f), f.Upgrade)
		}
	}
}

func TestResidueIsWeak(t *testing.T) {
	env := detecttest.Env("linux", "/home/dev", detecttest.FS{
		"/home/dev/.claude/":           "",
		"/home/dev/.cursor/":           "",
		"/home/dev/.codex/":            "",
		"/home/dev/.codeium/windsurf/": "",
		"/home/dev/.config/devin/":     "",
		"/home/dev/.copilot/":          "",
	})
	found := detect.All(env)
	if len(found) != 6 {
		t.Fatalf("found %d: %s", len(found), lines(found))
	}
	for _, f := range found {
		if !f.Residue || f.Support != detect.Unknown {
			t.Errorf("%s: want residue of unknown version", line(f))
		}
	}
}

// The name "agent" is anyone's; so is "devin" of an unrelated Python package.
func TestGenericNamesAreNotEvidence(t *testing.T) {
	env := detecttest.Env("linux", "/home/dev", detecttest.FS{
		"/usr/bin/agent": "elf", "/usr/bin/devin": "py",
	}, "PATH=/usr/bin")
	if found := detect.All(env); len(found) != 0 {
		t.Errorf("found %s", lines(found))
	}
}

func TestOldestCopyCounts(t *testing.T) {
	env := detecttest.Env("linux", "/home/dev", detecttest.FS{
		"/a/claude": "-> /x/claude/2.1.330/claude", "/x/claude/2.1.330/claude": "elf",
		"/b/claude": "-> /x/claude/2.0.76/claude", "/x/claude/2.0.76/claude": "elf",
		"/home/dev/.vscode/extensions/anthropic.claude-code-2.1.20-linux-x64/package.json": "{}",
	}, "PATH=/a:/b")
	found := detect.All(env)
	if v, known := detect.Oldest(found); v != "2.0.76" || !known {
		t.Errorf("oldest %q known %v of\n%s", v, known, lines(found))
	}
}

func TestOneUnknownCopyMakesTheVersionUnknown(t *testing.T) {
	env := detecttest.Env("linux", "/home/dev", detecttest.FS{
		"/a/claude": "-> /x/claude/2.1.330/claude", "/x/claude/2.1.330/claude": "elf", "/b/claude": "elf",
	}, "PATH=/a:/b")
	if v, known := detect.Oldest(detect.All(env)); known {
		t.Errorf("version %q counts as known", v)
	}
}

// The version of the Node.js whose folder holds a program is not its own.
func TestOtherVersionsInThePathAreNotTheAgents(t *testing.T) {
	env := detecttest.Env("linux", "/home/dev", detecttest.FS{
		"/home/dev/.nvm/versions/node/v22.4.0/bin/claude": "sh",
		"/opt/tools/3.1.4/codex":                          "sh",
	}, "PATH=/opt/tools/3.1.4")
	for _, f := range detect.All(env) {
		if f.Version != "" {
			t.Errorf("%s has a version", line(f))
		}
	}
}

func TestWindowsFolders(t *testing.T) {
	env := detecttest.Env("windows", `C:\Users\dev`, detecttest.FS{
		`C:\Users\dev\.local\bin\claude.exe`:                                                             "exe",
		`C:\Users\dev\.local\share\claude\versions\2.1.9`:                                                "exe",
		`C:\Users\dev\.local\share\claude\versions\2.1.330`:                                              "exe",
		`C:\Users\dev\AppData\Local\Programs\Microsoft VS Code\ab12cd\resources\app\product.json`:        `{"version":"1.122.0"}`,
		`C:\Users\dev\AppData\Local\Programs\Microsoft VS Code\ab12cd\resources\app\extensions\copilot\`: "",
	})
	if got := lines(detect.All(env)); got != "claude-code/cli 2.1.330 supported\ncopilot/vscode 1.122.0 supported" {
		t.Error(got)
	}
}

func TestFoldersFromTheEnvironment(t *testing.T) {
	env := detecttest.Linux("CLAUDE_CONFIG_DIR=/c", "CODEX_HOME=/x", "COPILOT_HOME=/p", "XDG_CONFIG_HOME=/g", "CURSOR_CONFIG_DIR=/u")
	got := []string{detect.ClaudeDir(env), detect.CodexDir(env), detect.CopilotDir(env), detect.DevinDir(env), detect.CursorCLIDir(env), detect.CursorDir(env)}
	if s := strings.Join(got, " "); s != "/c /x /p /g/devin /u /home/dev/.cursor" {
		t.Error(s)
	}
	if d := detect.ClaudeDir(detecttest.Linux("CLAUDE_CONFIG_DIR=rel")); d != "/home/dev/.claude" {
		t.Errorf("a relative folder is used: %s", d)
	}
}

func TestSides(t *testing.T) {
	tests := []struct {
		files   detecttest.FS
		environ []string
		want    string
	}{
		{nil, nil, ""},
		{nil, []string{"WSL_DISTRO_NAME=Debian"}, "wsl"},
		{detecttest.FS{"/.dockerenv": ""}, nil, "container"},
		{nil, []string{"SSH_CONNECTION=1 2 3 4"}, "ssh"},
	}
	for _, tt := range tests {
		env := detecttest.Env("linux", "/home/dev", tt.files, tt.environ...)
		if got := detect.Side(env); got != tt.want {
			t.Errorf("side %q, want %q", got, tt.want)
		}
		if note := detect.SideNote(env); (note == "") != (tt.want == "") {
			t.Errorf("side %q has the note %q", tt.want, note)
		}
	}
}

// A Windows program on the PATH of WSL reads the Windows user's files.
func TestWindowsProgramsInWSLAreNotFound(t *testing.T) {
	files := detecttest.FS{"/mnt/c/Users/dev/AppData/Roaming/npm/codex": "sh"}
	path := "PATH=/mnt/c/Users/dev/AppData/Roaming/npm"
	if found := detect.All(detecttest.Env("linux", "/home/dev", files, path, "WSL_DISTRO_NAME=Debian")); len(found) != 0 {
		t.Errorf("found %s", lines(found))
	}
	if found := detect.All(detecttest.Env("linux", "/home/dev", files, path)); len(found) != 1 {
		t.Errorf("outside WSL: %s", lines(found))
	}
}

func TestCompare(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"1.7", "1.7.0", 0}, {"1.12.41", "1.7", 1}, {"0.0.396", "0.0.1000", -1},
		{"2026.09.10-fd3934a", "2026.05.20", 1}, {"v1.2", "1.2", 0}, {"0.169.0-linux-x64", "0.169", 0},
		{"1.0.0-beta.9", "1.0.0", 0}, {"", "1", -1},
	}
	for _, tt := range tests {
		if got := detect.Compare(tt.a, tt.b); got != tt.want {
			t.Errorf("Compare(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("1.2.3", "1.2")
	f.Add("2026.09.10-fd3934a", "99999999999999999999.1")
	f.Fuzz(func(t *testing.T, a, b string) {
		if detect.Compare(a, b) != -detect.Compare(b, a) {
			t.Errorf("Compare(%q, %q) is not symmetric", a, b)
		}
	})
}
