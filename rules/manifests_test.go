package rules

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/deps"
)

func packageSet(t *testing.T) *Set {
	var list []Rule
	for _, x := range []struct {
		id  string
		act Action
	}{{"pkg.malicious", Block}, {"pkg.typosquat", Block}, {"pkg.lookalike", Ask}, {"pkg.url", Ask}, {"pkg.registry", Ask}, {"pkg.unknown-name", Warn}} {
		list = append(list, rule(t, x.id, x.act, false, "", x.id))
	}
	return NewSet(list)
}

func TestManifestsAreJudgedByWhatIsNew(t *testing.T) {
	const dir = "/home/dev/app"
	d := desk{files: map[string]string{
		dir + "/package.json":     `{"dependencies":{"lodahs":"1","own-thing-xyz":"1"}}`,
		dir + "/yarn.lock":        "locked-thing-xyz@^1:\n  version \"1\"\n",
		dir + "/requirements.txt": "requests\n",
	}}
	write := func(op Op, path, text string, hunks ...Hunk) *Event {
		return &Event{Phase: Before, Kind: FileWrite, CanAsk: true, CWD: dir, Root: dir, Writes: []FileChange{{Op: op, Path: path, New: text, Hunks: hunks}}}
	}
	e := New(&Policy{Layers: []Layer{{Name: "user", PackagesDeny: []string{"npm/bad-*"}, PackagesAllow: []string{"@acme/*"}}}}, packageSet(t))
	for name, x := range map[string]struct {
		ev   *Event
		want string
	}{
		"what stood there":      {write(Create, dir+"/package.json", `{"dependencies":{"lodahs":"2","own-thing-xyz":"2","react":"18"}}`), ""},
		"a look-alike":          {write(Create, dir+"/package.json", "{\"dependencies\":{\n\"types-react\":\"1\"}}"), "pkg.lookalike:2"},
		"several":               {write(Create, dir+"/package.json", `{"dependencies":{"expresss":"1","bad-news":"1","x":"git+https://h.example/x"}}`), "pkg.malicious:1 pkg.typosquat:1 pkg.url:1"},
		"in the lock file":      {write(Create, dir+"/package.json", `{"dependencies":{"locked-thing-xyz":"1"}}`), ""},
		"at the root":           {write(Create, dir+"/web/package.json", `{"dependencies":{"locked-thing-xyz":"1","lodahs":"1"}}`), ""},
		"unknown":               {write(Create, dir+"/package.json", `{"dependencies":{"never-heard-of-xyz":"1","@acme/own":"1"}}`), "pkg.unknown-name:1"},
		"an edit":               {write(Edit, dir+"/package.json", "", Hunk{Old: `"lodahs":"1"`, New: `"lodahs":"1","momnet":"2"`}), "pkg.typosquat:1"},
		"an edit that is lost":  {write(Edit, dir+"/package.json", "", Hunk{Old: "zzz", New: "\n\"expresss\": \"^4\",\n"}), "pkg.typosquat:2"},
		"another index":         {write(Create, dir+"/requirements.txt", "--index-url https://pkgs.example/simple\nrequests\n"), "pkg.registry:1"},
		"a local index":         {write(Create, dir+"/requirements.txt", "--index-url http://localhost:3141/simple\n"), ""},
		"a lock file's unknown": {write(Create, dir+"/yarn.lock", "never-heard-of-xyz@^1:\n"), ""},
		"a lock file's slip":    {write(Create, dir+"/yarn.lock", "expresss@^4:\n"), "pkg.typosquat:1"},
		"deleted":               {write(Delete, dir+"/package.json", ""), ""},
		"from a shell":          {ask("echo reqeusts >> requirements.txt"), "pkg.typosquat:1"},
		"installed":             {ask("npm install own-thing-xyz lodahs"), ""},
		"installed, malicious":  {ask("npm i bad-thing@1"), "pkg.malicious:0"},
		"go":                    {ask("go get github.com/gin-gonlc/gin@latest"), "pkg.lookalike:0"},
		"another program's":     {ask("npx tsc expresss"), ""},
		"through pip of python": {ask("python3 -m pip install reqeusts"), "pkg.typosquat:0"},
		"uv":                    {ask("uv add djangorestframwork"), "pkg.lookalike:0"},
	} {
		var got []string
		for _, f := range e.Evaluate(x.ev, d).Findings {
			got = append(got, f.Rule+":"+string(rune('0'+f.Line)))
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", name, got, x.want)
		}
	}
}

func TestPackagesOfATrace(t *testing.T) {
	_, tr := New(nil, packageSet(t)).Explain(ask("npm install never-heard-of-xyz react"), desk{})
	if len(tr.Packages) != 1 || tr.Packages[0].Class != deps.Unknown || tr.Packages[0].Name != "never-heard-of-xyz" {
		t.Errorf("%+v", tr.Packages)
	}
}
