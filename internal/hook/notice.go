package hook

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/detach"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/watch"
	"github.com/cybedefend/vibedefend/rules"
)

const (
	// noticeTime is how long the start of a session waits for the check of the
	// agents' files, which takes a tenth of it; then it tells what the one
	// before found.
	noticeTime = 400 * time.Millisecond
	noticeStep = 5 * time.Millisecond
	// noticeAge is how long a check of before is worth telling.
	noticeAge  = 24 * time.Hour
	noticeMost = 3
)

// notices starts the check of what keeps hooks from running and returns what
// a person should be told of it. It is another program's work, once a session.
func (d Deps) notices(c Call) string {
	dir := c.Event.CWD
	if d.Homeless || d.Foreign || dir == "" {
		return ""
	}
	before, _ := watch.Read(d.Dir, dir)
	program := d.Dir.Program()
	if _, err := os.Stat(program); err != nil {
		program = filepath.Join(home.ManagedBin(d.Env.OS), filepath.Base(program))
	}
	if detach.Start(program, dir, flushEnv(os.Environ(), string(d.Dir), d.Env.Home), "notice", "--quiet") != nil {
		return d.tell(before)
	}
	for end := time.Now().Add(noticeTime); time.Now().Before(end); time.Sleep(noticeStep) {
		if n, ok := watch.Read(d.Dir, dir); ok && !n.At.Equal(before.At) {
			return d.tell(n)
		}
	}
	return d.tell(before)
}

// tell words a note in a few short lines.
func (d Deps) tell(n watch.Note) string {
	if age := d.Now().Sub(n.At); len(n.Lines) == 0 || age > noticeAge || age < -noticeAge {
		return ""
	}
	out := []string{"VibeDefend: not every coding agent on this machine is governed as it should be."}
	for i, l := range n.Lines {
		if i == noticeMost {
			out = append(out, "- and "+strconv.Itoa(len(n.Lines)-i)+" more")
			break
		}
		out = append(out, "- "+oneLine(l))
	}
	return strings.Join(append(out, `A person should run "vibedefend doctor" in a terminal.`), "\n")
}

// greet adds what the start of a session has to tell to a verdict.
func (d Deps) greet(c Call, v *rules.Verdict) {
	text := d.notices(c)
	if text == "" {
		return
	}
	v.Context = joinLines(v.Context, text)
	v.UserText = joinLines(v.UserText, text)
}
