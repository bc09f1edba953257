package mine

import (
	"slices"
	"testing"
)

func TestNamesThatAPatternStandsFor(t *testing.T) {
	for _, c := range []struct {
		pattern string
		names   []string
		all     bool
	}{
		{`^fmt\.Print(|f|ln)$`, []string{"fmt.Print", "fmt.Printf", "fmt.Println"}, true},
		{`^(hen\.Peck(|s)|cluck)$`, []string{"hen.Peck", "hen.Pecks", "cluck"}, true},
		{`^(hen\\.Pec(k|ked)|cluck)$`, []string{"hen.Peck", "hen.Pecked", "cluck"}, true},
		{`hen\.(Cluck|Peck)\(`, []string{"hen.Cluck", "hen.Peck"}, true},
		{`^hen\.(.*)$(# only the coop may)?`, []string{"hen.*"}, false},
		{`db\.Syncs?`, []string{"db.Sync", "db.Syncs"}, true},
		{`\.(A|B)\("[^"]+`, nil, false},
		{`(`, nil, false},
		{`[a-z]+`, nil, false},
	} {
		names, all := patternNames(c.pattern)
		if !slices.Equal(names, c.names) || all != c.all {
			t.Errorf("%s: %q %v, want %q %v", c.pattern, names, all, c.names, c.all)
		}
	}
}

func FuzzNamesThatAPatternStandsFor(f *testing.F) {
	for _, s := range []string{`^fmt\.Print(|f|ln)$`, `a[bc]?(d|e)*`, `(`, `\\.`, `[^a]{3}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if names, _ := patternNames(s); len(names) > mostNames {
			t.Errorf("%q stands for %d names", s, len(names))
		}
	})
}
