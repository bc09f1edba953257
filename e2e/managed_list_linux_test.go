package e2e

import (
	"os"
	"strings"
	"testing"
)

// The machine's list of reported packages holds for its users while only an
// administrator can write the folder it lies in. That part needs an
// administrator and an /etc of its own, as in TestManagedHolds.
func TestListOfTheMachine(t *testing.T) {
	if os.Geteuid() == 0 && !inApart(t) {
		return
	}
	b := box(t)
	b.Write("report.json", `{"id":"MAL-2099-1","affected":[{"package":{"ecosystem":"npm","name":"evil-thing-xyz"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}`)
	list := b.Path("packages.deny")
	b.Loose("rules", "deny-list", "import", b.Path("report.json"), "--out", list)
	install := []string{"check", "--", "npm", "install", "evil-thing-xyz"}
	if r := b.Vibedefend(install...); strings.Contains(r.Out, "pkg.malicious") {
		t.Fatalf("a file that lies anywhere counts: %s", r)
	}
	if os.Geteuid() != 0 {
		return // nobody here can give the machine a list
	}
	ownEtc(t)
	policy(t, `{}`)
	raw, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("/etc/cybedefend/packages.deny", raw, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := b.Must(3, install...); !strings.Contains(r.Out, "pkg.malicious") {
		t.Errorf("the machine's list does not count: %s", r)
	}
	if err := os.Chmod("/etc/cybedefend", 0o777); err != nil {
		t.Fatal(err)
	}
	if r := b.Vibedefend(install...); strings.Contains(r.Out, "pkg.malicious") {
		t.Errorf("a list counts that anybody can write: %s", r)
	}
}
