package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A small repository in each language with one convention, one place that
// breaks it, and code beside it that has nothing to do with it. Names differ
// from language to language: no rule may depend on them.

// planting is a convention in a language. %d is the number of the file, %s
// in good and bad the words that tell files apart.
type planting struct {
	lang      string
	file      string // of those that follow, with %d
	good, bad string
	others    map[string]string
	kind      business.Kind
	says      []string
}

var nouns = []string{"invoice", "parcel", "ticket", "lesson", "batch", "voucher", "survey", "garden", "vessel", "recipe", "hotel", "badge"}

// grow makes the repository: n files that follow, and one that does not.
func (p planting) grow(n int) map[string]string {
	files := map[string]string{}
	for i := range n + 1 {
		text := p.good
		if i == n/2 {
			text = p.bad
		}
		noun := nouns[i%len(nouns)]
		r := strings.NewReplacer("%d", fmt.Sprint(i), "%s", noun, "%S", strings.ToUpper(noun[:1])+noun[1:])
		files[r.Replace(p.file)] = r.Replace(text)
	}
	for name, text := range p.others {
		if !strings.Contains(name, "%d") {
			files[name] = text
			continue
		}
		for i := range n {
			r := strings.NewReplacer("%d", fmt.Sprint(i), "%s", nouns[i%len(nouns)], "%S", strings.ToUpper(nouns[i%len(nouns)][:1])+nouns[i%len(nouns)][1:])
			files[r.Replace(name)] = r.Replace(text)
		}
	}
	return files
}

func TestPlanted(t *testing.T) {
	for _, p := range plantings() {
		for _, n := range []int{7, 9, 14} {
			t.Run(fmt.Sprintf("%s/%s/%d", p.kind, p.lang, n), func(t *testing.T) {
				rules := mined(t, repo(t, p.grow(n)))
				var hit *business.Rule
				for i := range rules {
					if rules[i].Kind == p.kind && contains(rules[i].Statement, p.says) && hit == nil {
						hit = &rules[i]
					}
				}
				if hit == nil {
					var all []string
					for _, r := range rules {
						all = append(all, fmt.Sprintf("%s %d/%d %s", r.Kind, r.Support, r.Sites, r.Statement))
					}
					t.Fatalf("nothing says %v:\n%s", p.says, strings.Join(all, "\n"))
				}
				if len(hit.Violations) != 1 || len(hit.Examples) == 0 {
					t.Errorf("%s %d/%d: examples %v, violations %v", hit.Statement, hit.Support, hit.Sites, hit.Examples, hit.Violations)
				}
				for _, r := range rules {
					if strings.Contains(r.Statement, "formatLabel") || strings.Contains(r.Statement, "format_label") || strings.Contains(r.Statement, "FormatLabel") {
						t.Errorf("a decoy is no rule: %s", r.Statement)
					}
				}
			})
		}
	}
}

func contains(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
