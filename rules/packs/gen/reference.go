package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/internal/rulefile"
)

const intro = `# Rules of the action guard

Generated from rules/packs by go generate; do not edit. How the guard works,
how to write rules of your own and what it cannot see stands in
[action-guard.md](action-guard.md).

"block" stops the call, "ask" leaves it to the person, "warn" lets it pass and
tells the model. Rules marked with ↑ block instead of asking in repositories
whose sensitivity is regulated or production.

`

// reference renders the page of all rules, pack by pack.
func reference(all []rulefile.Rule) []byte {
	var b bytes.Buffer
	b.WriteString(intro)
	pack := ""
	for i := range all {
		r := &all[i].Rule
		if r.Pack != pack {
			pack = r.Pack
			fmt.Fprintf(&b, "## %s\n\n", pack)
		}
		up := ""
		if r.Raise {
			up = " ↑"
		}
		fmt.Fprintf(&b, "### %s\n\n%s. **%s**%s, %s. %s\n\n", r.ID, r.Title, r.Action, up, r.Severity, r.Why)
		fmt.Fprintf(&b, "- instead: %s\n- serves: %s\n", r.Instead, strings.Join(r.Refs, ", "))
		samples(&b, "hits", all[i].Hit)
		samples(&b, "misses", all[i].Miss)
		b.WriteString("\n")
	}
	return b.Bytes()
}

func samples(b *bytes.Buffer, word string, list []string) {
	b.WriteString("- " + word + ": ")
	for i, s := range list {
		if i > 0 {
			b.WriteString(" · ")
		}
		fence := "`"
		for strings.Contains(s, fence) {
			fence += "`"
		}
		s = strings.ReplaceAll(fmt.Sprintf("%q", s), `\"`, `"`)
		s = s[1 : len(s)-1]
		if len(fence) > 1 {
			s = " " + s + " "
		}
		b.WriteString(fence + s + fence)
	}
	b.WriteString("\n")
}
