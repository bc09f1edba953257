package installers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/cybedefend/vibedefend/detect"
)

const codexPatience = 30 * time.Second

// codexConfirm asks Codex itself whether it will run our hooks: the only
// truthful source. It starts the program only for a deep check.
func codexConfirm(t Target, keys []TrustKey) Step {
	program := detect.CodexProgram(t.Env)
	dir := t.Env.Home
	if t.Scope == Project {
		dir = t.Repo
	}
	return Step{
		Name: "Codex trusts our hooks",
		Check: func(deep bool) error {
			if !deep || program == "" {
				return nil // the entries in config.toml are checked as a file
			}
			return codexTrusts(program, detect.CodexDir(t.Env), dir, keys)
		},
		Do:   func() error { return nil }, // the edit of config.toml did it
		Undo: func() error { return nil },
	}
}

// listedHook is one handler as codex app-server reports it.
type listedHook struct {
	Key, Command, TrustStatus, CurrentHash string
	Enabled                                bool
}

// codexTrusts runs hooks/list and wants every one of keys trusted.
func codexTrusts(program, codexHome, dir string, keys []TrustKey) error {
	listed, err := codexHooks(program, codexHome, dir)
	if err != nil {
		return fmt.Errorf("ask codex app-server: %w", err)
	}
	return untrusted(listed, keys)
}

// untrusted names the first of keys that Codex would not run.
func untrusted(listed []listedHook, keys []TrustKey) error {
	status := map[string]listedHook{}
	for _, h := range listed {
		status[h.Key] = h
	}
	for _, k := range keys {
		h, ok := status[k.Key]
		switch {
		case !ok:
			return fmt.Errorf("codex does not list the hook %s", k.Key)
		case !h.Enabled:
			return fmt.Errorf("the hook %s is disabled in codex: enable it in /hooks", k.Key)
		case h.TrustStatus != "trusted" && h.TrustStatus != "managed":
			return fmt.Errorf("codex says %s of the hook %s: start codex and trust it in /hooks", h.TrustStatus, k.Key)
		}
	}
	return nil
}

// codexHooks talks JSON lines to "codex app-server" on its standard streams.
func codexHooks(program, codexHome, dir string) ([]listedHook, error) {
	ctx, cancel := context.WithTimeout(context.Background(), codexPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "app-server")
	cmd.Env = append(os.Environ(), "CODEX_HOME="+codexHome)
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	listed, err := askHooks(in, out, dir)
	in.Close()
	cancel()
	_ = cmd.Wait() // it is stopped on purpose
	return listed, err
}

func askHooks(in io.Writer, out io.Reader, dir string) ([]listedHook, error) {
	lines := bufio.NewReaderSize(out, 1<<20)
	if err := send(in, 1, "initialize", map[string]any{"clientInfo": map[string]any{"name": "vibedefend", "version": "1"}, "capabilities": map[string]any{"experimentalApi": true}}); err != nil {
		return nil, err
	}
	if _, err := answer(lines, 1); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(in, `{"method":"initialized"}`+"\n"); err != nil {
		return nil, err
	}
	if err := send(in, 2, "hooks/list", map[string]any{"cwds": []string{dir}}); err != nil {
		return nil, err
	}
	result, err := answer(lines, 2)
	if err != nil {
		return nil, err
	}
	var r struct {
		Data []struct{ Hooks []listedHook }
	}
	if err := json.Unmarshal(result, &r); err != nil {
		return nil, fmt.Errorf("read hooks/list: %w", err)
	}
	var all []listedHook
	for _, d := range r.Data {
		all = append(all, d.Hooks...)
	}
	return all, nil
}

func send(w io.Writer, id int, method string, params any) error {
	b, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// answer skips notifications until the reply to id comes.
func answer(r *bufio.Reader, id int) (json.RawMessage, error) {
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return nil, errors.New("it ended without an answer")
		}
		var m struct {
			ID     *int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		if json.Unmarshal(line, &m) != nil || m.ID == nil || *m.ID != id {
			continue
		}
		if m.Error != nil {
			return nil, errors.New(m.Error.Message)
		}
		return m.Result, nil
	}
}
