package mine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestBansSaidOnce(t *testing.T) {
	for in, want := range map[string]string{
		"Do not import `a/b`: Use c/d instead of a/b.":           "Do not import `a/b`: Use c/d.",
		"Do not use `substr`: Use .slice instead of .substr.":    "Do not use `substr`: Use .slice.",
		"Do not import `a/b`: Use c/d instead of b.":             "Do not import `a/b`: Use c/d instead of b.",
		"Do not use `os.remove`: Do not use os.remove.":          "Do not use `os.remove`.",
		"Do not import `a` or `b`: Use c instead of a.":          "Do not import `a` or `b`: Use c instead of a.",
		"Use `rows` for lists: Use them instead of plain lists.": "Use `rows` for lists: Use them instead of plain lists.",
	} {
		if got := insteadAgain(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWidestFolders(t *testing.T) {
	if got := widest([]string{"core/a/**", "core/**", "web/**"}); !slices.Equal(got, []string{"core/**", "web/**"}) {
		t.Errorf("%q", got)
	}
	var many []string
	for _, n := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"} {
		many = append(many, "core/rows/"+n+"/**")
	}
	if got := widest(append(many, "web/**")); !slices.Equal(got, []string{"core/rows/**", "web/**"}) {
		t.Errorf("%q", got)
	}
	var apart []string
	for _, n := range many {
		apart = append(apart, n[len("core/rows/"):])
	}
	if got := widest(apart); len(got) != len(apart) {
		t.Errorf("%q", got)
	}
}

func TestFilesForShow(t *testing.T) {
	for p, want := range map[string]bool{"demo/app/a.ts": true, "playground/a.ts": true, ".agents/skills/a.py": true, "web/examples/a.ts": true, "src/demo/a.ts": false, "com/example/A.java": false, ".eslintrc.js": false, "demo.ts": false} {
		if got := forShow(p); got != want {
			t.Errorf("%s: %v", p, got)
		}
	}
}

func TestComplaintsThatStandAlone(t *testing.T) {
	for msg, want := range map[string]string{
		"Is defined by the row, you shouldn't change it":     "",
		"Should rows do this in general?":                    "",
		"Ensure rows are loaded":                             "",
		"Ensure that rows are loaded through the store":      "Rows are loaded through the store",
		"Enforce the use of the row style for lists":         "Use the row style for lists",
		"Disallow the use of plain rows in lists":            "Do not use plain rows in lists",
		"Rows must not be loaded twice":                      "Rows must not be loaded twice",
		"and rows must not be loaded from the page as well.": "",
	} {
		if got := complaint(msg); got != want {
			t.Errorf("%q: %q, want %q", msg, got, want)
		}
	}
}

func TestTagsThatChangeLooks(t *testing.T) {
	for in, want := range map[string]string{
		"Rows are `<mark>` final `</mark>` types.": "Rows are  final  types.",
		"Press <b>Load</b> for `List<b>`":          "Press Load for `List<b>`",
	} {
		if got := unmarked(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestRulesThatAreTheProduct(t *testing.T) {
	rule := func(i int) business.Rule {
		return configured(business.Advice, fmt.Sprintf("src/rules/Rule%d.kt", i), 1, nil, "No rows of kind %d.", i)
	}
	var many []business.Rule
	for i := range productOfComplaints {
		many = append(many, rule(i))
	}
	few := slices.Clone(many[:productOfComplaints/2])
	many = append(many, configured(business.Advice, ".eslintrc.js", 1, nil, "No rows."))
	lowerProduct(many)
	lowerProduct(few)
	if many[0].Score > weakScore || many[len(many)-1].Score <= weakScore {
		t.Errorf("a linter's own rules at %v, its configuration at %v", many[0].Score, many[len(many)-1].Score)
	}
	if few[0].Score <= weakScore {
		t.Errorf("a few checkers at %v", few[0].Score)
	}
}

func TestSettingsOfNobodysCode(t *testing.T) {
	banned := "[tool.ruff.lint.flake8-tidy-imports.banned-api]\n\"goat\".msg = \"Use hen\"\n"
	files := map[string]string{"test/ecosystem/farm/pyproject.toml": banned}
	if got := find(mined(t, repo(t, files)), business.BanImport, "goat"); len(got) != 0 {
		t.Errorf("said of a project to test with: %+v", got)
	}
	for _, n := range []string{"a", "b", "c"} {
		files["test/ecosystem/farm/"+n+".py"] = "x = 1\n"
	}
	if got := find(mined(t, repo(t, files)), business.BanImport, "goat"); len(got) != 1 {
		t.Errorf("settings beside code: %+v", got)
	}
}

func TestBansOfAnOverride(t *testing.T) {
	text := "{\"overrides\": [{\"files\": [\"src/core/**/*.{ts,tsx}\"], \"rules\": {\"no-restricted-imports\": [\"error\", {\"paths\": [{\"name\": \"goat\", \"message\": \"Use hen.\"}]}]}}], \"rules\": {\"no-restricted-globals\": [\"error\", {\"name\": \"pond\", \"message\": \"Use well.\"}]}}"
	for _, r := range readESLint("web/.eslintrc.json", []byte(text)) {
		want := []string{"web/**"}
		if r.Kind == business.BanImport {
			want = []string{"web/src/core/**/*.{ts,tsx}"}
		}
		if !slices.Equal(r.Scope.Paths, want) {
			t.Errorf("%s: %q, want %q", r.Statement, r.Scope.Paths, want)
		}
	}
}
