package prompt

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// Columns is how wide a table may be.
const Columns = 80

// gap stands between two columns.
const gap = 2

// Table lays rows out under a head. The last column is wrapped so that no
// line is wider than Columns; the others take the room they need. Cells of
// the word column (-1: none) are coloured by Style.Word.
func (s Style) Table(head []string, rows [][]string, word int) string {
	widths := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], lipgloss.Width(cell))
		}
	}
	last, used := len(head)-1, 0
	for _, w := range widths[:last] {
		used += w + gap
	}
	widths[last] = max(min(widths[last], Columns-used), 20)
	var b strings.Builder
	titles := make([]string, len(head))
	for i, h := range head {
		titles[i] = s.Faint(h)
	}
	writeRow(&b, titles, widths)
	for _, row := range rows {
		for _, line := range wrapRow(row, widths) {
			if word >= 0 && word < len(line) {
				line[word] = s.Word(line[word])
			}
			writeRow(&b, line, widths)
		}
	}
	return b.String()
}

// wrapRow turns a row into as many lines as its last cell needs.
func wrapRow(row []string, widths []int) [][]string {
	last := len(widths) - 1
	text := Wrap(row[last], widths[last])
	lines := make([][]string, len(text))
	for i, t := range text {
		lines[i] = make([]string, len(widths))
		if i == 0 {
			copy(lines[i], row)
		}
		lines[i][last] = t
	}
	return lines
}

func writeRow(b *strings.Builder, cells []string, widths []int) {
	var line strings.Builder
	for i, c := range cells {
		line.WriteString(c)
		if i < len(cells)-1 {
			line.WriteString(strings.Repeat(" ", max(widths[i]-lipgloss.Width(c), 0)+gap))
		}
	}
	b.WriteString(strings.TrimRight(line.String(), " "))
	b.WriteByte('\n')
}

// Wrap breaks text into lines of at most width cells, between words where it
// can. There is always at least one line.
func Wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		for lipgloss.Width(w) > width {
			head, tail := split(w, width)
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, w = append(lines, head), tail
		}
		switch {
		case line == "":
			line = w
		case lipgloss.Width(line)+1+lipgloss.Width(w) <= width:
			line += " " + w
		default:
			lines, line = append(lines, line), w
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// split cuts a word that is wider than a line, behind a separator of a path
// where there is one; it takes one rune at least.
func split(w string, width int) (string, string) {
	used, sep := 0, 0
	for i, r := range w {
		n := lipgloss.Width(string(r))
		if i > 0 && used+n > width {
			if sep > 0 {
				i = sep
			}
			return w[:i], w[i:]
		}
		used += n
		if (r == '/' || r == '\\') && used > width/3 {
			sep = i + 1
		}
	}
	return w, ""
}

// Indent puts prefix before every line of text wrapped to Columns.
func Indent(prefix, text string) string {
	var b strings.Builder
	for _, l := range Wrap(text, Columns-lipgloss.Width(prefix)) {
		b.WriteString(prefix + l + "\n")
	}
	return b.String()
}
