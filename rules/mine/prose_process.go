package mine

import (
	"path"
	"slices"
	"strings"
)

// toil are verbs for what people do to a checkout, a server or each other.
// What is done to code by the same verb names code: "run the job through X".
var toil = []string{"run", "rerun", "install", "clone", "commit", "rebase", "squash", "submit", "fork", "deploy", "restart", "ask", "discuss", "join", "visit", "click", "download", "stage", "execute", "navigate", "push", "verify", "upgrade", "launch", "double-check", "report", "announce", "bump", "review", "work", "proceed"}

// toilUnlessCode do the same where the sentence names nothing of the code.
var toilUnlessCode = []string{"read", "open", "start", "stop", "select", "confirm", "explain", "tell", "look", "search", "wait", "think", "publish", "consult", "merge", "pull", "go", "examine", "inspect", "evaluate", "determine", "remember", "tag", "plan", "edit", "feel", "consider", "try", "see", "note"}

// process words speak of people's work: as what a sentence is about they
// make it none about code.
var process = []string{"commit", "commits", "reviewer", "reviewers", "install", "installed", "installing", "clone", "fork", "rebase", "git", "pnpm", "yarn", "docker", "cla", "slack", "discord", "branch", "branches",
	"maintainer", "maintainers", "contributor", "contributors", "contribution", "contributions", "terminal", "localhost", "screenshot", "screenshots", "forge", "ci", "jira", "mailing", "submit", "submitting", "vscode", "intellij", "eclipse", "xcode", "webstorm", "ide", "brew", "pr", "prs", "approval", "approvals", "locally"}

// processPhrases do the same in more than one word.
var processPhrases = []string{"pull request", "github issue", "issue tracker", "new release", "your changes", "mock up", "mockup", "merge request", "your machine", "://github.com", "feel free", "todo list", "ask the user", "the user asks", "your editor", "open an issue", "`cd ", "run tests", "run all", "run the", "run `", "running the", "command line", "team member", "visual studio", "manual test", "tests pass", "all checks must", "these checks must", "must be passed", "join our", "off-topic", "posting", "the forum", "code review", "local development", "requested task", "security vulnerabilit", "vulnerability report",
	"`bundle exec", "`make ", "`npm ", "`pnpm ", "`yarn ", "`cargo ", "`./gradlew", "`./mvnw", "`mvn ", "`composer ", "`php artisan ", "`rake ", "`vitest ", "`jest ", "`pytest ", "`tox ", "`bun ", "`bunx ", "`npx ", "`pnpx ", "`uv run ", "`uvx ", "`poetry ", "`hatch ", "`nox ", "`deno ", "`mix ", "`just ", "`go run ", "`go build", "`go vet", "`gradle ", "`sbt ", "`cmake ", "`bin/rails ", "`rails ", "`turbo ", "`nx ", "`git ", "`go test", "`docker", "`dotnet ", "`rm ", "`cp ", "`sudo ", "`curl ", "`rm`", "`grep`", "`rg`", "`sed`", "`curl`", "`http://localhost", "`localhost", "`127.0.0.1", "`bin/console ", "ai-generated", "ai tools", "ai assist", "use ai", "existing issue", "an issue", "repo root", "must be run ", "should be run ", "must be executed"}

// processAlways are about people's work wherever they stand.
var processAlways = []string{"commit message", "conventional commit", "changelog", "changes.md", "fast-forward", "squash", "rebase", "`git ", "git add", "opening a pr", "open a pr", "before merging", "code of conduct", "pull request title", "pull request description", "pr title", "pr description", "feature branch", "release branch", "branch name", "release notes", "before submitting", "up-to-date with", "release tag", "npm run", "checks must pass", "tests must pass", "your branch", "new branch", "main branch", "docker compose", "docker-compose", "good first issue", "sign-off", "signed-off", "in order to be able", "hesitate", "don't worry", "do not worry", "must agree", "agree that", "creating a branch", "dev server", "vs code", "be passing", " on `main`", " on `master`", "on test server", "on the test server", "force push", "force-push", "on a test server", "use the latest version", "install the latest", "latest stable version", "must be installed", "be on path", "on your path", "in your path", "must be on `path`", "be built at least once"}

// ofAgents are about how an agent goes about its task, not about what it writes.
var ofAgents = []string{"the user ", "this session", "plan mode", "re-read", "subagent", "sub-agent", "review summary", "review comment", "comment on actual", "summary table", "in this file", "agent files", " llm ", "your response", "your answer", "double-check", "one more thing", "this conversation", "tool call", "asking for", "apolog", "primary source", "per issue:", "targeted search", "file reads", "full file", "context usage", "context window", "full output", "read entire", "large files", "narrow the query", "ai agents", "coding agents", "token budget"}

// concerns is how far a sentence concerns people's work.
type concerns int

const (
	ofCode     concerns = iota
	besideCode          // it names such work, perhaps beside the point
	ofPeople            // it is about it
)

// concern judges a sentence by its verb, and by what stands around the verb.
func concern(low string, knows bool) concerns {
	low = withoutUnless(withoutOccasion(low))
	if comesWith(low) {
		return ofCode
	}
	low = withoutRefused(low)
	if names(low, processAlways) || strings.HasPrefix(low, " see ") || names(outsideCode(low), ofAgents) && !knows {
		return ofPeople
	}
	verb := opensWith(bare(low))
	if verb == "" {
		verb = opensWith(behindLabel(low))
	}
	if verb == "" {
		verb = opensWith(addressedTo(low))
	}
	if toiling(low) {
		return ofPeople
	}
	if slices.Contains(toil, verb) && !dataWork(low) || slices.Contains(toilUnlessCode, verb) && !knows && !codeNouns(low) {
		return ofPeople
	}
	if flag(low) || buildFlag(low) || editorSetUp(low) || committed(low) {
		return ofPeople
	}
	if shell(low) && !dataWork(low) {
		return besideCode
	}
	if !ofProcess(low) || dataWork(low) {
		return ofCode
	}
	if ofProcess(strings.Join(firstWords(bare(low), 8), " ")) {
		return ofPeople
	}
	return besideCode
}

// withoutRefused leaves out of "PRs for new drivers will not be accepted" by
// whom: what is refused is some change of the code.
func withoutRefused(low string) string {
	if !names(low, []string{" not be accepted", " not accepted", " be rejected", " be closed", " not be merged"}) || names(low, []string{" branch", " conflict", " issue", " title", " description"}) {
		return low
	}
	for _, who := range []string{" prs ", " pull requests ", " patches ", " contributions "} {
		for _, how := range []string{"for ", "that ", "which ", "with ", "without "} {
			if rest, ok := strings.CutPrefix(low, who+how); ok {
				return " changes " + how + rest
			}
		}
	}
	return low
}

// withoutOccasion leaves out when a thing is to be done: "in the same pull
// request" asks for nothing there.
func withoutOccasion(low string) string {
	for _, o := range []string{", commit messages", " in the same pr", " in the same pull request", " in the same commit", " in the same change", " before committing", " in your pr", " in pr review", " in code review", " when committing", " without approval", " without prior approval", " please"} {
		low = strings.ReplaceAll(low, o, "")
	}
	for _, o := range []string{" if your pr ", " if your pull request ", " when your pr ", " if your patch ", " if your contribution "} {
		low = strings.ReplaceAll(low, o, " if it ")
	}
	return low
}

// dataWork reports whether "commit", "branch" and their like are said of data
// and control flow.
func dataWork(low string) bool {
	return names(low, []string{"transaction", "rollback", "roll back", "savepoint", "unit of work", "offset", "database session", "else branch", "if branch", "commit id", "commit hash", "`if`", "`else`", "`switch`", "`match`", "branch coverage", "branches of", "both branches", "background job", "worker", "subprocess", "query", "queries", "migration", "goroutine", "thread"}) && !names(low, []string{"`git", "pull request", " pr "})
}

// shell reports whether a sentence holds a command to type.
func shell(low string) bool {
	return slices.ContainsFunc(marked(low), func(m string) bool {
		word, rest, _ := strings.Cut(m, " ")
		if !strings.HasPrefix(m, "-") && strings.Contains(m, " --") {
			return true
		}
		return rest != "" && (strings.HasPrefix(word, "./") || strings.HasPrefix(rest, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-_./") == "")
	})
}

// flag reports whether it speaks of a flag of one: "drop `-c`".
func flag(low string) bool {
	return slices.ContainsFunc(marked(low), func(m string) bool { return len(m) == 2 && m[0] == '-' && m[1] >= 'a' && m[1] <= 'z' })
}

// committed reports whether it shows the title of a commit: "`feat(api)!:`".
func committed(low string) bool {
	return slices.ContainsFunc(marked(low), func(m string) bool {
		word, _, found := strings.Cut(m, ":")
		word, _, _ = strings.Cut(strings.TrimSuffix(word, "!"), "(")
		return found && slices.Contains([]string{"feat", "fix", "chore", "docs", "refactor", "perf", "ci"}, word)
	})
}

// marked is what a sentence marks as code.
func marked(s string) (out []string) {
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

func firstWords(low string, n int) []string {
	words := strings.Fields(low)
	return words[:min(n, len(words))]
}

func names(low string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(low, p) })
}

// ofProcess reports whether a sentence names what people do together.
func ofProcess(low string) bool {
	prose := outsideCode(low)
	for _, p := range processPhrases {
		if strings.Contains(prose, p) || p[0] == '`' && strings.Contains(low, p) || strings.HasSuffix(p, "`") && strings.Contains(low, p) {
			return true
		}
	}
	return slices.ContainsFunc(strings.FieldsFunc(prose, func(r rune) bool { return !(r >= 'a' && r <= 'z') }), func(w string) bool { return slices.Contains(process, w) })
}

// processHeading reports whether a part of a document is about how people
// work together or set up their machines.
func processHeading(heading string) bool {
	if low := strings.ToLower(heading); strings.Contains(low, "review") && names(low, []string{"guid", "criteria", "checklist", "standard", "principle", " code", "look for", "looks for", "looking for"}) && !strings.Contains(low, "process") {
		return false // what a review looks at is the code
	}
	return names(" "+strings.ToLower(heading)+" ", []string{"commit", "pull request", " pr ", " prs ", "branch", "release", "changelog", "setup", "set up", "setting up", "getting started", "install", "prerequisite", "deploy", "license", "reporting", "code of conduct", "workflow", "running ", "building and", "local development", "development environment", "how to contribute", "bug report", "feature request", " git ", "troubleshoot", " faq", "known issue", "common issue", "common error", "pull requesting", "review", "validation command", " ide ", "vulnerabilit", "submitting", "question", "suggest", "enhancement", "before you", "legal", "visual studio", "rider", "intellij", "vs code", "command line", "governance", "amendment"})
}

// processDoc reports whether a whole document is about that.
func processDoc(p string) bool {
	if pullTemplate(strings.ToLower(p)) {
		return false
	}
	if low := strings.ToLower(p); strings.Contains(low, "faq") && !developers(low) {
		return true
	}
	words := strings.FieldsFunc(strings.ToLower(strings.TrimSuffix(p, path.Ext(p))), func(r rune) bool { return !(r >= 'a' && r <= 'z') })
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"changelog", "release", "releases", "releasing", "pr", "pull", "commit", "commits", "deploy", "deployment", "setup", "install", "installation", "troubleshooting", "onboarding", "governance", "upgrade", "triage"}, w)
	})
}

// example reports whether a sentence stands in quotes: as one to copy, or not.
func example(text string) bool {
	return len(text) > 1 && (text[0] == '"' && strings.HasSuffix(text, "\"") || strings.HasPrefix(text, "“") || strings.HasPrefix(text, "❌") || strings.HasPrefix(text, "✅") || strings.HasPrefix(text, "Good: ") || strings.HasPrefix(text, "Bad: ") || text[0] == '`' && strings.IndexByte(text[1:], '`') == len(text)-2)
}

// supposes reports whether a sentence leaves it open what this project does:
// text made for any project.
func supposes(low string) bool {
	return names(low, []string{" if the project ", " if your project ", " if requested", "be aware of ", " if the codebase ", " meaningful ", " clean code", " readable code", " best practices", " depending on the project", " treated as legacy"})
}

// platitude reports whether a sentence asks for what everybody asks for.
func platitude(low string) bool {
	return names(low, []string{"existing pattern", "existing component and", "existing style", "existing local pattern", "existing convention", "surrounding code", "code around it", " standard java", " standard python", " standard naming", "self-explanatory", "functions small", "small functions", "well-tested", "well tested", "good practice", "idiomatic", "changes small", "small and targeted", "minimal change", "smallest change", "unrelated", "clear names", "descriptive names", "this file when", "these patterns when", "these guidelines", "this guide", "this document", "this skill", "focused on", "clear and concise", "easy to read", "readability", "maintainab", "style standards", "well-designed", "well designed", "well-documented", "well documented", "existing one", " be justified", "wherever appropriate", " sort of "})
}

// outsideCode is a sentence without what it marks as code.
func outsideCode(s string) string {
	return strings.Join(everySecond(strings.Split(s, "`")), " ")
}
