package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// parseDiff reads a unified diff of one file as a change of path.
func parseDiff(path, diff string) rules.FileChange {
	c := rules.FileChange{Op: rules.Edit, Path: path}
	var old, new strings.Builder
	inHunk := false
	flush := func() {
		if inHunk && old.String() != new.String() {
			c.Hunks = append(c.Hunks, rules.Hunk{Old: old.String(), New: new.String()})
		}
		old.Reset()
		new.Reset()
	}
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "@@"):
			flush()
			inHunk = true
		case !inHunk && strings.HasPrefix(line, "create file mode"), !inHunk && strings.HasPrefix(line, "new file mode"):
			c.Op = rules.Create
		case !inHunk && strings.HasPrefix(line, "delete"):
			c.Op = rules.Delete
		case !inHunk || line == "" || strings.HasPrefix(line, `\`):
		case line[0] == '+':
			new.WriteString(line[1:] + "\n")
		case line[0] == '-':
			old.WriteString(line[1:] + "\n")
		case line[0] == ' ':
			old.WriteString(line[1:] + "\n")
			new.WriteString(line[1:] + "\n")
		}
	}
	flush()
	if c.Op == rules.Create {
		for _, h := range c.Hunks {
			c.New += h.New
		}
		c.Hunks = nil
	}
	return c
}
