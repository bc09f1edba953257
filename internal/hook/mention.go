package hook

import "strings"

// mentions finds the files that a prompt pulls in with @path or @"path". The
// agent reads them itself, without a tool call.
func (p places) mentions(prompt string) []string {
	var out []string
	for i := 0; i < len(prompt); i++ {
		if prompt[i] != '@' || i > 0 && !strings.ContainsRune(" \t\r\n(\"'", rune(prompt[i-1])) {
			continue
		}
		rest := prompt[i+1:]
		var name string
		if q, ok := strings.CutPrefix(rest, `"`); ok {
			name, _, ok = strings.Cut(q, `"`)
			if !ok {
				continue
			}
		} else if end := strings.IndexAny(rest, " \t\r\n\"'()<>"); end >= 0 {
			name = rest[:end]
		} else {
			name = rest
		}
		if name = strings.TrimRight(name, ",;:!?"); name != "" {
			out = append(out, p.abs(strings.TrimSuffix(name, ".")))
		}
	}
	return out
}
