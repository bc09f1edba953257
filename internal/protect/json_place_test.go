package protect

import "testing"

// A refusal names the place, so that a person can mend the file.
func TestObjectNamesThePlace(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`{"a": [1, = x`, "not valid JSON: line 1: invalid character '=' looking for beginning of value"},
		{"{\n  // mine\n}", "not valid JSON: line 2: comments are not allowed there"},
		{"\xef\xbb\xbf{\r\n\"a\": 1,\r\n}", "not valid JSON: line 3: invalid character '}' looking for beginning of object key string"},
		{`{"a": 1`, "not valid JSON: line 1: unexpected end of JSON input"},
	} {
		if _, err := object([]byte(c.src), false); err == nil || err.Error() != c.want {
			t.Errorf("object(%q): %v, want %q", c.src, err, c.want)
		}
	}
}
