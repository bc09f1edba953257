// Package pages writes the reference of the commands from the command tree
// itself: one Markdown page for docs, and a manual page per command for
// packages.
package pages

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

//go:generate go run ./gen --markdown ../../docs/commands.md

// flat lists a command and all below it, in the order of help, without what
// help does not show.
func flat(c *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			list = append(list, flat(sub)...)
		}
	}
	return list
}

// about is the long description, or the short one where there is no other.
func about(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return c.Short + "."
}

// option is one flag, as pages show it.
type option struct{ names, text string }

// options lists the flags of a command's own.
func options(flags *pflag.FlagSet) []option {
	var list []option
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		o := option{"--" + f.Name, strings.Join(strings.Fields(text), " ")}
		if f.Shorthand != "" {
			o.names = "-" + f.Shorthand + ", " + o.names
		}
		if value != "" {
			o.names += " " + value
		}
		if d := f.DefValue; !slices.Contains([]string{"", "false", "[]", "0", "0s"}, d) && !strings.Contains(text, "default") {
			o.text += " (default " + d + ")"
		}
		list = append(list, o)
	})
	return list
}
