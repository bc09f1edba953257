package pages

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// Man writes one manual page per command into dir. The same release gives the
// same bytes: a page bears no date.
func Man(dir string, root *cobra.Command, release string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the manual: %w", err)
	}
	for _, c := range flat(root) {
		var b strings.Builder
		if err := manPage(&b, c, release); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, manName(c)+".1"), []byte(b.String()), 0o644); err != nil {
			return fmt.Errorf("write a page of the manual: %w", err)
		}
	}
	return nil
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage writes the page of one command.
func manPage(w io.Writer, c *cobra.Command, release string) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"vibedefend %s\" \"VibeDefend\"\n", quoted(strings.ToUpper(manName(c))), roff(release))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(manName(c)), roff(lower(c.Short)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(c.UseLine()))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", verbatim(about(c)))
	if c.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n%s", verbatim(c.Example))
	}
	manOptions(&b, c)
	b.WriteString(".SH EXIT STATUS\n0 done, 1 failure, 2 usage, 3 drift or findings, 130 interrupted\n")
	manSeeAlso(&b, c)
	_, err := io.WriteString(w, b.String())
	return err
}

func manOptions(b *strings.Builder, c *cobra.Command) {
	list := append(options(c.NonInheritedFlags()), options(c.InheritedFlags())...)
	if len(list) == 0 {
		return
	}
	b.WriteString(".SH OPTIONS\n")
	for _, o := range list {
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(o.names), roff(o.text))
	}
}

func manSeeAlso(b *strings.Builder, c *cobra.Command) {
	var names []string
	if c.HasParent() {
		names = append(names, manName(c.Parent()))
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			names = append(names, manName(sub))
		}
	}
	if len(names) == 0 {
		return
	}
	b.WriteString(".SH SEE ALSO\n")
	for i, n := range names {
		comma := ","
		if i == len(names)-1 {
			comma = ""
		}
		fmt.Fprintf(b, ".BR %s (1)%s\n", roff(n), comma)
	}
}

// verbatim shows a text with its own lines.
func verbatim(s string) string {
	return ".nf\n" + roff(strings.Trim(s, "\n")) + "\n.fi\n"
}

// roff writes a text so that nothing in it is taken for a request.
func roff(s string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

func quoted(s string) string { return `"` + roff(s) + `"` }

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
