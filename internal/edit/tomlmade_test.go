package edit

import (
	"strings"
	"testing"
)

// What a file held before comes back also where the user edited it since and
// another release takes ours out.
func TestTOMLRemoveMade(t *testing.T) {
	table := func(name, hash string) Table {
		return Table{Path: []string{"hooks", "state", name}, Pairs: []Pair{{"trusted_hash", `"` + hash + `"`}}}
	}
	newer := TOML{Tables: []Table{table("/h.json:a:0:0", "1"), table("/h.json:later:0:0", "2")}}
	older := TOML{Tables: []Table{table("/h.json:a:0:0", "1")}}
	for _, tt := range []struct{ name, src, old, new, more, want string }{
		{"no last line end", "a = 1\n[b]\nc = 2", "a = 1", "a = 7", "", "a = 7\n[b]\nc = 2"},
		{"a last line end", "a = 1\n", "a = 1", "a = 7", "", "a = 7\n"},
		{"carriage returns", "a = 1\r\nb = 2", "a = 1", "a = 7", "", "a = 7\r\nb = 2"},
		{"text behind ours", "a = 1", "a = 1", "a = 7", "\n[z]\ny = 1\n", "a = 7\n\n[z]\ny = 1\n"},
		{"a table that another trusted since", "a = 1\n", "a = 1", "a = 7", "\n[hooks.state.\"/h.json:a:1:0\"]\ntrusted_hash = \"9\"\n", "a = 7\n\n[hooks.state.\"/h.json:a:1:0\"]\ntrusted_hash = \"9\"\n"},
		{"empty", "", "", "", "", "<gone>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, cuts, err := newer.Apply([]byte(tt.src))
			if err != nil {
				t.Fatal(err)
			}
			edited := strings.Replace(string(out), tt.old, tt.new, 1) + tt.more
			got, err := older.RemoveMade([]byte(edited), cuts)
			if err != nil {
				t.Fatal(err)
			}
			text := string(got)
			if got == nil {
				text = "<gone>"
			}
			if text != tt.want {
				t.Errorf("got  %q\nwant %q\nfrom %q", text, tt.want, edited)
			}
		})
	}
	// Changed since, it is not what we wrote.
	out, cuts, err := newer.Apply([]byte("a = 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := older.RemoveMade([]byte(strings.Replace(string(out), `"2"`, `"3"`, 1)), cuts)
	if err != nil || !strings.Contains(string(got), "later") {
		t.Errorf("%q %v", got, err)
	}
}
