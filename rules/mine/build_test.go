package mine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// graphOf reads build files given by path, and tells the graph in words: "a >
// b" for what is sure, "a ? b" for what may be, "a open" for a doubt.
func graphOf(r buildReader, files map[string]string) (*moduleGraph, string) {
	var list []buildFile
	for _, p := range slices.Sorted(maps.Keys(files)) {
		if r.match(p) {
			list = append(list, buildFile{p, []byte(files[p]), files[p] != "TOO LARGE"})
		}
	}
	g := r.read(list)
	var out []string
	for _, m := range g.list {
		for _, n := range m.needs {
			out = append(out, m.dir+" > "+g.list[n].dir)
		}
		for _, n := range m.may {
			out = append(out, m.dir+" ? "+g.list[n].dir)
		}
		if m.open {
			out = append(out, m.dir+" open")
		}
	}
	slices.Sort(out)
	return g, strings.Join(out, "\n")
}

func reader(name string) buildReader {
	for _, r := range buildReaders() {
		if r.match(name) {
			return r
		}
	}
	panic("no reader for " + name)
}

func pomOf(name, rest string) string {
	return "<project><groupId>org.acme</groupId><artifactId>" + name + "</artifactId>" + rest + "</project>"
}

func pomDep(name, rest string) string {
	return "<dependency><groupId>org.acme</groupId><artifactId>" + name + "</artifactId>" + rest + "</dependency>"
}

func TestBuildFiles(t *testing.T) {
	const settings = "include ':core', ':web'\ninclude(\":data:legacy-store\")\n"
	for _, c := range []struct {
		name, kind string
		files      map[string]string
		want       string
	}{
		{"dotnet", "a.csproj", map[string]string{
			"src/Web/Web.csproj":   "\ufeff<Project Sdk=\"x\">\r\n<ItemGroup>\r\n<!-- <ProjectReference Include=\"..\\Data\\Data.csproj\" /> -->\r\n<ProjectReference Include=\"..\\Core\\Core.csproj\" Condition=\"'$(A)' > '1'\" />\r\n</ItemGroup></Project>",
			"src/Core/Core.csproj": "<Project><ItemGroup><PackageReference Include='Data' /></ItemGroup></Project>",
			"src/Data/Data.fsproj": "<Project />",
		}, "src/Core ? src/Data\nsrc/Web > src/Core"},
		{"dotnet shared", "a.csproj", map[string]string{
			"Directory.Build.props":     "<Project><ItemGroup><ProjectReference Include='$(MSBuildThisFileDirectory)lib/Marks/Marks.csproj' /></ItemGroup></Project>",
			"src/Directory.Build.props": "<Project><ItemGroup><ProjectReference Include='$(Unknown)' /></ItemGroup></Project>",
			"src/Core/Core.csproj":      "<Project />", "lib/Marks/Marks.csproj": "<Project />", "lib/Odd/Odd.csproj": "<Project><ItemGroup>",
		}, "lib/Odd ? lib/Marks\nlib/Odd open\nsrc/Core ? lib/Marks\nsrc/Core open"},
		{"maven", "pom.xml", map[string]string{
			"pom.xml":      pomOf("all", "<packaging>pom</packaging><dependencies>"+pomDep("base", "")+"</dependencies><dependencyManagement><dependencies>"+pomDep("web", "")+"</dependencies></dependencyManagement>"),
			"base/pom.xml": pomOf("base", ""),
			"core/pom.xml": "<?xml version='1.0'?><project><parent><groupId>org.acme</groupId><artifactId>all</artifactId></parent><artifactId>core</artifactId><dependencies>" + pomDep("web", "<scope>test</scope>") + "</dependencies><build><plugins><plugin><dependencies>" + pomDep("web", "") + "</dependencies></plugin></plugins></build></project>",
			"web/pom.xml":  pomOf("web", "<dependencies>"+strings.ReplaceAll(pomDep("core", "<exclusions><exclusion><artifactId>base</artifactId></exclusion></exclusions>"), "org.acme", "${project.groupId}")+"</dependencies><profiles><profile><dependencies>"+pomDep("base", "")+"</dependencies></profile></profiles>"),
		}, ". > base\ncore ? .\nweb > core\nweb ? base"},
		{"maven doubts", "pom.xml", map[string]string{
			"a/pom.xml": pomOf("a_${v}", "<dependencies>"+pomDep("b_${w}", "")+"</dependencies>"), "b/pom.xml": pomOf("b_2", ""),
			"c/pom.xml": pomOf("c", "<packaging>eclipse-plugin</packaging>"), "d/pom.xml": "<project><artifactId>d</artifactId>", "e/pom.xml": "TOO LARGE",
			"f/pom.xml": pomOf("f", "<dependencies>"+strings.ReplaceAll(pomDep("c", ""), "org.acme", "com.other")+"</dependencies>"),
		}, "a ? b\nc open\nd open\ne open"},
		{"gradle", "build.gradle", map[string]string{
			"settings.gradle": settings,
			"build.gradle":    "plugins { id 'java' }\nsubprojects {\n  dependencies { implementation platform(project(':web')) }\n}\n",
			"core/build.gradle": "// implementation project(':web')\ndependencies {\n  testImplementation project(':web')\n  testImplementation(\n    project(':web')\n  )\n  constraints { api project(':web') }\n" +
				"  implementation 'a:b:1'\n}\n",
			"web/build.gradle.kts":               "val x = \"project(':data')\"\ndependencies {\n  implementation(project(\":core\"))\n  api(projects.data.legacyStore)\n}\n",
			"data/legacy-store/build.gradle.kts": "dependencies {\n  runtimeOnly(project(path = \":core\", configuration = \"x\"))\n}\n",
		}, "data/legacy-store ? core\nweb > core\nweb > data/legacy-store"},
		{"gradle doubts", "build.gradle", map[string]string{
			"settings.gradle.kts":           "include(\n  \":core\",\n  \":web\",\n)\nproject(\":web\").projectDir = file(\"apps/web\")\n",
			"build.gradle.kts":              "allprojects { dependencies { add(\"implementation\", project(\":core\")) } }\n",
			"core/build.gradle.kts":         "dependencies { implementation(project(Names.WEB)) }\n",
			"apps/web/build.gradle.kts":     "kotlin { sourceSets { commonTest.dependencies { implementation(project(\":core\")) } } }\ndependencies { rootProject.subprojects.forEach { api(it) } }\n",
			"buildSrc/src/main/kotlin/P.kt": "import org.gradle.api.Project\nfun Project.p() { dependencies.add(\"api\", project(\":web\")) }\n",
		}, ". ? apps/web\n. ? core\napps/web ? core\napps/web open\ncore ? apps/web\ncore open"},
		{"gradle moved by a program", "build.gradle", map[string]string{
			"settings.gradle": "include 'a'\nrootProject.children.each { it.buildFileName = \"${it.name}.gradle\" }\n", "a/a.gradle": "",
		}, ". open\na open"},
		{"cargo", "Cargo.toml", map[string]string{
			"Cargo.toml":             "[workspace]\nmembers = ['crates/*']\n[workspace.dependencies]\nshop-core = { path = 'crates/core' }\n",
			"crates/core/Cargo.toml": "[package]\nname = 'shop-core'\n[dev-dependencies]\nshop-web = { path = '../web' }\n",
			"crates/web/Cargo.toml":  "[package]\nname = 'shop-web'\n[dependencies]\nshop-core.workspace = true\n[target.'cfg(unix)'.dependencies.other]\npackage = 'shop-data'\nversion = '1'\n",
			"crates/data/Cargo.toml": "[package]\nname = 'shop-data'\n", "crates/bad/Cargo.toml": "[package\n",
		}, "crates/bad open\ncrates/web > crates/core\ncrates/web ? crates/data"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, got := graphOf(reader(c.kind), c.files); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestGraphBars(t *testing.T) {
	g := newGraph()
	core, web, data, odd, lone := g.add("core"), g.add("web"), g.add("data"), g.add("odd"), g.add("lone")
	g.need(web, data, true)
	g.need(data, core, true)
	g.need(core, lone, false)
	g.list[odd].open = true
	g.need(web, odd, true)
	for _, c := range []struct {
		from, to int
		want     bool
	}{
		{core, core, false}, {web, core, false}, {core, web, true}, {core, data, true}, {core, lone, false},
		{odd, lone, false}, {odd, web, true}, {web, lone, false}, {lone, core, true}, {data, web, true},
	} {
		if got := g.bars(c.from, c.to); got != c.want {
			t.Errorf("%s to %s: %v", g.list[c.from].dir, g.list[c.to].dir, got)
		}
	}
	g.need(core, web, true) // a circle: something was read wrongly
	g.changed()
	if g.bars(core, web) || g.bars(web, core) {
		t.Error("a circle is barred")
	}
}

func TestGoPackagesThatAreBarred(t *testing.T) {
	lib := func(name string, uses ...string) string {
		text := "package " + name + "\n\n"
		for _, u := range uses {
			text += "import \"example.org/shop/" + u + "\"\n"
		}
		return text + "\nfunc F() {}\n"
	}
	tr, err := walk(repo(t, map[string]string{
		"go.mod": "module example.org/shop // the shop\n\nrequire example.org/shop/tool v1.0.0\n",
		"a/a.go": lib("a", "b"), "b/b.go": lib("b", "c/internal/d"), "c/internal/d/d.go": lib("d"), "c/e/e.go": lib("e"),
		"cmd/shop/main.go": "package main\n\nimport \"example.org/shop/a\"\n\nfunc main() { a.F() }\n",
		"e/gen.go":         "//go:build ignore\n\npackage main\n\nimport \"example.org/shop/a\"\n\nfunc main() { a.F() }\n", "e/e.go": lib("e"),
		"tool/go.mod": "module example.org/shop/tool\n", "tool/t/t.go": lib("t"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := tr.corpus(Options{})
	g := c.readGoPackages()
	for _, x := range []struct {
		from, to string
		want     bool
	}{
		{"b", "a", true}, {"a", "b", false}, {"c/internal/d", "a", true}, {"c/internal/d", "c/e", false}, {"a", "c/e", false}, {"c/e", "c/internal/d", false},
		{"e", "c/internal/d", true}, {"e", "cmd/shop", true}, {"a", "e", false}, {"a", "tool/t", false}, {"tool/t", "a", true},
	} {
		if got := g.bars(g.at[x.from], g.at[x.to]); got != x.want {
			t.Errorf("%s to %s: %v", x.from, x.to, got)
		}
	}
}

func TestXMLOfBuilds(t *testing.T) {
	for doc, want := range map[string]string{
		`<a><b c="1>2" d='x &amp; y'/>t</a>`:    "a/b[1>2,x & y] a[,]t true",
		"<a><!-- <b> --><![CDATA[<c>]]> u </a>": "a[,]u true",
		"<a></b>":                               " false",
		"<a":                                    " false",
		"<a><!-- ":                              " false",
		"":                                      " false",
		strings.Repeat("<a>", 100):              " false",
		"<!DOCTYPE p><a>\n  text\n</a>":         "a[,]text true",
		"</a>":                                  " false",
	} {
		var got []string
		ok := readXML([]byte(doc), func(e xmlElement) {
			got = append(got, strings.Join(e.path, "/")+"["+e.attr("c")+","+e.attr("d")+"]"+e.text)
		})
		if s := fmt.Sprintf("%s %v", strings.Join(got, " "), ok); s != want {
			t.Errorf("%s: got %q, want %q", doc, s, want)
		}
	}
}

// Whatever a build file holds, its reader ends, and finds no module that is
// not there.
func fuzzBuild(f *testing.F, kind, path string, rest map[string]string) {
	f.Fuzz(func(t *testing.T, text string) {
		files := maps.Clone(rest)
		files[path] = text
		g, _ := graphOf(reader(kind), files)
		for i, m := range g.list {
			for _, n := range slices.Concat(m.needs, m.may) {
				if n < 0 || n >= len(g.list) || n == i {
					t.Fatalf("module %d depends on %d of %d", i, n, len(g.list))
				}
			}
			for j := range g.list {
				g.bars(i, j)
			}
		}
	})
}

func FuzzDotnet(f *testing.F) {
	f.Add(`<Project><ItemGroup><ProjectReference Include="..\B\B.csproj;$(X)" /></ItemGroup></Project>`)
	f.Add("<Project")
	fuzzBuild(f, "a.csproj", "A/A.csproj", map[string]string{"B/B.csproj": "<Project />"})
}

func FuzzMaven(f *testing.F) {
	f.Add(pomOf("a", "<dependencies>"+pomDep("b", "")+pomDep("b${x}", "")+"</dependencies>"))
	fuzzBuild(f, "pom.xml", "a/pom.xml", map[string]string{"b/pom.xml": pomOf("b", "<dependencies>"+pomDep("a", "")+"</dependencies>")})
}

func FuzzGradle(f *testing.F) {
	f.Add("dependencies {\n implementation(project(\":b\")); api projects.b.c\n testApi(\nproject(path: ':b')) }\n/* ' */ \"\"\" x \"\"\" subprojects.each { dependencies { } }")
	fuzzBuild(f, "build.gradle", "a/build.gradle", map[string]string{"settings.gradle": "include ':a', ':b'", "b/build.gradle": "dependencies { api project(':a') }"})
}

func FuzzGradleSettings(f *testing.F) {
	f.Add("include(\n':a', \"b:c\"\n)\nproject(':a').projectDir = file('x')\n")
	f.Add("include ':a:', '..', '$x'\nproject(':b').projectDir = new File(settingsDir, \"../y\")")
	fuzzBuild(f, "settings.gradle", "settings.gradle", map[string]string{"a/build.gradle": "dependencies { api project(':b:c') }"})
}

func FuzzCargo(f *testing.F) {
	f.Add("[package]\nname='a'\n[dependencies]\nb={path='../b'}\nc.workspace=true\n[workspace.dependencies]\nc='1'\n")
	fuzzBuild(f, "Cargo.toml", "a/Cargo.toml", map[string]string{"b/Cargo.toml": "[package]\nname='b'\n"})
}

func FuzzGoMod(f *testing.F) {
	f.Add("module example.org/a // x\n\nrequire (\n\texample.org/b v1.0.0 // indirect\n)\nreplace example.org/b => ../b\n")
	f.Fuzz(func(t *testing.T, text string) {
		m := readGoMod("a/go.mod", []byte(text))
		g := goPackages{moduleGraph: newGraph(), modules: []goModule{m, {dir: ".", name: "example.org"}}}
		g.folder("example.org/a/b")
		g.hidden(g.add("a/internal/x"), g.add("b"))
	})
}
