package mine

import (
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// fewFiles is how many files of a language a folder holds at least to be what
// a configuration in it is about, unless they are a tenth of all.
const fewFiles = 20

// governing widens the scope of rules whose tool does not look for its
// configuration folder by folder: Checkstyle's file in style/ holds for the
// Java around it. Where an .editorconfig covers next to nothing it is dropped.
func governing(t tree, p string, rules []business.Rule) []business.Rule {
	dir := path.Dir(p)
	ext := ""
	switch {
	case len(rules) == 0 || dir == ".":
		return rules
	case path.Base(p) == ".editorconfig":
		if all, in := filesOf(t, ".cs", dir); all > 0 && in < fewFiles && in*10 < all {
			return nil
		}
		return rules
	case isCheckstyle(p):
		ext = ".java"
	case isDetekt(p):
		ext = ".kt"
	default:
		return rules
	}
	own, wide := []string{dir + "/**"}, governed(t, dir, ext)
	for i := range rules {
		if slices.Equal(rules[i].Scope.Paths, own) {
			rules[i].Scope.Paths = wide
		}
	}
	return rules
}

// governed is the nearest folder around a configuration that holds code of
// its language; nil is the whole repository.
func governed(t tree, dir, ext string) []string {
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if all, in := filesOf(t, ext, dir); in > 0 && (in >= fewFiles || in*10 >= all) {
			return []string{dir + "/**"}
		}
	}
	return nil
}

// filesOf counts the files of a language in all and in a folder.
func filesOf(t tree, ext, dir string) (all, in int) {
	for _, f := range t.files {
		if !strings.HasSuffix(f, ext) {
			continue
		}
		all++
		if strings.HasPrefix(f, dir+"/") {
			in++
		}
	}
	return all, in
}
