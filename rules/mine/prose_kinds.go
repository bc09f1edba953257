package mine

import (
	"path"
	"slices"
	"strings"
)

// notOfCode reports whether a document is about something else than how code
// is written: what was found once, what the law says, what used to be.
func notOfCode(low string) bool {
	for _, w := range []string{"assessment", "threat-model", "threat_model", "threatmodel", "trademark", "brand-guidelines", "conduct"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	base := path.Base(low)
	return strings.HasPrefix(base, "licen") || strings.HasPrefix(base, "legacy") || strings.HasPrefix(base, "legal") || strings.HasPrefix(base, "roadmap") || names(base, []string{"brain-dump", "braindump", "brain_dump"})
}

// docsOnDocs reports whether a document tells how documents are written.
func docsOnDocs(low string) bool {
	base := strings.TrimSuffix(path.Base(low), path.Ext(low))
	if slices.Contains([]string{"documentation", "documenting", "writing-docs", "writing-documentation", "docs-guide", "docs-guidelines", "documentation-guidelines", "documentation-style"}, base) {
		return developers(low) || names(low, []string{"contribut", "develop", "guideline"})
	}
	if strings.Contains(base, "writ") && strings.Contains(base, "doc") {
		return true // "writing-component-documentation"
	}
	return names(low, []string{"contributing/documentation/", "contributing/docs/", "contribute/documentation/"})
}

// specification reports whether a document may say in the words of RFC 2119
// how parts of the program must be.
func specification(p string) bool {
	low := strings.ToLower(p)
	return document(p) && names(low, []string{"spec/", "specs/", "specification"}) && !names(low, []string{"rfc", "proposal", "vendor/", "third_party", "node_modules/", "template", "openspec/changes/", "plan"}) && !notOfCode(low)
}

// norm reports whether a document says that its "MUST" is that of RFC 2119.
func norm(doc string) bool {
	return strings.Contains(doc, "RFC 2119") || strings.Contains(doc, "RFC2119") || strings.Contains(doc, "rfc2119")
}

// developers reports whether a document stands in the folder for those who
// work on the code.
func developers(low string) bool {
	docs := false
	for _, d := range strings.Split(path.Dir(low), "/") {
		if docs && slices.Contains([]string{"dev", "devs", "developer", "developers", "engineering", "hacking", "maintainers"}, d) {
			return true
		}
		if slices.Contains([]string{"dev-docs", "devdocs", "dev_docs", "developer-docs", "developer_docs", "docs-dev"}, d) {
			return true
		}
		docs = docs || d == "docs" || d == "doc" || d == "documentation"
	}
	return false
}

// decided takes of a record of a decision the choice made, with the subject
// that its title tells. What was weighed for and against it is no rule.
func decided(p string, s sentence) (sentence, bool) {
	if !ofDecision(p) {
		return s, true
	}
	low := strings.ToLower(s.text)
	for _, aside := range []string{"good, because", "bad, because", "neutral, because", "good because", "bad because", "pro: ", "con: "} {
		if strings.HasPrefix(low, aside) {
			return s, false
		}
	}
	if names(strings.ToLower(s.heading), []string{"considered option", "pros and cons", "decision driver", "alternatives", "positive consequences", "negative consequences", "option 1", "option 2", "links", "references"}) {
		return s, false
	}
	rest, ok := cutChosen(s.text)
	if !ok {
		return s, true
	}
	title := strings.TrimLeft(strings.TrimSpace(s.title), "0123456789.-: ")
	if title == "" || len(title)+len(rest) > mostJoined {
		return s, true
	}
	s.text, s.topic, s.chosen = title+": "+rest, "", true
	return s, true
}

// ofDecision reports whether a document records a decision.
func ofDecision(p string) bool {
	return names(strings.ToLower(path.Dir(p))+"/", []string{"adr/", "adrs/", "decisions/", "decision_records/", "decision-records/"})
}

// cutChosen is the option of "Chosen option: "X", because Y".
func cutChosen(text string) (string, bool) {
	low := strings.ToLower(text)
	for _, w := range []string{"chosen option: ", "chosen option is ", "chosen solution: ", "chosen alternative: "} {
		if strings.HasPrefix(low, w) {
			rest := strings.TrimSpace(text[len(w):])
			if rest = strings.TrimLeft(rest, "\""); strings.Contains(rest, "\"") {
				rest, _, _ = strings.Cut(rest, "\"")
			}
			rest, _, _ = strings.Cut(rest, ", because")
			rest = strings.Trim(rest, "[],. ")
			return rest, strings.Count(rest, " ") > 1 && len(rest) < 140
		}
	}
	return "", false
}

// anyProject reports whether a sentence would be as true, and as little use,
// anywhere.
func anyProject(low string) bool {
	return names(low, []string{"follow the code style", "follow the coding style", "follow the project's code style", "follow the style guide", "follow coding standard", "follow the coding standard", "backward compatibility when possible", "backwards compatibility when possible", "whenever possible, maintain backward", "almost always", "follow best practice", "write good code", "write clean", "high-quality code", "as simple as possible", "use common sense"}) && !strings.Contains(low, "`")
}

// buildFlag reports whether a sentence speaks of how a build or a tool is
// called: "use `--x` when restoring".
func buildFlag(low string) bool {
	return slices.ContainsFunc(marked(low), func(m string) bool { return strings.HasPrefix(m, "--") && len(m) > 3 && !strings.Contains(m, " ") }) &&
		names(low, []string{"restor", "building", " build ", " builds ", "running", "installing", "compiling", "invoking", "when you run"}) && !names(low, []string{"flag should", "flags should", "option should", "options should", "flag must", "option must", "command should", "commands should", "commands must"})
}

// editorSetUp reports whether a sentence is about the plugin of an editor.
func editorSetUp(low string) bool {
	return strings.Contains(low, "plugin") && slices.Contains([]string{"import", "set", "install", "scan", "enable", "configure", "add", "select", "if", "label"}, firstOrder(low)) &&
		names(low, []string{"checkstyle", "formatter", "editor", "intellij", "eclipse", "idea", "spotless", "sonar", "marketplace", "lint"})
}

// firstOrder is the verb a sentence opens with, also behind a label; "if" for
// a condition.
func firstOrder(low string) string {
	low = strings.TrimSpace(low)
	if strings.HasPrefix(low, "if ") {
		return "if"
	}
	if v := opensWith(low); v != "" {
		return v
	}
	if rest := behindLabel(low); rest != "" {
		return firstWord(rest)
	}
	return ""
}

// addressedTo is what a sentence asks of its reader: "you should look at ..".
func addressedTo(low string) string {
	low = bare(low)
	for _, you := range []string{"you should ", "you must ", "you can ", "you may ", "we recommend to "} {
		if rest, ok := strings.CutPrefix(low, you); ok {
			return rest
		}
	}
	return ""
}

// toiling reports whether a sentence prefers or avoids some toil: "prefer
// working on small tickets".
func toiling(low string) bool {
	words := firstWords(low, 2)
	if len(words) < 2 || !slices.Contains([]string{"prefer", "avoid", "consider", "start", "keep"}, words[0]) || codeNouns(low) || dataWork(low) {
		return false
	}
	stem, ok := strings.CutSuffix(words[1], "ing")
	return ok && len(stem) > 1 && (slices.Contains(toil, stem) || slices.Contains(toil, stem+"e") || slices.Contains(toil, stem[:len(stem)-1]))
}
