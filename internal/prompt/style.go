package prompt

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Style colours words. Without colour it returns them as they are: meaning
// is never in the colour alone.
type Style struct{ r *lipgloss.Renderer }

// Colored reports whether a stream wants colour: a terminal that is not dumb,
// unless NO_COLOR says no; FORCE_COLOR says yes.
func Colored(stream io.Writer, getenv func(string) string) bool {
	if getenv("NO_COLOR") != "" {
		return false
	}
	if force := getenv("FORCE_COLOR"); force != "" && force != "0" {
		return true
	}
	return IsTerminal(stream) && getenv("TERM") != "dumb"
}

// NewStyle returns the style of a stream.
func NewStyle(stream io.Writer, color bool) Style {
	if !color {
		return Style{}
	}
	r := lipgloss.NewRenderer(stream)
	if r.ColorProfile() == termenv.Ascii {
		r.SetColorProfile(termenv.ANSI)
	}
	return Style{r}
}

// Bold is for headings.
func (s Style) Bold(t string) string { return s.render(t, "", true) }

// Faint is for what may be skipped.
func (s Style) Faint(t string) string { return s.render(t, "8", false) }

// Word colours a word of state or verdict by what it means.
func (s Style) Word(t string) string {
	switch t {
	case "ok", "detected", "allow", "allowed", "ready", "removed", "installed", "restored", "supported", "passed":
		return s.render(t, "2", false)
	case "drift", "missing", "stale", "untrusted", "warn", "ask", "asked", "unknown", "residue", "warning:", "absent", "not found":
		return s.render(t, "3", false)
	case "conflict", "disabled", "unreadable", "block", "blocked", "too old", "failed", "error:":
		return s.render(t, "1", true)
	case "hint:":
		return s.render(t, "6", false)
	}
	return t
}

func (s Style) render(t, color string, bold bool) string {
	if s.r == nil || t == "" {
		return t
	}
	st := s.r.NewStyle().Bold(bold)
	if color != "" {
		st = st.Foreground(lipgloss.Color(color))
	}
	return st.Render(t)
}
