package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Gates of a notice at the head of files.
const (
	fewestHeaded = 10
	leastHeaded  = 0.88
	mostHeaders  = 3
)

// headed counts the files of a language below a folder by their headers.
type headed struct {
	n    int
	with map[string]int
	spdx int // that name a licence, whichever
}

// mineHeaders finds languages and folders where nearly every file begins with
// the same notice of copyright or licence.
func (c *corpus) mineHeaders() []business.Rule {
	files := slices.Concat(c.files, c.tests)
	by := map[string]*headed{}
	for i := range files {
		f := &files[i]
		if !business.Headed(f) {
			continue
		}
		for d := path.Dir(f.Path); ; d = path.Dir(d) {
			key := f.Lang + " " + d
			if by[key] == nil {
				by[key] = &headed{with: map[string]int{}}
			}
			by[key].n++
			if f.Header != "" {
				by[key].with[f.Header]++
			}
			if strings.HasPrefix(f.Header, spdxTag) {
				by[key].spdx++
			}
			if d == "." {
				break
			}
		}
	}
	holds := func(key string) bool { h := by[key]; return h != nil && h.most() >= leastHeaded }
	var out []business.Rule
	for _, key := range sortedKeys(by) {
		lang, dir, _ := strings.Cut(key, " ")
		h := by[key]
		least := fewestHeaded
		if c.tiny() {
			least = 6
		}
		if dir == "." && h.n >= least && h.tagged() {
			out = addHeader(out, lang, dir, spdxTag)
		}
		if root := by[lang+" ."]; root != nil && root.tagged() {
			continue
		}
		if h.n < least || 5*h.n < by[lang+" ."].n || !holds(key) || shipped(dir) || dir != "." && (holds(lang+" .") || parentHolds(dir, lang, holds)) {
			continue
		}
		out = addHeader(out, lang, dir, topNames(h.with, 1)[0])
	}
	for i := range out {
		c.countHeader(&out[i], files)
	}
	slices.SortStableFunc(out, func(a, b business.Rule) int { return b.Sites - a.Sites })
	var seen []string // the same notice, in a folder of another language; lines are broken at will
	out = slices.DeleteFunc(out, func(r business.Rule) bool {
		notice := r.Check.Names[0]
		again := slices.ContainsFunc(seen, func(s string) bool { return strings.HasPrefix(s, notice) || strings.HasPrefix(notice, s) })
		seen = append(seen, notice)
		return again
	})
	return out[:min(mostHeaders, len(out))]
}

// shipped reports whether a folder holds what is served as it is: scripts of
// others lie there with the notices of their owners.
func shipped(dir string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToLower(dir), "/"), func(d string) bool {
		return slices.Contains([]string{"static", "public", "assets", "wwwroot"}, d)
	})
}

// spdxTag names a licence in whose place another may stand in another file.
const spdxTag = "SPDX-License-Identifier:"

// tagged reports whether nearly all files name a licence, but not one alone.
func (h *headed) tagged() bool {
	return h.most() < leastHeaded && h.spdx >= 6 && lower(h.spdx, h.n) >= leastHeaded
}

// most is the lower bound of the share of the most frequent header.
func (h *headed) most() float64 {
	if len(h.with) == 0 {
		return 0
	}
	if k := h.with[topNames(h.with, 1)[0]]; k >= 6 {
		return max(lower(k, h.n), float64(k)/float64(h.n)-0.06)
	}
	return 0
}

// addHeader says the same notice once for all languages and folders.
func addHeader(rules []business.Rule, lang, dir, text string) []business.Rule {
	var paths []string
	if dir != "." {
		paths = []string{dir + "/**"}
	}
	for i := range rules {
		r := &rules[i]
		if r.Check.Names[0] != text || (r.Scope.Paths == nil) != (paths == nil) {
			continue
		}
		if !slices.Contains(r.Scope.Languages, lang) {
			if paths != nil && !slices.Equal(r.Scope.Paths, paths) {
				continue
			}
			r.Scope.Languages = append(r.Scope.Languages, lang)
		} else {
			r.Scope.Paths = append(r.Scope.Paths, paths...)
		}
		return rules
	}
	return append(rules, business.Rule{Kind: business.FileHeader, Source: business.FromCode, Scope: business.Scope{Languages: []string{lang}, Paths: paths}, Check: &business.Check{Names: []string{text}}})
}

// countHeader words a header's rule and counts the files it is about.
func (c *corpus) countHeader(r *business.Rule, files []business.Facts) {
	var good, bad, langs, dirs []string
	for i := range files {
		f := &files[i]
		if !business.Headed(f) || !r.Scope.Covers(f.Path, f.Lang) {
			continue
		}
		if business.HasHeader(r.Check.Names, f.Header) {
			good = append(good, f.Path+":1")
		} else {
			bad = append(bad, f.Path+":1")
		}
	}
	for _, l := range r.Scope.Languages {
		langs = append(langs, sayLang(l))
	}
	for _, p := range r.Scope.Paths {
		dirs = append(dirs, "`"+strings.TrimSuffix(p, "**")+"`")
	}
	where := ""
	if len(dirs) > 0 {
		where = " under " + strings.Join(dirs[:min(4, len(dirs))], ", ") + map[bool]string{true: " and more", false: ""}[len(dirs) > 4]
	}
	which := map[bool]string{true: " and their licence"}[r.Check.Names[0] == spdxTag]
	r.Statement = fmt.Sprintf("Source files in %s%s begin with the notice `%s`%s.", strings.Join(langs, ", "), where, strings.ReplaceAll(r.Check.Names[0], "`", "'"), which)
	r.Support, r.Sites = len(good), len(good)+len(bad)
	r.Confidence = lower(r.Support, r.Sites)
	r.Score = 0.62 * r.Confidence
	c.evidence(r, good, bad)
}
