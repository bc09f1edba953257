package edit

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tailscale/hujson"
	"github.com/tidwall/gjson"
)

var update = flag.Bool("update", false, "rewrite golden files")

const ourCommand = "/home/dev/.cybedefend/bin/vibedefend-hook hook "

// oursNested is the predicate an installer uses: a group of one handler whose
// command is a line of ours.
func oursNested(raw []byte) bool {
	return gjson.GetBytes(raw, "hooks.#").Int() == 1 && strings.Contains(gjson.GetBytes(raw, "hooks.0.command").Str, "/vibedefend-hook hook ")
}

func oursFlat(raw []byte) bool {
	return strings.Contains(gjson.GetBytes(raw, "command").Str, "/vibedefend-hook hook ")
}

func nested(event, agent string) string {
	return `{"matcher":"*","hooks":[{"type":"command","command":"` + ourCommand + agent + " " + event + `","timeout":10}]}`
}

// claude, cursor and codex have the shape of what is installed for real.
func claude() JSON {
	return JSON{Mine: oursNested, Sweep: [][]string{{"hooks"}}, Strict: true, Arrays: []Array{
		{Path: []string{"hooks", "PreToolUse"}, Entries: []string{nested("PreToolUse", "claude-code")}},
		{Path: []string{"hooks", "SessionStart"}, Entries: []string{nested("SessionStart", "claude-code")}},
	}}
}

func loose() JSON { e := claude(); e.Strict = false; return e }

func cursor() JSON {
	flat := func(ev string) string {
		return `{"command":"` + ourCommand + `cursor ` + ev + `","timeout":30,"failClosed":true}`
	}
	return JSON{Mine: oursFlat, Sweep: [][]string{{"hooks"}}, Strict: true, NoBOM: true,
		Keys: []Key{{Path: []string{"version"}, Value: "1"}},
		Arrays: []Array{
			{Path: []string{"hooks", "preToolUse"}, Entries: []string{flat("preToolUse")}},
			{Path: []string{"hooks", "beforeShellExecution"}, Entries: []string{flat("beforeShellExecution")}},
		}}
}

func codexHooks() JSON {
	e := claude()
	e.NoBOM, e.Tombstone = true, `{"hooks":[]}`
	return e
}

var jsonEdits = []sample[JSON]{{"strict", claude()}, {"jsonc", loose()}, {"cursor", cursor()}, {"codex", codexHooks()}}

// TestJSONCorpus: apply, apply again, take back: the original bytes; or a
// refusal that says why.
func TestJSONCorpus(t *testing.T) {
	corpus(t, "json", "*.json*", 30, jsonEdits, func(t *testing.T, e JSON, src, out []byte) string {
		removeKeepsForeign(t, e, src, out)
		return string(out)
	})
}

// roundTrip checks what holds for every edit and file.
func roundTrip(t *testing.T, e Edit, src []byte) (out []byte, refusal string) {
	t.Helper()
	keep := bytes.Clone(src)
	out, cuts, err := e.Apply(src)
	if !bytes.Equal(keep, src) {
		t.Fatal("Apply changed its input")
	}
	if err != nil {
		if s := e.State(src); s != Conflict {
			t.Errorf("State is %s, want conflict, as Apply refuses: %v", s, err)
		}
		return nil, err.Error()
	}
	if forward, err := ApplyCuts(src, cuts); err != nil || !bytes.Equal(forward, out) {
		t.Fatalf("the cuts do not make the result: %v", err)
	}
	if s := e.State(out); s != Present {
		t.Fatalf("State after Apply is %s\n%s", s, out)
	}
	again, more, err := e.Apply(out)
	if err != nil || len(more) != 0 || !bytes.Equal(again, out) {
		t.Fatalf("the second Apply is not a no-op: %v %v\n%s", err, more, again)
	}
	back, err := InvertCuts(out, cuts)
	if err != nil || !bytes.Equal(back, src) {
		t.Fatalf("the inverse differs: %v\n got %q\nwant %q", err, back, src)
	}
	return out, ""
}

// removeKeepsForeign: without a receipt all values of others survive.
func removeKeepsForeign(t *testing.T, e JSON, src, out []byte) {
	t.Helper()
	bare, err := e.Remove(out)
	if err != nil {
		t.Fatalf("Remove: %v", err)
	}
	if bytes.Contains(bare, []byte("/vibedefend-hook hook ")) {
		t.Fatalf("Remove left an entry of ours:\n%s", bare)
	}
	want := foreign(t, e, src)
	if bare == nil {
		if want != "{}" && want != `{"version":1}` {
			t.Fatalf("Remove deletes a file that holds %s", want)
		}
		return
	}
	if got := foreign(t, e, bare); got != want {
		t.Errorf("Remove changed values of others\n got %s\nwant %s", got, want)
	}
	if d, err := parseDoc(src, false); err == nil {
		for _, c := range comments(d.src) {
			if !bytes.Contains(bare, []byte(c)) {
				t.Errorf("Remove lost the comment %q", c)
			}
		}
	}
}

// foreign is a document as compact JSON without entries of ours, empty
// containers below hooks, and the version key.
func foreign(t *testing.T, e JSON, src []byte) string {
	t.Helper()
	if blank(src) {
		return "{}"
	}
	std, err := hujson.Standardize(append(bytes.TrimPrefix(bytes.Clone(src), []byte(bom)), '\n'))
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	dec := json.NewDecoder(bytes.NewReader(std))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	hooks, _ := v["hooks"].(map[string]any)
	for ev, list := range hooks {
		var kept []any
		arr, isArray := list.([]any)
		for _, x := range arr {
			raw, _ := json.Marshal(x)
			if !e.Mine(raw) && string(raw) != `{"hooks":[]}` {
				kept = append(kept, x)
			}
		}
		if hooks[ev] = kept; isArray && len(kept) == 0 {
			delete(hooks, ev)
		}
	}
	if hooks != nil && len(hooks) == 0 {
		delete(v, "hooks")
	}
	if n, ok := v["version"].(json.Number); ok && n == "1" {
		delete(v, "version")
	}
	out, _ := json.Marshal(v)
	return string(out)
}

func comments(src []byte) []string {
	var out []string
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '"':
			i = skipString(src, i)
		case '/':
			if end := skipComment(src, i); end > i {
				out = append(out, strings.TrimRight(string(src[i:min(end+1, len(src))]), "\r\n"))
				i = end
			}
		}
	}
	return out
}

func compareGolden(t *testing.T, path string, got map[string]string) {
	t.Helper()
	var b strings.Builder
	names := make([]string, 0, len(got))
	for name := range got {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteString("-- " + name + " --\n" + strings.ReplaceAll(got[name], "\r", "␍"))
		if !strings.HasSuffix(got[name], "\n") {
			b.WriteString("⏎̸\n")
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s differs; run go test -update and read the change", path)
	}
}

func TestJSONReplacesStaleAndSweeps(t *testing.T) {
	old := strings.Replace(nested("PreToolUse", "claude-code"), `"timeout":10`, `"timeout":5`, 1)
	foreign := `{"hooks": [{"type": "command", "command": "lint", "x-unknown": 1}]}`
	src := `{"hooks": {
  "PreToolUse": [
    ` + old + `,
    ` + foreign + `,
    ` + old + `
  ],
  "Notification": [ ` + nested("Notification", "claude-code") + `, ` + foreign + ` ],
  "PostToolUse": [` + nested("PostToolUse", "claude-code") + `]
}}
`
	out, _ := roundTrip(t, claude(), []byte(src))
	for _, gone := range []string{`"timeout":5`, "hook claude-code Notification", "PostToolUse"} {
		if bytes.Contains(out, []byte(gone)) {
			t.Errorf("%s is still there:\n%s", gone, out)
		}
	}
	if n := bytes.Count(out, []byte(foreign)); n != 2 {
		t.Errorf("%d foreign entries, want 2:\n%s", n, out)
	}
	if got := gjson.GetBytes(out, "hooks.PreToolUse.#").Int(); got != 2 {
		t.Errorf("%d PreToolUse entries, want 2:\n%s", got, out)
	}
	if s := claude().State([]byte(src)); s != Stale {
		t.Errorf("state %s, want drift", s)
	}
}

func TestJSONTombstone(t *testing.T) {
	out, _ := roundTrip(t, codexHooks(), []byte(`{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"first"}]}]}}`))
	// Another tool appends behind us; its trust counts positions.
	later := bytes.Replace(out, []byte(`"timeout":10}]}]`), []byte(`"timeout":10}]},{"hooks":[{"type":"command","command":"third"}]}]`), 1)
	bare, err := codexHooks().Remove(later)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"first"}]},{"hooks":[]},{"hooks":[{"type":"command","command":"third"}]}]}}`
	if string(bare) != want {
		t.Errorf("got  %s\nwant %s", bare, want)
	}
}

// A value that stood there before us is not ours to remove, where a receipt
// can tell.
func TestJSONRemoveMadeKeepsEqualValuesOfOthers(t *testing.T) {
	deny := JSON{Arrays: []Array{{Path: []string{"permissions", "deny"}, Entries: []string{`"Read(~/.ssh/**)"`, `"Read(~/.aws/**)"`}}}}
	src := []byte(`{"permissions": {"deny": ["Read(~/.ssh/**)"]}}`)
	out, cuts, err := deny.Apply(src)
	if err != nil {
		t.Fatal(err)
	}
	edited := bytes.Replace(out, []byte(`{"permissions"`), []byte(`{"model": "x", "permissions"`), 1)
	got, err := deny.RemoveMade(edited, cuts)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"model": "x", "permissions": {"deny": ["Read(~/.ssh/**)"]}}`; string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestJSONRemoveMadePrunesOnlyWhatWeMade(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{`{"hooks": {}}`, `{"a": 1, "hooks": {}}`},
		{`{"hooks": {"PreToolUse": []}}`, `{"a": 1, "hooks": {"PreToolUse": []}}`},
		{`{"b": 2}`, `{"a": 1, "b": 2}`},
	} {
		out, cuts, err := claude().Apply([]byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		edited := append([]byte(`{"a": 1, `), out[1:]...)
		got, err := claude().RemoveMade(edited, cuts)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %s, %v", tt.src, got, err)
		}
	}
}

func TestJSONDuplicateKeysInOurEntryAreStale(t *testing.T) {
	e := JSON{Mine: oursFlat, Arrays: []Array{{Path: []string{"a"}, Entries: []string{`{"command":"x/vibedefend-hook hook cursor stop"}`}}}}
	src := []byte(`{"a":[{"command":"x/vibedefend-hook hook cursor stop","command":"evil"}]}`)
	if s := e.State(src); s != Stale {
		t.Errorf("state %s, want drift", s)
	}
}

func TestJSONRefusesAnEntryItWouldNotRecognise(t *testing.T) {
	e := JSON{Mine: oursFlat, Arrays: []Array{{Path: []string{"a"}, Entries: []string{`{"command":"other"}`}}}}
	if _, _, err := e.Apply([]byte(`{"a":[]}`)); err == nil {
		t.Error("no error")
	}
}

func TestJSONDeepNestingIsRefused(t *testing.T) {
	deep := []byte(`{"a":` + strings.Repeat("[", 2_000_000) + `"` + strings.Repeat("]", 10))
	if s := claude().State(deep); s != Conflict {
		t.Errorf("state %s", s)
	}
	if _, _, err := (TOML{}).Apply([]byte("a = " + strings.Repeat("[", 2_000_000))); err == nil {
		t.Error("TOML: no error")
	}
}

func FuzzJSON(f *testing.F) {
	files, _ := filepath.Glob("testdata/json/*.json*")
	for _, file := range files {
		if src, err := os.ReadFile(file); err == nil && len(src) < 4096 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, ed := range jsonEdits {
			out, refusal := roundTrip(t, ed.edit, src)
			if refusal != "" {
				continue
			}
			if _, err := parseDoc(out, ed.edit.Strict); err != nil {
				t.Fatalf("the result does not parse: %v\n%s", err, out)
			}
			if ed.edit.State(src) == Absent {
				removeKeepsForeign(t, ed.edit, src, out)
			}
		}
	})
}
