package code

import (
	"sort"
	"strings"

	"github.com/cybedefend/vibedefend/rules/code/index"
)

const (
	guideLines = 6
	guideBytes = 1200
)

// topicWeight orders topics of equal fit: what agents get wrong most comes first.
var topicWeight = []string{"INJ", "ACC", "AUT", "SEC", "XSS", "DAT", "CRY", "PRV", "LOG", "AI", "MEM", "DEP"}

// Guide returns the lines worth telling before this text is written to path:
// at most six, 1.2 KB, chosen by language, role of the file, symbols of the text and frameworks.
func Guide(path, proposed string, o Options) []string {
	langs := Langs(path, []byte(proposed))
	p := strings.ToLower(within(strings.ReplaceAll(path, "\\", "/"), strings.ReplaceAll(o.Root, "\\", "/")))
	if generatedPath(p) || len(proposed) > maxBytes {
		return nil
	}
	words, hit := wordsIn(lowerASCII([]byte(proposed)))
	roles := fileRoles(p, words, langs)
	if has(roles, "test") {
		return nil
	}
	var list []topic
	spoken := -1 // the rule that has its line
	for i := range adviceMakers {
		m := &adviceMakers[i]
		id := ruleIDs[m.rule]
		if m.rule == spoken || m.langs&langs == 0 && m.langs != 0 || !m.free && !hit[i] || !guideWanted(id, o) {
			continue
		}
		a := m.make()
		if fit := a.fit(langs, roles, words); fit > 0 {
			list = append(list, topic{a.Text, fit, weightOf(id)})
			spoken = m.rule
		}
	}
	list = append(list, ownTopics(o, langs, roles, proposed)...)
	sort.SliceStable(list, func(i, j int) bool {
		return list[i].fit > list[j].fit || list[i].fit == list[j].fit && list[i].weight < list[j].weight
	})
	var out []string
	n := 0
	for _, t := range list {
		if len(out) == guideLines || n+len(t.text)+1 > guideBytes {
			break
		}
		out = append(out, t.text)
		n += len(t.text) + 1
	}
	return out
}

// ownTopics are the advice of rules outside of the catalogue, which come first among equals.
func ownTopics(o Options, langs LangSet, roles []string, proposed string) (out []topic) {
	if len(o.Extra) == 0 {
		return nil
	}
	low := strings.ToLower(proposed)
	for i := range o.Extra {
		for k := range o.Extra[i].Guide {
			a := &o.Extra[i].Guide[k]
			words := map[string]bool{}
			for _, s := range a.Symbols {
				words[s] = strings.Contains(low, s)
			}
			if fit := a.fit(langs, roles, words); fit > 0 && guideWanted(o.Extra[i].ID, o) {
				out = append(out, topic{a.Text, fit, -1})
				break
			}
		}
	}
	return out
}

type topic struct {
	text        string
	fit, weight int
}

func weightOf(id string) int {
	for i, p := range topicWeight {
		if strings.HasPrefix(id, p) {
			return i
		}
	}
	return len(topicWeight)
}

// guideWanted leaves out rules whose only frameworks are switched off.
func guideWanted(id string, o Options) bool {
	for _, off := range o.Off {
		if off == id {
			return false
		}
	}
	if !strings.HasPrefix(id, "PRV") || len(o.Frameworks) == 0 {
		return true
	}
	return switchedOn(o.Frameworks, "gdpr") || switchedOn(o.Frameworks, "soc2") || switchedOn(o.Frameworks, "iso27001")
}

// fit scores an advice: 0 does not apply; symbols weigh more than the role alone.
func (a *Advice) fit(langs LangSet, roles []string, words map[string]bool) int {
	if a.Langs&langs == 0 && a.Langs != 0 {
		return 0
	}
	score := 0
	if len(a.Roles) > 0 {
		ok := false
		for _, r := range a.Roles {
			ok = ok || has(roles, r)
		}
		if !ok {
			return 0
		}
		score++
	}
	if len(a.Symbols) > 0 {
		hits := 0
		for _, s := range a.Symbols {
			if words[s] {
				hits++
			}
		}
		if hits == 0 {
			return 0
		}
		score += 2 + min(hits, 3)
	}
	return score
}

func has(list []string, w string) bool {
	for _, s := range list {
		if s == w {
			return true
		}
	}
	return false
}

// roleSigns are what shows the role of a file: parts of its path and words of its text.
var roleSigns = [...]struct {
	role         string
	paths, words []string
}{
	{"handler", []string{"route", "controller", "handler", "/api/", "api/", "views.py", "resolver", "endpoint", "server."}, []string{"app.get(", "app.post(", "router.", "@app.route", "@getmapping", "@postmapping", "@requestmapping", "http.responsewriter", "[httpget", "[httppost", "req, res", "@router.", "apirouter", "httpservletrequest", "request.args", "request.form", "actioncontroller", "$_get", "$_post", "gin.context", "echo.context"}},
	{"auth", []string{"auth", "login", "session", "password", "account", "oauth", "signup", "register"}, []string{"bcrypt", "jsonwebtoken", "passport", "authenticate(", "sign_in", "password_hash"}},
	{"migration", []string{"migration", "migrate", "schema", "models", "model", "entity", "entities", ".sql"}, []string{"create table", "alter table", "create_table", "add_column", "models.model", "@entity", "sequelize.define", "addcolumn"}},
	{"infra", []string{".tf", "dockerfile", "k8s", "helm", "deploy", ".github/", "terraform", "compose"}, []string{"resource \"", "apiversion:"}},
	{"client", []string{"component", "pages/", ".jsx", ".tsx", ".vue", ".svelte", "frontend", "client"}, []string{"usestate(", "document.", "<template>"}},
}

// ofRole owns the words that show the role of a file; others are owned by advice.
const ofRole = 1 << 15

// wordsIn finds the words of the table and of the catalogue's advice in a text,
// and the advice that has any of them.
func wordsIn(low []byte) (words map[string]bool, hit map[int]bool) {
	words, hit = map[string]bool{}, map[int]bool{}
	index.Index(guideIndex).Each(low, func(_ int, key string, n int) bool {
		words[key], hit[n] = true, true
		return true
	})
	return words, hit
}

func anyIn(words map[string]bool, list []string) bool {
	for _, w := range list {
		if words[w] {
			return true
		}
	}
	return false
}

// fileRoles says what a file is for, by its path and by what the text calls.
func fileRoles(p string, words map[string]bool, langs LangSet) []string {
	var out []string
	if isTestPath(p) {
		return []string{"test"}
	}
	for _, r := range roleSigns {
		if containsWord(p, r.paths) || anyIn(words, r.words) {
			out = append(out, r.role)
		}
	}
	if langs&SQL != 0 && !has(out, "migration") {
		out = append(out, "migration")
	}
	return out
}

func containsWord(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
