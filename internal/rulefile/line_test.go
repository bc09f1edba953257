package rulefile

import (
	"strings"
	"testing"
)

func TestTakenIDs(t *testing.T) {
	read := Rules(func(id string) bool { return id == "fs.delete-root" })
	rule := func(id string) string {
		return "  - id: " + id + "\n    title: t\n    action: ask\n    commands: [x]\n"
	}
	for _, x := range []struct{ text, want string }{
		{rule("team.a") + rule("team.b"), ""},
		{rule("team.a") + rule("fs.delete-root"), "guard.yaml:6: the id fs.delete-root is taken"},
		{rule("team.a") + rule("team.a"), "guard.yaml:6: the id team.a is taken"},
	} {
		_, err := read("guard.yaml", []byte("rules:\n"+x.text))
		if err == nil && x.want != "" || err != nil && (x.want == "" || !strings.Contains(err.Error(), x.want)) {
			t.Errorf("%s: %v, want %q", x.text, err, x.want)
		}
	}
}
