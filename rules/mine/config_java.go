package mine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Rules that stand in the build files of Java and Kotlin.

func isJavaBuild(p string) bool {
	b := path.Base(p)
	return b == "pom.xml" || strings.HasSuffix(b, ".gradle") || strings.HasSuffix(b, ".gradle.kts")
}

// banned is one dependency that must not be used, what stands for it and the
// line.
type banned struct {
	text string
	line int
}

// namesOnCard is how many dependencies one card bans.
const namesOnCard = 6

// readEnforcer reads the dependencies that Maven's enforcer bans, with their
// ranges of versions and what replaces them.
func readEnforcer(p string, content []byte) []business.Rule {
	message := regexp.MustCompile(`(?s)<message>(.*?)</message>`)
	clean := withoutRemarks(content)
	var out []business.Rule
	for _, m := range regexp.MustCompile(`(?s)<bannedDependencies>(.*?)</bannedDependencies>`).FindAllSubmatchIndex(clean, 20) {
		part := clean[m[2]:m[3]]
		why := ""
		if msg := message.FindSubmatch(part); msg != nil {
			why = because(strings.TrimSuffix(unxml(string(bytes.TrimSpace(msg[1]))), "."))
		}
		start := 1 + bytes.Count(clean[:m[0]], []byte("\n"))
		score := 0.74
		for list := bannedIn(content[m[2]:m[3]], part); len(list) > 0; {
			var texts []string
			n := 0
			for len(texts) < len(list) && len(texts) < namesOnCard && (len(texts) == 0 || n+len(list[len(texts)].text) < 235) {
				texts, n = append(texts, list[len(texts)].text), n+len(list[len(texts)].text)+4
			}
			line := start
			if len(out) > 0 {
				line = start + list[0].line
			}
			r := configured(business.Advice, p, line, nil, "Do not depend on %s%s.", strings.Join(texts, " or "), why)
			r.Score, score = score, weakScore // the list shall not hide the rest
			out, list = append(out, r), list[len(texts):]
		}
	}
	return append(out, restrictedJava(p, clean)...)
}

// bannedIn lists what a ban excludes; part is raw without its remarks.
func bannedIn(raw, part []byte) []banned {
	exclude := regexp.MustCompile(`<exclude>\s*([\w.*-]+(?::[\w.*-]+)?)(?::([^<:]*))?[^<]*</exclude>`)
	remarkAt := regexp.MustCompile(`(?is)<!--\s*(?:replaced (?:with|by)|use)\s+([\w.-]+(?::[\w.-]+)?)\s*(?:instead)?\s*-->\s*$`)
	var out []banned
	seen := map[string]bool{}
	for _, e := range exclude.FindAllSubmatchIndex(part, 60) {
		name := string(part[e[2]:e[3]])
		if name == "*" || name == "*:*" || seen[name] {
			continue
		}
		seen[name] = true
		text := "`" + name + "`"
		if e[4] >= 0 {
			if versions := strings.TrimSpace(string(part[e[4]:e[5]])); strings.ContainsAny(versions, "([0123456789") {
				text += " in versions `" + versions + "`"
			}
		}
		if use := remarkAt.FindSubmatch(raw[:e[0]]); use != nil {
			text += " (`" + string(use[1]) + "` instead)"
		}
		out = append(out, banned{text, bytes.Count(part[:e[0]], []byte("\n"))})
	}
	return out
}

// restrictedJava reads the imports that restrict-imports-enforcer bans.
func restrictedJava(p string, clean []byte) []business.Rule {
	group := regexp.MustCompile(`(?s)<reason>([^<]+)</reason>(.*?)</(?:group|RestrictImports)>`)
	name := regexp.MustCompile(`<bannedImport>\s*(?:static\s+)?([\w.*]+)\s*</bannedImport>`)
	var out []business.Rule
	for _, m := range group.FindAllSubmatchIndex(clean, 30) {
		var names []string
		for _, n := range name.FindAllSubmatch(clean[m[4]:m[5]], mostNamed) {
			names = append(names, string(n[1]))
		}
		if len(names) > 0 {
			r := configured(business.Advice, p, 1+bytes.Count(clean[:m[0]], []byte("\n")), nil, "Do not import %s%s.", quoted(names), because(strings.TrimSuffix(unxml(strings.TrimSpace(string(clean[m[2]:m[3]]))), ".")))
			out = append(out, r)
		}
	}
	return out
}

// readJavaBuild reads signatures of forbidden-apis that stand in the build
// file itself, and what Error Prone and the compiler make errors.
func readJavaBuild(p string, content []byte) []business.Rule {
	clean := content
	if path.Base(p) == "pom.xml" {
		clean = withoutRemarks(content)
	}
	var out []business.Rule
	for _, m := range regexp.MustCompile(`(?s)<signatures>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</signatures>`).FindAllSubmatchIndex(clean, 10) {
		// Empty lines before it keep the numbers of lines.
		before := bytes.Repeat([]byte("\n"), bytes.Count(clean[:m[2]], []byte("\n")))
		out = append(out, readSignatures(p, append(before, clean[m[2]:m[3]]...))...)
	}
	for i := range out {
		out[i].Score = min(out[i].Score, styleScore+0.04) // many, and copied from guides
	}
	var kotlin []said
	if i := bytes.Index(clean, []byte("explicitApi()")); i >= 0 {
		kotlin = append(kotlin, said{theme: "Kotlin", text: "write the visibility and types of everything public (explicit API mode)", line: 1 + bytes.Count(clean[:i], []byte("\n"))})
	}
	return append(append(out, styleCards(p, "Error Prone", styleScore-0.02, errorProne(clean))...), styleCards(p, path.Base(p), styleScore-0.02, kotlin)...)
}

func errorProne(clean []byte) []said {
	known := switches{
		"NullAway": "`@Nullable` on every field, parameter and result that may be null", "UnusedVariable": "no unused variables", "UnusedMethod": "no unused private methods", "MissingOverride": "`@Override` on what overrides", "RemoveUnusedImports": "no unused imports", "WildcardImport": "no wildcard imports", "StringSplitter": "no `String.split(String)`", "DefaultCharset": "a charset wherever bytes become text",
		"JavaTimeDefaultTimeZone": "a time zone for `now()`", "FutureReturnValueIgnored": "use every returned future", "CatchAndPrintStackTrace": "no `printStackTrace`", "FieldMissingNullable": "`@Nullable` on fields that may be null", "ReturnMissingNullable": "`@Nullable` on results that may be null", "ParameterMissingNullable": "`@Nullable` on parameters that may be null", "MutableConstantField": "immutable types for constants",
		"PrivateConstructorForUtilityClass": "a private constructor in classes of static methods", "JdkObsolete": "no `LinkedList`, `Vector` and other obsolete classes of the JDK", "SystemExitOutsideMain": "no `System.exit` outside of `main`", "UnnecessarilyFullyQualified": "imported names, not fully qualified ones", "SystemOut": "no `System.out`", "MethodCanBeStatic": "`static` on methods that do not use `this`", "CheckReturnValue": "use the results of methods that ask for it",
	}
	var items []said
	for _, m := range regexp.MustCompile(`-Xep:(\w+):ERROR|\b(?:error|enable)\(\s*["'](\w+)["']|\b(?:check|option)\(\s*["'](\w+)["']\s*,\s*(?:\w+\.)?ERROR\b`).FindAllSubmatchIndex(clean, 100) {
		name := ""
		for i := 2; i < 8; i += 2 {
			if m[i] >= 0 {
				name = string(clean[m[i]:m[i+1]])
			}
		}
		text := known[name]
		if name == "NullAway" {
			if own := regexp.MustCompile(`NullAway:AnnotatedPackages[="', ]+([\w.,]+)`).FindSubmatch(clean); own != nil {
				text += " in " + quoted(splitList(string(own[1])))
			}
			text += " (NullAway)"
		}
		if text != "" {
			items = append(items, said{theme: "Java", text: text, line: 1 + bytes.Count(clean[:m[0]], []byte("\n"))})
		}
	}
	return items
}
