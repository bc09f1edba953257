package doctor

import (
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// windowsDisk is a disk of Windows that holds the named files.
type windowsDisk []string

func (d windowsDisk) Stat(p string) (fs.FileInfo, error) {
	if slices.Contains(d, p) {
		return fileInfo{}, nil
	}
	return nil, fs.ErrNotExist
}

func (d windowsDisk) ReadFile(string) ([]byte, error)       { return nil, fs.ErrNotExist }
func (d windowsDisk) ReadDir(string) ([]fs.DirEntry, error) { return nil, fs.ErrNotExist }
func (d windowsDisk) EvalSymlinks(p string) (string, error) { return p, nil }

type fileInfo struct{}

func (fileInfo) Name() string       { return "" }
func (fileInfo) Size() int64        { return 1 }
func (fileInfo) Mode() fs.FileMode  { return 0o644 }
func (fileInfo) ModTime() time.Time { return time.Time{} }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }

// On Windows each agent has a shell of its own: Claude Code Git Bash where it
// is, Devin a bash it brings along, the others PowerShell.
func TestShellsOfWindows(t *testing.T) {
	const line = "C:/h/vibedefend-hook.exe hook x y || exit 2"
	vars := map[string]string{"ProgramFiles": `C:\Program Files`, "PATH": `C:\tools;D:\Git\cmd`}
	for _, tt := range []struct {
		name          string
		files         []string
		claude, devin string
	}{
		{"no bash", nil, "powershell", ""},
		{"in its usual place", []string{`C:\Program Files\Git\bin\bash.exe`}, `C:\Program Files\Git\bin\bash.exe`, `C:\Program Files\Git\bin\bash.exe`},
		{"beside git on PATH", []string{`D:\Git\cmd\git.exe`, `D:\Git\bin\bash.exe`}, `D:\Git\bin\bash.exe`, `D:\Git\bin\bash.exe`},
	} {
		s := Subject{Machine: setup.Machine{Env: detect.Env{Home: `C:\Users\dev`, OS: "windows", FS: windowsDisk(tt.files), Getenv: func(k string) string { return vars[k] }}}}
		if got := claudeShell(s, line); got[0] != tt.claude || got[len(got)-1] != line {
			t.Errorf("%s: Claude Code gets %q", tt.name, got)
		}
		got := devinShell(s, line)
		if tt.devin == "" && got != nil || tt.devin != "" && !slices.Equal(got, []string{tt.devin, "-c", line}) {
			t.Errorf("%s: Devin gets %q", tt.name, got)
		}
		for _, shell := range []func(Subject, string) []string{plainShell, loginShell, copilotShell, bash} {
			if got := shell(s, line); got[0] != "powershell" {
				t.Errorf("%s: %q", tt.name, got)
			}
		}
	}
}

// PowerShell makes every other exit code a 1; what Claude Code reads in JSON
// holds all the same.
func TestDenialHoldsWhateverTheExitCode(t *testing.T) {
	deny := answer{stdout: []byte(`{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny"}}`), exit: 1}
	if stopped, why := claudeJudge(deny); !stopped || why != "" {
		t.Errorf("stopped %v: %s", stopped, why)
	}
	if stopped, why := claudeJudge(answer{exit: 1}); stopped || why == "" {
		t.Error("a failure passes for a verdict")
	}
}
