// Package detach starts a program of ours that outlives this process and
// holds none of its streams, so that nobody waits for it.
package detach

import (
	"fmt"
	"os"
)

// Start runs program with args (without its own name) in dir, and forgets it.
func Start(program, dir string, env []string, args ...string) error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("start %s: %w", program, err)
	}
	defer null.Close()
	p, err := os.StartProcess(program, append([]string{program}, args...), &os.ProcAttr{
		Dir: dir, Env: env, Files: []*os.File{null, null, null}, Sys: apart(),
	})
	if err != nil {
		return fmt.Errorf("start %s: %w", program, err)
	}
	if err := p.Release(); err != nil {
		return fmt.Errorf("let go of %s: %w", program, err)
	}
	return nil
}
