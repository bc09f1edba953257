package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// obligations are the words that make a sentence a rule, and their weight.
var obligations = []struct {
	word   string
	weight float64
}{
	{"must not", 1}, {"must never", 1}, {"must", 0.95}, {"never", 1}, {"always", 0.95}, {"do not", 0.95}, {"don't", 0.95}, {"cannot", 0.8}, {"forbidden", 0.95}, {"prohibited", 0.95}, {"not allowed", 0.95},
	{"should not", 0.85}, {"shouldn't", 0.85}, {"should", 0.75}, {"avoid", 0.85}, {"prefer", 0.85}, {"instead of", 0.85}, {"rather than", 0.8}, {"required", 0.75}, {"requires", 0.7}, {"require", 0.6}, {"go in", 0.7}, {"goes in", 0.7}, {"belong in", 0.75}, {"belongs in", 0.75}, {"only use", 0.9}, {"use only", 0.9}, {"need to", 0.6}, {"needs to", 0.6}, {"ensure", 0.7}, {"mandatory", 0.95}, {"no longer", 0.6}, {"deprecated", 0.7}, {"is not supported", 0.5}, {"make sure", 0.65},
}

// opening verbs that make a list item a rule.
var imperatives = []string{"use", "keep", "put", "place", "name", "import", "follow", "write", "add", "define", "declare", "export", "return", "throw", "wrap", "validate", "call", "extend", "implement", "inherit", "prefix", "suffix", "log", "store", "pass", "handle", "catch", "mark", "annotate", "register", "reuse", "favor", "favour", "limit", "split", "no", "inject", "check", "include", "access", "query", "format", "type", "document", "expose", "scope", "create", "reach", "map", "regenerate", "do"}

// proseRule judges a sentence: is it a rule about code of this repository?
func (c *corpus) proseRule(p string, s sentence, weight float64) (business.Rule, bool) {
	text := led(s)
	low := " " + strings.ToLower(text) + " "
	if len(text) < 18 || len(text) > 420 || strings.Count(text, " ") < 2 || strings.HasSuffix(text, ":") || strings.HasSuffix(text, "?") {
		return business.Rule{}, false
	}
	symbols := codeNames(text)
	strength := obligation(low, weight < addressed)
	if strength == 0 && weight >= addressed && s.item && len(symbols) > 0 && conventions(s.heading) && !past(low) {
		strength = 0.55 // "IDs: `HistoryId`" below "Conventions" asks for it
	}
	if strength == 0 || example(text) || supposes(low) || weight < addressed && layout(low) || strings.HasPrefix(low, " for example") || strings.HasPrefix(low, " e.g.") {
		return business.Rule{}, false
	}
	known := 0
	for _, n := range symbols {
		if c.mentions(n) {
			known++
		}
	}
	if weight < addressed && known == 0 && strength < 0.8 {
		return business.Rule{}, false
	}
	score := strength * weight
	if leans(low) {
		score *= 0.5
	}
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
	if s.step && stepVerb(low) {
		score *= 0.65 // one of a procedure
	}
	if ofProcess(low) || (known == 0 || weight < addressed) && processHeading(s.heading) {
		if weight < addressed {
			return business.Rule{}, false
		}
		score *= 0.55
	}
	if weight < addressed && known == 0 {
		score *= 0.8 // a manual for people speaks of much besides code
	}
	if score < 0.36 || weight < addressed && score < 0.39 {
		return business.Rule{}, false
	}
	r := business.Rule{Statement: oneLine(text), Kind: business.Advice, Source: business.FromProse, Support: known, Sites: len(symbols), Confidence: min(0.95, score), Examples: []string{fmt.Sprintf("%s:%d", p, s.line)}, Score: 0.76 * score}
	if dir := path.Dir(p); dir != "." && !strings.HasPrefix(dir, ".") && !strings.HasPrefix(dir, "docs") && c.dirs[dir] {
		r.Scope.Paths = []string{dir + "/**"}
	}
	banFrom(&r, low, symbols)
	return r, true
}

// addressed is from which weight on a document speaks to those who write code
// here, and to nobody else. In others a sentence that opens with a verb is a
// step of some instruction.
const addressed = 0.9

// obligation is how strongly a sentence demands something; manual is set for
// documents that explain much besides.
func obligation(low string, manual bool) float64 {
	best := 0.0
	low = withoutTold(low)
	if past(low) {
		return 0
	}
	for _, told := range []string{" is never ", " are never ", " was never ", " has never ", " is always ", " are always ", " will always ", " will never ", " don't need ", " do not need ", " do not require ", " don't require ", " does not require ", " not required ", " is required by ", " are required by ", " required by the ", " doesn't need ", " you don't have "} {
		low = strings.ReplaceAll(low, told, " (told) ") // tells how things are, asks for nothing
	}
	if manual {
		low = strings.NewReplacer(" cannot ", " (told) ", " which always ", " (told) ", " that always ", " (told) ", " it always ", " (told) ", " they always ", " (told) ", " we always ", " (told) ").Replace(withoutDescribed(low))
	}
	asks := commands(low) || commands(behindLabel(low))
	for _, o := range obligations {
		if aside(o.word) && !asks && manual && best == 0 {
			continue // "replaces bytes instead of raising" tells
		}
		if strings.Contains(low, " "+o.word+" ") || strings.Contains(low, " "+o.word+",") || strings.Contains(low, " "+o.word+":") {
			best = max(best, o.weight)
		}
	}
	if !manual && asks {
		best = max(best, 0.7)
	}
	return best
}

// past reports whether a sentence tells what somebody did.
func past(low string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(low), " ")
	switch first {
	case "changed", "added", "fixed", "removed", "moved", "renamed", "replaced", "updated", "introduced", "refactored", "migrated", "implemented", "improved", "existing", "previously", "currently", "whether":
		return true
	}
	end := strings.TrimRight(strings.TrimSpace(low), ". ")
	return strings.HasSuffix(end, " must have") || strings.HasSuffix(end, " should have") // "the fields that all events must have"
}

// stepVerb reports whether a sentence begins as a step of some work does.
func stepVerb(low string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(low, " `*"), " ")
	return slices.Contains([]string{"create", "add", "register", "open", "copy", "generate", "extend", "run", "update", "define", "implement", "write"}, first)
}

// aside are words that tell the choice made, and only with a verb in front
// ask for it.
func aside(word string) bool {
	return word == "instead of" || word == "rather than" || word == "no longer"
}

// commands reports whether a sentence opens with a verb that asks for something.
func commands(low string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(strings.TrimSpace(low), "`*_(\"'"), " ")
	return slices.Contains(imperatives, strings.Trim(first, ",:"))
}

// behindLabel is what follows "Views: " at the start of an item.
func behindLabel(low string) string {
	label, rest, ok := strings.Cut(low, ": ")
	if !ok || len(label) > 40 || strings.Count(label, " ") > 4 {
		return ""
	}
	return rest
}

// led gives an item of a list the words that introduce it: below "agents must
// not:" the item "Hardcode secrets" means the contrary of what it says alone.
func led(s sentence) string {
	if t, ok := withSubject(s); ok {
		return t
	}
	low := " " + strings.ToLower(strings.TrimSuffix(s.lead, ":")) + " "
	if s.lead == "" && !(s.item && forbids(s.heading)) || s.text == "" || obligation(" "+strings.ToLower(s.text)+" ", true) > 0 {
		return s.text
	}
	small := s.text
	if r := []rune(s.text); len(r) > 1 && r[0] >= 'A' && r[0] <= 'Z' && r[1] >= 'a' && r[1] <= 'z' {
		small = strings.ToLower(string(r[0])) + string(r[1:])
	}
	if article(small) {
		return s.text
	}
	if s.lead == "" && forbids(s.heading) {
		if strings.Count(s.heading, " ") > 0 || small[0] == '`' {
			return s.heading + ": " + s.text
		}
		return dont(small)
	}
	for _, not := range []string{" must not ", " must never ", " never ", " do not ", " don't ", " should not ", " forbidden ", " prohibited ", " avoid ", " not allowed "} {
		if strings.HasSuffix(low, not) || strings.Contains(low, not) && len(low) < 60 {
			return dont(small)
		}
	}
	if strings.HasSuffix(low, " must ") || strings.HasSuffix(low, " should ") || strings.HasSuffix(low, " always ") {
		if rest, ok := strings.CutPrefix(strings.ToLower(small), "not "); ok {
			return "Do not " + small[len(small)-len(rest):]
		}
		if strings.HasPrefix(small, "only ") || strings.HasPrefix(small, "`") {
			return s.text
		}
		return "Always " + small
	}
	return s.text
}

// dont forbids what an item says.
func dont(small string) string {
	if first, _, _ := strings.Cut(small, " "); len(first) > 5 && strings.HasSuffix(first, "ing") {
		return "Avoid " + small
	}
	return "Do not " + small
}

// conventions reports whether what stands below a heading is how code is
// written, said in however few words.
func conventions(heading string) bool {
	low := strings.ToLower(heading)
	for _, w := range []string{"convention", "code style", "coding style", "coding standard", "naming"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// forbids reports whether what stands below a heading is what not to do.
func forbids(heading string) bool {
	low := " " + strings.ToLower(strings.Trim(heading, ":!. ")) + " "
	for _, not := range []string{" don't ", " don'ts ", " dont ", " do not ", " never ", " avoid ", " avoid: ", "anti-pattern", "antipattern", " what not to do ", " forbidden ", " prohibited ", " must not ", " not allowed ", " things to avoid "} {
		if strings.Contains(low, not) && len(low) < 40 {
			return true
		}
	}
	return false
}

// withSubject gives "must be functional" what it is about: the words that
// introduce the list, or its heading.
func withSubject(s sentence) (string, bool) {
	first, _, _ := strings.Cut(s.text, " ")
	if !slices.Contains([]string{"must", "should", "shall", "cannot"}, first) {
		return "", false
	}
	subject := strings.TrimSuffix(s.lead, ":")
	if subject == "" || len(subject) > 60 {
		subject = s.heading
	}
	if subject == "" || len(subject) > 60 {
		return "", false
	}
	return subject + " " + s.text, true
}

// article reports whether an item names a thing: "must not need: a server".
func article(item string) bool {
	first, _, _ := strings.Cut(strings.ToLower(item), " ")
	return slices.Contains([]string{"a", "an", "the", "any", "your", "this", "that", "you", "it"}, first)
}

// leans reports whether a sentence is about what stands before it: alone it
// says nothing.
func leans(low string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(low), " ")
	if strings.Contains(low, " in these ") || strings.Contains(low, "prefer this ") {
		return true
	}
	switch strings.Trim(first, ",.:!*") {
	case "however", "unlike", "furthermore", "additionally", "also", "otherwise", "therefore", "thus", "this", "these", "it", "they", "that", "those", "then", "so", "but", "and", "or", "here", "again", "instead", "depending":
		return true
	case "in":
		return strings.HasPrefix(rest, "this ") || strings.HasPrefix(rest, "that ") || strings.HasPrefix(rest, "such ")
	case "to":
		return strings.HasPrefix(rest, "enable ") || strings.HasPrefix(rest, "do this")
	}
	return strings.HasPrefix(first, "!!!")
}

// withoutDescribed takes "styles don't merge" for what it is: only where it
// opens a sentence or a part of one does a negation forbid.
func withoutDescribed(low string) string {
	words := strings.Split(low, " ")
	for i, w := range words {
		dont := w == "don't" || w == "do" && i+1 < len(words) && words[i+1] == "not"
		if !dont || i < 2 {
			continue
		}
		before := words[i-1]
		if before == "" || strings.ContainsAny(before[len(before)-1:], ",:;—–-(.`*") || slices.Contains([]string{"and", "but", "so", "or", "then", "please", "also", "you", "we", "–", "—"}, before) {
			continue
		}
		words[i] = "(told)"
	}
	return strings.Join(words, " ")
}

// withoutTold takes "always adds" and "never returns" for what they are: they
// tell what something does and ask for nothing.
func withoutTold(low string) string {
	words := strings.Split(low, " ")
	if strings.HasPrefix(low, " if ") || strings.HasPrefix(low, " when ") || strings.HasPrefix(low, " where ") {
		low, _, _ := strings.Cut(low, ",") // what is required there is a condition
		for i, w := range strings.Split(low, " ") {
			if w == "required" || w == "requires" || w == "needs" || w == "need" || w == "must" {
				words[i] = "(told)"
			}
		}
	}
	for i := 1; i+1 < len(words); i++ {
		next := strings.Trim(words[i+1], ",.;:")
		is := strings.HasSuffix(words[i-1], "'re") || strings.HasSuffix(words[i-1], "'s") || slices.Contains([]string{"can", "could", "may", "might", "will"}, words[i-1])
		does := len(next) > 3 && strings.HasSuffix(next, "s") && !strings.HasSuffix(next, "ss") && words[i-1] != ""
		if (words[i] == "always" || words[i] == "never") && (is || does) {
			words[i] = "(told)"
		}
	}
	return strings.Join(words, " ")
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
	for _, w := range []string{"function", "class ", "classes", "component", "hook", "import", "module", "type", "method", "variable", "constant", "test", "handler", "controller", "service", "model", "query", "queries", "migration", "endpoint", "schema", "error", "exception", "log", "api ", "interface", "struct", "field", "column", "table", "transaction", "middleware", "repository", "package", "file", "folder", "director", "css", "translation", "string", "parameter", "argument", "prop", "state", "index", "database", "sql", "comment", "naming", "enum", "async", "promise", "context", "mutex", "goroutine", "channel", "cache", "job", "worker", "event", "pattern", "convention", "refactor", "architectur", "layer", "dependenc", "injection", "resource", "validation", "trait", "attribute", "secret", "token", "encod", "serializ"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// conditional reports whether words behind a banned name narrow the ban down:
// "never call `create()` from a controller" bans no call everywhere.
func conditional(rest string) bool {
	w, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if w != "" && (w[0] >= 'a' && w[0] <= 'z') && w != "anywhere" && w != "ever" && w != "anymore" {
		return true // "`any` types" is not every any
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
		if j < 0 || conditional(rest[j+1:]) {
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
