package hook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A session is warned once of rules that wait for being compiled: by every
// firing of the deed, by none of the next deed, anew in another session, and
// only then counted when the warning is what was said.
func TestStaleRulesAreToldOnce(t *testing.T) {
	d := machine(t)
	repo := filepath.Join(d.Env.Home, "repo")
	for _, dir := range []string{filepath.Join(repo, ".git"), filepath.Join(repo, ".cybedefend"), string(d.Dir)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{"guard.yaml", "security.yaml"} {
		if err := os.WriteFile(filepath.Join(repo, ".cybedefend", f), []byte("rules: []\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bash := func(session, id, command string) string {
		return `{"session_id":"` + session + `","cwd":"` + repo + `","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"` + command + `"},"tool_use_id":"` + id + `"}`
	}
	write := func(id, text string) string {
		return `{"session_id":"w","cwd":"` + repo + `","hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"file_path":"` + repo + `/a.txt","content":"` + text + `"},"tool_use_id":"` + id + `"}`
	}
	for _, c := range []struct {
		what, payload string
		warned        bool
	}{
		{"a deed that is stopped for another reason", bash("s", "1", "rm -rf /"), false},
		{"the first deed", bash("s", "2", "ls"), true},
		{"another firing of it", bash("s", "2", "ls"), true},
		{"the next deed", bash("s", "3", "git status"), false},
		{"another session", bash("s2", "4", "git status"), true},
		{"an edit, of the guard's rules", write("5", "a"), true},
		{"the next edit, of the security rules", write("6", "b"), true},
		{"an edit after both", write("7", "c"), false},
	} {
		_, out, errs := run(d, c.payload, "claude-code", "PreToolUse")
		if got := strings.Contains(out+errs, staleRule); got != c.warned {
			t.Errorf("%s: warned %v\n%s%s", c.what, got, out, errs)
		}
	}
}
