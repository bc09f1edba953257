package business

import "strings"

// Own gives the facts their own copies of the names they hold, one of each,
// so that many files' facts can be kept without the files' text.
func (f *Facts) Own() {
	seen := map[string]string{}
	own := func(s *string) {
		c, ok := seen[*s]
		if !ok {
			c = strings.Clone(*s)
			seen[c] = c
		}
		*s = c
	}
	list := func(l []string) {
		for i := range l {
			own(&l[i])
		}
	}
	own(&f.Package)
	own(&f.Header)
	for i := range f.Imports {
		im := &f.Imports[i]
		own(&im.Module)
		own(&im.Alias)
		list(im.Names)
	}
	for i := range f.Units {
		u := &f.Units[i]
		own(&u.Name)
		own(&u.Class)
		own(&u.Wrapper)
		own(&u.Returns)
		list(u.Mods)
		list(u.Bases)
		list(u.Notes)
		list(u.Calls)
	}
	for i := range f.Fields {
		own(&f.Fields[i].Name)
		own(&f.Fields[i].Type)
	}
	list(f.Defs)
	for _, sites := range [][]Site{f.Throws, f.Globals} {
		for i := range sites {
			own(&sites[i].Name)
		}
	}
}
