package code

import (
	"path"
	"slices"
	"strings"
)

// Page is guidance on one language for agents that are told nothing before an
// edit: they read it from a rule file that names the files it is for.
type Page struct {
	ID    string // part of the file's name
	Title string // the language as people call it
	Exts  []string
	langs LangSet
	first []string // rules that matter here before those of pageOrder
}

// pages in the order in which they are listed. A language is here when the
// catalogue has at least three lines for it.
var pages = []Page{
	{"javascript", "JavaScript and TypeScript", []string{"js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte"}, JS | TS | Vue | Svelte, []string{"INJ-01", "XSS-01", "ACC-01", "SEC-01", "ACC-03"}},
	{"python", "Python", []string{"py"}, Python, []string{"INJ-01", "INJ-05", "DAT-01"}},
	{"go", "Go", []string{"go"}, Go, []string{"INJ-01", "INJ-05", "ACC-01"}},
	{"java", "Java, Kotlin and Scala", []string{"java", "kt", "scala", "groovy"}, Java | Kotlin | Scala, []string{"INJ-01", "ACC-01", "DAT-01"}},
	{"csharp", "C#", []string{"cs", "cshtml", "razor"}, CSharp, []string{"INJ-01", "ACC-01", "DAT-01"}},
	{"ruby", "Ruby", []string{"rb", "erb", "rake"}, Ruby, []string{"INJ-01", "ACC-03", "DAT-01"}},
	{"php", "PHP", []string{"php", "phtml"}, PHP, []string{"INJ-01", "XSS-04", "DAT-01"}},
	{"rust", "Rust", []string{"rs"}, Rust, nil},
	{"c", "C, C++ and Objective-C", []string{"c", "h", "cc", "cpp", "cxx", "hpp", "hh", "m", "mm"}, C | Cpp | ObjC, []string{"MEM-02", "MEM-01"}},
	{"swift", "Swift", []string{"swift"}, Swift, nil},
	{"shell", "shell scripts", []string{"sh", "bash", "zsh"}, Shell, nil},
	{"sql", "SQL and migrations", []string{"sql"}, SQL, []string{"PRV-01", "PRV-02", "PRV-07"}},
	{"terraform", "Terraform", []string{"tf", "hcl"}, Terraform, []string{"SEC-01", "PRV-08"}},
}

// pageOrder names the rules whose lines a page is filled up with, what agents
// get wrong most first.
var pageOrder = []string{"INJ-01", "ACC-01", "SEC-01", "INJ-05", "ACC-02", "AUT-01", "ACC-06", "ACC-10", "DAT-01", "LOG-01", "CRY-09", "PRV-04", "DEP-01"}

// privacyOrder are the rules on personal data whose line is looked for first.
var privacyOrder = []string{"PRV-06", "PRV-04", "PRV-01"}

// Pages lists the pages of guidance.
func Pages() []Page { return slices.Clone(pages) }

// PageFor is the page that holds for a file, nil where there is none.
func PageFor(file string) *Page {
	ext := strings.TrimPrefix(strings.ToLower(path.Ext(strings.ReplaceAll(file, "\\", "/"))), ".")
	if ext == "" {
		return nil
	}
	for i := range pages {
		if slices.Contains(pages[i].Exts, ext) {
			return &pages[i]
		}
	}
	return nil
}

// Globs are the files a page is for.
func (p Page) Globs() []string {
	var out []string
	for _, e := range p.Exts {
		out = append(out, "**/*."+e)
	}
	return out
}

// Lines are the guidance of a page: at most six lines and 1.2 KB, the same
// for the same frameworks.
func (p Page) Lines(frameworks []string) []string {
	var out []string
	n := 0
	for _, id := range p.topics(frameworks) {
		line := p.line(id, frameworks)
		if line == "" || slices.Contains(out, line) {
			continue
		}
		if len(out) == guideLines || n+len(line)+1 > guideBytes {
			break
		}
		out, n = append(out, line), n+len(line)+1
	}
	return out
}

// topics orders the rules of a page. Where the repository names the framework
// on personal data, the third line is about that.
func (p Page) topics(frameworks []string) []string {
	list := append(slices.Clone(p.first), pageOrder...)
	if len(p.first) < 2 || !slices.Contains(frameworks, "gdpr") {
		return list
	}
	for _, id := range privacyOrder {
		if p.line(id, frameworks) != "" {
			return slices.Insert(list, 2, id)
		}
	}
	return list
}

// line is the advice of a rule for the language, "" where it has none or its
// frameworks are switched off.
func (p Page) line(id string, frameworks []string) string {
	if !guideWanted(id, Options{Frameworks: frameworks}) {
		return ""
	}
	for i := range adviceMakers {
		m := &adviceMakers[i]
		if ruleIDs[m.rule] == id && (m.langs == 0 || m.langs&p.langs != 0) {
			return m.make().Text
		}
	}
	return ""
}
