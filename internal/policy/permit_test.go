package policy

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

func TestPermitAndWithdraw(t *testing.T) {
	d, now := home.Dir(t.TempDir()), time.Now()
	id, err := Permit(d, rules.Exception{Rule: "git.*", Reason: "r", Expires: now.Add(time.Hour).Unix()}, now)
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	if _, err := Permit(d, rules.Exception{Rule: "old", Expires: now.Add(time.Minute).Unix()}, now); err != nil {
		t.Fatal(err)
	}
	list, err := Exceptions(d, now)
	if err != nil || len(list) != 2 || list[0].ID != id {
		t.Fatalf("%+v %v", list, err)
	}
	later := now.Add(10 * time.Minute)
	if found, err := Withdraw(d, "ex-none", later); found || err != nil {
		t.Fatal(found, err)
	}
	if list, err = readExceptions(d); err != nil || len(list) != 1 {
		t.Fatalf("the expired one stays: %+v %v", list, err)
	}
	if found, err := Withdraw(d, id, later); !found || err != nil {
		t.Fatal(found, err)
	}
	if st, err := os.Stat(exceptionsPath(d)); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Fatal(st, err)
	}
}

func TestDamagedExceptionsAreNotOverwritten(t *testing.T) {
	d := home.Dir(t.TempDir())
	if err := os.MkdirAll(d.State(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(exceptionsPath(d), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Permit(d, rules.Exception{}, time.Now()); err == nil {
		t.Fatal("no error")
	}
	if raw, _ := os.ReadFile(exceptionsPath(d)); string(raw) != "{" {
		t.Fatalf("overwritten: %q", raw)
	}
}
