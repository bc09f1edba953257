package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/sim"
)

// loosening lists the ways an agent would try to permit itself something.
func loosening(code string) []string {
	allow := "vibedefend allow " + code
	return []string{
		allow,
		"~/.cybedefend/bin/" + allow,
		"script -qc '" + allow + "' /dev/null",
		"tmux new-session -d '" + allow + "'",
		"tmux send-keys -t 0 '" + allow + "' Enter",
		"ssh localhost " + allow,
		"echo '* * * * * " + allow + "' | crontab -",
		"echo '" + allow + "' | at now",
		"setsid " + allow,
		"nohup " + allow + " &",
		"env -i " + allow,
		"yes " + code + " | " + allow,
		"V=vibedefend; $V allow " + code,
		`python3 -c "import pty; pty.spawn(['vibedefend','allow','` + code + `'])"`,
		`expect -c 'spawn ` + allow + `; send "` + code + `\r"'`,
		"npx -y @cybedefend/vibedefend@latest allow " + code,
		"vibedefend exceptions add 'git.*' --reason x --everywhere",
		"vibedefend rules accept br-0123456789",
		"vibedefend uninstall --yes",
	}
}

// The guard refuses every one of them as a call of an agent.
func TestAgentsCannotPermitThemselves(t *testing.T) {
	t.Parallel()
	st, agent := actors()[3].arrive(t)
	code := heldCode(t, st, agent)
	for _, command := range loosening(code) {
		if r := agent.Do(shell(command)); r.Outcome != sim.Blocked {
			t.Errorf("%s: %s", command, r.Outcome)
		}
	}
	if out := st.Must(0, "exceptions", "list"); !strings.Contains(out.Err, "0 exceptions") {
		t.Errorf("something was permitted:\n%s", out)
	}
}

// heldCode has a call stopped and returns the code of its message.
func heldCode(t *testing.T, st *stage, agent sim.Agent) string {
	t.Helper()
	if r := agent.Do(shell("find ~/papers/precious -delete")); r.Outcome != sim.Blocked {
		t.Fatalf("not stopped: %+v", r)
	}
	held, err := filepath.Glob(st.Path(".cybedefend/state/held/*.json"))
	if err != nil || len(held) == 0 {
		t.Fatalf("no held call: %v", err)
	}
	return strings.TrimSuffix(filepath.Base(held[0]), ".json")
}

// Where the guard was not asked, the command itself refuses below an agent,
// also with a terminal that the agent made for it.
func TestAllowRefusesBelowAnAgent(t *testing.T) {
	t.Parallel()
	st, agent := actors()[3].arrive(t)
	code := heldCode(t, st, agent)
	// A shell by the name of an agent stands for the agent.
	shellAsAgent := st.Path("bin/codex")
	if err := os.MkdirAll(filepath.Dir(shellAsAgent), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/bin/bash", shellAsAgent); err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]string{
		"plain":  `"$VD" allow ` + code + `; true`,
		"script": `printf '` + code + `\n' | script -qec "$VD allow ` + code + `" /dev/null; true`,
		"setsid": `setsid -w "$VD" allow ` + code + `; true`,
	} {
		r := st.RunIn(st.Project, append(st.Env(), "VD="+st.Program), "", time.Minute, shellAsAgent, "-c", line)
		if !strings.Contains(r.Out+r.Err, "started this command") {
			t.Errorf("%s: not refused:\n%s", name, r)
		}
	}
	if out := st.Must(0, "exceptions", "list"); !strings.Contains(out.Err, "0 exceptions") {
		t.Errorf("something was permitted:\n%s", out)
	}
}

// A person in a terminal of their own can let one stopped call pass, once.
func TestPersonAllowsOnce(t *testing.T) {
	t.Parallel()
	st, agent := actors()[3].arrive(t)
	code := heldCode(t, st, agent)
	const session = "vibedefend-e2e-allow"
	socket := filepath.Join(t.TempDir(), "tmux")
	tmux := func(args ...string) string {
		cmd := exec.Command("tmux", append([]string{"-S", socket}, args...)...)
		cmd.Env = append(st.Env(), "TERM=xterm")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %v: %v: %s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-s", session, "-x", "80", "-y", "24", "bash", "--norc")
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
	screen := func(want string) {
		t.Helper()
		var text string
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			if text = tmux("capture-pane", "-p", "-t", session); strings.Contains(text, want) {
				return
			}
		}
		t.Fatalf("the screen never showed %q:\n%s", want, text)
	}
	tmux("send-keys", "-t", session, st.Program+" allow "+code, "Enter")
	screen("type " + code)
	tmux("send-keys", "-t", session, code, "Enter")
	screen("allowed once")
	if r := agent.Do(shell("find ~/papers/precious -delete")); r.Outcome != sim.Done {
		t.Errorf("what was allowed did not pass: %+v", r)
	}
	if r := agent.Do(shell("find ~/papers/precious -type f -delete")); r.Outcome != sim.Blocked {
		t.Errorf("another call passed too: %+v", r)
	}
}
