package mine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func routes(item string) *business.Check {
	return &business.Check{Role: &business.Role{By: "router", Name: "router", Unit: "route"}, AnyOf: []string{item}}
}

// Only what another form may mend is asked about again.
func TestMendable(t *testing.T) {
	files := planted()
	root := repo(t, files)
	for _, c := range []struct {
		name string
		rule business.Rule
		ok   bool
	}{
		{"unknown names", business.Rule{Statement: "x", Kind: business.RequireInUnit, Check: routes("noSuch")}, true},
		{"the contrary", business.Rule{Statement: "Money is `Number`.", Kind: business.FieldType, Check: &business.Check{Family: "money", Types: []string{"Number"}}}, true},
		{"a ban all break", business.Rule{Statement: "No `../guards`.", Kind: business.BanImport, Check: &business.Check{Modules: []string{"../guards"}}}, true},
		{"half a check", business.Rule{Statement: "x", Kind: business.PreferImport, Check: &business.Check{Names: []string{"a"}}}, true},
		{"a path outside", business.Rule{Statement: "x", Kind: business.BanImport, Scope: business.Scope{Paths: []string{"../x/**"}}, Check: &business.Check{Modules: []string{"axios"}}}, true},
		{"no check", business.Rule{Statement: "Be good.", Kind: business.BanCall}, false},
		{"no words", business.Rule{Kind: business.BanCall, Check: &business.Check{Names: []string{"a"}}}, false},
		{"advice", business.Rule{Statement: "Be good.", Kind: business.Advice, Check: &business.Check{}}, false},
		{"control characters", business.Rule{Statement: "x", Kind: business.BanImport, Check: &business.Check{Modules: []string{"a\x1b[2Jb"}}}, false},
	} {
		_, dropped, err := Verify(root, []business.Rule{c.rule}, nil, Options{})
		if err != nil || len(dropped) != 1 || dropped[0].Mendable != c.ok {
			t.Errorf("%s: %+v %v", c.name, dropped, err)
			continue
		}
		if q, n := Again(dropped, ""); (n == 1) != c.ok || (q != "") != c.ok {
			t.Errorf("%s: %d asked about: %q", c.name, n, q)
		}
	}
	twice := business.Rule{Statement: "x", Kind: business.RequireInUnit, Check: routes("noSuch")}
	_, dropped, _ := Verify(root, []business.Rule{twice, twice}, nil, Options{})
	if _, n := Again(dropped, ""); len(dropped) != 2 || n != 1 {
		t.Errorf("%d of %+v", n, dropped)
	}
}

// The second question tells why, how much and where, by paths alone, and
// stays within its bound whatever the model said before.
func TestAgainTellsWhyAndWhere(t *testing.T) {
	files := planted()
	for i := range 30 {
		files[fmt.Sprintf("src/open/o%d.ts", i)] = "router.get('/literal-in-code', async (req, res) => {\n  plain(req);\n});\n"
	}
	root := repo(t, files)
	wide := business.Rule{Statement: "Routes go through `requireOwner`.", Kind: business.RequireInUnit, Check: routes("requireOwner")}
	_, dropped, err := Verify(root, []business.Rule{wide}, nil, Options{})
	if err != nil || len(dropped) != 1 {
		t.Fatalf("%+v %v", dropped, err)
	}
	q, n := Again(dropped, "HABITS\n- one\n")
	if n != 1 || !strings.Contains(q, "HABITS\n- one\n") || !strings.Contains(q, "src/open/o") || strings.Contains(q, "literal-in-code") || strings.Contains(q, ".ts:") {
		t.Errorf("%d:\n%s", n, q)
	}
	var back returned
	line := strings.Split(q[len(secondQuestion):], "\n")[1]
	if err := json.Unmarshal([]byte(line), &back); err != nil || back.Statement != wide.Statement || !strings.Contains(back.Reason, "too little") || !strings.HasSuffix(back.Follow, fmt.Sprint(dropped[0].Rule.Sites)) || len(back.HoldsIn) == 0 || len(back.NotIn) == 0 {
		t.Errorf("%v %+v\n%s", err, back, line)
	}
	var narrow = wide
	narrow.Scope.Paths = []string{"src/routes/**"}
	if kept, dropped, _ := Verify(root, []business.Rule{narrow}, nil, Options{}); len(kept) != 1 {
		t.Errorf("the narrow form does not hold: %+v", dropped)
	}

	many := []Dropped{{Rule: business.Rule{Statement: "big", Kind: business.BanCall, Check: &business.Check{Names: []string{strings.Repeat("x", mostDigest)}}}, Mendable: true}}
	for range mostProposed {
		many = append(many, dropped[0])
	}
	q, n = Again(many, strings.Repeat("- a line of the digest\n", 1000))
	if len(q) > MostAgain || n < 6 || strings.Contains(q, `"big"`) || !strings.HasSuffix(q, "\n") {
		t.Errorf("%d bytes, %d asked about", len(q), n)
	}
	if again, _ := Again(many, strings.Repeat("- a line of the digest\n", 1000)); again != q {
		t.Error("two questions differ")
	}
}

func TestFound(t *testing.T) {
	known := []business.Rule{
		{Statement: "Routes below `src/routes` call `requireOwner`.", Kind: business.RequireInUnit, Scope: business.Scope{Languages: []string{"ts"}, Paths: []string{"src/routes/**"}}, Check: routes("requireOwner")},
		{Statement: "Do not import `moment` or `lodash`, use the small date package instead.", Kind: business.BanImport, Scope: business.Scope{Languages: []string{"ts"}}, Check: &business.Check{Modules: []string{"moment", "lodash"}}},
		{Statement: "Always wrap database writes in `withTransaction` of the store.", Kind: business.Advice},
		{Statement: "Handlers take their clock from the request.", Kind: business.RequireInUnit, Check: &business.Check{Role: &business.Role{By: "dir", Name: "src/h", Unit: "function"}, AnyOf: []string{"clock"}}, Scope: business.Scope{Paths: []string{"src/h/**"}}},
	}
	ban := func(paths []string, modules ...string) business.Rule {
		return business.Rule{Statement: "x", Kind: business.BanImport, Scope: business.Scope{Paths: paths}, Check: &business.Check{Modules: modules}}
	}
	guard := func(paths ...string) business.Rule {
		return business.Rule{Statement: "x", Kind: business.RequireInUnit, Scope: business.Scope{Paths: paths}, Check: routes("requireOwner")}
	}
	said := func(s string, paths ...string) business.Rule {
		return business.Rule{Statement: s, Kind: business.BanCall, Scope: business.Scope{Paths: paths}, Check: &business.Check{Names: []string{"f"}}}
	}
	python := ban(nil, "lodash", "moment")
	python.Scope.Languages = []string{"python"}
	for _, c := range []struct {
		name string
		rule business.Rule
		want bool
	}{
		{"the names in another order", ban(nil, "lodash", "moment"), true},
		{"the same for a folder", ban([]string{"src/**"}, "moment", "lodash"), true},
		{"one of two", ban(nil, "moment"), false},
		{"another language", python, false},
		{"the same routes", guard("src/routes/**"), true},
		{"some of the routes", guard("src/routes/admin/**"), true},
		{"one file of them", guard("src/routes/a.ts"), true},
		{"routes beside", guard("src/routes2/**"), false},
		{"all routes", guard(), false},
		{"a role that says where", business.Rule{Statement: "x", Kind: business.RequireInUnit, Check: known[3].Check}, true},
		{"nearly the same words", said("Never import `moment` or `lodash`; use the small date package."), true},
		{"the contrary in such words", said("Import `moment` or `lodash`, use the small date package."), false},
		{"such words of other names", said("Do not import `axios` or `got`, use the small date package instead."), false},
		{"such words of other files", said("Routes below `src/routes` call `requireOwner`.", "src/other/**"), false},
		{"a sentence turned into a check", said("Always wrap database writes in `withTransaction` of the store."), false},
	} {
		if got := found(c.rule, known); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
