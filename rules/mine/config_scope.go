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
	case len(rules) > 0 && isPHPArch(p):
		return atNamespaces(t, rules)
	case len(rules) > 0 && strings.HasPrefix(path.Base(p), "tsconfig"):
		if scriptsIn(t, dir, ".ts", ".tsx", ".mts", ".cts") < fewTypeScript {
			return nil
		}
		return rules
	case len(rules) > 0 && path.Ext(p) == ".cs" && isChecker(p) && !analyzersUsed(t):
		return nil // made for those who use the library
	case len(rules) == 0 || dir == ".":
		return rules
	case pythonSettings(p):
		if _, in := filesOf(t, ".py", dir); in < fewPython {
			return nil // a project to test with, or an example: nobody's code
		}
		return rules
	case (isESLint(p) || isStylelint(p)) && sharedConfig(dir):
		for i := range rules {
			rules[i].Scope.Paths = atWorkspace(dir, rules[i].Scope.Paths)
		}
		return rules
	case path.Base(p) == ".editorconfig":
		if all, in := filesOf(t, ".cs", dir); all > 0 && in < fewFiles && in*10 < all {
			return nil
		}
		return rules
	case isESLint(p):
		return inCorner(t, dir, rules)
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

// fewPython is how many files of Python the settings in a folder are about at
// least.
const fewPython = 3

// pythonSettings reports whether a file holds settings of Python's tools.
func pythonSettings(p string) bool {
	return slices.Contains([]string{"pyproject.toml", "ruff.toml", ".ruff.toml", ".flake8", "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini", ".isort.cfg"}, path.Base(p))
}

// A folder of few scripts among many is a corner: what is asked there alone
// stands low.
const (
	fewScripts  = 5
	manyScripts = 50
)

// aCorner of all scripts is one in so many.
const aCorner = 30

// inCorner lowers what is asked of a corner; bans that say why stay where more
// than a few files are concerned.
func inCorner(t tree, dir string, rules []business.Rule) []business.Rule {
	in, all := scriptsIn(t, dir, scriptExts...), scriptsIn(t, ".", scriptExts...)
	if all < manyScripts || in >= fewScripts && in*aCorner >= all {
		return rules
	}
	for i := range rules {
		if in < fewScripts || rules[i].Score <= styleScore {
			rules[i].Score = min(rules[i].Score, weakScore)
		}
	}
	return rules
}

var scriptExts = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"}

// fewTypeScript is how many files of its own a tsconfig.json in a folder has
// at least: that of a template or a bundle speaks of nobody's code.
const fewTypeScript = 3

// scriptsIn counts files of some extensions, and those of components, which
// hold scripts as well, in a folder; "." is all.
func scriptsIn(t tree, dir string, exts ...string) int {
	n := 0
	for _, ext := range append(exts, ".vue", ".svelte") {
		all, in := filesOf(t, ext, dir)
		if dir == "." {
			in = all
		}
		n += in
	}
	return n
}

// sharedConfig reports whether a folder is a package of configuration for the
// others: tooling/eslint, packages/config-eslint.
func sharedConfig(dir string) bool {
	return strings.Contains(dir, "/") && (strings.Contains(path.Base(dir), "lint") || strings.Contains(path.Base(dir), "config")) && !strings.HasPrefix(path.Base(dir), ".")
}

// atNamespaces finds the folders of namespaces: the first words of a namespace
// often stand for the folder of all sources. Where there is none the rule
// holds everywhere and is not checked.
func atNamespaces(t tree, rules []business.Rule) []business.Rule {
	for i := range rules {
		r := &rules[i]
		for j, glob := range r.Scope.Paths {
			name, ok := strings.CutSuffix(strings.TrimPrefix(glob, "**/"), "/**")
			for ok && name != "" && !slices.ContainsFunc(t.files, func(f string) bool { return strings.Contains("/"+f, "/"+name+"/") }) {
				_, name, _ = strings.Cut(name, "/")
			}
			if name == "" {
				r.Scope.Paths, r.Check = nil, nil
				break
			}
			r.Scope.Paths[j] = "**/" + name + "/**"
		}
		if r.Kind == business.ImportBoundary && len(r.Scope.Paths) == 0 {
			r.Check = nil
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
