package hook

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// allowOnce writes the exception that a person's "allow" makes.
func allowOnce(t *testing.T, d Deps, call string) {
	mustWrite(t, filepath.Join(d.Dir.State(), "exceptions.json"),
		`{"version":1,"exceptions":[{"id":"x1","call":"`+call+`","reason":"test","once":true}]}`)
}

func TestOneTimeAllowanceCoversOneCall(t *testing.T) {
	d := machine(t)
	now := time.Now()
	d.Now = func() time.Time { return now }
	const shell = `{"conversation_id":"s","cursor_version":"3.18.25","workspace_roots":["%H"],"cwd":"",`
	pre := func(id string) string {
		return fill(d, shell+`"hook_event_name":"preToolUse","tool_use_id":"`+id+`","tool_name":"Shell","tool_input":{"command":"rm -rf %H"}}`)
	}
	before := fill(d, shell+`"hook_event_name":"beforeShellExecution","command":"rm -rf %H"}`)
	permission := func(payload, event string) string {
		_, out, _ := run(d, payload, "cursor", event)
		return gjson.Get(out, "permission").Str
	}
	_, out, _ := run(d, pre("a"), "cursor", "preToolUse")
	_, code, _ := strings.Cut(out, "vibedefend allow ")
	code = code[:9]
	h, err := LoadHeld(d.Dir, code, now)
	if err != nil || h.Agent != "cursor" || len(h.Rules) == 0 || !strings.HasPrefix(h.What, "rm -rf ") {
		t.Fatalf("held %+v %v for %q", h, err, out)
	}
	allowOnce(t, d, h.Call)
	for range 2 {
		if p, b := permission(pre("b"), "preToolUse"), permission(before, "beforeShellExecution"); p != "allow" || b != "allow" {
			t.Errorf("the allowed call: %s, %s", p, b)
		}
	}
	if p := permission(pre("c"), "preToolUse"); p != "deny" {
		t.Errorf("a second call: %s", p)
	}
	used, err := os.ReadDir(filepath.Join(d.Dir.State(), "used"))
	if err != nil || len(used) != 1 {
		t.Fatalf("%v %v", used, err)
	}
	now = now.Add(echoTime + time.Minute)
	if b := permission(before, "beforeShellExecution"); b != "deny" {
		t.Errorf("much later: %s", b)
	}
	if _, err := LoadHeld(d.Dir, code, now.Add(2*heldTime)); err == nil {
		t.Error("an old code still holds")
	}
}

func TestHeldCodes(t *testing.T) {
	d := deps(t, always(rules.Block))
	for _, code := range []string{"", "../../config", "a/b", "A", strings.Repeat("a", 40), "0000-0000"} {
		if _, err := LoadHeld(d.Dir, code, time.Now()); err == nil {
			t.Errorf("%q is a code", code)
		}
	}
	payload := strings.ReplaceAll(fixture(t, "claude-code/PreToolUse-Bash.json"), "echo hello", "curl -H API_TOKEN=abcdefghij1234567890 x")
	run(d, payload, "claude-code", "PreToolUse")
	h, err := LoadHeld(d.Dir, "k7-fern", time.Now())
	if err != nil || h.What != "curl -H … x" {
		t.Errorf("%+v %v", h, err)
	}
}

// TestHeldEncode fills every field, so that a new one cannot be forgotten.
func TestHeldEncode(t *testing.T) {
	h := Held{Version: 1, Code: "1a2b", Call: "c\"", Rules: []string{"a", "b"}, Title: "t\n", What: "w\\", Agent: "x", Root: "/r",
		Time: time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)}
	v := reflect.ValueOf(h)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("field %s is not filled", v.Type().Field(i).Name)
		}
	}
	var got Held
	if err := json.Unmarshal(h.encode(), &got); err != nil || !reflect.DeepEqual(got, h) {
		t.Errorf("%v %+v\n%s", err, got, h.encode())
	}
}
