// Package gitignore reads the patterns of .gitignore files and matches paths
// against them, as gitignore(5) describes.
package gitignore

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// Pattern is one line of a .gitignore. Of the patterns of one file the last
// that matches decides; files further down come after those above.
type Pattern struct {
	// Not takes a path back that an earlier pattern ignores.
	Not bool

	glob    string
	dirOnly bool
	rooted  bool // holds a slash: matched against the whole path below its file
}

// Parse reads the text of a .gitignore.
func Parse(text string) []Pattern {
	var out []Pattern
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(strings.TrimSuffix(line, "\r"), " ")
		if line == "" || line[0] == '#' {
			continue
		}
		var p Pattern
		if line[0] == '!' {
			p.Not, line = true, line[1:]
		}
		if strings.HasSuffix(line, "/") {
			p.dirOnly, line = true, strings.TrimRight(line, "/")
		}
		p.rooted = strings.Contains(line, "/")
		p.glob = strings.TrimPrefix(line, "/")
		if p.glob != "" && strings.Count(p.glob, "**") < 5 {
			out = append(out, p)
		}
	}
	return out
}

// Matches reports whether the pattern names a path, given as its parts below
// the folder of the pattern's file; dir tells whether that is a folder.
func (p Pattern) Matches(parts []string, dir bool) bool {
	if p.dirOnly && !dir || len(parts) == 0 {
		return false
	}
	if !p.rooted {
		return segment(p.glob, parts[len(parts)-1])
	}
	return segments(strings.Split(p.glob, "/"), parts)
}

// segments matches part by part; "**" stands for any number of parts.
func segments(g, p []string) bool {
	for len(g) > 0 {
		if g[0] == "**" {
			for i := 0; i <= len(p); i++ {
				if segments(g[1:], p[i:]) {
					return true
				}
			}
			return false
		}
		if len(p) == 0 || !segment(g[0], p[0]) {
			return false
		}
		g, p = g[1:], p[1:]
	}
	return len(p) == 0
}

func segment(g, s string) bool { return g == s || shell.Match(g, s) }
