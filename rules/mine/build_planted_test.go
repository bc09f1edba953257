package mine

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// layered is a repository in which web builds on domain, and not the other way
// round. Without build files that say more, it is a boundary.
type layered struct {
	lang   string
	file   func(folder, name string) string
	text   func(folder, name string, uses ...string) string
	builds map[string]map[string]string // what the build says -> its files
}

func (l layered) files() map[string]string {
	out := map[string]string{}
	for i := range 12 {
		n := fmt.Sprint(i)
		out[l.file("shared", "Clock"+n)] = l.text("shared", "Clock"+n)
		out[l.file("ids", "Id"+n)] = l.text("ids", "Id"+n)
		out[l.file("domain", "Thing"+n)] = l.text("domain", "Thing"+n, "shared.Clock"+n, "ids.Id"+n)
		out[l.file("web", "Page"+n)] = l.text("web", "Page"+n, "domain.Thing"+n, "shared.Clock"+n)
		out[l.file("cli", "Call"+n)] = l.text("cli", "Call"+n, "web.Page"+n)
	}
	return out
}

func jvm(folder, name string) string {
	return folder + "/src/main/java/org/acme/" + folder + "/" + name + ".java"
}

func jvmText(folder, name string, uses ...string) string {
	text := "package org.acme." + folder + ";\n\n"
	for _, u := range uses {
		text += "import org.acme." + u + ";\n"
	}
	return text + "\npublic class " + name + " { int a; }\n"
}

func layers() []layered {
	pom := func(deps ...string) string {
		text := "<dependencies>"
		for _, d := range deps[1:] {
			text += pomDep(d, "")
		}
		return pomOf(deps[0], text+"</dependencies>")
	}
	poms := map[string]string{"pom.xml": pom("all"), "shared/pom.xml": pom("shared"), "ids/pom.xml": pom("ids"), "domain/pom.xml": pom("domain", "shared", "ids"), "web/pom.xml": pom("web", "domain", "shared"), "cli/pom.xml": pom("cli", "web")}
	script := func(deps ...string) string {
		text := "dependencies {\n"
		for _, d := range deps {
			text += "  implementation(project(\":" + d + "\"))\n"
		}
		return text + "}\n"
	}
	scripts := map[string]string{"settings.gradle.kts": "include(\"shared\", \"ids\", \"domain\", \"web\", \"cli\")\n", "shared/build.gradle.kts": "", "ids/build.gradle.kts": "", "domain/build.gradle.kts": script("shared", "ids"), "web/build.gradle.kts": script("domain", "shared"), "cli/build.gradle.kts": script("web")}
	project := func(deps ...string) string {
		text := "<Project><ItemGroup>"
		for _, d := range deps {
			text += `<ProjectReference Include="..\` + d + `\` + d + `.csproj" />`
		}
		return text + "</ItemGroup></Project>"
	}
	projects := map[string]string{"shared/shared.csproj": project(), "ids/ids.csproj": project(), "domain/domain.csproj": project("shared", "ids"), "web/web.csproj": project("domain", "shared"), "cli/cli.csproj": project("web")}
	crate := func(name string, deps ...string) string {
		text := "[package]\nname = \"" + name + "\"\n[dependencies]\n"
		for _, d := range deps {
			text += d + " = { path = \"../" + d + "\" }\n"
		}
		return text
	}
	crates := map[string]string{"shared/Cargo.toml": crate("shared"), "ids/Cargo.toml": crate("ids"), "domain/Cargo.toml": crate("domain", "shared", "ids"), "web/Cargo.toml": crate("web", "domain", "shared"), "cli/Cargo.toml": crate("cli", "web")}
	return []layered{
		{"java", jvm, jvmText, map[string]map[string]string{
			"enforced by maven": poms, "enforced by gradle": scripts,
			"open: one module":       {"pom.xml": pom("all")},
			"open: through another":  with(poms, "ids/pom.xml", pom("ids", "helper"), "helper/pom.xml", pom("helper", "web"), "web/pom.xml", pom("web")),
			"open: a broken file":    with(poms, "domain/pom.xml", "<project>", "web/pom.xml", pom("web")),
			"open: a plugin adds it": with(scripts, "buildSrc/src/main/kotlin/layers.gradle.kts", script("web"), "web/build.gradle.kts", ""),
			"open: from a variable":  with(scripts, "domain/build.gradle.kts", "dependencies { api(project(names.web)) }", "web/build.gradle.kts", ""),
			"enforced by a circle":   with(scripts, "domain/build.gradle.kts", "dependencies { api(project(names.web)) }"),
			"open: two builds":       with(poms, "settings.gradle", "include 'domain', 'web'", "domain/build.gradle", script("web"), "web/build.gradle", ""),
		}},
		{"csharp", func(folder, name string) string { return folder + "/" + name + ".cs" }, func(folder, name string, uses ...string) string {
			text := ""
			for _, u := range uses {
				pkg, _, _ := strings.Cut(u, ".")
				text += "using Acme." + pkg + ";\n"
			}
			return text + "\nnamespace Acme." + folder + ";\n\npublic class " + name + " { int a; }\n"
		}, map[string]map[string]string{
			"enforced by projects":   projects,
			"open: one project":      {"all.csproj": project()},
			"open: for all projects": with(projects, "Directory.Build.targets", project("web"), "web/web.csproj", project("shared")),
			"open: an import of it":  with(projects, "web/web.csproj", project("shared"), "ids/ids.csproj", project("web")),
		}},
		{"rust", func(folder, name string) string { return folder + "/src/" + strings.ToLower(name) + ".rs" }, func(folder, name string, uses ...string) string {
			text := ""
			for _, u := range uses {
				pkg, item, _ := strings.Cut(u, ".")
				text += "use " + pkg + "::src::" + strings.ToLower(item) + "::" + item + ";\n"
			}
			return text + "\npub struct " + name + " { a: u8 }\n"
		}, map[string]map[string]string{
			"enforced by crates": crates,
			"open: one crate":    {"Cargo.toml": crate("all")},
			"open: a broken one": with(crates, "domain/Cargo.toml", "[package", "web/Cargo.toml", crate("web")),
		}},
		{"go", func(folder, name string) string { return folder + "/" + strings.ToLower(name) + ".go" }, goText(""), map[string]map[string]string{
			"enforced by circles": {"go.mod": "module example.org/shop\n"},
		}},
		{"go packages", func(folder, name string) string { return folder + "/" + strings.ToLower(name) + "/a.go" }, goText("x"), map[string]map[string]string{
			"open: packages of their own": {"go.mod": "module example.org/shop\n"},
			"open: a workspace":           with(goMods(), "go.work", "go 1.26\n"),
			"enforced by modules":         goMods(),
		}},
		{"ts", func(folder, name string) string { return "packages/" + folder + "/" + name + ".ts" }, func(folder, name string, uses ...string) string {
			text := ""
			for _, u := range uses {
				text += "import { a } from '../" + strings.ReplaceAll(u, ".", "/") + "';\n"
			}
			return text + "export const a = 1;\n"
		}, map[string]map[string]string{
			"open: hoisted": {"package.json": `{"workspaces":["packages/*"]}`, "packages/domain/package.json": `{"name":"domain"}`, "packages/web/package.json": `{"name":"web","dependencies":{"domain":"*"}}`},
		}},
	}
}

// goText writes files of one package for each folder, or with deep for each
// file.
func goText(deep string) func(folder, name string, uses ...string) string {
	return func(folder, name string, uses ...string) string {
		text := "package " + folder + "\n\nimport (\n"
		for _, u := range uses {
			pkg, item, _ := strings.Cut(u, ".")
			if deep != "" {
				pkg += "/" + strings.ToLower(item)
			}
			text += "\t\"example.org/shop/" + pkg + "\"\n"
		}
		return text + ")\n\nfunc " + name + "() {}\n"
	}
}

func goMods() map[string]string {
	out := map[string]string{"go.mod": "module example.org/shop\n"}
	for _, m := range [][]string{{"shared"}, {"ids"}, {"domain", "shared", "ids"}, {"web", "domain", "shared"}, {"cli", "web"}} {
		text := "module example.org/shop/" + m[0] + "\n"
		for _, d := range m[1:] {
			text += "require example.org/shop/" + d + " v0.0.0\n"
		}
		out[m[0]+"/go.mod"] = text
	}
	return out
}

func with(files map[string]string, more ...string) map[string]string {
	out := maps.Clone(files)
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

func TestBoundariesThatTheBuildEnforces(t *testing.T) {
	for _, l := range layers() {
		for what, build := range l.builds {
			t.Run(l.lang+" "+what, func(t *testing.T) {
				files := l.files()
				maps.Copy(files, build)
				got := find(mined(t, repo(t, files)), business.ImportBoundary, "domain/` never", "web/`")
				if enforced := strings.HasPrefix(what, "enforced"); enforced == (len(got) > 0) {
					t.Errorf("%d rules: %+v", len(got), got)
				}
			})
		}
	}
}
