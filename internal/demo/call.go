package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/posture"
)

// patience bounds one call.
const patience = 15 * time.Second

// call runs the stored line as the agent would, in the agent's own shell, and
// reads the answer as the agent would.
func (t stage) call(p player, s scene, h posture.Hook) Reply {
	target := h.File
	if s.deed == read {
		target = t.machine.Env.Join(t.home, s.text)
	}
	payload, err := json.Marshal(p.payload(t, s, target))
	if err != nil {
		return Reply{Verdict: Broken, Answer: "no payload", Reason: err.Error()}
	}
	o, err := t.start(p.shell(h.Command), p.env(t), payload)
	if err != nil {
		return Reply{Verdict: Broken, Answer: "not run", Reason: err.Error()}
	}
	r := p.reply(o)
	r.Reason = tidy(strings.ReplaceAll(r.Reason, t.home, "~"))
	return r
}

func (t stage) start(argv, env []string, payload []byte) (output, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdin = t.project, append(t.environ(), env...), bytes.NewReader(payload)
	cmd.WaitDelay = time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return output{}, err
	}
	return output{out.Bytes(), errs.Bytes(), cmd.ProcessState.ExitCode()}, ctx.Err()
}

// environ is a bare environment with the throw-away home.
func (t stage) environ() []string {
	env := []string{"HOME=" + t.home, "USERPROFILE=" + t.home}
	for _, k := range []string{"PATH", "SystemRoot", "ComSpec", "PATHEXT", "TEMP", "TMP"} {
		if v := os.Getenv(k); v != "" {
			env = append(env, k+"="+v)
		}
	}
	return env
}

// tidy takes double spaces and empty lines away; the lines themselves stay.
func tidy(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
