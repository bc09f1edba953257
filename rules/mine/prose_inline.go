package mine

import "strings"

// plainLinks gives the words of reStructuredText and AsciiDoc the marks of
// Markdown: code in single backticks, and of a link only its text. Line ends
// keep their places.
func plainLinks(ext, doc string) string {
	switch strings.ToLower(ext) {
	case ".rst":
		return restLinks(doc)
	case ".adoc":
		return asciiLinks(doc)
	}
	return doc
}

// longestMark is how long, in bytes, what stands between two marks may be.
const longestMark = 300

// restLinks reads code in double backticks, "`text <target>`_" and ":role:`text`".
func restLinks(doc string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(doc, '`')
		if i < 0 {
			break
		}
		mark := "`"
		if strings.HasPrefix(doc[i:], "``") {
			mark = "``"
		}
		inner, rest, ok := strings.Cut(doc[i+len(mark):], mark)
		if !ok || len(inner) > longestMark || strings.Contains(inner, "\n\n") {
			out.WriteString(doc[:i+len(mark)])
			doc = doc[i+len(mark):]
			continue
		}
		before, role := roleBefore(doc[:i])
		out.WriteString(before)
		switch {
		case mark == "``":
			out.WriteString(role + "`" + inner + "`")
		case strings.HasPrefix(rest, "_"):
			out.WriteString(linkText(inner))
			rest = strings.TrimLeft(rest, "_")
		case role == "":
			out.WriteString("`" + inner + "`")
		case spoken(role):
			out.WriteString(linkText(inner))
		default:
			out.WriteString("`" + strings.TrimLeft(linkText(inner), "~!") + "`")
		}
		doc = rest
	}
	out.WriteString(doc)
	return out.String()
}

// roleBefore parts ":py:func:" from the end of a text.
func roleBefore(s string) (before, role string) {
	if !strings.HasSuffix(s, ":") {
		return s, ""
	}
	i := len(s) - 1
	for i > 0 && (s[i-1] == ':' || s[i-1] == '-' || s[i-1] >= 'a' && s[i-1] <= 'z') {
		i--
	}
	if role = s[i:]; len(role) < 3 || role[0] != ':' {
		return s, ""
	}
	return s[:i], role
}

// spoken reports whether a role marks words, not a name in code.
func spoken(role string) bool {
	for _, r := range []string{":ref:", ":doc:", ":term:", ":std:", ":abbr:", ":guilabel:", ":pep:", ":rfc:", ":issue:", ":pr:", ":download:", ":numref:"} {
		if strings.HasPrefix(role, r) {
			return true
		}
	}
	return false
}

// linkText is what "text <target>" shows. The line ends of the target stay.
func linkText(inner string) string {
	text, target, ok := strings.Cut(inner, "<")
	if !ok || !strings.HasSuffix(strings.TrimSpace(target), ">") || strings.TrimSpace(text) == "" {
		return inner
	}
	trimmed := strings.TrimRight(text, " \n")
	return trimmed + strings.Repeat("\n", strings.Count(text[len(trimmed):]+target, "\n"))
}

// asciiLinks reads "https://x[text]", "link:x[text]", "xref:x[text]" and
// "<<x,text>>".
func asciiLinks(doc string) string {
	for _, scheme := range []string{"link:", "xref:", "https://", "http://", "<<"} {
		doc = asciiLinksOf(scheme, doc)
	}
	return doc
}

func asciiLinksOf(scheme, doc string) string {
	open, end := "[", "]"
	if scheme == "<<" {
		open, end = ",", ">>"
	}
	var out strings.Builder
	for {
		i := strings.Index(doc, scheme)
		if i < 0 {
			break
		}
		j := strings.Index(doc[i:min(i+longestMark, len(doc))], open)
		if j < 0 || strings.ContainsAny(doc[i:i+j], " \n\"`") {
			out.WriteString(doc[:i+len(scheme)])
			doc = doc[i+len(scheme):]
			continue
		}
		after := doc[i+j+1:]
		text, _, ok := strings.Cut(after[:min(longestMark, len(after))], end)
		if !ok || strings.Contains(text, "\n") || strings.TrimSpace(text) == "" {
			out.WriteString(doc[:i+len(scheme)])
			doc = doc[i+len(scheme):]
			continue
		}
		out.WriteString(doc[:i] + strings.TrimRight(strings.TrimSpace(text), "^"))
		doc = after[len(text)+len(end):]
	}
	out.WriteString(doc)
	return out.String()
}

// referred takes the references from links that name them apart from their
// text: "[text][reference]".
func referred(s string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], "][")
		if i < 0 {
			return s
		}
		i += from
		open, end := strings.LastIndexByte(s[:i], '['), strings.IndexByte(s[i+1:], ']')
		if open < 0 || end < 0 {
			return s
		}
		s = s[:open] + s[open+1:i] + s[i+1+end+1:]
		from = open
	}
}
