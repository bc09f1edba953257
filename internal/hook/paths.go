package hook

import (
	"path"
	"strconv"
	"strings"
)

// places turns the spellings of a path in payloads into absolute paths of the
// machine. It works on text alone, so that every system is testable from one.
type places struct {
	home, cwd string
	windows   bool
}

func placesOf(env Env, cwds ...string) places {
	p := places{home: env.Home, windows: env.OS == "windows"}
	p.cwd = p.clean(env.Dir)
	for i := len(cwds) - 1; i >= 0; i-- {
		if cwds[i] != "" {
			p.cwd = p.abs(cwds[i])
		}
	}
	return p
}

// abs returns the absolute form of s; "" stays "".
func (p places) abs(s string) string {
	if s == "" {
		return ""
	}
	if s = p.plain(s); s == "" {
		s = "/"
	}
	if s == "~" || strings.HasPrefix(s, "~/") || p.windows && strings.HasPrefix(s, `~\`) {
		return p.clean(p.home + "/" + s[1:])
	}
	switch {
	case p.isAbs(s):
		return p.clean(s)
	case p.windows && (s[0] == '/' || s[0] == '\\'):
		return p.clean(drive(p.cwd) + s)
	}
	return p.clean(p.cwd + "/" + s)
}

// plain undoes URLs and the /c:/ and /c/ forms of Windows paths.
func (p places) plain(s string) string {
	if len(s) > 7 && strings.EqualFold(s[:7], "file://") {
		s = unescape(strings.TrimPrefix(s[7:], "localhost"))
	}
	if !p.windows || len(s) < 2 || s[0] != '/' || !letter(s[1]) {
		return s
	}
	if len(s) > 2 && s[2] == ':' {
		return s[1:]
	}
	if len(s) == 2 || s[2] == '/' {
		return s[1:2] + ":" + s[2:] + "/"
	}
	return s
}

// unescape undoes the %XX of a URL; what is none stays.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (p places) isAbs(s string) bool {
	if !p.windows {
		return s[0] == '/'
	}
	return drive(s) != "" || strings.HasPrefix(s, `\\`) || strings.HasPrefix(s, "//")
}

// clean normalises separators and dots; Windows paths get backslashes and an
// upper-case drive letter.
func (p places) clean(s string) string {
	if !p.windows {
		return path.Clean(s)
	}
	s = strings.ReplaceAll(s, `\`, "/")
	unc := strings.HasPrefix(s, "//")
	s = path.Clean(s)
	if unc {
		s = "/" + s
	}
	if d := drive(s); d != "" {
		s = strings.ToUpper(d[:1]) + s[1:]
		if len(s) == 2 {
			s += "/"
		}
	}
	return strings.ReplaceAll(s, "/", `\`)
}

func drive(s string) string {
	if len(s) > 1 && s[1] == ':' && letter(s[0]) {
		return s[:2]
	}
	return ""
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
