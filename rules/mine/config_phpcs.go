package mine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

func isPHPCS(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(strings.TrimPrefix(b, "."), "phpcs.xml") || strings.HasPrefix(strings.TrimPrefix(b, "."), "phpcs.dist.xml")
}

// readPHPCS reads the functions that PHP_CodeSniffer forbids, and what to use.
func readPHPCS(p string, content []byte) []business.Rule {
	clean := withoutRemarks(content)
	element := regexp.MustCompile(`<element\s+key="([^"]+)"\s+value="([^"]*)"`)
	var out []business.Rule
	for _, m := range regexp.MustCompile(`(?s)<property\s+name="forbiddenFunctions"[^>]*>(.*?)</property>`).FindAllSubmatchIndex(clean, 20) {
		line := 1 + bytes.Count(clean[:m[0]], []byte("\n"))
		for _, e := range element.FindAllSubmatch(clean[m[2]:m[3]], 60) {
			name, use := string(e[1]), string(e[2])
			instead := ""
			if use != "" && use != "null" {
				instead = ": use `" + use + "`"
			}
			r := configured(business.BanCall, p, line, &business.Check{Names: []string{name}}, "Do not use `%s`%s.", name, instead)
			r.Scope.Paths = []string{"**/*.php"}
			out = append(out, r)
		}
	}
	return append(out, readSniffs(p, clean)...)
}

// sniff is one rule of a ruleset with its properties and the files left out.
type sniff struct {
	ref     string
	props   map[string]string
	without []string
	line    int
}

// readSniffs words the sniffs that a ruleset names itself; the standards that
// it takes whole are presets.
func readSniffs(p string, clean []byte) []business.Rule {
	known, shape := phpSniffs(), phpSniffLayout()
	var items, layout []said
	for _, s := range sniffs(clean) {
		if text := s.words(known); text != "" {
			items = append(items, said{theme: "PHP", text: text + s.outside(), line: s.line})
		} else if text := s.words(shape); text != "" {
			layout = append(layout, said{text: text, line: s.line})
		}
	}
	out := append(styleCards(p, "PHP_CodeSniffer", styleScore-0.09, items), layoutCards(p, "PHP_CodeSniffer", "PHP layout", layout)...)
	for i := range out {
		if out[i].Scope.Paths == nil {
			out[i].Scope.Paths = []string{"**/*.php"}
		}
	}
	return out
}

func sniffs(clean []byte) []sniff {
	rule := regexp.MustCompile(`(?s)<rule\s+ref="([^"]+)"[^>]*?(/>|>(.*?)</rule>)`)
	prop := regexp.MustCompile(`<property\s+name="([^"]+)"\s+value="([^"]*)"`)
	not := regexp.MustCompile(`<exclude-pattern[^>]*>([^<]+)</exclude-pattern>`)
	off := regexp.MustCompile(`<severity>\s*0\s*</severity>`)
	var out []sniff
	for _, m := range rule.FindAllSubmatchIndex(clean, 500) {
		s := sniff{ref: string(clean[m[2]:m[3]]), props: map[string]string{}, line: 1 + bytes.Count(clean[:m[0]], []byte("\n"))}
		if m[6] >= 0 {
			body := clean[m[6]:m[7]]
			if off.Match(body) || bytes.Contains(body, []byte("<include-pattern")) {
				continue
			}
			for _, kv := range prop.FindAllSubmatch(body, 40) {
				s.props[string(kv[1])] = strings.TrimSpace(string(kv[2]))
			}
			for _, e := range not.FindAllSubmatch(body, 40) {
				s.without = append(s.without, strings.TrimSpace(string(e[1])))
			}
			if strings.Count(s.ref, ".") == 2 && bytes.Contains(body, []byte(`<exclude name="`+s.ref)) {
				continue // a part of the sniff is off
			}
		}
		out = append(out, s)
	}
	return out
}

// words is what a sniff asks for; %name% in a text is one of its properties,
// without which it says nothing.
func (s sniff) words(known switches) string {
	text := known[s.ref]
	if text == "" && strings.Count(s.ref, ".") == 3 && len(s.without) == 0 {
		return "" // a message of a sniff may be but a part of it
	}
	for _, k := range sortedKeys(s.props) {
		if t := known[s.ref+" "+k+"="+s.props[k]]; t != "" {
			text = t
		}
		if t := known[s.ref+" "+k]; t != "" && s.props[k] != "" && s.props[k] != "0" {
			text = t
		}
	}
	for _, k := range sortedKeys(s.props) {
		text = strings.ReplaceAll(text, "%"+k+"%", strings.ReplaceAll(s.props[k], "`", ""))
	}
	if strings.Contains(text, "%") || len(text) > 160 { // a property is not set
		return ""
	}
	return text
}

// outside says which files a sniff does not look at.
func (s sniff) outside() string {
	if len(s.without) == 0 {
		return ""
	}
	tests := true
	var globs []string
	for _, w := range s.without {
		tests = tests && strings.Contains(strings.ToLower(w), "test")
		globs = append(globs, strings.ReplaceAll(strings.TrimPrefix(w, "*/"), `\.`, "."))
	}
	if tests {
		return " (not in tests)"
	}
	if len(globs) > 3 || strings.ContainsAny(strings.Join(globs, ""), "`()|^$") {
		return " (some folders are left out)"
	}
	return " (not in " + quoted(globs) + ")"
}
