package code

import (
	"bytes"
	"path"
	"strings"
)

// LangSet is a set of languages.
type LangSet uint64

// The languages. A file may be of several: a Vue component is also JavaScript.
const (
	JS LangSet = 1 << iota
	TS
	Vue
	Svelte
	Python
	Java
	Go
	CSharp
	Ruby
	PHP
	Kotlin
	Rust
	C
	Cpp
	ObjC
	Swift
	Shell
	SQL
	Terraform
	Docker
	YAML
	HTML
	ERB
	Scala
	JSON
	XML
	Config
	PowerShell
	Other
)

// AllLangs is every language, also unknown ones.
const AllLangs LangSet = 1<<29 - 1

// WebLangs are the languages servers are written in.
const WebLangs = JS | TS | Vue | Svelte | Python | Java | Go | CSharp | Ruby | PHP | Kotlin | Scala

// langNames lists the names rules are written with.
var langNames = []struct {
	name string
	set  LangSet
}{
	{"js", JS}, {"ts", TS}, {"vue", Vue}, {"svelte", Svelte}, {"py", Python}, {"java", Java}, {"go", Go},
	{"cs", CSharp}, {"rb", Ruby}, {"php", PHP}, {"kt", Kotlin}, {"rs", Rust}, {"c", C}, {"cpp", Cpp},
	{"objc", ObjC}, {"swift", Swift}, {"sh", Shell}, {"sql", SQL}, {"tf", Terraform}, {"docker", Docker},
	{"yaml", YAML}, {"html", HTML}, {"erb", ERB}, {"scala", Scala}, {"json", JSON}, {"xml", XML},
	{"config", Config}, {"ps1", PowerShell}, {"other", Other},
	{"web", WebLangs}, {"any", AllLangs}, {"jvm", Java | Kotlin | Scala}, {"cc", C | Cpp | ObjC},
}

// ParseLang reads a language or group name.
func ParseLang(s string) (LangSet, bool) {
	for _, n := range langNames {
		if n.name == s {
			return n.set, true
		}
	}
	return 0, false
}

// Names lists the languages of the set.
func (l LangSet) Names() []string {
	var out []string
	for _, n := range langNames {
		if n.set&(n.set-1) == 0 && l&n.set != 0 {
			out = append(out, n.name)
		}
	}
	return out
}

var byExt = []struct {
	ext string
	set LangSet
}{
	{".js", JS}, {".jsx", JS}, {".mjs", JS}, {".cjs", JS}, {".ts", TS | JS}, {".tsx", TS | JS}, {".mts", TS | JS}, {".cts", TS | JS},
	{".vue", Vue | JS | TS | HTML}, {".svelte", Svelte | JS | TS | HTML}, {".py", Python}, {".pyw", Python}, {".pyi", Python}, {".ipynb", Python | JSON},
	{".java", Java}, {".go", Go}, {".cs", CSharp}, {".cshtml", CSharp | HTML | JS}, {".razor", CSharp | HTML}, {".rb", Ruby}, {".rake", Ruby},
	{".gemspec", Ruby}, {".php", PHP | HTML}, {".phtml", PHP | HTML}, {".inc", PHP}, {".kt", Kotlin}, {".kts", Kotlin}, {".rs", Rust},
	{".c", C}, {".h", C | Cpp}, {".cc", Cpp}, {".cpp", Cpp}, {".cxx", Cpp}, {".hpp", Cpp}, {".hh", Cpp}, {".m", ObjC | C}, {".mm", ObjC | Cpp},
	{".swift", Swift}, {".sh", Shell}, {".bash", Shell}, {".zsh", Shell}, {".ksh", Shell}, {".sql", SQL}, {".tf", Terraform}, {".tfvars", Terraform}, {".hcl", Terraform},
	{".dockerfile", Docker}, {".yaml", YAML}, {".yml", YAML}, {".html", HTML | JS}, {".htm", HTML | JS}, {".xhtml", HTML | JS},
	{".erb", ERB | HTML | Ruby | JS}, {".rhtml", ERB | HTML | Ruby}, {".haml", ERB | Ruby}, {".slim", ERB | Ruby}, {".ejs", HTML | JS}, {".hbs", HTML | JS}, {".mustache", HTML | JS}, {".njk", HTML | JS},
	{".jinja", HTML | JS}, {".jinja2", HTML | JS}, {".j2", HTML | JS}, {".twig", HTML | JS}, {".pug", HTML | JS}, {".jsp", HTML | Java | JS}, {".jspx", HTML | Java},
	{".scala", Scala}, {".groovy", Java}, {".gradle", Java}, {".json", JSON}, {".jsonc", JSON}, {".tfstate", JSON}, {".xml", XML}, {".config", XML | Config}, {".plist", XML}, {".csproj", XML},
	{".properties", Config}, {".ini", Config}, {".toml", Config}, {".env", Config}, {".conf", Config}, {".cfg", Config}, {".ps1", PowerShell}, {".psm1", PowerShell},
	{".md", Other}, {".txt", Other}, {".rst", Other},
}

var byName = []struct {
	name string
	set  LangSet
}{
	{"dockerfile", Docker}, {"containerfile", Docker}, {"gemfile", Ruby}, {"rakefile", Ruby}, {"vagrantfile", Ruby}, {"jenkinsfile", Java},
	{"makefile", Shell}, {"gnumakefile", Shell}, {".env", Config}, {".npmrc", Config}, {".pypirc", Config}, {"nginx.conf", Config}, {".bashrc", Shell}, {".profile", Shell},
}

// Langs names the languages of a file by its path, then by its first line.
func Langs(file string, content []byte) LangSet {
	base := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	for _, n := range byName {
		if base == n.name || strings.HasPrefix(base, n.name+".") && n.set&(Docker|Config) != 0 {
			return n.set
		}
	}
	if strings.HasSuffix(base, ".blade.php") {
		return PHP | HTML | JS
	}
	ext := path.Ext(base)
	for _, e := range byExt {
		if e.ext == ext {
			if e.set == JSON && !looksJSON(content) {
				return snippetLangs(content)
			}
			return e.set
		}
	}
	if l := byShebang(content); l != Other || ext == "" {
		return l
	}
	return Other
}

// looksJSON tells whether content may be a JSON document or a part of one.
func looksJSON(content []byte) bool {
	c := bytes.TrimLeft(content, " \t\r\n\xef\xbb\xbf")
	return len(c) == 0 || bytes.IndexByte([]byte("{[\"]}0123456789-/,"), c[0]) >= 0 || bytes.HasPrefix(c, []byte("true")) || bytes.HasPrefix(c, []byte("false")) || bytes.HasPrefix(c, []byte("null"))
}

// snippetLangs is for code whose name says nothing: every language it may be.
func snippetLangs(content []byte) LangSet {
	switch {
	case bytes.Contains(content, []byte("<?php")):
		return PHP
	case bytes.Contains(content, []byte("#include")), bytes.Contains(content, []byte("#import")), bytes.Contains(content, []byte("@\"")):
		return C | Cpp | ObjC
	}
	return C | Cpp | ObjC | CSharp | Java | Python | Ruby | JS | TS | Go | Rust | Swift | Shell | SQL | PowerShell
}

func byShebang(content []byte) LangSet {
	if !bytes.HasPrefix(content, []byte("#!")) {
		return Other
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	for _, s := range []struct {
		word string
		set  LangSet
	}{{"python", Python}, {"node", JS}, {"deno", JS | TS}, {"bun", JS | TS}, {"ruby", Ruby}, {"php", PHP}, {"sh", Shell}} {
		if bytes.Contains(line, []byte(s.word)) {
			return s.set
		}
	}
	return Other
}
