package mine

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cybedefend/vibedefend/rules/business"
)

// MostStatement is the longest statement a person may write, in characters:
// an agent is given eight of them at once.
const MostStatement = 200

// Reword gives a rule the words, and the files, that a person wants. Its id
// stays: the decision is about the same proposal. Nil lists change nothing.
func Reword(r *business.Rule, statement string, paths, exclude []string) error {
	if statement != "" {
		s, n := oneLine(statement), utf8.RuneCountInString(strings.TrimSpace(statement))
		switch {
		case s == "":
			return errors.New("the statement has no words")
		case n > MostStatement:
			return fmt.Errorf("the statement has %d characters, %d are the most", n, MostStatement)
		}
		r.Statement = s
	}
	for _, list := range [][]string{paths, exclude} {
		for _, g := range list {
			if err := checkGlob(g); err != nil {
				return err
			}
		}
	}
	if paths != nil {
		r.Scope.Paths = paths
	}
	if exclude != nil {
		r.Scope.Exclude = exclude
	}
	return nil
}

func checkGlob(g string) error {
	if g == "" || strings.HasPrefix(g, "/") || strings.Contains(g, `\`) || strings.Contains(g, "..") || strings.IndexFunc(g, func(r rune) bool { return r < ' ' }) >= 0 {
		return fmt.Errorf("%q is no pattern of files below the repository, such as src/api/**", g)
	}
	if _, err := path.Match(strings.ReplaceAll(g, "**", "*"), "x"); err != nil {
		return fmt.Errorf("%q is no pattern of files: %w", g, err)
	}
	return nil
}

// Tidy leaves of a rule from a file that anyone may have written only what may
// stand in an agent's context: one short line, and places of the form
// file:line.
func Tidy(r *business.Rule) {
	r.Statement = oneLine(r.Statement)
	r.Examples, r.Violations = places(r.Examples), places(r.Violations)
}

func places(list []string) []string {
	var out []string
	for _, s := range list {
		i := strings.LastIndexByte(s, ':')
		if i < 1 || len(s) > 200 || i+1 == len(s) || strings.Trim(s[i+1:], "0123456789") != "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r > 0x7f && !unicode.IsLetter(r) }) {
			continue
		}
		out = append(out, s)
	}
	return out
}
