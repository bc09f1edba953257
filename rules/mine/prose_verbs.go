package mine

import (
	"slices"
	"strings"
	"sync"
)

// baseVerbs are verbs that, in front of a sentence, ask for something: whoever
// reads it is told what to do.
const baseVerbs = `abstract accept access accompany activate adapt add address adhere adjust adopt align allow alphabetize analyze annotate append apply arrange assert assign assume attach authenticate authorize automate avoid await
base batch be begin bind borrow break bring build bump cache call cancel capitalize capture catch centralize chain change check choose clamp clean clear close coalesce collapse collect combine comment compare compile compose compute configure confine conform connect consider consolidate construct consult consume convert copy correct cover craft create customize
debounce declare decode decorate decouple default defer define delegate delete denormalize deprecate derive describe deserialize design destructure detect determine disable disallow dispatch display dispose distinguish divide do document don't downcast drop duplicate edit embed emit employ emulate enable encapsulate encode encrypt end enforce enqueue ensure enter enumerate escape establish evaluate examine exclude execute expect explain expose express extend extract
factor fail fall favor favour fetch filter finish fix flag flatten focus follow forbid force format forward free generate give group guarantee guard handle have hide hoist honor honour hook identify ignore implement import include incorporate increase increment indent index indicate inherit initialise initialize inject inline insert inspect instantiate instrument integrate introduce invalidate invoke isolate iterate
join keep label launch lay lead leave let leverage limit link list listen live load localise localize lock log look lowercase maintain make manage map mark match measure memoize mention merge migrate minimise minimize mirror mock model modify mount move mutate name narrow nest normalize note notify obey obtain offer omit opt optimise optimize order organise organize outline override own
paginate parameterise parameterize parse partition pass patch perform persist pick pin place plan populate port postfix practice prefer prefix prepare present preserve prevent print prioritise prioritize process produce profile prohibit propagate protect provide publish pull push put qualify query queue quote raise randomize reach read rebuild receive record redact redirect reduce refactor refer reference refrain regenerate register reject rely remember remove rename render reorder repeat replace report represent request require rerun reserve reset resolve respect respond restrict retain rethrow retry return reuse revert review revoke rewrite roll rotate round route run
sanitise sanitize save scan schedule scope search seed select send separate serialize serve set share shorten show sign simplify skip sort specify split spread stage standardize start state stick stop store strip strive structure stub style subclass submit subscribe suffix supply support suppress surface surround switch sync synchronize tag take target tear tell terminate test think throttle throw toggle touch track transform translate treat trim trust try turn type understand unify unsubscribe unwrap update upgrade use utilise utilize validate verify version view wait warn watch wire work wrap write yield`

// nounsToo are those of the verbs that as often are the subject of a
// sentence: "test files live in ..." asks for nothing by its first word.
const nounsToo = `abstract access address base batch break build bump cache call chain change check clean comment copy cover default design display document drop end factor fix flag focus force format free function group guard handle hook import index inline input label lead limit link list load lock log look map mark match measure mention mock model mount move name nest note offer order outline override patch place plan port postfix prefix present print process produce profile publish query queue quote record reference register release report request reset result return review round route schedule scope search seed set share show sign sort split stage start state stop store structure stub style suffix supply support surface switch sync tag target test think throw toggle touch track transform trust try turn type update upgrade use version view wait watch wire work wrap yield`

// verbs says of each verb whether it is a noun too.
var verbs = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for v := range strings.FieldsSeq(baseVerbs) {
		m[v] = false
	}
	for v := range strings.FieldsSeq(nounsToo) {
		m[v] = true
	}
	return m
})

// finite words behind a noun make it the subject.
var finite = []string{"is", "are", "was", "were", "has", "have", "must", "should", "may", "can", "will", "cannot", "do", "does", "live", "lives", "go", "goes", "belong", "belongs", "contain", "contains", "need", "needs", "run", "runs", "use", "uses", "come", "comes", "sit", "sits", "consist", "consists", "follow", "follows", "shall", "might", "work", "works", "provide", "provides", "include", "includes", "get", "gets", "mirror", "mirrors"}

// commands reports whether a sentence opens with a verb that asks for something.
func commands(low string) bool { return opensWith(bare(low)) != "" }

// opensWith is the verb a sentence asks with, "" where it does not.
func opensWith(low string) string {
	words := strings.Fields(strings.TrimLeft(low, "`*_(\"' "))
	for len(words) > 1 && slices.Contains([]string{"please", "also", "only", "just", "simply", "usually", "generally", "always", "instead", "either", "explicitly", "then", "first", "typically", "normally", "ideally", "preferably", "kindly", "strictly"}, strings.Trim(words[0], ",:")) {
		words = words[1:]
	}
	if len(words) < 2 {
		return ""
	}
	verb := strings.Trim(words[0], ",:;*_")
	if verb == "no" && slices.Contains(words[1:min(7, len(words))], "will") {
		return "" // tells what is not to be expected
	}
	if verb == "no" && !strings.HasSuffix(words[0], ",") {
		return verb
	}
	noun, ok := verbs()[verb]
	if !ok || strings.HasSuffix(words[0], ":") || noun && subject(words) {
		return ""
	}
	return verb
}

// subject reports whether the words in front of the first clause's verb are
// a thing: it has a finite verb of its own.
func subject(words []string) bool {
	for i, w := range words[1:] {
		at := strings.Trim(w, ",;:()")
		if slices.Contains(finite, at) {
			return true
		}
		if i == 0 && slices.Contains([]string{"of", "and", "or", "vs", "vs.", "—", "-", "–", "→", "="}, at) {
			return true
		}
		if at != w || slices.Contains([]string{"that", "which", "when", "if", "where", "unless", "because", "so", "as", "to", "—", "-", "–", "with", "by", "for", "in", "on", "from", "through", "against"}, at) {
			return false
		}
	}
	return false
}

// bare is a sentence without the clause in front of what it asks for: "when
// you add a field, ...", "for comments, ...", "where practical, ...".
func bare(low string) string {
	low = strings.TrimSpace(low)
	for range 2 {
		first, _, _ := strings.Cut(low, " ")
		if !slices.Contains([]string{"when", "whenever", "if", "for", "in", "on", "at", "where", "wherever", "before", "after", "while", "as", "to", "with", "within", "unless", "by", "inside", "outside", "instead", "once", "under", "during", "however,", "besides", "even", "finally,", "and", "but", "otherwise,", "because", "since", "across", "given"}, first) {
			return low
		}
		_, rest, ok := strings.Cut(low, ", ")
		if !ok || len(low)-len(rest) > 140 {
			return low
		}
		low = strings.TrimSpace(rest)
	}
	return low
}

// describesItself reports whether a sentence opens as the words below a
// picture do: "Returns the row", "Indicates that ...".
func describesItself(low string) bool {
	words := strings.Fields(low)
	if len(words) < 2 {
		return false
	}
	verb, ok := strings.CutSuffix(words[0], "s")
	if !ok || verbs()[verb] && verb != "use" || slices.Contains(finite, words[1]) {
		return false
	}
	_, known := verbs()[verb]
	_, knownE := verbs()[strings.TrimSuffix(verb, "e")] // passes, matches
	return known || knownE
}
