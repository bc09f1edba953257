package hook

import (
	"strings"

	"github.com/tidwall/gjson"
)

// resultText reads the text a tool gave back out of the shapes agents use.
func resultText(v gjson.Result) string {
	switch {
	case v.Type == gjson.String:
		if s := strings.TrimSpace(v.Str); strings.HasPrefix(s, "{") && gjson.Valid(s) {
			if t, ok := objectText(fieldsOf(gjson.Parse(s))); ok {
				return t
			}
		}
		return v.Str
	case v.IsArray():
		return blocksText(v)
	case v.IsObject():
		if t, ok := objectText(fieldsOf(v)); ok {
			return t
		}
	case v.Type == gjson.Null:
		return ""
	}
	return v.Raw
}

// objectText finds the text in an object; ok is false when it has none of the
// members we know.
func objectText(o fields) (text string, ok bool) {
	if o.has("stdout") || o.has("stderr") {
		return joinStreams(o.str("stdout"), o.str("stderr")), true
	}
	for _, k := range []string{"textResultForLlm", "text_result_for_llm", "output", "text", "result"} {
		if v := o.get(k); v.Type == gjson.String && (v.Str != "" || o.str("error") == "") {
			return v.Str, true
		}
	}
	switch c := o.get("content"); {
	case c.IsArray():
		return blocksText(c), true
	case c.Type == gjson.String:
		return c.Str, true
	}
	if t := o.get("file").Get("content"); t.Type == gjson.String {
		return t.Str, true
	}
	t := o.str("error")
	return t, t != ""
}

// blocksText joins the texts of content blocks.
func blocksText(v gjson.Result) string {
	var parts []string
	for _, b := range v.Array() {
		if t := b.Get("text"); b.IsObject() && t.Type == gjson.String {
			parts = append(parts, t.Str)
		} else if b.Type == gjson.String {
			parts = append(parts, b.Str)
		}
	}
	return strings.Join(parts, "\n")
}

func joinStreams(stdout, stderr string) string {
	if stdout == "" || stderr == "" {
		return stdout + stderr
	}
	return stdout + "\n" + stderr
}
