// Command vibedefend governs the coding agents of this machine.
//
// A call of an agent is answered before the command tree exists: its cost is
// start-up.
package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"time"

	"github.com/cybedefend/vibedefend/cmd"
	"github.com/cybedefend/vibedefend/internal/hook"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "hook" && !help(args[1:]) {
		os.Exit(hook.Run(args, os.Stdin, os.Stdout, os.Stderr))
	}
	if len(args) == 0 {
		if payload, ok := payloadOn(os.Stdin); ok {
			os.Exit(hook.Run(nil, payload, os.Stdout, os.Stderr))
		}
	}
	os.Exit(cmd.Main())
}

func help(args []string) bool {
	return len(args) > 0 && (args[0] == "--help" || args[0] == "-h")
}

// patience bounds the wait for a payload when there are no arguments: a pipe
// that nobody writes to must not keep a person from the help.
const patience = 2 * time.Second

// limit is more than the road takes, so that it refuses what is too large.
const limit = 65 << 20

// payloadOn returns a redirected input that holds a payload: some agents drop
// arguments and still want an answer.
func payloadOn(in *os.File) (io.Reader, bool) {
	st, err := in.Stat()
	if err != nil || st.Mode()&os.ModeCharDevice != 0 {
		return nil, false
	}
	first := make(chan *bufio.Reader, 1)
	go func() {
		r := bufio.NewReader(in)
		_, _ = r.Peek(1)
		first <- r
	}()
	select {
	case r := <-first:
		raw, err := io.ReadAll(io.LimitReader(r, limit))
		return bytes.NewReader(raw), err == nil && hook.LooksLikePayload(raw)
	case <-time.After(patience):
		return nil, false
	}
}
