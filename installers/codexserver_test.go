package installers

import (
	"bytes"
	"strings"
	"testing"
)

const listedReply = `{"id":2,"result":{"data":[{"hooks":[
{"key":"/h/hooks.json:stop:0:0","command":"x","enabled":true,"trustStatus":"trusted","currentHash":"sha256:1"},
{"key":"/h/hooks.json:stop:1:0","command":"y","enabled":true,"trustStatus":"modified","currentHash":"sha256:2"},
{"key":"/h/hooks.json:stop:2:0","command":"z","enabled":false,"trustStatus":"trusted","currentHash":"sha256:3"}]}]}}`

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", "") + "\n" }

func TestAskHooks(t *testing.T) {
	replies := `{"method":"thing/happened","params":{}}` + "\n" + `{"id":1,"result":{}}` + "\n" +
		"not json\n" + `{"method":"hook/started"}` + "\n" + oneLine(listedReply)
	var asked bytes.Buffer
	listed, err := askHooks(&asked, strings.NewReader(replies), "/w")
	if err != nil || len(listed) != 3 || listed[1].TrustStatus != "modified" {
		t.Fatalf("%+v %v", listed, err)
	}
	for _, want := range []string{`"method":"initialize"`, `{"method":"initialized"}`, `"method":"hooks/list"`, `"cwds":["/w"]`} {
		if !strings.Contains(asked.String(), want) {
			t.Errorf("no %s in %s", want, asked.String())
		}
	}
	keys := func(n ...string) (out []TrustKey) {
		for _, k := range n {
			out = append(out, TrustKey{Key: "/h/hooks.json:stop:" + k + ":0"})
		}
		return out
	}
	for k, want := range map[string]string{"0": "", "1": "modified", "2": "disabled", "3": "does not list"} {
		err := untrusted(listed, keys("0", k))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("hook %s: %v, want %q", k, err, want)
		}
	}
}

func TestAskHooksFails(t *testing.T) {
	for _, replies := range []string{
		"",
		`{"id":1,"error":{"message":"no such method"}}` + "\n",
		`{"id":1,"result":{}}` + "\n",
		`{"id":1,"result":{}}` + "\n" + `{"id":2,"result":[]}` + "\n",
	} {
		if _, err := askHooks(&bytes.Buffer{}, strings.NewReader(replies), "/w"); err == nil {
			t.Errorf("%q counts as an answer", replies)
		}
	}
}

// Whatever someone wrote into hooks.json, computing trust neither panics nor
// claims a handler that is not ours.
func FuzzCodexTrust(f *testing.F) {
	f.Add([]byte(`{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"/b/vibedefend-hook hook codex PreToolUse","timeout":10}]}]}}`))
	f.Add([]byte(`{"hooks":{"Stop":[{"hooks":[{"command":5}]}],"SessionEnd":[null]}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		keys, err := CodexTrust(b, "/h/hooks.json", "linux", map[string]string{"PreToolUse": "/b/vibedefend-hook hook codex PreToolUse"})
		if err != nil {
			return
		}
		for _, k := range keys {
			if !strings.HasPrefix(k.Key, "/h/hooks.json:") || len(k.Hash) != 71 {
				t.Errorf("%+v", k)
			}
		}
		if len(keys) > 0 && !bytes.Contains(b, []byte("hook")) {
			t.Errorf("%d keys for %q", len(keys), b)
		}
	})
}
