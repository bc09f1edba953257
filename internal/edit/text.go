package edit

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

const (
	bom      = "\xef\xbb\xbf"
	maxBytes = 16 << 20 // a settings file is never larger
	maxDepth = 500      // parsers recurse
)

// text refuses what is not an editable text file.
func text(src []byte) error {
	switch {
	case len(src) > maxBytes:
		return errors.New("the file is larger than 16 MiB")
	case bytes.IndexByte(src, 0) >= 0:
		return errors.New("the file holds NUL bytes (UTF-16?): save it as UTF-8")
	case !utf8.Valid(src):
		return errors.New("the file is not UTF-8: save it as UTF-8")
	}
	return nil
}

// blank reports whether src holds no more than a byte-order mark and blanks.
func blank(src []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte(bom)))) == 0
}

// eolOf is the line end of the first line of src, "\n" where it has none.
func eolOf(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// withEOL rewrites the line ends of our text.
func withEOL(s, eol string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if eol == "\n" {
		return s
	}
	return strings.ReplaceAll(s, "\n", eol)
}

// characters counts what an agent with a character limit counts.
func characters(src []byte) int {
	return utf8.RuneCount(bytes.TrimPrefix(src, []byte(bom)))
}
