// Package picture draws what a terminal showed as an SVG file.
package picture

import (
	"fmt"
	"html"
	"strings"
)

const (
	charWidth  = 8.4
	lineHeight = 18
	margin     = 16
	background = "#16181d"
	foreground = "#d8dce4"
)

// SVG draws lines with the colour codes of a terminal, cols wide. The title
// is what is read out where the picture cannot be seen.
func SVG(title, text string, cols int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	width, height := 2*margin+int(charWidth*float64(cols)+1), 2*margin+lineHeight*len(lines)
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(strings.ToValidUTF8(strip(title), "?")))
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"%s\"/>\n", background)
	fmt.Fprintf(&b, "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"%s\" xml:space=\"preserve\">\n", foreground)
	var s style
	for i, line := range lines {
		spans := parse(line, &s)
		if len(spans) == 0 {
			continue
		}
		fmt.Fprintf(&b, "<text y=\"%d\">", margin+lineHeight*i+14)
		for _, p := range spans {
			fmt.Fprintf(&b, "<tspan x=\"%.1f\"%s>%s</tspan>", margin+charWidth*float64(p.column), p.style.attributes(), html.EscapeString(p.text))
		}
		b.WriteString("</text>\n")
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// attributes words a style in SVG.
func (s style) attributes() string {
	out := ""
	if s.color != "" {
		out += ` fill="` + s.color + `"`
	}
	if s.bold {
		out += ` font-weight="bold"`
	}
	if s.dim {
		out += ` opacity="0.65"`
	}
	if s.italic {
		out += ` font-style="italic"`
	}
	if s.underline {
		out += ` text-decoration="underline"`
	}
	return out
}
