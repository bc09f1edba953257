package posture

import "testing"

func TestParseTOMLKeepsShapeAndLines(t *testing.T) {
	src := "model = \"m\"\n\n[features]\nhooks = false # off\n\n[[hooks.PreToolUse]]\nmatcher = \"*\"\n[[hooks.PreToolUse.hooks]]\ncommand = 'c'\n" +
		"[[hooks.PreToolUse]]\n[hooks.state.\"/a b:pre:0:0\"]\ntrusted_hash = \"sha256:x\"\n[x]\na.b = [1, {c = true}]\n"
	n, err := parseTOML([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if v := n.get("features", "hooks"); !v.isFalse() || v.line != 4 {
		t.Errorf("features.hooks = %+v", v)
	}
	groups := n.get("hooks", "PreToolUse")
	if len(groups.items) != 2 || groups.items[0].get("hooks").items[0].get("command").str() != "c" {
		t.Errorf("groups = %+v", groups)
	}
	if v := n.get("hooks", "state", "/a b:pre:0:0", "trusted_hash"); v.str() != "sha256:x" || v.line != 12 {
		t.Errorf("state = %+v", v)
	}
	if v := n.get("x", "a", "b"); len(v.items) != 2 || !v.items[1].get("c").isTrue() {
		t.Errorf("inline = %+v", v)
	}
}

func TestParseJSONDialects(t *testing.T) {
	strict, comments := dialect{}, dialect{comments: true}
	cases := []struct {
		name, src string
		d         dialect
		ok        bool
	}{
		{"plain", `{"a":1}`, strict, true},
		{"comment in strict", "{// c\n}", strict, false},
		{"comment allowed", "{// c\n}", comments, true},
		{"trailing comma", `{"a":1,}`, strict, false},
		{"bom", "\xef\xbb\xbf{}", strict, false},
		{"bom allowed", "\xef\xbb\xbf{}", dialect{bom: true}, true},
		{"empty", " \n", strict, false},
		{"empty allowed", "", dialect{empty: true}, true},
		{"broken", `{"a":`, comments, false},
		{"two values", `{}{}`, comments, false},
	}
	for _, c := range cases {
		if _, err := parseJSON([]byte(c.src), c.d); (err == nil) != c.ok {
			t.Errorf("%s: err = %v", c.name, err)
		}
	}
}

func TestLastRepeatedKeyCounts(t *testing.T) {
	n, err := lenient([]byte("{\"a\":true,\n\"a\":false,\n\"b.c\":\"x\",\"d\":{\"e\":\"\\u00e9\"}}"))
	if err != nil {
		t.Fatal(err)
	}
	if v := n.get("a"); !v.isFalse() || v.line != 2 {
		t.Errorf("a = %+v", v)
	}
	if n.flat("b.c").str() != "x" || n.flat("d.e").str() != "é" {
		t.Error("flat keys")
	}
}

func TestDeepInputIsRefused(t *testing.T) {
	deep := make([]byte, 100_000)
	for i := range deep {
		deep[i] = '['
	}
	if _, err := lenient(deep); err == nil {
		t.Error("deep JSON accepted")
	}
	if _, err := parseTOML(append([]byte("a = "), deep...)); err == nil {
		t.Error("deep TOML accepted")
	}
}
