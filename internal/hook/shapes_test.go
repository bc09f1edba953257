package hook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

func TestPaths(t *testing.T) {
	unix := places{home: "/home/dev", cwd: "/home/dev/project"}
	win := places{home: `C:\Users\dev`, cwd: `C:\Users\dev\project`, windows: true}
	for _, tc := range []struct {
		p        places
		in, want string
	}{
		{unix, "", ""}, {unix, "a.txt", "/home/dev/project/a.txt"}, {unix, "../x/./y", "/home/dev/x/y"}, {unix, "/etc//passwd", "/etc/passwd"},
		{unix, "~", "/home/dev"}, {unix, "~/.ssh/id", "/home/dev/.ssh/id"}, {unix, "~root", "/home/dev/project/~root"},
		{unix, "file:///home/dev/a%20b%2Fc", "/home/dev/a b/c"}, {unix, "FILE://localhost/etc/x", "/etc/x"}, {unix, "file:///a%zz", "/a%zz"},
		{unix, "/c:/Users/x", "/c:/Users/x"}, {unix, `a\b`, `/home/dev/project/a\b`},
		{win, "a/b.txt", `C:\Users\dev\project\a\b.txt`}, {win, `..\x`, `C:\Users\dev\x`}, {win, "/c:/Users/dev", `C:\Users\dev`},
		{win, "/d/code/x", `D:\code\x`}, {win, "/c", `C:\`}, {win, "c:/X/../y", `C:\y`}, {win, "file:///c:/a%20b", `C:\a b`}, {win, `~\x`, `C:\Users\dev\x`},
		{win, `\tmp\x`, `C:\tmp\x`}, {win, `\\host\share\f`, `\\host\share\f`}, {win, "//host/share/f", `\\host\share\f`},
	} {
		if got := tc.p.abs(tc.in); got != tc.want {
			t.Errorf("abs(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

// changes renders changes in one line each.
func changes(list []rules.FileChange) string {
	var b strings.Builder
	for _, c := range list {
		fmt.Fprintf(&b, "%s %s", []string{"create", "edit", "delete", "move"}[c.Op], c.Path)
		if c.From != "" {
			fmt.Fprintf(&b, " from %s", c.From)
		}
		if c.New != "" {
			fmt.Fprintf(&b, " %q", c.New)
		}
		for _, h := range c.Hunks {
			fmt.Fprintf(&b, " %q>%q", h.Old, h.New)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestPatches(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"all directives": {"*** Begin Patch\n*** Add File: a\n+1\n+\n*** Update File: b\n*** Move to: c\n@@ def f():\n one\n-two\n+2\n@@\n-x\n+y\n*** End of File\n*** Delete File: d\n*** End Patch\n",
			"create a \"1\\n\\n\"\nmove c from b \"one\\ntwo\\n\">\"one\\n2\\n\" \"x\\n\">\"y\\n\"\ndelete d\n"},
		"no end":                     {"*** Begin Patch\n*** Add File: a\n+1", "create a \"1\\n\"\n"},
		"carriage returns":           {"*** Begin Patch\r\n*** Update File: a\r\n@@\r\n-x\r\n+y\r\n*** End Patch\r\n", "edit a \"x\\n\">\"y\\n\"\n"},
		"indented after an addition": {"*** Begin Patch\n*** Add File: a\n+1\n  *** Delete File: b\n*** End Patch", "create a \"1\\n\"\ndelete b\n"},
		"directive as content":       {"*** Begin Patch\n*** Add File: doc\n+*** Delete File: b\n*** Update File: e\n@@\n *** Delete File: z\n-a\n+b\n*** End Patch", "create doc \"*** Delete File: b\\n\"\nedit e \"*** Delete File: z\\na\\n\">\"*** Delete File: z\\nb\\n\"\n"},
		"end marker as content":      {"*** Begin Patch\n*** Add File: doc\n+*** End Patch\n+x\n*** Delete File: b\n*** End Patch", "create doc \"*** End Patch\\nx\\n\"\ndelete b\n"},
		"insertion":                  {"*** Begin Patch\n*** Update File: a\n@@\n+new\n*** End Patch", "edit a \"\">\"new\\n\"\n"},
		"no hunk":                    {"*** Begin Patch\n*** Update File: a\n*** Move to: b\n*** End Patch", "move b from a\n"},
		"nothing":                    {"*** Begin Patch\n*** End Patch", ""},
		"not a patch":                {"rm -rf /", ""},
	} {
		got, err := parsePatch(tc.in)
		if changes(got) != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%s: got\n%s%v want\n%s", name, changes(got), err, tc.want)
		}
	}
}

func TestShellPatches(t *testing.T) {
	patch := "*** Begin Patch\n*** Add File: a\n+1\n*** End Patch\nEOF\n"
	for cmd, want := range map[string]string{
		"apply_patch <<'EOF'\n" + patch:                  "create /home/dev/project/a \"1\\n\"\n",
		"cd sub && apply_patch <<EOF\n" + patch:          "create /home/dev/project/sub/a \"1\\n\"\n",
		"cd '/tmp' ; applypatch <<EOF\n" + patch:         "create /tmp/a \"1\\n\"\n",
		"cat > p.txt <<EOF\n" + patch:                    "",
		"apply_patch --help":                             "",
		`apply_patch "` + strings.TrimSpace(patch) + `"`: "create /home/dev/project/a \"1\\n\"\n",
	} {
		ev := rules.Event{Command: cmd, CWD: "/home/dev/project"}
		places{home: "/home/dev", cwd: ev.CWD}.addShellPatch(&ev)
		if got := changes(ev.Writes); got != want {
			t.Errorf("%q: got\n%swant\n%s", cmd, got, want)
		}
	}
}

func TestDiffs(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"edit":   {"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n-one\n+ONE\n two\n \n", "edit f \"one\\ntwo\\n\">\"ONE\\ntwo\\n\"\n"},
		"create": {"create file mode 100644\n--- a/dev/null\n+++ b/f\n@@ -1,0 +1,2 @@\n+x\n+\n\n", "create f \"x\\n\"\n"},
		"delete": {"deleted file mode 100644\n--- a/f\n+++ b/dev/null\n@@ -1 +0,0 @@\n-x\n", "delete f \"x\\n\">\"\"\n"},
		"empty":  {"", "edit f\n"},
	} {
		if got := changes([]rules.FileChange{parseDiff("f", tc.in)}); got != tc.want {
			t.Errorf("%s: got %s want %s", name, got, tc.want)
		}
	}
}

// tool decodes one tool call of Claude Code.
func tool(t *testing.T, name, input string) (rules.Event, error) {
	t.Helper()
	p, err := Open([]byte(`{"hook_event_name":"PreToolUse","cwd":"/home/dev/project","transcript_path":"/t","tool_name":` +
		string(gjson.AppendJSONString(nil, name)) + `,"tool_input":` + input + `}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := claudeDecode("PreToolUse", testEnv("linux"), p)
	return c.Event, err
}

// Arguments come in many spellings; a field of the wrong type must not lose
// the rest.
func TestToolArguments(t *testing.T) {
	for _, tc := range []struct{ name, input, kind, want string }{
		{"Bash", `{"command":"ls"}`, "command", "ls"},
		{"Bash", `"{\"command\":\"ls\"}"`, "command", "ls"},
		{"Bash", `"ls -l"`, "command", "ls -l"},
		{"Bash", `{"command":["bash","-lc","ls | wc"]}`, "command", "ls | wc"},
		{"Bash", `{"command":["git","commit","-m","a b"]}`, "command", "git commit -m 'a b'"},
		{"Bash", `{"command":7,"timeout":"x","description":{}}`, "command", "7"},
		{"Bash", `{"command":"safe","command":"rm -rf /"}`, "command", "rm -rf /"},
		{"Monitor", `{"ws":"x","description":"d"}`, "web-fetch", ""},
		{"PowerShell", `{"command":"dir"}`, "command", "dir"},
		{"MultiEdit", `{"file_path":"a","edits":[{"old_string":"1","new_string":"2"},{"old_string":"3","new_string":4}]}`, "file-write", "edit /home/dev/project/a \"1\">\"2\" \"3\">\"4\"\n"},
		{"Edit", `{"path":"a","old_str":"1","new_str":"2"}`, "file-write", "edit /home/dev/project/a \"1\">\"2\"\n"},
		{"Edit", `"*** Begin Patch\n*** Delete File: x\n*** End Patch"`, "file-write", "delete /home/dev/project/x\n"},
		{"Write", `{"path":"~/a","file_text":"x"}`, "file-write", "create /home/dev/a \"x\"\n"},
		{"Write", `{"file_path":"a","content":{"b":1}}`, "file-write", "create /home/dev/project/a \"{\\\"b\\\":1}\"\n"},
		{"Write", `{"file_path":"a"}`, "file-write", "edit /home/dev/project/a \"\">\"\"\n"},
		{"NotebookEdit", `{"notebook_path":"n.ipynb","edit_mode":"delete","cell_id":"3"}`, "file-write", "edit /home/dev/project/n.ipynb \"\">\"\"\n"},
		{"Read", `{"file_path":"file:///etc/passwd"}`, "file-read", "/etc/passwd"},
		{"Grep", `{"pattern":"KEY","glob":".env"}`, "file-read", "/home/dev/project /home/dev/project/.env"},
		{"Grep", `{"pattern":"KEY","path":"sub","glob":"*.go"}`, "file-read", "/home/dev/project/sub"},
		{"WebFetch", `{"url":"https://example.com"}`, "web-fetch", "https://example.com"},
		{"mcp__a__b__c", `{"x":1}`, "mcp-call", "a b__c {\"x\":1}"},
		{"mcp__a__b", `"{\"x\":1}"`, "mcp-call", "a b {\"x\":1}"},
		{"mcp__a__b", `"plain"`, "mcp-call", "a b \"plain\""},
		{"FutureTool", `{"command":"rm -rf /"}`, "command", "rm -rf /"},
		{"FutureTool", `{"file_path":"a","content":"b"}`, "file-write", "create /home/dev/project/a \"b\"\n"},
		{"FutureTool", `[1,2]`, "tool-other", ""},
		{"FutureTool", `null`, "tool-other", ""},
	} {
		ev, err := tool(t, tc.name, tc.input)
		if err != nil {
			t.Errorf("%s %s: %v", tc.name, tc.input, err)
		}
		got := ev.Command + changes(ev.Writes) + strings.Join(ev.Reads, " ") + strings.Join(ev.URLs, " ")
		if ev.MCP != nil {
			got = ev.MCP.Server + " " + ev.MCP.Tool + " " + string(ev.MCP.Args)
		}
		if ev.Kind.String() != tc.kind || got != tc.want {
			t.Errorf("%s %s: %s %q, want %s %q", tc.name, tc.input, ev.Kind, got, tc.kind, tc.want)
		}
	}
	// What hides its deed cannot be judged.
	for name, input := range map[string]string{"Bash": `{"cmdline":"ls"}`, "Write": `{"content":"x"}`, "Edit": `{"file_path":7}`, "PowerShell": `null`, "MultiEdit": `{"edits":[{}]}`} {
		if _, err := tool(t, name, input); err == nil {
			t.Errorf("%s %s: no error", name, input)
		}
	}
}

func TestMCPNames(t *testing.T) {
	for name, want := range map[string]string{"vibe-mock/get_secret": "vibe-mock get_secret", "vibe-mock-get_secret": "vibe-mock get_secret", "mcp__a__b": "a b", "ask_user": ""} {
		s, tool, ok := copilotMCP(name)
		if got := strings.TrimSpace(s + " " + tool); got != want || ok != (want != "") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if s, tool, _ := doubleName("mcp__my__server__do", "my__server"); s != "my__server" || tool != "do" {
		t.Errorf("a told server name is not used: %s %s", s, tool)
	}
	if s, tool, ok := singleName("mcp_github_get_me"); s != "github" || tool != "get_me" || !ok {
		t.Errorf("mcp_github_get_me: %s %s", s, tool)
	}
}

func TestMentions(t *testing.T) {
	p := places{home: "/home/dev", cwd: "/p"}
	for prompt, want := range map[string]string{
		"look at @src/a.go, please": "/p/src/a.go", `read @"my file.txt" and @~/x`: "/p/my file.txt /home/dev/x",
		"mail me@example.com": "", "@": "", `@"open`: "", "see (@b.go).": "/p/b.go", "@c.go.": "/p/c.go",
	} {
		if got := strings.Join(p.mentions(prompt), " "); got != want {
			t.Errorf("%q: %q, want %q", prompt, got, want)
		}
	}
}

func TestPayloadTolerance(t *testing.T) {
	plain := `{"hook_event_name":"PreToolUse","cwd":"/p","transcript_path":"/t","tool_name":"Bash","tool_input":{"command":"ls é"}}`
	utf16 := func(order string) string {
		b := []byte{0xff, 0xfe}
		if order == "big" {
			b = []byte{0xfe, 0xff}
		}
		for _, r := range plain {
			lo, hi := byte(r), byte(r>>8)
			if order == "big" {
				lo, hi = hi, lo
			}
			b = append(b, lo, hi)
		}
		return string(b)
	}
	for name, in := range map[string]string{
		"plain": plain, "BOM": "\ufeff" + plain, "three BOMs": "\ufeff \ufeff\r\n\ufeff" + plain, "NULs": "\x00" + plain + "\n\x00\x00",
		"little-endian": utf16("little"), "big-endian": utf16("big"), "control Z": plain + "\r\n\x1a",
		"invalid UTF-8": strings.Replace(plain, `"/t"`, "\"\xff\xfe\"", 1), "unknown fields": strings.Replace(plain, "{", `{"x":[{"y":null}],`, 1),
	} {
		p, err := Open([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c, err := claudeDecode("", testEnv("linux"), p)
		if err != nil || c.Event.Command != "ls é" || c.Event.CWD != "/p" {
			t.Errorf("%s: %+v %v", name, c.Event, err)
		}
	}
	p, err := Open([]byte(`{"hook_event_name":"PreToolUse","cwd":7,"session_id":[1],"permission_mode":{},"tool_use_id":null,"tool_name":"Bash","tool_input":{"command":"ls"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := claudeDecode("", testEnv("linux"), p); err != nil || c.Event.Command != "ls" || c.Event.CWD != "/home/dev/started" {
		t.Errorf("wrong types: %+v %v", c.Event, err)
	}
}

func TestVSCodeTask(t *testing.T) {
	ev := rules.Event{}
	in := gjson.Parse(`{"workspaceFolder":"/p","task":{"label":"x","type":"shell","command":"rm","args":["-rf","/"]}}`)
	if err := vscodeTool(&ev, places{cwd: "/p"}, "create_and_run_task", in); err != nil || ev.Command != "rm -rf /" || ev.Kind != rules.Command {
		t.Errorf("%+v %v", ev, err)
	}
}
