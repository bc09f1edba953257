package deps

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told writes entries shortly: line, name, source or index.
func told(list []Entry) string {
	var out []string
	for _, e := range list {
		s := fmt.Sprintf("%d %s", e.Line, e.Name)
		if e.Source != "" {
			s += " <" + e.Source + ">"
		}
		if e.Index != "" {
			s += "[" + e.Index + "]"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

var files = []struct{ path, text, want string }{
	{"package.json", "{\n \"name\": \"x\",\n \"dependencies\": {\n  \"react\": \"^18\",\n  \"a\": \"npm:@b/c@1\",\n  \"d\": \"github:e/f\",\n  \"g\": \"h/i#v1\",\n  \"j\": \"file:../j\",\n  \"k\": \"workspace:*\"\n },\n \"devDependencies\": {\"@types/node\": \"20\"},\n \"scripts\": {\"build\": \"1\"}\n}",
		"4 react; 5 @b/c; 6 d <github:e/f>; 7 g <h/i#v1>; 11 @types/node"},
	{"package.json", "\xef\xbb\xbf{\"dependencies\":{\"left-pad\":\"1.3.0\"}}", "1 left-pad"},
	{"package.json", "    \"react\": \"^18.0.0\",\r\n    \"version\": \"1.0.0\",\r\n    \"build\": \"tsc\",\r\n    \"x\": \"git+https://h.example/x.git\"\r\n", "1 react; 4 x <git+https://h.example/x.git>"},
	{"app/package.json", `{"dependencies":["a"],"devDependencies":3,"peerDependencies":{"p":{"version":"1"}}}`, ""},
	{"requirements-dev.txt", "# c\nrequests==2.0 # x\nflask[async]>=1 ; python_version > '3'\n-r base.txt\n--extra-index-url https://i.example/simple\n-e git+https://h.example/p.git#egg=pkg\nfoo @ https://h.example/foo.whl\n./local\nhttps://h.example/z.zip\n",
		"2 requests; 3 flask; 5 [https://i.example/simple]; 6 pkg <git+https://h.example/p.git#egg=pkg>; 7 foo <https://h.example/foo.whl>; 9  <https://h.example/z.zip>"},
	{"requirements/base.in", "django~=5.0", "1 django"},
	{"pyproject.toml", "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"x\"\ndependencies = [\n  \"requests>=2\", # why\n  'numpy',\n]\n[project.optional-dependencies]\ndev = [\"pytest\", \"ruff\"]\n[tool.poetry.group.test.dependencies]\npython = \"^3.12\"\nblack = \"^24\"\nown = { git = \"https://h.example/o.git\" }\nhere = { path = \"../here\" }\n[[tool.uv.index]]\nurl = \"https://i.example/simple\"\n[tool.ruff]\nselect = [\"E\"]\n",
		"2 hatchling; 6 requests; 7 numpy; 10 pytest; 10 ruff; 13 black; 14 own <https://h.example/o.git>; 17 [https://i.example/simple]"},
	{"pyproject.toml", "    \"requests>=2.31\",\n    \"src\",\n", "1 requests"},
	{"Pipfile", "[[source]]\nurl = \"https://i.example/simple\"\n[packages]\nrequests = \"*\"\n\"ruamel.yaml\" = {version = \"*\", extras = [\"x\"]}\n[requires]\npython_version = \"3.12\"\n", "2 [https://i.example/simple]; 4 requests; 5 ruamel.yaml"},
	{"setup.cfg", "[metadata]\nname = x\n[options]\ninstall_requires =\n    requests>=2\n    numpy; python_version>'3'\npackages = find:\n[options.extras_require]\ndev = pytest\n", "5 requests; 6 numpy; 9 pytest"},
	{"go.mod", "module x.example/m\n\ngo 1.26\n\nrequire github.com/a/b v1.0.0\nrequire (\n\tgolang.org/x/net v0.1.0\n\tgithub.com/c/d/v2 v2.0.0 // indirect\n)\nreplace github.com/a/b => github.com/z/b v1.0.1\nreplace (\n\tgolang.org/x/net => ../net\n)\nexclude github.com/q/q v1.0.0\n",
		"5 github.com/a/b; 7 golang.org/x/net; 8 github.com/c/d/v2; 10 github.com/z/b"},
	{"Cargo.toml", "[package]\nname = \"x\"\nversion = \"0.1.0\"\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nother = { package = \"real\", version = \"1\" }\ng = { git = \"https://h.example/g\" }\nlocal = { path = \"../l\" }\nw.workspace = true\n[dependencies.tokio]\nversion = \"1\"\nfeatures = [\"full\"]\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n[features]\ndefault = [\"x\"]\n",
		"5 serde; 6 real; 7 g <https://h.example/g>; 11 tokio; 14 libc"},
	{"Gemfile", "source \"https://i.example\"\ngem 'rails', '~> 8'\ngem \"x\", github: \"a/x\"\ngem \"l\", path: \"../l\" # gem 'no'\n# gem \"no\"\ngroup :test do\n  gem(\"rspec\")\nend\n", "1 [https://i.example]; 2 rails; 3 x <a/x>; 7 rspec"},
	{"x.gemspec", "Gem::Specification.new do |s|\n  s.name = \"x\"\n  s.add_dependency \"rack\", \">= 2\"\n  s.add_development_dependency 'rake'\nend\n", "3 rack; 4 rake"},
	{"package-lock.json", "{\n \"packages\": {\n  \"\": {\n  },\n  \"node_modules/a\": {\n  },\n  \"node_modules/a/node_modules/@b/c\": {\n  }\n }\n}", "5 a; 7 @b/c"},
	{"yarn.lock", "# v1\n\n\"@a/b@^1\", \"@a/b@^2\":\n  version \"1\"\nc@^2:\n  version \"2\"\n", "3 @a/b; 5 c"},
	{"pnpm-lock.yaml", "packages:\n\n  '@a/b@1.0.0':\n    resolution: {}\n  /c@2.0.0:\n    resolution: {}\n", "3 @a/b; 5 c"},
	{"bun.lock", "{\n  \"packages\": {\n    \"a\": [\"a@1.0.0\", \"\", {}],\n  }\n}", "3 a"},
	{"poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\n[package.dependencies]\nname = \"no\"\n", "2 a"},
	{"Cargo.lock", "[[package]]\nname = \"serde\"\nversion = \"1\"\n", "2 serde"},
	{"Pipfile.lock", "{\n    \"default\": {\n        \"requests\": {\n            \"hashes\": []\n        }\n    }\n}", "3 requests"},
	{"go.sum", "github.com/a/b v1.0.0 h1:x=\ngithub.com/a/b v1.0.0/go.mod h1:y=\n", "1 github.com/a/b"},
	{"Gemfile.lock", "GEM\n  remote: x\n  specs:\n    rack (3.0)\n      dep (1)\n", "4 rack"},
	{"README.md", "npm install x", ""},
	{"notes/requirements.md", "requests", ""},
}

func TestRead(t *testing.T) {
	for _, c := range files {
		if got := told(Read(c.path, []byte(c.text))); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.path, got, c.want)
		}
	}
}

func TestNewLeavesOutWhatStoodThere(t *testing.T) {
	before := `{"dependencies":{"a":"1","b":"1"}}`
	after := `{"dependencies":{"a":"2","b":"git+https://h.example/b.git","c":"1"}}`
	if got, want := told(New("package.json", []byte(before), []byte(after))), "1 b <git+https://h.example/b.git>; 1 c"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !Holds("yarn.lock", []byte("c@^2:\n"), NPM, "c") || Holds("yarn.lock", []byte("c@^2:\n"), NPM, "d") || !Holds("requirements.txt", []byte("Foo_Bar==1"), PyPI, "foo-bar") {
		t.Error("Holds")
	}
}

// Every reader gets every text: what one is for is nonsense for the others.
func FuzzRead(f *testing.F) {
	var paths []string
	for _, c := range files {
		f.Add([]byte(c.text))
		if !slices.Contains(paths, c.path) {
			paths = append(paths, c.path)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := strings.Count(string(text), "\n") + 1
		for _, path := range paths {
			for i, e := range Read(path, text) {
				if e.Name == "" && e.Source == "" && e.Index == "" || e.Line < 1 || e.Line > lines {
					t.Fatalf("%s: %+v of %d lines", path, e, lines)
				}
				if i < 2 {
					Judge(e, Lists{Deny: []string{"npm/*x*"}})
				}
			}
			if got := New(path, text, text); len(got) != 0 {
				t.Fatalf("%s: new without a change: %+v", path, got)
			}
		}
	})
}

func FuzzSpec(f *testing.F) {
	for _, s := range []string{"react", "@a/b@1", "flask[async]==1", "github.com/a/b/cmd/c@latest", "x@npm:y", "а@", "@"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		for _, eco := range []Ecosystem{NPM, PyPI, Crates, Gems, Go} {
			if e := Spec(eco, s); e.Name != "" {
				Judge(e, Lists{Allow: []string{s}})
			}
		}
	})
}
