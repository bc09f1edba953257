package mine

import (
	"slices"
	"strings"
)

// sentence is one statement of a document.
type sentence struct {
	text    string
	line    int
	heading string
	item    bool   // of a list
	step    bool   // of a numbered one
	lead    string // the words that introduce the list it stands in: "must not:"
	topic   string // what it is about: the label before it, or the heading that tells one
	row     bool   // of a table
	within  string // the headings it stands below, outermost first
	title   string // of the whole document
	chosen  bool   // it is the choice that a record of a decision tells
	titled  bool   // the topic is the title of the whole document
	later   bool   // not the first of its paragraph or item
}

// scanner cuts a Markdown document into statements.
type scanner struct {
	out      []sentence
	cur      strings.Builder
	start    int
	item     bool
	step     bool
	indent   int
	lead     string
	leads    []lead // of items that introduce items of their own
	headings []string
	head     []string // of the table that is being read
	rows     int
}

// lead is what an item says to introduce those that are indented more.
type lead struct {
	indent int
	text   string
}

// sentences cuts a Markdown document into statements: list items, table
// rows with the words of their header, headings that ask for something, and
// sentences of paragraphs. Code blocks and comments are passed over.
func sentences(doc string) []sentence {
	r := &scanner{headings: make([]string, 7)}
	n, fence, comment := 0, "", false
	front := strings.HasPrefix(doc, "---\n")
	for line := range strings.Lines(typed(doc)) {
		n++
		trimmed := strings.TrimSpace(line)
		if front {
			front = !(n > 1 && trimmed == "---")
			continue
		}
		if fence == "" && !comment {
			trimmed = unquoted(trimmed)
		}
		switch {
		case fence != "":
			if strings.HasPrefix(unquoted(trimmed), fence) {
				fence = ""
			}
		case comment || strings.HasPrefix(trimmed, "<!--"):
			r.flush(false)
			comment = !strings.Contains(trimmed, "-->")
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			r.flush(true)
			r.close(strings.ToLower(strings.Trim(trimmed, "`~ ")))
			fence = trimmed[:3]
		default:
			r.line(line, trimmed, n)
		}
	}
	r.flush(false)
	return gathered(r.out)
}

// close makes a sentence of the words that lead to a block of code, also
// where an empty line stands between. Such that lead to commands to type do not
// speak of code.
func (r *scanner) close(lang string) {
	n := len(r.out)
	typing := slices.Contains([]string{"sh", "bash", "shell", "console", "zsh", "powershell", "cmd", "fish"}, lang)
	unsaid := slices.Contains([]string{"", "text", "txt"}, lang)
	if n > 0 && (typing || unsaid) && !((unsaid || strings.Contains(r.out[n-1].text, " must ")) && concern(" "+strings.ToLower(r.out[n-1].text)+" ", false) == ofCode) {
		return
	}
	if n > 0 && strings.HasSuffix(r.out[n-1].text, ":") {
		r.out[n-1].text = closed(r.out[n-1].text)
	}
}

// unquoted takes the marks of a quotation from a line.
func unquoted(trimmed string) string {
	for strings.HasPrefix(trimmed, ">") {
		trimmed = strings.TrimSpace(trimmed[1:])
	}
	return trimmed
}

// line takes one line outside of code.
func (r *scanner) line(line, trimmed string, n int) {
	if !strings.HasPrefix(trimmed, "|") {
		r.head, r.rows = nil, 0
	}
	switch {
	case trimmed == "" || markup(trimmed):
		r.flush(false)
		return
	case strings.HasPrefix(trimmed, "#"):
		r.flush(false)
		r.setHeading(trimmed, n)
		return
	case strings.HasPrefix(trimmed, "|"):
		r.flush(false)
		r.row(trimmed, n)
		return
	}
	if entry, ok := listItem(trimmed); ok {
		r.flush(true)
		r.item, r.step, r.indent = true, trimmed[0] >= '0' && trimmed[0] <= '9', indentOf(line)
		trimmed = entry
	} else if r.cur.Len() > 0 && !r.item && labelled(trimmed) {
		r.flush(false) // lines that each bear a label are no paragraph
	} else if r.cur.Len() == 0 && (!r.item || indentOf(line) <= r.indent) {
		r.item = false
	}
	if r.cur.Len() == 0 {
		r.start = n
	}
	r.cur.WriteString(trimmed + " ")
}

// labelled reports whether a line opens with a bold label: "**Naming**: files in
// kebab-case".
func labelled(trimmed string) bool {
	rest, ok := strings.CutPrefix(trimmed, "**")
	label, rest, closed := strings.Cut(rest, "**")
	return ok && closed && len(label) < 40 && (strings.HasSuffix(label, ":") || strings.HasPrefix(rest, ":"))
}

// markup reports whether a line is there for the one who renders it: "> [!NOTE]",
// "{.is-info}", ":::tip", "!!! note".
func markup(trimmed string) bool {
	for _, m := range []string{"[!", "{.", "{:", "{#", "{%", "::", "!!! ", "??? ", "<details", "</", "<br", "---", "***"} {
		if strings.HasPrefix(trimmed, m) {
			return strings.HasSuffix(trimmed, "]") || trimmed[0] != '[' // "[!NOTE]", no link
		}
	}
	return false
}

func indentOf(line string) int {
	n := 0
	for _, c := range line {
		switch c {
		case ' ', '>':
			n++
		case '\t':
			n += 4
		default:
			return n
		}
	}
	return n
}

// setHeading opens a part of the document. A heading that asks for something
// is a statement as well.
func (r *scanner) setHeading(trimmed string, n int) {
	level := min(len(trimmed)-len(strings.TrimLeft(trimmed, "#")), 6)
	title := oneLineMarkdown(strings.Trim(trimmed, "# "))
	for i := level; i < len(r.headings); i++ {
		r.headings[i] = "" // what stood beside it is no topic of it
	}
	if level > 1 && asksAlone(title) {
		topic, titled := r.topic()
		r.out = append(r.out, sentence{text: title, line: n, heading: r.headings[level-1], topic: topic, titled: titled, within: r.within()})
	}
	r.headings[level] = title
	r.lead, r.leads, r.item = "", nil, false
}

func (r *scanner) heading() string {
	for i := len(r.headings) - 1; i > 0; i-- {
		if r.headings[i] != "" {
			return r.headings[i]
		}
	}
	return ""
}

func (r *scanner) within() string { return strings.Join(r.headings, " ") }

// topic is the innermost heading that tells what its part is about, and
// whether that is the title of the document.
func (r *scanner) topic() (topic string, titled bool) {
	for i := len(r.headings) - 1; i > 0; i-- {
		if t := shortTopic(r.headings[i]); t != "" {
			return t, i == 1
		}
	}
	return "", false
}

// flush ends a paragraph or an item. opens is set where a list or a block of
// code follows at once.
func (r *scanner) flush(opens bool) {
	raw := r.cur.String()
	r.cur.Reset()
	label, rest := boldLabel(raw)
	text := oneLineMarkdown(rest)
	if text == "" {
		return
	}
	given := r.leadOf()
	all := rejoined(splitSentences(text))
	topic, titled := r.topic()
	if label == "" && r.item && len(all) > 1 && fragment(all[0]) {
		topic, titled = strings.TrimRight(all[0], ". "), false
	}
	if label != "" {
		topic, titled, all[0] = label, false, label+": "+all[0]
	}
	last := all[len(all)-1]
	r.introduce(last)
	for i, s := range all {
		if i == len(all)-1 && opens && len(all[i]) > 0 {
			s = closed(s)
		}
		st := sentence{text: unlisted(unnoted(s), r.item), line: r.start, heading: r.heading(), topic: topic, titled: titled, item: r.item, step: r.item && r.step, within: r.within(), title: r.headings[1], later: i > 0}
		if i == 0 && r.item {
			st.lead = given
		}
		r.out = append(r.out, st)
	}
}

// leadOf is what introduces the item that ends.
func (r *scanner) leadOf() string {
	if !r.item {
		return ""
	}
	for len(r.leads) > 0 && r.leads[len(r.leads)-1].indent >= r.indent {
		r.leads = r.leads[:len(r.leads)-1]
	}
	if len(r.leads) > 0 {
		return r.leads[len(r.leads)-1].text
	}
	return r.lead
}

// introduce notes what a paragraph or an item that ends with a colon says of
// the list behind it.
func (r *scanner) introduce(last string) {
	text := ""
	if strings.HasSuffix(last, ":") {
		text = last
	}
	if r.item {
		r.leads = append(r.leads, lead{r.indent, text})
		return
	}
	r.lead, r.leads = text, nil // a paragraph ends what the one before introduced
}

func listItem(s string) (string, bool) {
	for _, b := range []string{"- [ ] ", "- [x] ", "- ", "* ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(s, b); ok {
			return strings.TrimSpace(rest), true
		}
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i > 0 && i < 3 && i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' ' {
		return s[i+2:], true
	}
	return s, false
}
