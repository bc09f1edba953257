package cmd

import (
	"bytes"
	gocontext "context" // context is a function of this package
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// askTime bounds how long a model may think; askBytes what it may answer.
const (
	askTime  = 4 * time.Minute
	askBytes = 1 << 20
)

// askable is an agent that can be asked a question without tools.
type askable struct {
	name, program, owner string
	bounds               string // what it can do meanwhile
	// args make the agent answer the question on its input without tools, MCP
	// servers or hooks: not ours either, which would judge our own question.
	// They stand in the call, where only its caller can put them: no marker in
	// the environment silences a hook.
	args func(answer string) []string
	// read takes the answer out of what the agent printed or wrote.
	read func(stdout []byte, answer string) (string, error)
}

// askables are the agents of --ask.
func askables() []askable {
	return []askable{
		{"claude", "claude", "the provider of your Claude Code account", "It has no tools", func(string) []string {
			return []string{"-p", "--output-format", "json", "--tools", "", "--strict-mcp-config", "--no-session-persistence", "--settings", `{"disableAllHooks":true}`}
		}, readClaude},
		{"codex", "codex", "the provider of your Codex account", "It has no shell and cannot write", func(answer string) []string {
			return []string{"exec", "--skip-git-repo-check", "--ephemeral", "--disable", "hooks", "--disable", "shell_tool", "-s", "read-only", "-o", answer, "-"}
		}, readFile},
	}
}

// readClaude reads the one result of claude -p --output-format json.
func readClaude(stdout []byte, _ string) (string, error) {
	var r struct {
		Type    string `json:"type"`
		IsError bool   `json:"is_error"`
		Result  string `json:"result"`
	}
	if err := json.Unmarshal(stdout, &r); err != nil || r.Type != "result" {
		return "", errors.New("claude did not print a result")
	}
	if r.IsError {
		return "", fmt.Errorf("claude: %s", clean(clipText(r.Result)))
	}
	return r.Result, nil
}

func readFile(_ []byte, answer string) (string, error) {
	raw, err := os.ReadFile(answer)
	if err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	return string(raw), nil
}

func clipText(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return strings.ToValidUTF8(s[:min(300, len(s))], "")
}

func askableNamed(name string) (askable, error) {
	for _, x := range askables() {
		if x.name == name {
			return x, nil
		}
	}
	return askable{}, usagef("vibedefend rules mine --help", "--ask %q is neither claude nor codex", name)
}

// ask runs the agent in an empty folder: it finds no files of a project there,
// and nothing of one that would change how it runs.
func (x askable) ask(question string) (string, error) {
	program, err := exec.LookPath(x.program)
	if err != nil {
		return "", withHint(fmt.Errorf("%s is not on PATH", x.program), "install it, or mine without --ask")
	}
	dir, err := os.MkdirTemp("", "vibedefend-ask-")
	if err != nil {
		return "", fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := gocontext.WithTimeout(gocontext.Background(), askTime)
	defer cancel()
	empty, answer := filepath.Join(dir, "empty"), filepath.Join(dir, "answer")
	if err := os.Mkdir(empty, 0o700); err != nil {
		return "", fmt.Errorf("make a folder: %w", err)
	}
	cmd := exec.CommandContext(ctx, program, x.args(answer)...)
	cmd.Dir, cmd.Stdin, cmd.WaitDelay = empty, strings.NewReader(question), 5*time.Second
	out, errs := &capped{most: askBytes}, &capped{most: 8 << 10}
	cmd.Stdout, cmd.Stderr = out, errs
	switch err := cmd.Run(); {
	case ctx.Err() != nil:
		return "", fmt.Errorf("no answer within %s", askTime)
	case err != nil:
		if text, rerr := x.read(out.Bytes(), answer); rerr != nil && text == "" && errs.Len() == 0 && out.Len() > 0 {
			return "", rerr
		}
		return "", fmt.Errorf("%w: %s", err, clean(clipText(lastLine(errs.String()))))
	}
	return x.read(out.Bytes(), answer)
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// capped keeps the first bytes of a stream and forgets the rest.
type capped struct {
	bytes.Buffer
	most int
}

func (c *capped) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:max(0, min(len(p), c.most-c.Len()))])
	return len(p), nil
}
