package mine

import "strings"

// plainHeadings gives AsciiDoc and reStructuredText the headings and fences
// of Markdown. Lines keep their places.
func plainHeadings(ext, doc string) string {
	doc = plainLinks(ext, doc)
	switch strings.ToLower(ext) {
	case ".adoc":
		return eachLine(doc, asciiDoc)
	case ".rst":
		return eachLine(doc, restructured)
	}
	return doc
}

func eachLine(doc string, change func(lines []string, i int) string) string {
	lines := strings.Split(doc, "\n")
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = change(lines, i)
	}
	return strings.Join(out, "\n")
}

func asciiDoc(lines []string, i int) string {
	l := strings.TrimRight(lines[i], " \r")
	switch {
	case strings.HasPrefix(l, "=") && strings.HasPrefix(strings.TrimLeft(l, "="), " "):
		return "# " + strings.TrimLeft(l, "= ")
	case len(l) >= 4 && (strings.Trim(l, "-") == "" || strings.Trim(l, ".") == ""):
		return "```"
	case strings.HasPrefix(l, "[") && strings.HasSuffix(l, "]"), strings.HasPrefix(l, ":") && strings.Count(l, ":") > 1, strings.HasPrefix(l, "include::"):
		return ""
	}
	return lines[i]
}

func restructured(lines []string, i int) string {
	l := strings.TrimSpace(lines[i])
	switch {
	case underline(l), strings.HasPrefix(l, ".. "), strings.HasPrefix(l, ":") && strings.Count(l, ":") > 1:
		return ""
	case i+1 < len(lines) && l != "" && underline(strings.TrimSpace(lines[i+1])):
		return "# " + l
	case strings.HasPrefix(lines[i], "    ") && i > 0 && !isItem(l):
		return "" // a block of code, or what belongs to a directive
	}
	return lines[i]
}

// underline reports whether a line is what stands below a heading.
func underline(l string) bool {
	return len(l) > 2 && strings.IndexByte("=-~^*+#", l[0]) >= 0 && strings.Trim(l, l[:1]) == ""
}

// withoutScript blanks the lines of a document in MDX that are a program's:
// "export const steps = [ ... ]", "import { X } from 'y'".
func withoutScript(doc string) string {
	if !strings.Contains(doc, "export ") && !strings.Contains(doc, "import ") {
		return doc
	}
	lines := strings.Split(doc, "\n")
	fenced, within := false, false
	for i, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l), "```") {
			fenced = !fenced
		}
		if !fenced && (strings.HasPrefix(l, "export ") || strings.HasPrefix(l, "import ")) && strings.ContainsAny(l, "={\"'") {
			within = true
		}
		if within {
			within = strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "]") && !strings.HasPrefix(l, "}")
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}
