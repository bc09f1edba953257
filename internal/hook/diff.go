package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// parseDiff reads a unified diff of one file as a change of path.
func parseDiff(path, diff string) rules.FileChange {
	c := rules.FileChange{Op: rules.Edit, Path: path}
	var old, new []string
	inHunk := false
	flush := func() {
		if h, ok := hunkOf(old, new); ok {
			c.Hunks = append(c.Hunks, h)
		}
		old, new = nil, nil
	}
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "@@"):
			flush()
			inHunk = true
		case !inHunk:
			c.Op = diffOp(c.Op, line)
		case line == "":
		case line[0] == '+':
			new = append(new, line[1:])
		case line[0] == '-':
			old = append(old, line[1:])
		case line[0] == ' ':
			old, new = append(old, line[1:]), append(new, line[1:])
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

// diffOp reads the lines before the first hunk.
func diffOp(op rules.Op, line string) rules.Op {
	switch {
	case strings.HasPrefix(line, "create file mode"), strings.HasPrefix(line, "new file mode"), line == "--- /dev/null", line == "--- a/dev/null":
		return rules.Create
	case strings.HasPrefix(line, "delete"), line == "+++ /dev/null", line == "+++ b/dev/null":
		return rules.Delete
	}
	return op
}

// hunkOf joins the lines of a hunk. An empty last line of both sides is the
// end of the text as the agent splits it, not a line of the file.
func hunkOf(old, new []string) (rules.Hunk, bool) {
	if n, m := len(old), len(new); m > 0 && new[m-1] == "" && (n == 0 || old[n-1] == "") {
		new = new[:m-1]
		old = old[:max(n-1, 0)]
	}
	h := rules.Hunk{Old: terminated(old), New: terminated(new)}
	return h, h.Old != h.New
}

func terminated(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}
