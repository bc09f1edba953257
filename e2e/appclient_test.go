package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/sandbox"
)

// client talks to a running codex app-server, which ends with the test.
type client struct {
	t     *testing.T
	end   func() // ends it before
	in    io.Writer
	lines *bufio.Scanner
	id    int
}

// talk starts the server and greets it.
func talk(t *testing.T, b *sandbox.Box, program string) *client {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	cmd := exec.CommandContext(ctx, program, "app-server")
	cmd.Dir, cmd.Env, cmd.WaitDelay = b.Project, b.Env("CODEX_HOME="+b.Path(".codex")), 3*time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, in: in, lines: bufio.NewScanner(out)}
	c.end = sync.OnceFunc(func() { in.Close(); cancel(); _ = cmd.Wait() })
	t.Cleanup(c.end)
	c.lines.Buffer(nil, 8<<20)
	c.ask("initialize", map[string]any{"clientInfo": map[string]any{"name": "e2e", "version": "1"}, "capabilities": map[string]any{"experimentalApi": true}})
	fmt.Fprintln(c.in, `{"method":"initialized"}`)
	return c
}

// ask sends a request and waits for its answer.
func (c *client) ask(method string, params map[string]any) json.RawMessage {
	c.t.Helper()
	c.id++
	raw, err := json.Marshal(map[string]any{"id": c.id, "method": method, "params": params})
	if err != nil {
		c.t.Fatal(err)
	}
	fmt.Fprintf(c.in, "%s\n", raw)
	for c.lines.Scan() {
		var m struct {
			ID            int
			Result, Error json.RawMessage
		}
		if json.Unmarshal(c.lines.Bytes(), &m) != nil || m.ID != c.id || m.Result == nil && m.Error == nil {
			continue
		}
		if m.Error != nil {
			c.t.Fatalf("%s: %s", method, m.Error)
		}
		return append(json.RawMessage(nil), m.Result...)
	}
	c.t.Fatalf("%s: the server ended", method)
	return nil
}

// until waits for a notification.
func (c *client) until(method string) {
	c.t.Helper()
	for c.lines.Scan() {
		var m struct{ Method string }
		if json.Unmarshal(c.lines.Bytes(), &m) == nil && m.Method == method {
			return
		}
	}
	c.t.Fatalf("the server ended before %s", method)
}
