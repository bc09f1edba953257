// Package otlp lets a real OpenTelemetry collector receiver judge what the
// program sends. It is a module of its own: the receiver brings more than a
// hundred modules.
package otlp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configgrpc"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

// build makes the two programs in the bin folder of a fresh home.
func build(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	bin := filepath.Join(home, ".cybedefend", "bin")
	for _, name := range []string{"vibedefend", "vibedefend-hook"} {
		c := exec.Command("go", "build", "-o", filepath.Join(bin, name), "./cmd/"+name)
		c.Dir, c.Env = filepath.Join("..", ".."), append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return home
}

func run(t *testing.T, home, stdin, program string, args ...string) (string, error) {
	t.Helper()
	c := exec.Command(filepath.Join(home, ".cybedefend", "bin", program), args...)
	c.Env = []string{"HOME=" + home, "PATH=/usr/bin:/bin", "TZ=UTC"}
	c.Dir, c.Stdin = home, strings.NewReader(stdin)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	return out.String() + errs.String(), err
}

// receive starts the collector's receiver on a free port of loopback.
func receive(t *testing.T) (address string, sink *consumertest.LogsSink) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	f := otlpreceiver.NewFactory()
	cfg := f.CreateDefaultConfig().(*otlpreceiver.Config)
	cfg.Protocols.GRPC = configoptional.None[configgrpc.ServerConfig]()
	cfg.Protocols.HTTP.GetOrInsertDefault().ServerConfig.NetAddr.Endpoint = address
	sink = &consumertest.LogsSink{}
	r, err := f.CreateLogs(context.Background(), receivertest.NewNopSettings(f.Type()), cfg, sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return address, sink
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// records are those that came, in order.
func records(sink *consumertest.LogsSink) (out []plog.LogRecord) {
	for _, l := range sink.AllLogs() {
		for i := range l.ResourceLogs().Len() {
			for j := range l.ResourceLogs().At(i).ScopeLogs().Len() {
				list := l.ResourceLogs().At(i).ScopeLogs().At(j).LogRecords()
				for k := range list.Len() {
					out = append(out, list.At(k))
				}
			}
		}
	}
	return out
}

func payload(repo, id, tool string, input map[string]any) string {
	raw, err := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "session_id": "session-1", "cwd": repo,
		"tool_name": tool, "tool_use_id": id, "tool_input": input})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

var _ component.Host = componenttest.NewNopHost()

// TestCollectorTakesWhatWeSend plays calls through the real programs, lets a
// session end start the flush, and compares what arrives with the trail.
func TestCollectorTakesWhatWeSend(t *testing.T) {
	home := build(t)
	address, sink := receive(t)
	repo := filepath.Join(home, "repo")
	write(t, filepath.Join(repo, ".git", "HEAD"), "ref: refs/heads/main\n")
	write(t, filepath.Join(repo, ".cybedefend", "config.json"), `{"region":"eu","projectId":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}`)
	write(t, filepath.Join(home, ".cybedefend", "config.json"),
		fmt.Sprintf(`{"region":"eu","telemetry":{"enabled":true,"endpoint":"http://%s"},"audit":{"commands":true}}`, address))
	if out, err := run(t, home, "token-1\n", "vibedefend", "login", "--token-stdin"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const secret = "CANARY-in-a-command"
	for i := range 3 {
		out, err := run(t, home, payload(repo, fmt.Sprint("t", i), "Bash", map[string]any{"command": "rm -rf ~ # " + secret}), "vibedefend-hook", "hook", "claude-code", "PreToolUse")
		if err == nil && !strings.Contains(out, "deny") {
			t.Fatalf("call %d passed: %s", i, out)
		}
	}
	if n := len(records(sink)); n != 0 {
		t.Fatalf("%d records were sent before the session ended", n)
	}
	if out, err := run(t, home, `{"hook_event_name":"SessionEnd","session_id":"session-1","cwd":"`+repo+`","reason":"other"}`, "vibedefend-hook", "hook", "claude-code", "SessionEnd"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for end := time.Now().Add(30 * time.Second); len(records(sink)) == 0 && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	got, kept := records(sink), trail(t, home)
	if len(got) != 3 || len(kept) != 3 {
		t.Fatalf("%d records arrived, %d are in the trail", len(got), len(kept))
	}
	for i, r := range got {
		compare(t, r, kept[i])
	}
	resource := sink.AllLogs()[0].ResourceLogs().At(0).Resource().Attributes().AsRaw()
	if resource["service.name"] != "vibedefend" || resource["service.version"] == "" {
		t.Errorf("resource %v", resource)
	}
	raw, err := (&plog.JSONMarshaler{}).MarshalLogs(sink.AllLogs()[0])
	if err != nil || bytes.Contains(raw, []byte(secret)) || bytes.Contains(raw, []byte(home)) {
		t.Errorf("what arrived holds the command or a path of the machine: %s %v", raw, err)
	}
	if out, err := run(t, home, "", "vibedefend", "telemetry", "status"); err != nil || !strings.Contains(out, "waiting: 0\n") {
		t.Errorf("after the flush: %v %s", err, out)
	}
}

type line struct {
	ID, Agent, Event, Action, Severity, Layer, Repo, Session string
	Rules                                                    []string
	Time                                                     time.Time
	Latency                                                  float64 `json:"latency_ms"`
}

func trail(t *testing.T, home string) (out []line) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(home, ".cybedefend", "audit", "trail.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(raw)) {
		var x line
		if err := json.Unmarshal([]byte(l), &x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// compare wants exactly the documented attributes.
func compare(t *testing.T, r plog.LogRecord, l line) {
	t.Helper()
	rules := make([]any, len(l.Rules))
	for i, s := range l.Rules {
		rules[i] = s
	}
	want := map[string]any{
		"vibedefend.event.id": l.ID, "vibedefend.event.kind": l.Event, "vibedefend.action": l.Action, "vibedefend.severity": l.Severity,
		"vibedefend.layer": l.Layer, "vibedefend.agent.name": l.Agent, "vibedefend.agent.surface": "cli", "session.id": l.Session,
		"vibedefend.repository.id": l.Repo, "vibedefend.project.id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
		"vibedefend.latency_ms": l.Latency, "vibedefend.rules": rules,
	}
	got := r.Attributes().AsRaw()
	for k, v := range want {
		if fmt.Sprint(got[k]) != fmt.Sprint(v) {
			t.Errorf("%s is %v, want %v", k, got[k], v)
		}
	}
	for k := range got {
		if _, ok := want[k]; !ok {
			t.Errorf("attribute %s = %v is not documented here", k, got[k])
		}
	}
	if !r.Timestamp().AsTime().Equal(l.Time) || r.Body().Str() != "vibedefend."+l.Action || r.SeverityNumber() != plog.SeverityNumberFatal {
		t.Errorf("time %v, body %q, severity %v", r.Timestamp().AsTime(), r.Body().Str(), r.SeverityNumber())
	}
}

// TestHashedPaths sends a finding about a file with telemetry.hashPaths.
func TestHashedPaths(t *testing.T) {
	home := build(t)
	address, sink := receive(t)
	repo := filepath.Join(home, "repo")
	write(t, filepath.Join(repo, ".git", "HEAD"), "ref: refs/heads/main\n")
	write(t, filepath.Join(home, ".cybedefend", "config.json"),
		fmt.Sprintf(`{"region":"us","telemetry":{"enabled":true,"hashPaths":true,"endpoint":"http://%s"}}`, address))
	if out, err := run(t, home, "token-1\n", "vibedefend", "login", "--token-stdin"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, _ = run(t, home, payload(repo, "t", "Read", map[string]any{"file_path": filepath.Join(repo, "deploy", ".env")}), "vibedefend-hook", "hook", "claude-code", "PreToolUse")
	out, err := run(t, home, "", "vibedefend", "telemetry", "show")
	if err != nil || strings.Contains(out, "deploy") {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := run(t, home, "", "vibedefend", "flush"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sum := sha256.Sum256([]byte("deploy/.env"))
	got := records(sink)
	if len(got) != 1 || got[0].Attributes().AsRaw()["vibedefend.path"] != hex.EncodeToString(sum[:8]) {
		t.Fatalf("%d records: %v", len(got), sink.AllLogs())
	}
}
