package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// proseFile reports whether a document speaks to those who write code here,
// and how much its sentences count.
func proseFile(p string) (weight float64, ok bool) {
	low := strings.ToLower(p)
	base := path.Base(low)
	ext := path.Ext(base)
	switch {
	case ext == ".mdc" && strings.Contains(low, ".cursor/rules/"), base == ".cursorrules", base == ".windsurfrules", base == ".clinerules":
		return 1, true
	case ext != ".md" && ext != ".mdx" && ext != ".rst" && ext != ".adoc":
		return 0, false
	case base == "agents.md" || base == "claude.md" || base == "gemini.md" || base == "agent.md" || base == "copilot-instructions.md" || strings.HasSuffix(base, ".instructions.md"):
		return 1, true
	case strings.HasPrefix(low, ".claude/") || strings.HasPrefix(low, ".devin/rules/") || strings.HasPrefix(low, ".windsurf/rules/") || strings.HasPrefix(low, ".github/instructions/") || strings.HasPrefix(low, ".agents/") || strings.HasPrefix(low, ".junie/"):
		return 0.95, true
	case strings.HasPrefix(base, "contributing"):
		return 0.85, true
	}
	for _, w := range []string{"adr/", "adrs/", "decisions/", "convention", "guideline", "styleguide", "style-guide", "style_guide", "coding", "code-style", "architecture", "best-practice", "standards", "development", "hacking", "patterns"} {
		if strings.Contains(low, w) && !strings.Contains(low, "node_modules") {
			return 0.8, true
		}
	}
	return 0, false
}

// sentence is one statement of a document.
type sentence struct {
	text    string
	line    int
	heading string
}

const mostProse = 250

// readProse reads rules that people wrote in words.
func (c *corpus) readProse(t tree) []business.Rule {
	var out []business.Rule
	for _, p := range t.files {
		w, ok := proseFile(p)
		if !ok {
			continue
		}
		raw, err := t.read(p)
		if err != nil || len(raw) > 512<<10 {
			continue
		}
		for _, s := range sentences(string(raw)) {
			if r, ok := c.proseRule(p, s, w); ok {
				out = append(out, r)
			}
		}
	}
	sortRules(out)
	out = out[:min(mostProse, len(out))]
	thin(out, 0.985)
	return out
}

// sentences cuts a Markdown document into statements: list items, table
// cells apart, and sentences of paragraphs. Code blocks are passed over.
func sentences(doc string) []sentence {
	var out []sentence
	var cur strings.Builder
	start, n, heading, fence := 0, 0, "", ""
	flush := func() {
		for _, s := range splitSentences(oneLineMarkdown(cur.String())) {
			out = append(out, sentence{s, start, heading})
		}
		cur.Reset()
	}
	front := strings.HasPrefix(doc, "---\n")
	for line := range strings.Lines(doc) {
		n++
		trimmed := strings.TrimSpace(line)
		if front {
			front = !(n > 1 && trimmed == "---")
			continue
		}
		if fence != "" {
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			continue
		}
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			flush()
			fence = trimmed[:3]
			continue
		}
		item, isItem := listItem(trimmed)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "<!--"):
			flush()
			continue
		case strings.HasPrefix(trimmed, "#"):
			flush()
			heading = strings.Trim(trimmed, "# ")
			continue
		case strings.HasPrefix(trimmed, "|"):
			flush()
			cur.WriteString(strings.Trim(strings.ReplaceAll(trimmed, "|", " "), " "))
			start = n
			flush()
			continue
		case isItem:
			flush()
			trimmed = item
		}
		if cur.Len() == 0 {
			start = n
		}
		cur.WriteString(trimmed + " ")
	}
	flush()
	return out
}

func listItem(s string) (string, bool) {
	for _, b := range []string{"- [ ] ", "- [x] ", "- ", "* ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(s, b); ok {
			return rest, true
		}
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i > 0 && i < 3 && i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' ' {
		return s[i+2:], true
	}
	return s, strings.HasPrefix(s, "> ")
}

// oneLineMarkdown drops emphasis and links but keeps code marks.
func oneLineMarkdown(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "**", ""), "__", "_")
	for {
		i := strings.Index(s, "](")
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], ')')
		open := strings.LastIndexByte(s[:i], '[')
		if j < 0 || open < 0 {
			break
		}
		s = s[:open] + s[open+1:i] + s[i+j+1:]
	}
	return oneLine(s)
}

// splitSentences cuts at full stops that end a sentence, not at those in
// names, versions or code.
func splitSentences(s string) []string {
	var out []string
	from, code := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '`':
			code = !code
		case code:
		case (s[i] == '.' || s[i] == '!' || s[i] == '?') && i+2 < len(s) && s[i+1] == ' ' && (s[i+2] >= 'A' && s[i+2] <= 'Z' || s[i+2] == '`' || s[i+2] == '_'):
			if abbreviation(s[from : i+1]) {
				continue
			}
			out = append(out, strings.TrimSpace(s[from:i+1]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

func abbreviation(s string) bool {
	for _, a := range []string{"e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl."} {
		if strings.HasSuffix(strings.ToLower(s), a) {
			return true
		}
	}
	return false
}

// obligations are the words that make a sentence a rule, and their weight.
var obligations = []struct {
	word   string
	weight float64
}{
	{"must not", 1}, {"must never", 1}, {"must", 0.95}, {"never", 1}, {"always", 0.95}, {"do not", 0.95}, {"don't", 0.95}, {"cannot", 0.8}, {"forbidden", 0.95}, {"prohibited", 0.95}, {"not allowed", 0.95},
	{"should not", 0.85}, {"shouldn't", 0.85}, {"should", 0.75}, {"avoid", 0.85}, {"prefer", 0.85}, {"instead of", 0.85}, {"rather than", 0.8}, {"required", 0.75}, {"requires", 0.7}, {"only use", 0.9}, {"use only", 0.9}, {"need to", 0.6}, {"needs to", 0.6}, {"ensure", 0.7}, {"mandatory", 0.95}, {"no longer", 0.6}, {"deprecated", 0.7}, {"is not supported", 0.5}, {"make sure", 0.65},
}

// opening verbs that make a list item a rule.
var imperatives = []string{"use", "keep", "put", "place", "name", "import", "follow", "write", "add", "define", "declare", "export", "return", "throw", "wrap", "validate", "call", "extend", "implement", "inherit", "prefix", "suffix", "log", "store", "pass", "handle", "catch", "mark", "annotate", "register", "reuse", "favor", "favour", "limit", "split", "no", "inject", "check", "include", "access", "query", "format", "type", "document", "expose", "scope", "create"}

// process words speak of people's work, not of code.
var process = []string{"pull request", " pr ", " prs ", "commit", "branch", "merge", "review", "issue", "changelog", "release", "install", "clone", "fork", "rebase", "git ", "npm run", "pnpm ", "yarn ", "docker", "cla ", "license", "slack", "discord", "email", "maintainer", "contributor", "ticket", "deploy", "terminal", "your machine", "localhost", "screenshot", "github.com", "please", "feel free", "we recommend", "run the", "run `", "ci ", "code of conduct", "before submitting", "sign", "linear", "jira", "todo list", "ask the user", "your editor", "download", "mailing", "submit", "open an issue", "environment variable", "vscode", "brew "}

// proseRule judges a sentence: is it a rule about code of this repository?
func (c *corpus) proseRule(p string, s sentence, weight float64) (business.Rule, bool) {
	text := s.text
	low := " " + strings.ToLower(text) + " "
	if len(text) < 18 || len(text) > 420 || strings.Count(text, " ") < 3 || strings.HasSuffix(text, ":") || strings.HasSuffix(text, "?") {
		return business.Rule{}, false
	}
	strength := obligation(low)
	if strength == 0 {
		return business.Rule{}, false
	}
	symbols := codeNames(text)
	known := 0
	for _, n := range symbols {
		if c.mentions(n) {
			known++
		}
	}
	score := strength * weight
	switch {
	case known > 0:
		score *= 1
	case len(symbols) > 0:
		score *= 0.85
	case codeNouns(low):
		score *= 0.72
	default:
		score *= 0.4
	}
	for _, w := range process {
		if strings.Contains(low, w) {
			score *= 0.55
			break
		}
	}
	if score < 0.28 {
		return business.Rule{}, false
	}
	r := business.Rule{Statement: oneLine(text), Kind: business.Advice, Source: business.FromProse, Support: known, Sites: len(symbols), Confidence: min(0.95, score), Examples: []string{fmt.Sprintf("%s:%d", p, s.line)}, Score: 0.76 * score}
	if dir := path.Dir(p); dir != "." && !strings.HasPrefix(dir, ".") && !strings.HasPrefix(dir, "docs") && c.dirs[dir] {
		r.Scope.Paths = []string{dir + "/**"}
	}
	banFrom(&r, low, symbols)
	return r, true
}

func obligation(low string) float64 {
	best := 0.0
	for _, told := range []string{" is never ", " are never ", " was never ", " has never ", " is always ", " are always ", " will always ", " will never ", " don't need ", " do not need ", " doesn't need ", " you don't have "} {
		low = strings.ReplaceAll(low, told, " (told) ") // tells how things are, asks for nothing
	}
	for _, o := range obligations {
		if strings.Contains(low, " "+o.word+" ") || strings.Contains(low, " "+o.word+",") || strings.Contains(low, " "+o.word+":") {
			best = max(best, o.weight)
		}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(strings.TrimSpace(low), "`*_(\"'"), " ")
	if slices.Contains(imperatives, strings.Trim(first, ",:")) {
		best = max(best, 0.7)
	}
	return best
}

// codeNames are the names a sentence marks as code.
func codeNames(s string) []string {
	var out []string
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts); i += 2 {
		if n := strings.TrimSpace(parts[i]); n != "" && len(n) < 80 {
			out = append(out, n)
		}
	}
	for _, w := range strings.FieldsFunc(strings.Join(everySecond(parts), " "), func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' || r == ';' || r == ':' }) {
		w = strings.Trim(w, ".*_\"'")
		if len(business.NameWords(w)) > 1 && business.Letters(w) && (strings.Contains(w, "_") || mixedCase(w)) {
			out = append(out, w)
		}
	}
	return out
}

func everySecond(parts []string) []string {
	var out []string
	for i := 0; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

func mixedCase(w string) bool {
	for i := 1; i < len(w); i++ {
		if w[i] >= 'A' && w[i] <= 'Z' && w[i-1] >= 'a' && w[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// mentions reports whether the repository defines or holds a name.
func (c *corpus) mentions(name string) bool {
	name = strings.TrimRight(strings.TrimPrefix(strings.TrimSuffix(name, "()"), "@"), "(/")
	for _, lang := range []string{"ts", "python", "go", "java", "kotlin", "csharp", "ruby", "php", "rust"} {
		if c.defs[lang+" "+business.LastName(name)] > 0 {
			return true
		}
	}
	return c.dirs[name] || c.paths[stemOf(name)] > 0
}

func codeNouns(low string) bool {
	for _, w := range []string{"function", "class ", "classes", "component", "hook", "import", "module", "type", "method", "variable", "constant", "test", "handler", "controller", "service", "model", "query", "queries", "migration", "endpoint", "schema", "error", "exception", "log", "api ", "interface", "struct", "field", "column", "table", "transaction", "middleware", "repository", "package", "file", "folder", "director", "css", "translation", "string", "parameter", "argument", "prop", "state", "index", "database", "sql", "comment", "naming", "enum", "async", "promise", "context", "mutex", "goroutine", "channel", "cache", "job", "worker", "event"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// banFrom gives "never use `X`" a check; a positive sentence has none.
func banFrom(r *business.Rule, low string, symbols []string) {
	for _, ban := range []string{"never use `", "do not use `", "don't use `", "avoid `", "avoid using `", "never call `", "do not call `", "don't call `", "never import `", "do not import `", "don't import `"} {
		i := strings.Index(low, ban)
		if i < 0 {
			continue
		}
		rest := low[i+len(ban):]
		j := strings.IndexByte(rest, '`')
		if j < 0 {
			return
		}
		for _, s := range symbols {
			if strings.ToLower(s) == rest[:j] && !strings.ContainsAny(s, " <>*") {
				r.Kind, r.Check = business.BanCall, &business.Check{Names: []string{s}}
				if strings.Contains(ban, "import") {
					r.Kind, r.Check = business.BanImport, &business.Check{Modules: []string{s}}
				}
				return
			}
		}
	}
}
