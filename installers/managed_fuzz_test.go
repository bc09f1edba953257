package installers

import (
	"bytes"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/edit"
)

// FuzzRequirements: whatever an administrator wrote, ours go in and come out
// and leave the same bytes, or the file is refused.
func FuzzRequirements(f *testing.F) {
	for _, s := range []string{"", "[features]\nhooks = true\n", "a = 1", "# x\r\n[hooks]\r\nmanaged_dir = \"/opt\"\r\n",
		"[[hooks.PreToolUse]]\nmatcher = \"*\"\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = \"x\"\n", "hooks = {}", "[features", "\ufeff[features]\n"} {
		f.Add([]byte(s))
	}
	target := Target{Scope: Managed, HookPath: "/opt/vibedefend/bin/vibedefend-hook",
		Env: detect.Env{OS: "linux", FS: detect.OSFS{}, Getenv: func(string) string { return "" }}}
	p, err := codexManaged(target)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) { roundTrip(t, src, p.Changes) })
}

// FuzzDenyList is the same for the rules of permissions.deny.
func FuzzDenyList(f *testing.F) {
	for _, s := range []string{"", "{}", `{"permissions":{"deny":["Read(./.env)"]}}`, `{"permissions":{"deny":"x"}}`, "{\r\n\t\"permissions\": {},\r\n}", `{"permissions":{"deny":[1,]}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		roundTrip(t, src, []Change{{Edit: denyList(claudeDenies, false)}})
	})
}

func roundTrip(t *testing.T, src []byte, changes []Change) {
	out, all := src, [][]edit.Cut(nil)
	for _, c := range changes {
		next, cuts, err := c.Edit.Apply(out)
		if err != nil {
			return
		}
		out, all = next, append(all, cuts)
	}
	for _, c := range changes {
		if again, cuts, err := c.Edit.Apply(out); err != nil || len(cuts) > 0 || !bytes.Equal(again, out) {
			t.Fatalf("not idempotent on %q: %v", src, err)
		}
		if s := c.Edit.State(out); s != edit.Present {
			t.Fatalf("state %s on %q", s, src)
		}
	}
	back := out
	for i := len(all) - 1; i >= 0; i-- {
		var err error
		if back, err = edit.InvertCuts(back, all[i]); err != nil {
			t.Fatalf("take back on %q: %v", src, err)
		}
	}
	if !bytes.Equal(back, src) {
		t.Fatalf("%q came back as %q", src, back)
	}
}
