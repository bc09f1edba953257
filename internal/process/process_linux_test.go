package process

import (
	"os"
	"os/exec"
	"slices"
	"testing"
)

func TestAncestorsOfThisProcess(t *testing.T) {
	up := Ancestors(os.Getpid())
	if len(up) == 0 || up[0].PID != os.Getppid() {
		t.Fatalf("Ancestors = %+v, want the parent %d first", up, os.Getppid())
	}
}

func TestListHasAChildWithItsArguments(t *testing.T) {
	child := exec.Command("sleep", "60")
	child.Env = []string{"HOME=/nowhere/home"}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}()
	all := List()
	i := slices.IndexFunc(all, func(p Process) bool { return p.PID == child.Process.Pid })
	if i < 0 {
		t.Fatal("the child is not listed")
	}
	if h := all[i].Home(); h != "/nowhere/home" {
		t.Errorf("home = %q", h)
	}
	if p := all[i]; p.Parent != os.Getpid() {
		t.Errorf("parent = %d, want %d", p.Parent, os.Getpid())
	}
}

func TestParseStat(t *testing.T) {
	for _, c := range []struct {
		stat, name string
		parent     int
		ok         bool
	}{
		{"7 (cat) S 3 7 7", "cat", 3, true},
		{"7 (a) b) S 4 7", "a) b", 4, true},
		{"7 (gone) Z 4 7", "", 0, false},
		{"7 cat S", "", 0, false},
		{"", "", 0, false},
		{"7 (x) S y", "", 0, false},
	} {
		p, ok := parseStat(7, c.stat, "/nowhere")
		if ok != c.ok || p.Name != c.name || p.Parent != c.parent {
			t.Errorf("parseStat(%q) = %+v %v", c.stat, p, ok)
		}
	}
}
