package mine

import (
	"bytes"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/rules/business"
)

func isSemgrep(p string) bool {
	ext := path.Ext(p)
	return (ext == ".yml" || ext == ".yaml") && (strings.Contains(p, "semgrep") || strings.Contains(p, "ast-grep") || strings.Contains(p, "sgrules") || strings.HasPrefix(p, "lint-rules/"))
}

// readSemgrep reads rules of semgrep and ast-grep that the project wrote.
func readSemgrep(p string, content []byte) []business.Rule {
	var out []business.Rule
	dec := yaml.NewDecoder(bytes.NewReader(content))
	for range 50 {
		var doc any
		if dec.Decode(&doc) != nil {
			break
		}
		list := asList(dig(doc, "rules"))
		if list == nil && dig(doc, "rule") != nil {
			list = []any{doc}
		}
		for _, d := range list {
			if msg := asString(dig(d, "message")); len(msg) > 10 && asString(dig(d, "severity")) != "off" {
				id := asString(dig(d, "id"))
				said := strings.TrimSuffix(offence(msg, adviceOf(d)), ".")
				diagnosis := !asksOf(said) && !strings.HasPrefix(said, "Do not ") && !strings.Contains(said, "deprecated") && !verb(firstWord(msg)) && id != "" && strings.HasPrefix(said, upperFirst(firstWord(msg)))
				if diagnosis {
					said = "No `" + id + "`: " + lowerFirst(said) // the name says what is meant
				}
				r := configured(business.Advice, p, lineOf(content, id), nil, "%s.", said)
				r.Scope.Paths = semgrepScope(d)
				if diagnosis {
					r.Score = modestScore
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// adviceOf is what a rule says to do instead.
func adviceOf(d any) string {
	for _, k := range []string{"note", "help"} {
		s, _, _ := strings.Cut(strings.TrimSpace(asString(dig(d, k))), "\n\n")
		if s = strings.TrimSuffix(flat(s), ":"); s != "" {
			return s
		}
	}
	if fix := flat(asString(dig(d, "fix"))); fix != "" && len(fix) < 60 && !strings.ContainsAny(fix, "$`") {
		return "Use `" + fix + "`"
	}
	return ""
}

// offence words a message that only names what was found as a ban: "Use of
// X", "calling X by hand". Others stay as they are.
func offence(msg, advice string) string {
	msg = strings.TrimSuffix(flat(msg), ".")
	first, rest, _ := strings.Cut(msg, " ")
	low, ban := strings.ToLower(first), ""
	switch {
	case strings.ContainsAny(msg, ".;:") || hasWord(msg, "should", "must", "instead", "not", "prefer", "avoid", "use"):
	case (low == "use" || low == "usage") && strings.HasPrefix(rest, "of "):
		ban = "Do not use " + rest[len("of "):]
	case strings.HasSuffix(low, "ing") && len(low) > 5 && !hasWord(rest, "is", "are", "has", "can", "may", "will", "needs"):
		ban = "No " + lowerFirst(msg)
	case strings.HasSuffix(low, "ly") && strings.HasSuffix(strings.SplitN(rest, " ", 2)[0], "ing"):
		ban = "No " + lowerFirst(msg)
	}
	if ban == "" {
		ban = upperFirst(msg)
	}
	if advice == "" {
		return oneLine(ban)
	}
	return oneLine(ban + ": " + advice)
}

func hasWord(s string, words ...string) bool {
	low := " " + strings.ToLower(s) + " "
	for i, w := range words {
		at := strings.Index(low, " "+w+" ")
		if at > 0 || at == 0 && (i < len(words)-1 || !strings.HasPrefix(low, " use of ")) {
			return true
		}
	}
	return false
}

// semgrepScope is the files a rule names, or those of its languages.
func semgrepScope(d any) []string {
	var out []string
	for _, g := range append(asStrings(dig(d, "files")), asStrings(dig(d, "paths", "include"))...) {
		if g = strings.TrimPrefix(strings.TrimPrefix(g, "./"), "/"); !strings.Contains(g, "/") && strings.Contains(g, "*") {
			g = "**/" + g
		} else if !strings.Contains(g, "*") && path.Ext(g) == "" {
			g = strings.TrimSuffix(g, "/") + "/**"
		}
		out = append(out, g)
	}
	if len(out) > 0 {
		return out
	}
	exts := switches{"python": "py", "py": "py", "go": "go", "golang": "go", "rust": "rs", "java": "java", "kotlin": "kt", "ruby": "rb", "php": "php", "csharp": "cs", "c#": "cs", "swift": "swift", "scala": "scala", "typescript": "ts tsx", "ts": "ts tsx", "tsx": "tsx", "javascript": "js jsx mjs ts tsx", "js": "js jsx mjs", "c": "c h", "cpp": "cc cpp h hpp", "elixir": "ex exs", "lua": "lua", "dart": "dart"}
	for _, l := range append(asStrings(dig(d, "language")), asStrings(dig(d, "languages"))...) {
		known := exts[strings.ToLower(l)]
		if known == "" {
			return nil
		}
		for _, e := range strings.Fields(known) {
			out = append(out, "**/*."+e)
		}
	}
	return out
}
