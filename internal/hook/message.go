package hook

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
)

// maxField bounds each part of a message: paths and titles are not trusted to
// be short.
const maxField = 400

// reason words a verdict for the model in two or three lines: what, why, what
// to do instead and who may decide otherwise.
func reason(c Call, v rules.Verdict) string {
	f, ok := leading(v)
	if !ok {
		return verb(c, v.Action) + ".\n" + way(c, v, f)
	}
	first := verb(c, v.Action) + ": " + sentence(headline(f, c.Home))
	if part := clear(f.Segment); isPart(f, c.Event.Command) {
		first += " The part meant: " + part
	}
	lines := []string{first}
	if f.Why != "" {
		lines = append(lines, "Why: "+sentence(f.Why))
	}
	last := way(c, v, f)
	if f.Instead != "" {
		last = "Instead: " + sentence(f.Instead) + " " + last
	}
	return strings.Join(append(lines, last), "\n")
}

// notice is the short form for people: the first line and the command that
// tells more.
func notice(c Call, v rules.Verdict) string {
	f, ok := leading(v)
	if !ok || v.Action == rules.Allow || v.UserText != "" && !restates(v.UserText, f) {
		return v.UserText
	}
	s := verb(c, v.Action) + ": " + sentence(headline(f, c.Home))
	if f.Rule != "" && f.Rule != failureRule {
		s += ` Details: vibedefend explain ` + oneLine(f.Rule)
	}
	return s
}

// told is everything for the model: the reason of a verdict and the context
// that came with it.
func told(c Call, v rules.Verdict) string {
	if v.Action < rules.Warn {
		return v.Context
	}
	return joinLines(reason(c, v), extra(v))
}

// extra is the context of a verdict beside what its findings say.
func extra(v rules.Verdict) string {
	if f, ok := leading(v); ok && restates(v.Context, f) {
		return ""
	}
	return v.Context
}

// restates reports whether a text only tells the finding once more.
func restates(text string, f rules.Finding) bool {
	return strings.Contains(text, f.Rule) && strings.Contains(text, f.Title)
}

func verb(c Call, a rules.Action) string {
	if c.Event.Phase > rules.Permission {
		return "VibeDefend found"
	}
	switch a {
	case rules.Block:
		return "VibeDefend blocked this"
	case rules.Ask:
		return "VibeDefend asks a person to decide"
	}
	return "VibeDefend warns"
}

// leading is the finding that decided: the first of the strictest.
func leading(v rules.Verdict) (rules.Finding, bool) {
	var best rules.Finding
	found := false
	for _, f := range v.Findings {
		if !found || f.Action > best.Action || f.Action == best.Action && f.Severity > best.Severity {
			best, found = f, true
		}
	}
	return best, found
}

func headline(f rules.Finding, userHome string) string {
	s := f.Title
	if s == "" {
		s = f.Rule
	}
	s = lowerFirst(s)
	if f.Path != "" && (f.Line > 0 || !strings.Contains(s, path.Base(filepath.ToSlash(f.Path)))) {
		place := home.Tilde(f.Path, userHome)
		if f.Line > 0 {
			place += ":" + strconv.Itoa(f.Line)
		}
		s += " (" + place + ")"
	}
	if f.Rule != "" && f.Title != "" {
		s += " [" + f.Rule + "]"
	}
	return s
}

// lowerFirst fits a title into a sentence; a name with further capitals stays.
func lowerFirst(s string) string {
	if word, _, _ := strings.Cut(s, " "); len(word) > 1 && strings.IndexFunc(word[1:], unicode.IsUpper) >= 0 {
		return s
	}
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && (s[1] >= 'a' && s[1] <= 'z' || s[1] == ' ') {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// way says what may happen next.
func way(c Call, v rules.Verdict, f rules.Finding) string {
	switch {
	case c.Event.Phase > rules.Permission:
		return "Act on this before you go on."
	case v.Action == rules.Block && v.Code != "":
		return `Do not work around it; a person can permit it with "vibedefend allow ` + oneLine(v.Code) + `" in their own terminal.`
	case v.Action == rules.Block && f.Rule == failureRule:
		return "Do not work around it."
	case v.Action == rules.Block && f.Rule != "":
		return `Do not work around it; a person can look it up with "vibedefend explain ` + oneLine(f.Rule) + `".`
	case v.Action == rules.Block:
		return "Do not work around it; tell the person you work for."
	case v.Action == rules.Ask:
		return "Wait for the answer; do not work around it."
	}
	return "It went through; take this into account."
}

// sentence makes s one line that ends with a full stop.
func sentence(s string) string {
	s = oneLine(s)
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?:") {
		s += "."
	}
	return s
}

// oneLine removes line breaks and control characters, which in a path could
// pose as lines of ours, and bounds the length.
func oneLine(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool {
		return r == ' ' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	}), " ")
	if r := []rune(s); len(r) > maxField {
		s = string(r[:maxField]) + "…"
	}
	return s
}

// isPlain reports whether oneLine would leave s as it is, as it does most.
func isPlain(s string) bool {
	space := true // as if one stood before
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && space {
			return false
		}
		space = s[i] == ' '
	}
	return len(s) <= maxField && (!space || s == "")
}

// isPart reports whether naming the segment helps: the command has several
// parts, and the title does not name the one meant.
func isPart(f rules.Finding, command string) bool {
	return strings.Contains(f.Segment, " ") && !strings.Contains(f.Title, f.Segment) && strings.ContainsAny(command, ";|&\n")
}

// clear hides words of a command that could be a secret.
func clear(segment string) string {
	words := strings.Fields(oneLine(segment))
	for i, w := range words {
		if strings.ContainsAny(w, "0123456789") && len(w) > 15 && !strings.HasPrefix(w, "/") && !strings.HasPrefix(w, "-") ||
			strings.Contains(w, "@") && strings.Contains(w, "://") || strings.Contains(w, "=") && len(w) > 15 {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}
