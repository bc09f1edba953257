package pages

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

const head = `# Commands

Generated from the program; do not edit. ` + "`go generate ./internal/pages`" + ` writes it again.

Answers go to stdout, conversation to stderr. Exit codes: 0 done, 1 failure,
2 usage, 3 drift or findings, 130 interrupted. ` + "`vibedefend hook`" + ` alone answers with
the codes its agent expects.
`

// Markdown writes the page of all commands.
func Markdown(w io.Writer, root *cobra.Command) error {
	var b strings.Builder
	b.WriteString(head)
	list := flat(root)[1:]
	b.WriteString("\n| command | what it does |\n|---|---|\n")
	for _, c := range list {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", c.CommandPath(), anchor(c), cell(c.Short))
	}
	b.WriteString("\nFlags that every command takes:\n\n")
	table(&b, options(root.PersistentFlags()))
	for _, c := range list {
		section(&b, c)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func section(b *strings.Builder, c *cobra.Command) {
	fmt.Fprintf(b, "\n## %s\n\n", c.CommandPath())
	fmt.Fprintf(b, "```\n%s\n\n%s\n```\n", c.UseLine(), about(c))
	if c.Example != "" {
		fmt.Fprintf(b, "\n```\n%s\n```\n", c.Example)
	}
	if o := options(c.NonInheritedFlags()); len(o) > 0 {
		b.WriteByte('\n')
		table(b, o)
	}
}

func table(b *strings.Builder, list []option) {
	b.WriteString("| flag | meaning |\n|---|---|\n")
	for _, o := range list {
		fmt.Fprintf(b, "| `%s` | %s |\n", o.names, cell(o.text))
	}
}

// cell keeps a text inside one cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(s)
}

func anchor(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }
