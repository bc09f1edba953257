package mine

import (
	"slices"
	"strings"
)

// process words speak of people's work, not of code.
var process = []string{"commit", "commits", "reviewer", "reviewers", "changelog", "install", "installed", "clone", "fork", "rebase", "git", "pnpm", "yarn", "docker", "cla", "license", "slack", "discord",
	"maintainer", "maintainers", "contributor", "contributors", "contribution", "contributions", "terminal", "localhost", "screenshot", "screenshots", "please", "forge", "ci", "jira", "mailing", "submit", "submitting", "vscode", "brew", "pr", "prs"}

// processPhrases do the same in more than one word.
var processPhrases = []string{"pull request", "github issue", "issue tracker", "feature branch", "main branch", "your branch", "new branch", "branch name", "release notes", "new release", "your changes", "merge request", "npm run", "your machine", "github.com", "feel free", "we recommend", "run the", "run `", "code of conduct", "before submitting", "todo list", "ask the user", "your editor", "open an issue",
	"environment variable", "`cd ", "run tests", "run all", "command line", "team member", "running the", "we try", "before merging", "up-to-date with", "manual test", "tests pass", "checks must", "must be passed", "must pass ", "join our", "off-topic", "posting", "the forum", ".env", "in order to be able", "code review", "`bundle exec", "`make ", "`npm ", "`pnpm ", "`yarn ", "`cargo ", "`./gradlew", "`mvn ", "`composer ", "`php artisan ", "`rake ", "`git ", "`go test", "`docker"}

// ofProcess reports whether a sentence is about how people work together.
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
	low := " " + strings.ToLower(heading) + " "
	for _, p := range []string{"commit", "pull request", " pr ", " prs ", "branch", "release", "changelog", "setup", "set up", "setting up", "getting started", "install", "prerequisite", "deploy", "license", "reporting", "code of conduct", "workflow", "running ", "building and", "local development", "development environment", "how to contribute", "bug report", "feature request"} {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}

// example reports whether a sentence stands in quotes: as one to copy, or not.
func example(text string) bool {
	return len(text) > 1 && (text[0] == '"' && strings.HasSuffix(text, "\"") || strings.HasPrefix(text, "“") || strings.HasPrefix(text, "❌") || strings.HasPrefix(text, "✅"))
}

// supposes reports whether a sentence leaves it open what this project does:
// text made for any project.
func supposes(low string) bool {
	for _, p := range []string{" if the project ", " if your project ", " if requested", "be aware of ", " if the codebase ", " meaningful ", " clean code", " readable code", " best practices", " depending on the project", " treated as legacy"} {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}

// outsideCode is a sentence without what it marks as code.
func outsideCode(s string) string {
	return strings.Join(everySecond(strings.Split(s, "`")), " ")
}
