package mine

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// codeNames are the names a sentence marks as code.
func codeNames(s string) []string {
	var out []string
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts); i += 2 {
		if n := strings.TrimSpace(parts[i]); n != "" && len(n) < 80 {
			out = append(out, n)
		}
	}
	for _, w := range strings.FieldsFunc(strings.Join(everySecond(parts), " "), func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' || r == ';' || r == ':' }) {
		w = strings.Trim(w, ".*_\"'")
		if len(business.NameWords(w)) > 1 && business.Letters(w) && (strings.Contains(w, "_") || mixedCase(w)) {
			out = append(out, w)
		}
	}
	return out
}

func everySecond(parts []string) []string {
	var out []string
	for i := 0; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

func mixedCase(w string) bool {
	for i := 1; i < len(w); i++ {
		if w[i] >= 'A' && w[i] <= 'Z' && w[i-1] >= 'a' && w[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// mentions reports whether the repository defines or holds a name.
func (c *corpus) mentions(name string) bool {
	name = strings.TrimRight(strings.TrimPrefix(strings.TrimSuffix(name, "()"), "@"), "(/")
	for _, lang := range []string{"ts", "python", "go", "java", "kotlin", "csharp", "ruby", "php", "rust"} {
		if c.defs[lang+" "+business.LastName(name)] > 0 {
			return true
		}
	}
	return c.dirs[name] || c.paths[stemOf(name)] > 0
}

func codeNouns(low string) bool {
	for _, w := range []string{"function", "class ", "classes", "component", "hook", "import", "module", "type", "method", "variable", "constant", "test", "handler", "controller", "service", "model", "query", "queries", "migration", "endpoint", "schema", "error", "exception", "log", "api ", "interface", "struct", "field", "column", "table", "transaction", "middleware", "repository", "package", "file", "folder", "director", "css", "translation", "string", "parameter", "argument", "prop", "state", "index", "database", "sql", "comment", "naming", "enum", "async", "promise", "context", "mutex", "goroutine", "channel", "cache", "job", "worker", "event", "pattern", "convention", "refactor", "architectur", "layer", "dependenc", "injection", "resource", "validation", "trait", "attribute", "secret", "token", "encod", "serializ",
		" code ", " code,", "codebase", "accessib", "contrast", "i18n", "locali", "translat", "icon", "html", "xss", "csrf", "injection", "theme", "selector", "label", "javadoc", "kdoc", "jsdoc", "docstring", "header", "identifier", "compatib", "openapi", "swagger", " spec ", "dto", "camelcase", "snake_case", "pascalcase", "variable", "view", "template", "style", "annotation", "decorator", "backend", "frontend", "response", "request", "permission", "payload", "json", "xml", "id ", "ids ", "entit", "assert", "fixture", "mock", "stub", "loop", "null", "nil ", "macro", "pointer", "thread", "lock", "inherit", "composition", "abstraction", "dialect", "metric", "feature flag", "indent", "quotes", "syntax", "rate-limit", "whitespace", "generic", "namespace", "logic", "invariant"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
