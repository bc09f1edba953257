// Package hookline renders and recognises the command lines that agents call.
//
// A line never changes between releases: changing it voids the trust an agent
// recorded for it. A line is ours only if it is exactly one that Render makes,
// so an impostor that merely looks alike is told apart.
package hookline

import (
	"path"
	"strings"
	"unicode"
)

// Form is a way of writing the line for one shell and purpose.
type Form int

// The forms ever rendered. Never remove one: uninstall must know them all.
const (
	// Posix is for sh, bash, zsh and fish.
	Posix Form = iota
	// PosixGuarded lets the call pass when the program is gone, for agents
	// that deny everything then.
	PosixGuarded
	// PosixClosed turns every failure into exit 2, for agents that let the
	// call pass then.
	PosixClosed
	// PosixByName finds vibedefend on PATH and lets the call pass where it is
	// not installed: for files that a team commits.
	PosixByName
	// Windows is an unquoted path with forward slashes and nothing that a
	// shell reads, which Git Bash, PowerShell and cmd all run: see Bare.
	Windows
	// PowerShell passes the exit code on.
	PowerShell
	// PowerShellGuarded is PosixGuarded for PowerShell.
	PowerShellGuarded
	// PowerShellClosed is PosixClosed for PowerShell.
	PowerShellClosed
	// PowerShellByName is PosixByName for PowerShell.
	PowerShellByName
	forms
)

// Line is the content of a hook command line.
type Line struct {
	Program string // absolute path; "vibedefend" in the ByName forms
	Agent   string
	Event   string
	// Missing is printed by the ByName forms where vibedefend is not
	// installed, for agents that want an answer. One of Neutral.
	Missing string
}

// Neutral lists the answers a ByName line may print without our program.
var Neutral = [...]string{"", `{}`, `{"permission":"allow"}`, `{"continue":true}`}

// Render writes l in form f; "" where that form cannot hold the path.
func Render(l Line, f Form) string {
	args := " hook " + l.Agent + " " + l.Event
	switch f {
	case Posix:
		return posixQuote(l.Program) + args
	case PosixGuarded:
		p := posixQuote(l.Program)
		return "[ -x " + p + " ] || exit 0; exec " + p + args
	case PosixClosed:
		return posixQuote(l.Program) + args + " || exit 2"
	case PosixByName:
		return "command -v vibedefend >/dev/null 2>&1 || " + posixMissing(l.Missing) + "; exec vibedefend" + args
	case Windows:
		if !Bare(l.Program) {
			return "" // cannot be written in this form
		}
		return strings.ReplaceAll(l.Program, `\`, "/") + args
	case PowerShell:
		return "& " + powerQuote(l.Program) + args + "; exit $LASTEXITCODE"
	case PowerShellGuarded:
		p := powerQuote(l.Program)
		return "if (Test-Path " + p + ") { & " + p + args + "; exit $LASTEXITCODE } else { exit 0 }"
	case PowerShellClosed:
		return "& " + powerQuote(l.Program) + args + "; if ($LASTEXITCODE -ne 0) { exit 2 }"
	case PowerShellByName:
		return "if (Get-Command vibedefend -ErrorAction SilentlyContinue) { & vibedefend" + args +
			"; exit $LASTEXITCODE } else { " + powerMissing(l.Missing) + "exit 0 }"
	}
	return ""
}

// Parse reports whether s is, byte for byte, a line that Render makes, and
// which. It does not say that the program is ours: see Line.Program.
func Parse(s string) (Line, Form, bool) {
	l, ok := words(s)
	if !ok {
		return Line{}, 0, false
	}
	for f := Posix; f < forms; f++ {
		if f != PosixByName && f != PowerShellByName {
			if Render(l, f) == s {
				return l, f, true
			}
			continue
		}
		for _, m := range Neutral {
			l := Line{Program: "vibedefend", Agent: l.Agent, Event: l.Event, Missing: m}
			if Render(l, f) == s {
				return l, f, true
			}
		}
	}
	return Line{}, 0, false
}

// Like reports whether s calls something named as our program with the word
// hook, in whatever form: ours of another release, or an impostor.
func Like(s string) bool {
	_, ok := words(s)
	return ok
}

// words finds "PROGRAM hook AGENT EVENT" in s.
func words(s string) (Line, bool) {
	i := strings.LastIndex(s, " hook ")
	if i < 0 {
		return Line{}, false
	}
	prog := lastWord(s[:i])
	if !named(prog) {
		return Line{}, false
	}
	rest := strings.FieldsFunc(s[i+len(" hook "):], func(r rune) bool { return r == ' ' || r == ';' })
	l := Line{Program: prog}
	if len(rest) > 0 {
		l.Agent = rest[0]
	}
	if len(rest) > 1 && isWord(rest[1]) {
		l.Event = rest[1]
	}
	return l, l.Agent != ""
}

func isWord(s string) bool {
	for _, r := range s {
		if !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return s != ""
}

// lastWord returns the unquoted last word of a shell prefix.
func lastWord(s string) string {
	if !strings.HasSuffix(s, "'") {
		return s[strings.LastIndexAny(s, " \t")+1:]
	}
	// A quoted word: walk back over '…', the POSIX '\'' and PowerShell ''.
	for start := len(s) - 2; start >= 0; start-- {
		if s[start] != '\'' {
			continue
		}
		if start > 0 && (s[start-1] == '\'' || s[start-1] == '\\') {
			start--
			continue
		}
		if start == 0 || s[start-1] == ' ' {
			w := s[start+1 : len(s)-1]
			w = strings.ReplaceAll(w, `'\''`, `'`)
			return strings.ReplaceAll(w, `''`, `'`)
		}
	}
	return ""
}

func named(prog string) bool {
	base := path.Base(strings.ReplaceAll(prog, `\`, "/"))
	base = strings.TrimSuffix(base, ".exe")
	return base == "vibedefend" || base == "vibedefend-hook"
}

func posixQuote(s string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("/._-+@%:,=", r)
	}
	if strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 && s != "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Bare reports whether a path means itself in Git Bash, PowerShell and cmd
// without quotes.
func Bare(path string) bool {
	for _, r := range path {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(`/\:._-+~`, r) {
			return false
		}
	}
	return path != ""
}

func powerQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func posixMissing(m string) string {
	if m == "" {
		return "exit 0"
	}
	return "{ echo '" + m + "'; exit 0; }"
}

func powerMissing(m string) string {
	if m == "" {
		return ""
	}
	return "'" + m + "'; "
}
