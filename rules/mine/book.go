package mine

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Status is what people decided about a rule.
type Status string

// The statuses of a rule in the book.
const (
	Accepted Status = "accepted"
	Rejected Status = "rejected"
)

// Entry is a decided rule in .cybedefend/rules.yaml.
type Entry struct {
	business.Rule `yaml:",inline"`
	Status        Status `json:"status" yaml:"status"`
	// Severity is what a breach does: advise, warn, ask or block.
	Severity string `json:"severity,omitempty" yaml:"severity,omitempty"`
	// Support when it was rejected: it comes back only when that doubles.
	RejectedAt int `json:"rejected_at,omitempty" yaml:"rejected_at,omitempty"`
}

// Book is a repository's rules.yaml. The file is edited line by line, so that
// comments and the order people gave it stay.
type Book struct {
	path    string
	raw     []byte
	Entries []Entry
}

// BookPath is where a repository keeps its decided rules.
func BookPath(root string) string { return filepath.Join(root, ".cybedefend", "rules.yaml") }

// OpenBook reads the rules of the repository at root; a missing file is an
// empty book.
func OpenBook(root string) (*Book, error) {
	b := &Book{path: BookPath(root)}
	raw, err := os.ReadFile(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	b.raw = raw
	var doc struct {
		Version int
		Rules   []Entry
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("read %s: %w", b.path, err)
	}
	if doc.Version > 1 {
		return nil, fmt.Errorf("read %s: it is of version %d, this program knows version 1", b.path, doc.Version)
	}
	b.Entries = doc.Rules
	return b, nil
}

// Find returns the entry with an id, or a prefix of one that is unambiguous.
func (b *Book) Find(id string) (*Entry, bool) {
	var got *Entry
	for i := range b.Entries {
		if b.Entries[i].ID == id {
			return &b.Entries[i], true
		}
		if strings.HasPrefix(b.Entries[i].ID, id) && len(id) > 4 {
			if got != nil {
				return nil, false
			}
			got = &b.Entries[i]
		}
	}
	return got, got != nil
}

// Put adds an entry or replaces the one with its id, and writes the book.
func (b *Book) Put(e Entry) error {
	text, err := entryText(e)
	if err != nil {
		return err
	}
	raw := b.raw
	if len(bytes.TrimSpace(raw)) == 0 {
		raw = []byte("# Business rules of this repository. Review changes like code.\n# vibedefend rules review | accept | reject | check\nversion: 1\nrules:\n")
	}
	from, to, found, err := entryLines(raw, e.ID)
	if err != nil {
		return fmt.Errorf("edit %s: %w", b.path, err)
	}
	if !found {
		if !bytes.HasSuffix(raw, []byte("\n")) {
			raw = append(raw, '\n')
		}
		from, to = len(raw), len(raw)
	}
	want := len(b.Entries)
	if !found {
		want++
		if !hasRules(raw) {
			text = append([]byte("rules:\n"), text...)
		}
	}
	next := append(append(append([]byte{}, raw[:from]...), text...), raw[to:]...)
	return b.write(next, e.ID, want)
}

// hasRules reports whether a book has the key that entries are added below.
func hasRules(raw []byte) bool {
	var doc map[string]yaml.Node
	if yaml.Unmarshal(raw, &doc) != nil {
		return false
	}
	_, ok := doc["rules"]
	return ok
}

// write replaces the book, when its new text holds want entries, among them
// the one with an id.
func (b *Book) write(next []byte, id string, want int) error {
	var doc struct{ Rules []Entry }
	err := yaml.Unmarshal(next, &doc)
	if err == nil && (len(doc.Rules) != want || !slices.ContainsFunc(doc.Rules, func(e Entry) bool { return e.ID == id })) {
		err = errors.New("the rule would stand below another key")
	}
	if err != nil {
		return fmt.Errorf("edit %s: its form is not one this program can add to: put rules: last, one item a rule: %w", b.path, err)
	}
	if err := os.MkdirAll(filepath.Dir(b.path), 0o755); err != nil {
		return fmt.Errorf("make folder for rules: %w", err)
	}
	tmp := b.path + ".tmp"
	if err := os.WriteFile(tmp, next, 0o644); err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	if err := os.Rename(tmp, b.path); err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	b.raw, b.Entries = next, doc.Rules
	return nil
}

// entryText renders one list item, indented by two.
func entryText(e Entry) ([]byte, error) {
	var buf bytes.Buffer
	enc := yaml.NewEncoder(&buf)
	enc.SetIndent(2)
	if err := enc.Encode([]Entry{e}); err != nil {
		return nil, fmt.Errorf("write rule %s: %w", e.ID, err)
	}
	var out bytes.Buffer
	for line := range bytes.Lines(buf.Bytes()) {
		out.WriteString("  ")
		out.Write(line)
	}
	return out.Bytes(), nil
}

// entryLines finds the bytes of the entry with an id: whole lines.
func entryLines(raw []byte, id string) (from, to int, found bool, err error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return 0, 0, false, err
	}
	list := rulesNode(&doc)
	if list == nil {
		return 0, 0, false, nil
	}
	if list.Style == yaml.FlowStyle && len(list.Content) > 0 {
		return 0, 0, false, errors.New("the list of rules is written in one line; write one rule per item")
	}
	starts := lineOffsets(raw)
	for i, item := range list.Content {
		if nodeValue(item, "id") != id {
			continue
		}
		end := len(raw)
		if i+1 < len(list.Content) {
			end = starts[firstLine(list.Content[i+1])-1]
		}
		return starts[firstLine(item)-1], end, true, nil
	}
	return 0, 0, false, nil
}

// firstLine is the line of an item, or of the comment that stands over it.
func firstLine(n *yaml.Node) int {
	if n.HeadComment != "" {
		return n.Line - strings.Count(n.HeadComment, "\n") - 1
	}
	return n.Line
}

func rulesNode(doc *yaml.Node) *yaml.Node {
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	m := doc.Content[0]
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == "rules" && m.Content[i+1].Kind == yaml.SequenceNode {
			return m.Content[i+1]
		}
	}
	return nil
}

func nodeValue(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1].Value
		}
	}
	return ""
}

func lineOffsets(raw []byte) []int {
	out := []int{0}
	for i, c := range raw {
		if c == '\n' {
			out = append(out, i+1)
		}
	}
	return out
}

// Undecided leaves out proposals that were accepted, or rejected without
// their support having doubled since.
func (b *Book) Undecided(rules []business.Rule) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		e, known := b.Find(r.ID)
		if known && (e.Status != Rejected || r.Support < 2*max(1, e.RejectedAt)) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// Likely leaves out doubtful proposals and says how many there were.
func Likely(rules []business.Rule) (out []business.Rule, doubtful int) {
	for _, r := range rules {
		if r.Doubtful {
			doubtful++
			continue
		}
		out = append(out, r)
	}
	return out, doubtful
}

// Held are the rules that the book holds as accepted, tidied: anyone may have
// written them.
func (b *Book) Held() []Entry {
	var out []Entry
	for _, e := range b.Entries {
		if e.Status == Accepted && e.ID != "" {
			Tidy(&e.Rule)
			if e.Severity == "" {
				e.Severity = "advise"
			}
			out = append(out, e)
		}
	}
	return out
}

// News are the rules that the book holds and this user did not accept, or not
// in these words.
func (b *Book) News(own business.Accepted) []Entry {
	var out []Entry
	for _, e := range b.Held() {
		if !own.Holds(e.Rule) {
			out = append(out, e)
		}
	}
	return out
}
