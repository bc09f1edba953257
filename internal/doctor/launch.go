package doctor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/detect"
)

// errNoShell is where the shell that an agent brings along cannot be had.
var errNoShell = errors.New("no shell like the agent's own is on this machine")

// send runs the stored line the way its agent would.
func (sh shot) send(s Subject) (answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), s.patience())
	defer cancel()
	argv := sh.dialect.shell(s, sh.hook.Command)
	if argv == nil {
		return answer{}, errNoShell
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = s.Env.Dir
	cmd.Env = append(os.Environ(), sh.env...)
	cmd.Stdin = bytes.NewReader(sh.payload)
	cmd.WaitDelay = time.Second // a child that keeps the streams open does not hold us
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = limited64(&out), limited64(&errs)
	err := cmd.Run()
	if ctx.Err() != nil {
		return answer{}, fmt.Errorf("no answer within %s", s.patience())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return answer{}, err
	}
	return answer{out.Bytes(), errs.Bytes(), cmd.ProcessState.ExitCode()}, nil
}

// limitedWriter keeps the first 64 KB and swallows the rest.
type limitedWriter struct{ b *bytes.Buffer }

func limited64(b *bytes.Buffer) limitedWriter { return limitedWriter{b} }

// Write implements io.Writer.
func (w limitedWriter) Write(p []byte) (int, error) {
	if room := 64<<10 - w.b.Len(); room > 0 {
		w.b.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func plainShell(s Subject, line string) []string {
	if s.Env.OS == "windows" {
		return power(line)
	}
	return []string{"/bin/sh", "-c", line}
}

func bash(s Subject, line string) []string {
	if s.Env.OS == "windows" {
		return power(line)
	}
	return []string{"bash", "-c", line}
}

// claudeShell prefers Git Bash on Windows, as Claude Code does.
func claudeShell(s Subject, line string) []string {
	if b := gitBash(s.Env); b != "" {
		return []string{b, "-c", line}
	}
	return plainShell(s, line)
}

// devinShell stands in for the bash that Devin brings along on Windows.
func devinShell(s Subject, line string) []string {
	if s.Env.OS != "windows" {
		return bash(s, line)
	}
	if b := gitBash(s.Env); b != "" {
		return []string{b, "-c", line}
	}
	return nil
}

// gitBash finds the bash of Git for Windows, "" where there is none.
func gitBash(e detect.Env) string {
	if e.OS != "windows" {
		return ""
	}
	places := []string{e.Getenv("CLAUDE_CODE_GIT_BASH_PATH")}
	for _, v := range [][2]string{{"ProgramFiles", ""}, {"LOCALAPPDATA", "Programs"}} {
		if dir := e.Getenv(v[0]); dir != "" {
			places = append(places, e.Join(dir, v[1], "Git", "bin", "bash.exe"))
		}
	}
	for _, dir := range strings.Split(e.Getenv("PATH"), ";") {
		dir = strings.TrimRight(dir, `\/`)
		if i := strings.LastIndexAny(dir, `\/`); i > 0 && e.IsFile(e.Join(dir, "git.exe")) {
			places = append(places, e.Join(dir[:i], "bin", "bash.exe"))
		}
	}
	for _, p := range places {
		if p != "" && e.IsFile(p) {
			return p
		}
	}
	return ""
}

func copilotShell(s Subject, line string) []string {
	if s.Env.OS == "windows" {
		return power(line)
	}
	return []string{"/bin/bash", "--norc", "--noprofile", "-c", line}
}

func power(line string) []string { return []string{"powershell", "-NoProfile", "-Command", line} }

// loginShell is the shell of the account, which Codex uses whatever SHELL says.
func loginShell(s Subject, line string) []string {
	if s.Env.OS == "windows" {
		return power(line)
	}
	shell := "/bin/sh"
	if u, err := user.Current(); err == nil {
		shell = shellOf(u.Username, s.Env.FS, s.Env.Getenv("SHELL"))
	}
	return []string{shell, "-c", line}
}

// shellOf reads the account's shell; where accounts are no file (macOS) the
// variable is the best guess.
func shellOf(account string, fsys interface{ ReadFile(string) ([]byte, error) }, guess string) string {
	src, err := fsys.ReadFile("/etc/passwd")
	if err == nil {
		for _, l := range strings.Split(string(src), "\n") {
			if f := strings.Split(l, ":"); len(f) == 7 && f[0] == account && strings.HasPrefix(f[6], "/") {
				return f[6]
			}
		}
	}
	if strings.HasPrefix(guess, "/") {
		return guess
	}
	return "/bin/sh"
}

func noEnv(Subject) []string { return nil }

func claudeEnv(s Subject) []string {
	return []string{"CLAUDECODE=1", "CLAUDE_PROJECT_DIR=" + s.Env.Dir, "CLAUDE_CODE_SESSION_ID=" + Session}
}

func cursorEnv(s Subject) []string {
	return []string{"CURSOR_PROJECT_DIR=" + s.Env.Dir, "CLAUDE_PROJECT_DIR=" + s.Env.Dir, "CURSOR_VERSION=3.18.25"}
}

func devinEnv(s Subject) []string { return []string{"DEVIN_PROJECT_DIR=" + s.Env.Dir} }

func copilotEnv(s Subject) []string {
	return []string{"COPILOT_CLI=1", "COPILOT_PROJECT_DIR=" + s.Env.Dir, "CLAUDE_PROJECT_DIR=" + s.Env.Dir}
}

// onPath reports whether vibedefend can be called by its name.
func onPath(e detect.Env) bool {
	sep := ":"
	if e.OS == "windows" {
		sep = ";"
	}
	for _, dir := range strings.Split(e.Getenv("PATH"), sep) {
		if dir != "" && (e.IsFile(e.Join(dir, "vibedefend")) || e.IsFile(e.Join(dir, "vibedefend.exe"))) {
			return true
		}
	}
	return false
}
