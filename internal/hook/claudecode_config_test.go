package hook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

const ourEntries = `"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"/home/dev/.cybedefend/bin/vibedefend-hook hook claude-code PreToolUse","timeout":10,"onFailure":"block"}]}],` +
	`"ConfigChange":[{"hooks":[{"type":"command","command":"/home/dev/.cybedefend/bin/vibedefend-hook hook claude-code ConfigChange","onFailure":"block"}]}]}`

func TestConfigChange(t *testing.T) {
	whole := "{" + ourEntries + "}"
	for _, tc := range []struct {
		name, after string
		ledger      string // hash of the last write we made, "" none
		block       bool
	}{
		{"a foreign setting", `{"model":"opus",` + ourEntries + "}", "", false},
		{"our hooks gone", `{"model":"opus"}`, "", true},
		{"our hooks gone by uninstall", `{"model":"opus"}`, "same", false},
		{"one event gone", `{"hooks":{"PreToolUse":` + gjson.Get(whole, "hooks.PreToolUse").Raw + `}}`, "", true},
		{"fails open", strings.Replace(whole, `"onFailure":"block"`, `"onFailure":"continue"`, 1), "", true},
		{"narrower matcher", strings.Replace(whole, `"matcher":"*"`, `"matcher":"Write"`, 1), "", true},
		{"a condition", strings.Replace(whole, `"type":"command"`, `"if":"Bash(x)","type":"command"`, 1), "", true},
		{"in the background", strings.Replace(whole, `"type":"command"`, `"async":true,"type":"command"`, 1), "", true},
		{"another program", strings.Replace(whole, ".cybedefend/bin/vibedefend-hook", "bin/other", 1), "", true},
		{"all hooks off", `{"disableAllHooks":true,` + ourEntries + "}", "", true},
		{"a schema error", `{"env":[],` + ourEntries + "}", "", true},
		{"broken JSON", "{" + ourEntries, "", true},
		{"deleted", "", "", true},
		{"deleted by uninstall", "", "deleted", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := deps(t, always(rules.Allow))
			file := filepath.Join(d.Env.Home, "settings.json")
			sha := "0000"
			if tc.after != "" {
				mustWrite(t, file, tc.after)
			}
			if tc.ledger == "same" {
				sha = sum([]byte(tc.after))
			} else if tc.ledger == "deleted" {
				sha = ""
			}
			cut := string(gjson.AppendJSONString(nil, ourEntries))
			path := string(gjson.AppendJSONString(nil, file))
			mustWrite(t, d.Dir.Ledger(), `{"version":1,"entries":[{"agents":["claude-code"],"path":`+path+`,"resolved":`+path+`,"cuts":[{"off":1,"old":"","new":`+cut+`}]}],"writes":[{"path":`+path+`,"resolved":`+path+`,"sha":"`+sha+`"}]}`)
			payload := `{"session_id":"s","transcript_path":"/t","cwd":"/home/dev","hook_event_name":"ConfigChange","source":"user_settings","file_path":` + path + `}`
			code, out, errs := run(d, payload, "claude-code", "ConfigChange")
			if got := code == 2 && gjson.Get(out, "decision").Str == "block"; got != tc.block {
				t.Errorf("block = %v: exit %d %s %s", got, code, out, errs)
			}
		})
	}
}

// A file that was never ours may change, but not switch hooks off.
func TestConfigChangeOfOthersFiles(t *testing.T) {
	for after, block := range map[string]bool{`{"model":"opus"}`: false, `{"disableAllHooks":true}`: true, `{"disableAllHooks":false}`: false} {
		d := deps(t, always(rules.Allow))
		file := filepath.Join(d.Env.Home, "p", ".claude", "settings.local.json")
		mustWrite(t, file, after)
		payload := `{"session_id":"s","cwd":"/home/dev","transcript_path":"/t","hook_event_name":"ConfigChange","file_path":` + string(gjson.AppendJSONString(nil, file)) + `}`
		if code, out, _ := run(d, payload, "claude-code", "ConfigChange"); (code == 2) != block {
			t.Errorf("%s: exit %d %s", after, code, out)
		}
	}
}

func mustWrite(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
