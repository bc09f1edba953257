package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Loose runs vibedefend as a person would, which has to succeed. It is cut
// loose from this process first: what is for people is refused below a coding
// agent, and these tests may be run by one. It returns what was printed.
func (b *Box) Loose(words ...string) string {
	b.T.Helper()
	dir := b.T.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	const loose = `d=$1; shift; ("$@" >"$d/out" 2>"$d/err" </dev/null; echo $? >"$d/code.part"; mv "$d/code.part" "$d/code") >/dev/null 2>&1 &`
	args := append([]string{"-c", loose, "sh", dir, b.Program}, words...)
	cmd := exec.Command("/bin/sh", args...)
	cmd.Dir, cmd.Env = b.Project, b.Env()
	check(b.T, cmd.Run())
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		code, err := os.ReadFile(path("code"))
		if err != nil {
			continue
		}
		out, _ := os.ReadFile(path("out"))
		errs, _ := os.ReadFile(path("err"))
		if strings.TrimSpace(string(code)) != "0" {
			b.T.Fatalf("vibedefend %s: exit %s\n%s%s", words, code, out, errs)
		}
		return string(out) + string(errs)
	}
	b.T.Fatal("vibedefend did not end within a minute")
	return ""
}
