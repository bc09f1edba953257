package edit

import "testing"

func TestOwn(t *testing.T) {
	e := Own{Keys: []Key{
		{Path: []string{"version"}, Value: "1", Force: true},
		{Path: []string{"region"}, Value: `"eu"`, Force: true},
		{Path: []string{"sensitivity"}, Value: `"internal"`},
		{Path: []string{"policy", "mode"}, Value: `"enforce"`},
	}}
	for _, tt := range []struct{ name, src, want, removed string }{
		{"missing", "", "{\n  \"version\": 1,\n  \"region\": \"eu\",\n  \"sensitivity\": \"internal\",\n  \"policy\": {\n    \"mode\": \"enforce\"\n  }\n}\n", "-"},
		{"unknown keys stay", "{\n    \"x\": 12345678901234567890,\n    \"region\": \"us\",\n    \"sensitivity\": \"regulated\"\n}\n",
			"{\n    \"x\": 12345678901234567890,\n    \"region\": \"eu\",\n    \"sensitivity\": \"regulated\",\n    \"version\": 1,\n    \"policy\": {\n        \"mode\": \"enforce\"\n    }\n}\n",
			"{\n    \"x\": 12345678901234567890\n}\n"},
		{"one line", `{"policy":{"mode":"observe","y":"<&>"}}`, `{"policy":{"mode":"observe","y":"<&>"},"version":1,"region":"eu","sensitivity":"internal"}`, `{"policy":{"y":"<&>"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, refusal := roundTrip(t, e, []byte(tt.src))
			if refusal != "" || string(out) != tt.want {
				t.Errorf("got %s, refusal %q", out, refusal)
			}
			bare, err := e.Remove(out)
			if err != nil || tt.removed == "-" && bare != nil || tt.removed != "-" && string(bare) != tt.removed {
				t.Errorf("Remove: %q, %v", bare, err)
			}
		})
	}
	for _, bad := range []string{"[]", "{", `{"a":1,}`, "// c\n{}", `{"policy": 5}`, `{"region":"a","region":"b"}`} {
		if s := e.State([]byte(bad)); s != Conflict {
			t.Errorf("%s: state %s", bad, s)
		}
		roundTrip(t, e, []byte(bad))
	}
}

// With a receipt, a key the team had set to the same value stays.
func TestOwnRemoveMade(t *testing.T) {
	e := Own{Keys: []Key{{Path: []string{"region"}, Value: `"eu"`, Force: true}, {Path: []string{"version"}, Value: "1"}}}
	for _, tt := range []struct{ src, want string }{
		{`{"region": "eu"}`, `{"x": 1, "region": "eu"}`},
		{`{"version": 1}`, `{"x": 1, "version": 1}`},
		{`{"y": 2}`, `{"x": 1, "y": 2}`},
	} {
		out, cuts, err := e.Apply([]byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		edited := append([]byte(`{"x": 1, `), out[1:]...)
		if got, err := e.RemoveMade(edited, cuts); err != nil || string(got) != tt.want {
			t.Errorf("%s: got %s, %v", tt.src, got, err)
		}
	}
	out, cuts, err := e.Apply(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.RemoveMade(out, cuts); err != nil || got != nil {
		t.Errorf("a file of ours alone: %q, %v", got, err)
	}
}

func FuzzOwn(f *testing.F) {
	for _, s := range []string{"", "{}", `{"region":"us","x":[1,{"y":null}]}`, "{\r\n\t\"policy\": {}\r\n}", `{"policy":{"mode":1}}`} {
		f.Add([]byte(s))
	}
	e := Own{Keys: []Key{{Path: []string{"region"}, Value: `"eu"`, Force: true}, {Path: []string{"policy", "mode"}, Value: `"enforce"`}}}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, refusal := roundTrip(t, e, src)
		if refusal != "" {
			return
		}
		if _, err := e.Remove(out); err != nil {
			t.Fatalf("Remove: %v\n%s", err, out)
		}
	})
}
