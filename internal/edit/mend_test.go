package edit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var mendCases = []struct {
	name      string
	mend      Mend
	src, want string
	// edited is want after a person changed something else; back is what
	// Remove makes of it.
	edited, back string
}{
	{"value", Mend{Setting: "permissions.defaultMode", Value: `"default"`, Strict: true},
		`{"permissions": {"defaultMode": "bypassPermissions"}}`, `{"permissions": {"defaultMode": "default"}}`,
		`{"a": 1, "permissions": {"defaultMode": "default"}}`, `{"a": 1, "permissions": {"defaultMode": "bypassPermissions"}}`},
	{"the person's own later value stays", Mend{Setting: "mode", Value: `"default"`},
		`{"mode": "wild"}`, `{"mode": "default"}`, `{"mode": "plan"}`, `{"mode": "plan"}`},
	{"key with dots, comments", Mend{Setting: "chat.tools.global.autoApprove", Value: "false"},
		"{\r\n  // mine\r\n  \"chat.tools.global.autoApprove\": true, // oh\r\n}\r\n", "{\r\n  // mine\r\n  \"chat.tools.global.autoApprove\": false, // oh\r\n}\r\n",
		"{\"chat.tools.global.autoApprove\": false, }", "{\"chat.tools.global.autoApprove\": true, }"},
	{"the same, nested", Mend{Setting: "chat.tools.global.autoApprove", Value: "false"},
		`{"chat":{"tools":{"global":{"autoApprove":true}}}}`, `{"chat":{"tools":{"global":{"autoApprove":false}}}}`,
		`{"chat":{}}`, `{"chat":{}}`},
	{"member", Mend{Setting: "chat.tools.terminal.autoApprove", Member: "rm", Value: "false"},
		`{"chat.tools.terminal.autoApprove": {"ls": true, "rm": {"approve": true}}}`, `{"chat.tools.terminal.autoApprove": {"ls": true, "rm": false}}`,
		`{"chat.tools.terminal.autoApprove": {"rm": false}}`, `{"chat.tools.terminal.autoApprove": {"rm": {"approve": true}}}`},
	{"element", Mend{Setting: "permissions.allow", Element: "Bash(*)"},
		"{\n \"permissions\": {\n  \"allow\": [\n   \"Bash(ls)\",\n   \"Bash(*)\",\n   \"Read\"\n  ]\n }\n}\n", "{\n \"permissions\": {\n  \"allow\": [\n   \"Bash(ls)\",\n   \"Read\"\n  ]\n }\n}\n",
		`{"permissions":{"allow":["Read"]}}`, `{"permissions":{"allow":["Read","Bash(*)"]}}`},
	{"the only element", Mend{Setting: "permissions.allow", Element: "Bash(*)"}, `{"permissions":{"allow":["Bash(*)"]}}`, `{"permissions":{"allow":[]}}`,
		`{"permissions":{"allow":["Bash(*)"]}}`, `{"permissions":{"allow":["Bash(*)"]}}`},
	{"toml in a table", Mend{Setting: "features.hooks", Value: "true", TOML: true},
		"model = \"m\" # mine\n\n[features]\nhooks = false # off\n", "model = \"m\" # mine\n\n[features]\nhooks = true # off\n",
		"[features]\nx = 1\nhooks = true\n", "[features]\nx = 1\nhooks = false\n"},
	{"toml with dots", Mend{Setting: "features.hooks", Value: "true", TOML: true}, "features.hooks=false", "features.hooks=true", "a = 1\nfeatures.hooks = true", "a = 1\nfeatures.hooks = false"},
	{"toml at the root", Mend{Setting: "sandbox_mode", Value: `"workspace-write"`, TOML: true}, "sandbox_mode = 'danger-full-access'\n[a]\nsandbox_mode = 1\n", "sandbox_mode = \"workspace-write\"\n[a]\nsandbox_mode = 1\n",
		"sandbox_mode = 'read-only'", "sandbox_mode = 'read-only'"},
}

func TestMend(t *testing.T) {
	for _, tt := range mendCases {
		t.Run(tt.name, func(t *testing.T) {
			out, refusal := roundTrip(t, tt.mend, []byte(tt.src))
			if refusal != "" || string(out) != tt.want {
				t.Fatalf("%s\n got %q\nwant %q", refusal, out, tt.want)
			}
			m, ok := tt.mend.Taken([]byte(tt.src))
			if !ok {
				t.Fatal("nothing to take")
			}
			if back, err := m.Remove([]byte(tt.edited)); err != nil || string(back) != tt.back {
				t.Errorf("removed: %q, %v\nwant %q", back, err, tt.back)
			}
			if back, err := m.Remove(out); m.Element == "" && (err != nil || string(back) != tt.src) {
				t.Errorf("back: %q, %v", back, err)
			}
		})
	}
}

// A setting that is not there, or no longer what was found, is left alone.
func TestMendAddsNothing(t *testing.T) {
	for _, src := range []string{"", "{}", `{"permissions":{}}`, `{"permissions":[]}`, `{"permissions":{"defaultMode":"default"}}`} {
		m := Mend{Setting: "permissions.defaultMode", Value: `"default"`}
		out, cuts, err := m.Apply([]byte(src))
		if err != nil || len(cuts) > 0 || string(out) != src {
			t.Errorf("%s: %s %v", src, out, err)
		}
		if _, ok := m.Taken([]byte(src)); ok {
			t.Errorf("%s: taken", src)
		}
		if back, err := m.Remove([]byte(src)); err != nil || string(back) != src {
			t.Errorf("%s: back %s %v", src, back, err)
		}
	}
}

func TestMendRefuses(t *testing.T) {
	for _, tt := range []struct {
		mend Mend
		src  string
		want string
	}{
		{Mend{Setting: "a", Value: "1"}, `{"a":2,"a":3}`, "twice"},
		{Mend{Setting: "a", Value: "1", Strict: true}, "{\"a\":2}// c", "comments"},
		{Mend{Setting: "a", Element: "x"}, `{"a":"x"}`, "not an array"},
		{Mend{Setting: "a", Value: "1", TOML: true}, "a = ", "TOML"},
	} {
		if _, _, err := tt.mend.Apply([]byte(tt.src)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.src, err, tt.want)
		}
		if s := tt.mend.State([]byte(tt.src)); s != Conflict {
			t.Errorf("%s: state %s", tt.src, s)
		}
	}
}

func FuzzMend(f *testing.F) {
	files, _ := filepath.Glob("testdata/json/*.json*")
	for _, file := range files {
		if src, err := os.ReadFile(file); err == nil && len(src) < 4096 {
			f.Add(src)
		}
	}
	for _, tt := range mendCases {
		f.Add([]byte(tt.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, tt := range mendCases {
			if _, refusal := roundTrip(t, tt.mend, src); refusal != "" {
				continue
			}
			if m, ok := tt.mend.Taken(src); ok && m.Element == "" {
				out, _, _ := m.Apply(src)
				if back, err := m.Remove(out); err != nil || string(back) != string(src) {
					t.Fatalf("back %q, %v, want %q", back, err, src)
				}
			}
		}
	})
}
