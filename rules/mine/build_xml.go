package mine

import (
	"bytes"
	"slices"
	"strings"
)

// mostXMLDepth is how deep the elements of a build file go at most.
const mostXMLDepth = 64

// xmlElement is an element of a build file at its end.
type xmlElement struct {
	path  []string // its name last; valid during the visit
	attrs string
	text  string // what stands between its tags, when that is text alone
}

func (e xmlElement) name() string { return e.path[len(e.path)-1] }

func (e xmlElement) below(names ...string) bool {
	return len(e.path) > len(names) && slices.Equal(e.path[len(e.path)-1-len(names):len(e.path)-1], names)
}

// readXML visits the elements of a document as they end; false says that it is
// not well-formed. It knows what build files use of XML, and is many times as
// fast as a full reader.
func readXML(doc []byte, visit func(xmlElement)) bool {
	var names, attrs []string
	text, any := "", false
	for {
		i := bytes.IndexByte(doc, '<')
		if i < 0 {
			return len(names) == 0 && any
		}
		text, doc = string(bytes.TrimSpace(doc[:i])), doc[i:]
		if rest, ok := skipMarkup(doc); ok {
			if rest == nil {
				return false
			}
			doc = rest
			continue
		}
		end := tagEnd(doc)
		if end < 0 {
			return false
		}
		tag := string(doc[1:end])
		doc = doc[end+1:]
		if name, ok := strings.CutPrefix(tag, "/"); ok {
			n := len(names) - 1
			if n < 0 || names[n] != strings.TrimSpace(name) {
				return false
			}
			visit(xmlElement{names, attrs[n], text})
			names, attrs = names[:n], attrs[:n]
			continue
		}
		tag, empty := strings.CutSuffix(tag, "/")
		name, rest := tag, ""
		if i := strings.IndexAny(tag, " \t\r\n"); i >= 0 {
			name, rest = tag[:i], tag[i:]
		}
		if len(names) == mostXMLDepth || name == "" {
			return false
		}
		names, attrs, any = append(names, name), append(attrs, rest), true
		if empty {
			visit(xmlElement{names, rest, ""})
			names, attrs = names[:len(names)-1], attrs[:len(attrs)-1]
		}
	}
}

// skipMarkup passes over comments, instructions and the like; rest is nil when
// they do not end.
func skipMarkup(doc []byte) (rest []byte, ok bool) {
	for _, m := range [...][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}} {
		if bytes.HasPrefix(doc, []byte(m[0])) {
			_, rest, found := bytes.Cut(doc[len(m[0]):], []byte(m[1]))
			if !found {
				return nil, true
			}
			return rest, true
		}
	}
	return nil, false
}

// tagEnd finds the end of a tag; an attribute may hold a ">".
func tagEnd(doc []byte) int {
	var quote byte
	for i, b := range doc {
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return i
		}
	}
	return -1
}

// attr is the value of an attribute, "" when there is none.
func (e xmlElement) attr(name string) string {
	rest := e.attrs
	for rest != "" {
		key, value, ok := strings.Cut(rest, "=")
		value = strings.TrimSpace(value)
		if !ok || value == "" {
			return ""
		}
		body, after, _ := strings.Cut(value[1:], value[:1])
		if strings.TrimSpace(key) == name {
			return unxml(body)
		}
		rest = after
	}
	return ""
}
