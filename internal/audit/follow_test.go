package audit

import (
	"os"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

func TestFollow(t *testing.T) {
	tr := Trail{Dir: t.TempDir(), MaxBytes: 1500}
	fill(t, tr, 2)
	m, err := tr.End()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	more := func() {
		t.Helper()
		if m, err = tr.After(m, Filter{Agent: "codex"}, func(l []byte) error {
			got = append(got, gjson.GetBytes(l, "session").Str)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	more()
	if len(got) != 0 {
		t.Fatalf("old lines came: %v", got)
	}
	for i := range 40 { // over several files
		if err := tr.Append(record(i)); err != nil {
			t.Fatal(err)
		}
		if i%7 == 0 {
			more()
		}
	}
	more()
	if len(got) != 40 || got[0] != "0" || got[39] != "39" {
		t.Fatalf("%d lines: %v", len(got), got)
	}
	f, err := os.OpenFile(tr.current(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	half := `{"agent":"codex","session":"half`
	if _, err := f.WriteString(half); err != nil {
		t.Fatal(err)
	}
	more()
	if _, err := f.WriteString(`"}` + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	more()
	if strings.Join(got[40:], ",") != "half" {
		t.Fatalf("a line that was written in two parts: %v", got[40:])
	}
}

func TestRepoID(t *testing.T) {
	a, b := RepoID("/home/dev/a"), RepoID("/home/dev/b")
	if a == b || len(a) != 12 || a != RepoID("/home/dev/a") || RepoID("") != "" {
		t.Errorf("%q %q", a, b)
	}
}
