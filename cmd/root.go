// Package cmd is the command tree: one thin file per command, which reads
// flags, calls a package and prints. Answers go to stdout, conversation goes
// to stderr, errors become exit codes in one place.
package cmd

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

const long = `VibeDefend governs coding agents on this machine: it puts hooks into Claude
Code, Cursor, Codex, Windsurf/Devin and Copilot, and judges each prompt, edit
and tool call locally, in milliseconds.

  vibedefend demo        see it stop a dangerous call, in a throw-away home
  vibedefend install     wire the agents of this machine
  vibedefend doctor      check that every one of them is really governed
  vibedefend uninstall   take everything back, byte for byte`

// commands lists the command tree in the order of help.
var commands = []func(*app) *cobra.Command{
	newDemo, newInstall, newDoctor, newStatus, newAgents, newUpdate, newUninstall,
	newCheck, newScan, newRules, newExplain, newAllow, newExceptions, newPosture, newMCP, newPolicy, newAudit, newReport, newTelemetry, newLogin, newLogout, newFlush, newNotice, newHook, newVersion, newCompletion,
}

// Main runs the program and returns its exit code.
func Main() int {
	a, err := newApp(os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	if err != nil {
		return a.fail(err)
	}
	onInterrupt()
	return a.run(os.Args[1:])
}

// onInterrupt ends the process at once with the code of an interrupted
// command. Every write is one rename, so no file is left half written.
func onInterrupt() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-c
		os.Exit(int(exitInterrupted))
	}()
}

// run executes one command line.
func (a *app) run(args []string) int {
	root := a.root()
	root.SetArgs(args)
	return a.fail(root.Execute())
}

func (a *app) root() *cobra.Command {
	cobra.EnableCommandSorting = false // help keeps the order of the table
	root := &cobra.Command{
		Use:           "vibedefend",
		Short:         "Govern the coding agents of this machine",
		Long:          long,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.Version = release()
	root.SetVersionTemplate(fmt.Sprintf("vibedefend %s %s/%s\n", release(), runtime.GOOS, runtime.GOARCH))
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(err, c.CommandPath()+" --help")
	})
	root.CompletionOptions.DisableDefaultCmd = true
	f := root.PersistentFlags()
	f.BoolVarP(&a.quiet, "quiet", "q", false, "say errors only")
	f.BoolVar(&a.noColor, "no-color", false, "no colour (as NO_COLOR)")
	for _, c := range commands {
		root.AddCommand(c(a))
	}
	wrapArgs(root)
	return root
}

// wrapArgs turns complaints about arguments into usage errors.
func wrapArgs(c *cobra.Command) {
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
	check := c.Args
	if check == nil {
		return
	}
	c.Args = func(c *cobra.Command, args []string) error {
		err := check(c, args)
		var own *usageError
		if err == nil || errors.As(err, &own) {
			return err
		}
		if c.HasSubCommands() && len(args) > 0 {
			return mistyped(c, args[0], err)
		}
		if !c.HasSubCommands() {
			err = misused(c, args, err)
		}
		return usage(err, c.CommandPath()+" --help")
	}
}

// mistyped names the command that is spelled most alike.
func mistyped(c *cobra.Command, word string, err error) error {
	for _, near := range c.SuggestionsFor(word) {
		return withHint(usage(err, ""), "did you mean "+c.CommandPath()+" "+near+"? See "+c.CommandPath()+" --help")
	}
	return usage(err, c.CommandPath()+" --help")
}

// misused says what a command takes, where cobra counts arguments or takes
// them for commands.
func misused(c *cobra.Command, args []string, err error) error {
	_, takes, some := strings.Cut(c.Use, " ")
	switch {
	case !some && len(args) > 0:
		return fmt.Errorf("%s takes no argument, got %q", c.CommandPath(), args[0])
	case some && strings.Contains(err.Error(), "arg(s)"):
		return fmt.Errorf("%s takes %s, got %d arguments", c.CommandPath(), takes, len(args))
	}
	return err
}

// Tree is the command tree for generators of pages: it is looked at, not run.
func Tree() *cobra.Command {
	return (&app{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: func(string) string { return "" }}).root()
}
