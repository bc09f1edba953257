// Command vibedefend-hook is what coding agents call: the hook command of
// vibedefend alone, so that its start costs little.
package main

import (
	"os"

	"github.com/cybedefend/vibedefend/internal/hook"
)

func main() { os.Exit(hook.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
