package main

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// limits are millions of instructions that a call may take on linux/amd64: what
// was measured when they were set, and a tenth more for other versions of Go, of
// the counter, and for what the scheduler does on a busy machine.
var limits = []struct {
	call    string
	million float64
}{
	{"hook: allow", 1.0}, {"hook: block", 1.45}, {"hook: ask", 1.35}, {"hook: edit, 200 lines", 3.8},
}

// gate counts the instructions of the small calls and fails above the limits.
func (b bench) gate() error {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return fmt.Errorf("the limits are those of linux/amd64, this is %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	var high []string
	list := b.on("hook", b.hook(), true)
	for _, l := range limits {
		for i := range list {
			if list[i].name != l.call {
				continue
			}
			n, err := b.instructions(&list[i])
			if err != nil {
				return err
			}
			fmt.Printf("%-22s %5.2f M of %.2f M instructions\n", l.call, float64(n)/1e6, l.million)
			if float64(n) > l.million*1e6 {
				high = append(high, l.call)
			}
		}
	}
	if len(high) > 0 {
		return fmt.Errorf("more instructions than allowed: %s", strings.Join(high, ", "))
	}
	return nil
}

// errUncounted is returned where nothing can be counted.
var errUncounted = errors.New("instructions are not counted")

// instructions are the fewest of some counts. Go's signals to itself confuse
// the counter and are switched off.
func (b bench) instructions(s *subject) (int, error) {
	valgrind, err := exec.LookPath("valgrind")
	if err != nil || s.counts == 0 {
		return 0, fmt.Errorf("%w: %v", errUncounted, err)
	}
	best := 0
	for i := range s.counts {
		in, err := b.input(s, -1-i)
		if err != nil {
			return 0, err
		}
		cmd := exec.Command(valgrind, append([]string{"--tool=callgrind", "--callgrind-out-file=/dev/null"}, s.args...)...)
		cmd.Stdin, cmd.Dir, cmd.Env = in, b.repo, append(b.env(), "GODEBUG=asyncpreemptoff=1")
		out, _ := cmd.CombinedOutput() // a block is exit 2
		_ = in.Close()
		if m := regexp.MustCompile(`Collected : (\d+)`).FindSubmatch(out); m != nil {
			if n, err := strconv.Atoi(string(m[1])); err == nil && (best == 0 || n < best) {
				best = n
			}
		}
	}
	if best == 0 {
		return 0, fmt.Errorf("%w: valgrind gives no count for %s", errUncounted, s.name)
	}
	return best, nil
}
