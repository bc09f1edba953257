package mine

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Rules of architecture in PHP: PHPArkitect, phpat and the arch tests of Pest.
// All are chains of calls that read like a sentence.

func isPHPArch(p string) bool {
	low := strings.ToLower(p)
	return path.Ext(low) == ".php" && (strings.Contains(low, "arch") || strings.Contains(low, "arkitect") || strings.Contains(low, "phpat"))
}

func readPHPArch(p string, content []byte) []business.Rule {
	phparkitect, phpat := bytes.Contains(content, []byte("Arkitect\\")), bytes.Contains(content, []byte("PHPat\\"))
	pest := bytes.Contains(content, []byte("arch(")) || bytes.Contains(content, []byte("->toBeUsed")) || bytes.Contains(content, []byte("->toOnlyUse"))
	if !phparkitect && !phpat && !pest {
		return nil
	}
	l, ok := readLiterals(p, content)
	if !ok {
		return nil
	}
	var out []business.Rule
	for i := range l.Toks {
		var r business.Rule
		ok := false
		switch {
		case phparkitect && l.Is(i, "allClasses"):
			r, ok = arkitectRule(l, p, i)
		case phpat && l.Is(i, "rule") && l.Is(i+1, "("):
			r, ok = phpatRule(l, p, i)
		case pest && l.Is(i, "expect") && l.Is(i+1, "("):
			r, ok = pestRule(l, p, i)
		}
		if ok {
			out = append(out, r)
		}
	}
	return out
}

// chained is one call of a chain and what is named between its brackets.
type chained struct {
	name  string // "that", or "that ResideIn" where the argument is made with new
	names []string
	args  []chained // calls between the brackets
	not   bool      // Pest: behind ->not
}

// mostChained bounds a chain: a longer one is no rule.
const mostChained = 24

// chain reads the calls that hang on the one at i.
func chain(l literalReader, i int) []chained {
	var out []chained
	not := false
	for i < len(l.Toks) && len(out) < mostChained {
		if !l.IsWord(i) {
			break
		}
		name := l.Text(i)
		if !l.Is(i+1, "(") || l.Match[i+1] < 0 {
			not = not != (name == "not")
			i = linkAt(l, i+1)
			continue
		}
		end := int(l.Match[i+1])
		c := chained{name: name, not: not}
		c.names, c.args = namedBetween(l, i+2, end)
		out, not = append(out, c), false
		i = linkAt(l, end+1)
	}
	return out
}

// linkAt is the word behind -> at i; a comma or semicolon ends the chain.
func linkAt(l literalReader, i int) int {
	start := i
	for i < len(l.Toks) && (l.Is(i, "-") || l.Is(i, ">") || l.Is(i, "->") || l.Is(i, "?")) {
		i++
	}
	if i == start {
		return len(l.Toks)
	}
	return i
}

// namedBetween gives the texts and classes (`X::class`) of a list of
// arguments, and the calls in it with theirs.
func namedBetween(l literalReader, from, end int) (names []string, args []chained) {
	for j := from; j < end; j++ {
		switch {
		case l.IsStr(j):
			names = append(names, strings.Trim(strings.ReplaceAll(l.Text(j), `\\`, `\`), `\`))
		case l.IsWord(j) && l.Is(j+1, "(") && int(l.Match[j+1]) > j && int(l.Match[j+1]) < end:
			close := int(l.Match[j+1])
			inner, _ := namedBetween(l, j+2, close)
			args = append(args, chained{name: l.Text(j), names: inner})
			j = close
		case l.IsWord(j) && (l.Is(j+1, ":") && l.Is(j+2, ":") && l.Is(j+3, "class") || l.Is(j+1, "::") && l.Is(j+2, "class")):
			names = append(names, l.Text(j))
		}
	}
	return names, args
}

// arkitectRule words Rule::allClasses()->that(new …)->should(new …)->because('…').
func arkitectRule(l literalReader, p string, i int) (business.Rule, bool) {
	var about, asks []string
	var from, to []string
	reason, except, plain := "", "", true
	for _, c := range chain(l, i) {
		switch c.name {
		case "that", "andThat", "should", "andShould":
			if len(c.args) != 1 {
				return business.Rule{}, false
			}
			a := c.args[0]
			if strings.HasPrefix(strings.ToLower(c.name), "that") || c.name == "andThat" {
				about = append(about, arkitectThat(a))
				plain = plain && a.name == "ResideInOneOfTheseNamespaces"
				from = append(from, a.names...)
				continue
			}
			asks = append(asks, arkitectShould(a))
			plain = plain && (a.name == "NotDependsOnTheseNamespaces" || a.name == "NotDependOnTheseNamespaces")
			to = append(to, a.names...)
		case "except":
			plain = false
			except = ", except those in " + quoted(c.names) + ","
		case "because":
			reason = strings.Join(c.names, " ")
		}
	}
	if len(asks) == 0 {
		return business.Rule{}, false
	}
	return archSentence(p, l.LineAt(i), "Classes"+spaced(strings.Join(about, " "))+except+" "+strings.Join(asks, " and "), reason, from, to, plain), true
}

func spaced(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

func arkitectThat(c chained) string {
	q := quoted(c.names)
	switch c.name {
	case "ResideInOneOfTheseNamespaces", "ResideInOneOfTheseNamespacesExactly":
		return "in " + q
	case "NotResideInTheseNamespaces", "NotResideInOneOfTheseNamespaces":
		return "outside of " + q
	case "HaveNameMatching":
		return "named " + q
	case "NotHaveNameMatching":
		return "not named " + q
	}
	return "that " + archWords(c)
}

func arkitectShould(c chained) string {
	q := quoted(c.names)
	switch c.name {
	case "NotDependsOnTheseNamespaces", "NotDependOnTheseNamespaces":
		return "do not depend on " + q
	case "DependsOnlyOnTheseNamespaces", "DependOnlyOnTheseNamespaces":
		return "depend only on " + q
	case "NotHaveDependencyOutsideNamespace":
		return "depend on nothing outside of " + q
	case "HaveNameMatching":
		return "are named " + q
	case "NotHaveNameMatching":
		return "are not named " + q
	case "ResideInOneOfTheseNamespaces":
		return "lie in " + q
	case "NotResideInTheseNamespaces":
		return "do not lie in " + q
	}
	return archWords(c)
}

// archWords makes words of a name such as IsNotAbstract or Extend.
func archWords(c chained) string {
	words := business.NameWords(c.name)
	switch {
	case len(words) > 1 && strings.EqualFold(words[0], "is"):
		words[0] = "are"
	case len(words) > 1 && strings.EqualFold(words[0], "not"):
		words[0] = "do not"
	}
	said := strings.ToLower(strings.Join(words, " "))
	if len(c.names) > 0 {
		said += " " + quoted(c.names)
	}
	return said
}

// archSentence is a rule of architecture; plain ones, where one folder must
// not know another, are checked.
func archSentence(p string, line int, text, reason string, from, to []string, plain bool) business.Rule {
	var check *business.Check
	var in []string
	if plain && len(from) > 0 && len(to) > 0 {
		check = &business.Check{Modules: to}
		for _, f := range from {
			in = append(in, "**/"+strings.ReplaceAll(strings.Trim(f, `\*`), `\`, "/")+"/**")
		}
	}
	r := configured(business.ImportBoundary, p, line, check, "%s%s.", text, because(strings.TrimSuffix(reason, ".")))
	r.Scope.Paths = in // a test speaks of the code beside it
	return r
}

// phpatRule words PHPat::rule()->classes(Selector::inNamespace('A'))->shouldNotDependOn()->classes(…).
func phpatRule(l literalReader, p string, i int) (business.Rule, bool) {
	var words, from, to []string
	reason, verb, plain := "", "", true
	for _, c := range chain(l, i) {
		switch {
		case c.name == "because":
			reason = strings.Join(c.names, " ")
		case strings.HasPrefix(c.name, "should"):
			verb = c.name
			words = append(words, strings.Join(business.NameWords(c.name), " "))
		case c.name == "classes" || c.name == "excluding":
			plain = plain && c.name == "classes"
			words = append(words, phpatClasses(c, len(words) == 0))
			for _, a := range c.args {
				plain = plain && (a.name == "inNamespace" || a.name == "classname" && verb != "")
				if verb == "" {
					from = append(from, a.names...)
				} else {
					to = append(to, a.names...)
				}
			}
		}
	}
	if verb == "" || len(words) < 2 {
		return business.Rule{}, false
	}
	return archSentence(p, l.LineAt(i), upperFirst(strings.ToLower(words[0][:1])+words[0][1:]+" "+strings.Join(words[1:], " ")), reason, from, to, plain && verb == "shouldNotDependOn"), true
}

func phpatClasses(c chained, first bool) string {
	var parts []string
	for _, a := range c.args {
		switch a.name {
		case "inNamespace":
			parts = append(parts, "in "+quoted(a.names))
		case "classname":
			parts = append(parts, "named "+quoted(a.names))
		default:
			parts = append(parts, "that "+archWords(a))
		}
	}
	lead := "classes "
	if c.name == "excluding" {
		lead = "except those "
	}
	return lead + strings.Join(parts, " or ")
}

// pestRule words expect('App\Models')->not->toUse('…') of an arch test. Only
// what is said of namespaces and functions is taken: expectations of values
// have a form of their own.
func pestRule(l literalReader, p string, i int) (business.Rule, bool) {
	calls := chain(l, i)
	if len(calls) < 2 || len(calls[0].names) == 0 || len(calls[0].args) > 0 {
		return business.Rule{}, false
	}
	subject, said := calls[0].names, []string(nil)
	var banned []string
	for _, c := range calls[1:] {
		if c.name == "ignoring" || c.name == "classes" || c.name == "and" {
			continue
		}
		words := pestWords(c)
		if words == "" {
			return business.Rule{}, false
		}
		if c.not && c.name == "toUse" {
			banned = append(banned, c.names...)
		}
		said = append(said, words)
	}
	line := l.LineAt(i)
	switch {
	case len(said) == 0:
		return business.Rule{}, false
	case len(said) == 1 && calls[1].not && calls[1].name == "toBeUsed":
		r := configured(business.BanCall, p, line, &business.Check{Names: subject}, "Do not use %s.", quoted(subject))
		r.Scope.Paths = nil
		return r, true
	case !slices.ContainsFunc(subject, func(s string) bool { return strings.Contains(s, `\`) || s != "" && s[0] >= 'A' && s[0] <= 'Z' }):
		return business.Rule{}, false
	}
	return archSentence(p, line, "PHP: "+quoted(subject)+" "+strings.Join(said, " and "), "", subject, banned, len(banned) > 0 && len(said) == 1), true
}

// pestWords says what an expectation of an arch test asks: "" for others.
func pestWords(c chained) string {
	known := switches{
		"toUse": "uses %s", "toOnlyUse": "uses only %s", "toBeUsed": "is used", "toBeUsedIn": "is used in %s", "toOnlyBeUsedIn": "is used only in %s", "toUseNothing": "uses nothing else", "toUseTrait": "uses the trait %s", "toUseTraits": "uses the traits %s", "toUseStrictTypes": "declares `strict_types=1`", "toUseStrictEquality": "compares with `===`",
		"toExtend": "extends %s", "toExtendNothing": "extends nothing", "toImplement": "implements %s", "toImplementNothing": "implements nothing", "toOnlyImplement": "implements only %s", "toHaveSuffix": "has names that end in %s", "toHavePrefix": "has names that begin with %s", "toHaveMethod": "has the method %s", "toHaveMethods": "has the methods %s", "toHaveConstructor": "has a constructor",
		"toHaveAttribute": "has the attribute %s", "toBeFinal": "is final", "toBeReadonly": "is readonly", "toBeAbstract": "is abstract", "toBeClasses": "holds classes", "toBeClass": "is a class", "toBeInterfaces": "holds interfaces", "toBeInterface": "is an interface", "toBeEnums": "holds enums", "toBeEnum": "is an enum", "toBeTraits": "holds traits", "toBeTrait": "is a trait", "toBeInvokable": "is invokable", "toBeStringBackedEnums": "holds enums with texts", "toBeIntBackedEnums": "holds enums with numbers", "toBeCasedCorrectly": "is named as its file",
		"toHavePublicMethodsBesides": "has public methods besides %s", "toHavePublicMethods": "has public methods", "toHavePrivateMethods": "has private methods", "toHaveProtectedMethods": "has protected methods", "toHaveFileSystemPermissions": "", "toHaveLineCountLessThan": "", "toHaveMethodsDocumented": "documents its methods", "toHavePropertiesDocumented": "documents its properties", "toHaveSuspiciousCharacters": "",
	}[c.name]
	if known == "" || strings.Contains(known, "%s") && len(c.names) == 0 {
		return ""
	}
	if c.not {
		known = negated(known)
	}
	return strings.Replace(known, "%s", quoted(c.names), 1)
}

// negated turns "uses X" into "does not use X".
func negated(s string) string {
	verb, rest, _ := strings.Cut(s, " ")
	switch verb {
	case "is":
		return "is not " + rest
	case "has":
		return strings.TrimSuffix("does not have "+rest, " ")
	}
	return strings.TrimSuffix("does not "+strings.TrimSuffix(verb, "s")+" "+rest, " ")
}
