package gitignore

import (
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		lines, path string
		dir, want   bool
	}{
		{"*.log", "a/b.log", false, true},
		{"*.log\n!b.log", "a/b.log", false, false},
		{"/bundles", "bundles", true, true},
		{"/bundles", "app/bundles", true, false},
		{"bundles", "app/bundles", true, true},
		{"app/cache", "app/cache", true, true},
		{"app/cache", "x/app/cache", true, false},
		{"**/cache", "x/app/cache", true, true},
		{"a/**/b", "a/b", false, true},
		{"a/**/b", "a/x/y/b", false, true},
		{"logs/", "logs", false, false},
		{"logs/", "logs", true, true},
		{"# logs\r\n\r\nlogs\r\n", "logs", false, true},
		{".*\n!.github", ".github", true, false},
		{"", "a", false, false},
	} {
		got := false
		for _, p := range Parse(c.lines) {
			if p.Matches(strings.Split(c.path, "/"), c.dir) {
				got = !p.Not
			}
		}
		if got != c.want {
			t.Errorf("%q on %s: %v", c.lines, c.path, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("*.log\n!a/**/b\n[", "a/b.log")
	f.Fuzz(func(_ *testing.T, text, path string) {
		for _, p := range Parse(text) {
			if len(path) < 200 && len(p.glob) < 200 {
				p.Matches(strings.Split(path, "/"), true)
			}
		}
	})
}
