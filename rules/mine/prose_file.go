package mine

import (
	"path"
	"slices"
	"strings"
)

// recipe is the weight of a skill that nothing more is known of: it tells how
// one task is done.
const recipe = 0.6

// proseFile reports whether a document speaks to those who write code here,
// and how much its sentences count.
func proseFile(p string) (weight float64, ok bool) {
	low := strings.ToLower(p)
	base := path.Base(low)
	ext := path.Ext(base)
	if passing(low) || released(low) {
		return 0, false
	}
	switch {
	case strings.HasPrefix(base, "vibedefend.") || strings.HasPrefix(base, "vibedefend-conventions.") || strings.HasPrefix(base, "vibedefend-security-"):
		return 0, false // what we wrote ourselves
	case ext == ".mdc" && strings.Contains(low, ".cursor/"), base == ".cursorrules", base == ".windsurfrules", base == ".clinerules", base == ".goosehints", base == ".rules":
		return 1, true
	case ext != ".md" && ext != ".mdx" && ext != ".rst" && ext != ".adoc":
		return 0, false
	case strings.Contains(low, "/skills/") && ext == ".md": // recipes for one task
		return recipe, strings.HasPrefix(low, ".") || strings.Contains(low, "/.")
	case forAgents(p) || base == "conventions.md" && !forUsers(low):
		return 1, true
	case base == "constitution.md": // what every change is held against
		return 0.95, true
	case agentsFolder(low):
		if base == "readme.md" && strings.Count(low, "/") == 1 {
			return 0.6, true // what lies in the folder
		}
		return 0.95, true
	case strings.HasPrefix(base, "contributing"), numbered(base) && strings.Contains(base, "contribution"):
		return 0.85, true
	case pullTemplate(low):
		return 0.75, true
	case readmeFile(low):
		return 0.8, true
	}
	return guideFile(low)
}

// numbered reports whether a document is a chapter: "4.contribution.md".
func numbered(base string) bool {
	return base[0] >= '0' && base[0] <= '9' && strings.TrimLeft(base, "0123456789") != base
}

// forAgents reports whether a document bears a name that agents look for. Below
// the root it has to be in capitals: "docs/agents.md" is a page on agents.
func forAgents(p string) bool {
	base := path.Base(p)
	low := strings.ToLower(base)
	switch low {
	case "agents.md", "claude.md", "gemini.md", "agent.md", "warp.md":
		return base == p || base != low
	}
	return low == "copilot-instructions.md" || strings.HasSuffix(low, ".instructions.md")
}

// agentsFolder reports whether a document lies where an agent looks for what
// it must know.
func agentsFolder(low string) bool {
	return slices.ContainsFunc([]string{".claude/", ".devin/rules/", ".windsurf/rules/", ".github/instructions/", ".agents/", ".agent/", ".junie/", ".clinerules/", ".roo/rules", ".kiro/steering/", ".amazonq/rules/", ".augment/rules/", ".continue/rules/", ".trae/rules/", ".aiassistant/rules/", ".gemini/", ".ai/", ".cursor/rules/"}, func(d string) bool {
		return strings.HasPrefix(low, d)
	}) || slices.ContainsFunc(strings.Split(path.Dir(low), "/"), func(d string) bool { // what AGENTS.md sends agents to
		return slices.Contains([]string{"agent_docs", "agent-docs", "agents_docs", "agents-docs", "ai_docs", "ai-docs", "llm_docs", "llm-docs", "claude_docs", "claude-docs"}, d)
	})
}

// guideFile weighs the documents people wrote for each other.
func guideFile(low string) (weight float64, ok bool) {
	low = strings.NewReplacer("encoding", "", "decoding", "", "transcoding", "", "unicoding", "").Replace(low) // hold the word "coding"
	base := path.Base(low)
	if notOfCode(low) {
		return 0, false
	}
	if docsOnDocs(low) {
		return 0.5, true
	}
	if styleBook(low) || rulesBook(low) {
		return addressed, true
	}
	if strings.Contains(base, "template") {
		return 0, false // a form to fill in
	}
	for _, w := range []string{"deploy", "troubleshoot", "changelog", "release", "install", "issue", "committing", "code_of_conduct", "code-of-conduct", "security.md", "first_contribution", "first-contribution", "node_modules", "upgrad", "migration-guide", "migrate-", "migrating", "governance"} {
		if strings.Contains(base, w) || strings.Contains(low, "/deployment/") || strings.Contains(low, "node_modules/") {
			return 0, false // is about running the product, or about people's work
		}
	}
	if names(low, []string{"faq"}) && !developers(low) {
		return 0, false // what users ask
	}
	for _, w := range []string{"plugin", "tutorial", "getting-started", "user-guide", "examples/", "/manual/", "/usage/"} {
		if strings.Contains(low, w) {
			return 0.5, strings.Contains(low, "develop") || strings.Contains(low, "architecture") // speaks to those who use the product
		}
	}
	for _, w := range []string{"documentation_", "documentation-", "docs-style", "docs_style", "writing-style", "writing_style", "translat"} {
		if strings.Contains(base, w) {
			return 0.5, developers(low) || strings.Contains(low, "contribut") || strings.Contains(low, "develop") || strings.Contains(low, "guideline") // is about prose, not code
		}
	}
	for _, w := range []string{"convention", "guideline", "styleguide", "style-guide", "style_guide", "codestyle", "code-style", "code_style", "coding", "best-practice", "best_practice", "standards"} {
		if strings.Contains(base, w) && !forUsers(low) {
			return addressed, true // says how code is written, and nothing else
		}
	}
	if keyed(low) {
		return 0.8, true
	}
	switch {
	case strings.Contains(base, "principle"):
		return 0.8, true
	case developers(low) && !names(low, []string{"reference/", "/api/", "/security/", "/sdk"}):
		return 0.65, true // explains more than it asks
	case strings.HasPrefix(low, "doc") && names(base, []string{"project-layout", "project-structure", "project_structure", "code-structure", "codebase", "naming", "error-handling", "error_handling"}):
		return 0.8, true
	}
	return 0, false
}

// styleBook reports whether a document near the top is on the style of code in
// general or in one language: "STYLE.md", "docs/rust_style.md".
func styleBook(low string) bool {
	base := strings.TrimSuffix(path.Base(low), path.Ext(low))
	if strings.Count(low, "/") > 2 || !names(base, []string{"style"}) {
		return false
	}
	for _, w := range strings.FieldsFunc(base, func(r rune) bool { return r == '-' || r == '_' || r == '.' }) {
		if !slices.Contains([]string{"style", "code", "source", "rust", "go", "golang", "python", "java", "kotlin", "javascript", "js", "typescript", "ts", "ruby", "php", "csharp", "c", "cpp", "swift", "sql", "api", "backend", "frontend"}, w) {
			return false
		}
	}
	return true
}

// readmeFile is the first document of the repository: what stands in it below
// a heading such as "Conventions" counts.
func readmeFile(p string) bool {
	low := strings.ToLower(p)
	return low == "readme.md" || low == "readme.rst" || low == "readme.adoc"
}

// codingPart reports whether headings say that code is spoken of.
func codingPart(headings string) bool {
	low := strings.ToLower(headings)
	for _, w := range []string{"convention", "code style", "coding", "style guide", "guidelines for", "code guideline", "coding guideline", "best practices", "architecture rule", "design rule", "design principle"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// passing reports whether a document is about one piece of work: plans and
// the like say what is to be done once, not how code is written here.
func passing(low string) bool {
	for _, d := range strings.Split(path.Dir(low), "/") {
		for _, w := range []string{"speckit", "spec-kit", "openspec", "bmad", "taskmaster", "spec-driven"} {
			if strings.Contains(d, w) {
				return true // how an agent goes from a plan to code
			}
		}
		switch d {
		case "rfcs", "rfc", "proposals", "blog", "posts", "highlights", "newsfragments", "changelog.d", "changes.d":
			return true // what was thought or done once
		case "commands", "prompts", "workflows", "plans", "plan", "tasks", ".tasks", "prd", "prds", "research", "handoff", "handoffs", "archive", "archived", "journal", "scratch", "specs", "brainstorms", "tickets":
			return true
		}
	}
	return false
}

// released reports whether a file lies in a folder that bears the version of a
// package, "tests/lib/q-1.4.1": a copy of what others wrote.
func released(low string) bool {
	for _, d := range strings.Split(path.Dir(low), "/") {
		i := strings.LastIndexByte(d, '-')
		if i > 0 && strings.Count(d[i:], ".") >= 2 && strings.Trim(d[i+1:], "0123456789.") == "" {
			return true
		}
	}
	return false
}

// front is what stands above a document.
type front struct {
	about string // its name and description, in small letters
	made  bool   // by a program, or by others than those who work here
	globs []string
}

// frontMatter reads what stands between two lines of dashes above a document.
func frontMatter(doc string) front {
	var f front
	rest, ok := strings.CutPrefix(doc, "---\n")
	if !ok {
		return f
	}
	head, _, ok := strings.Cut(rest, "\n---")
	if !ok || len(head) > 8<<10 {
		return f
	}
	key := ""
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\r\n")
		trimmed := strings.TrimSpace(line)
		if k, v, ok := strings.Cut(trimmed, ":"); ok && !strings.HasPrefix(trimmed, "-") && !strings.ContainsAny(k, " *") {
			key, trimmed = strings.ToLower(k), strings.TrimSpace(v)
		}
		switch key {
		case "name", "description", "title":
			f.about += " " + strings.ToLower(trimmed)
		case "generatedby", "generated-by", "author", "license", "source", "homepage":
			f.made = f.made || trimmed != ""
		case "globs", "applyto", "paths", "filepatterns":
			f.globs = append(f.globs, globsOf(trimmed)...)
		}
	}
	return f
}

// globsOf are the patterns of one line: with commas, as a list or one entry of
// it. A pattern for all files narrows nothing.
func globsOf(s string) []string {
	var out []string
	for _, g := range strings.Split(strings.Trim(s, "[] "), ",") {
		g = strings.TrimSpace(strings.Trim(strings.TrimPrefix(strings.TrimSpace(g), "- "), "\"' "))
		if g == "" || g == "*" || g == "**" || g == "**/*" || len(g) > 120 || strings.ContainsAny(g, "{}") || checkGlob(g) != nil || len(out) > 8 {
			continue
		}
		out = append(out, g)
	}
	return out
}

// weighed is the weight of a document once its head is known: a skill on how
// code is written counts as any guideline, one on a task of users or of the
// agent's own counts for nothing.
func weighed(p string, f front, weight float64) float64 {
	low := strings.ToLower(p)
	if !strings.Contains(low, "/skills/") {
		return weight
	}
	parts := strings.Split(low[strings.Index(low, "/skills/")+len("/skills/"):], "/")
	about := strings.NewReplacer("-", " ", "_", " ").Replace(strings.Join(parts[:1], " ")) + f.about
	for _, w := range []string{"commit", "pull request", " pr ", "pr desc", "changelog", "release", "deploy", "upgrade", "migrate to", "migrates a", "troubleshoot", "triage", "review comment", "run ", "runs ", "boot", "install", "setup", "openspec", "proposal", "issue", "brainstorm", "planning", "screenshot", "worktree", "git ", "bump", "dependency update", "incident", "debug", "benchmark", "profil", "translate", "localiz", "workflow", "handoff", "session", "clarif"} {
		if opensWord(about, w) {
			if f.made || !codeSkill(strings.Join(parts[:1], " ")) {
				return told(w)
			}
		}
	}
	switch {
	case codeSkill(about):
		return addressed
	case f.made:
		return 0
	}
	return weight
}

// opensWord reports whether words open a word of a text: "globalSetup" is no
// set-up.
func opensWord(text, words string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		if i += from; i == 0 || text[i-1] < 'a' || text[i-1] > 'z' || words[0] == ' ' {
			return true
		}
		from = i + 1
	}
}

// told is what a skill about some work counts: fixing a defect says of tests,
// and dependencies of files, what others do not.
func told(work string) float64 {
	switch work {
	case "issue", "debug", "dependency update", "bump", "translate", "localiz":
		return recipe
	}
	return 0
}

// codeSkill reports whether a skill is about how code is written.
func codeSkill(about string) bool {
	for _, w := range []string{"convention", "pattern", "guideline", "style", "best practice", "standards", "coding", "when writing", "when editing", "when creating", "when adding", "when implementing", "when modifying", "write tests", "writing tests", "rules", "migrations", "component", "architecture", "testing", "endpoint"} {
		if strings.Contains(about, w) {
			return true
		}
	}
	return false
}
