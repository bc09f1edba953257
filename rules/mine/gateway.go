package mine

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// packageOf is the name a package manager, or its makers, know a module by;
// "" for what belongs to a language or cannot be told.
func packageOf(lang, module string) string {
	switch lang {
	case "ts":
		return packageOfTS(module)
	case "python":
		root, _, _ := strings.Cut(module, ".")
		return root
	case "go":
		parts := strings.SplitN(module, "/", 4)
		if !strings.Contains(parts[0], ".") || len(parts) < 2 {
			return ""
		}
		return strings.Join(parts[:min(3, len(parts))], "/")
	case "rust":
		root, _, _ := strings.Cut(module, "::")
		if slices.Contains([]string{"crate", "self", "super", "std", "core", "alloc", "serde", "tokio", "anyhow", "tracing"}, root) {
			return ""
		}
		return root
	case "php":
		root, _, below := strings.Cut(strings.TrimPrefix(module, `\`), `\`)
		if !below || slices.Contains([]string{"App", "Illuminate", "Symfony", "Doctrine", "Tests", "Psr"}, root) {
			return ""
		}
		return root
	case "java", "kotlin":
		return packageOfJava(module)
	case "csharp":
		root, _, _ := strings.Cut(module, ".")
		if root == "System" || root == "Microsoft" || root == "Windows" {
			return ""
		}
		return root
	}
	return ""
}

func packageOfTS(module string) string {
	if strings.HasPrefix(module, ".") || strings.HasPrefix(module, "/") || strings.HasPrefix(module, "@/") || strings.HasPrefix(module, "~") || strings.HasPrefix(module, "#") || strings.HasPrefix(module, "$") || strings.HasPrefix(module, "node:") || strings.HasPrefix(module, "virtual:") {
		return ""
	}
	parts := strings.SplitN(module, "/", 3)
	if strings.HasPrefix(module, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func packageOfJava(module string) string {
	parts := strings.Split(module, ".")
	if len(parts) < 4 || slices.Contains([]string{"java", "javax", "jakarta", "kotlin", "kotlinx", "android", "androidx", "lombok"}, parts[0]) || slices.Contains([]string{"springframework", "slf4j", "junit"}, parts[1]) {
		return ""
	}
	return strings.Join(parts[:3], ".")
}

// bears reports whether a place is named after a package. Where each package
// of a program uses libraries of its own, only its name makes it a gateway.
func bears(place, pkg string) bool {
	name := strings.ToLower(path.Base(place))
	for _, w := range strings.FieldsFunc(strings.ToLower(pkg), func(r rune) bool { return strings.ContainsRune("/-_.\\@", r) }) {
		if len(w) > 2 && len(name) > 2 && !slices.Contains(anyPackage, w) && (strings.Contains(name, w) || strings.Contains(w, name)) {
			return true
		}
	}
	return false
}

// rootOf reports whether packages of this repository begin with a name, or the
// name with one of them: a class of its own.
func (c *corpus) rootOf(lang, pkg string) bool {
	sep := separator(lang)
	for key := range c.packages {
		l, name, _ := strings.Cut(key, " ")
		if l == platform(lang) && (strings.HasPrefix(name+sep, pkg+sep) || strings.Contains(name, sep) && strings.HasPrefix(pkg+sep, name+sep)) {
			return true
		}
	}
	return false
}

// byFolder reports whether imports name folders, not files.
func byFolder(lang string) bool { return lang == "go" || lang == "csharp" }

// place is what others import to reach a file.
func (c *corpus) place(file int) string {
	f := &c.files[file]
	if byFolder(f.Lang) {
		return path.Dir(f.Path)
	}
	return stemOf(f.Path)
}

// programOf is the folder of the program or package, by its manifest, that a
// file belongs to in a repository of several; "" for the whole repository.
func (c *corpus) programOf(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		for _, name := range []string{"package.json", "pyproject.toml", "setup.py"} {
			if _, found := slices.BinarySearch(c.tree.files, dir+"/"+name); found {
				return dir
			}
		}
	}
	return ""
}

// lies reports whether a file lies below a folder; all do below "".
func lies(file, folder string) bool { return folder == "" || strings.HasPrefix(file, folder+"/") }

// What a gateway's rank is multiplied with where its name says nothing of the
// package, which may be a detail of it, and for each other place that imports
// the package, perhaps by right.
const (
	unnamed = 0.5
	stray   = 0.85
)

// mineGateways finds packages that reach the code through one place.
func (c *corpus) mineGateways(x imports) []business.Rule {
	var out []business.Rule
	least, floor := minUnits, minLower
	if c.tiny() {
		least, floor = 4, 0.40
	}
	for _, key := range sortedKeys(x.external) {
		users := x.external[key]
		lang, pkg, _ := strings.Cut(key, " ")
		at := map[string]int{} // place -> first file
		for _, u := range users {
			if _, ok := at[c.place(u.file)]; !ok {
				at[c.place(u.file)] = u.file
			}
		}
		if len(at) > 6 || c.rootOf(lang, pkg) || stdlib(lang, pkg) || pluggedIn(pkg) {
			continue
		}
		gate, uses := -1, 0
		for _, place := range sortedKeys(at) {
			if n := len(x.into[place]); n > uses {
				gate, uses = at[place], n
			}
		}
		if gate < 0 || uses < least {
			continue
		}
		part := c.programOf(c.files[gate].Path)
		users = slices.DeleteFunc(slices.Clone(users), func(u importer) bool {
			out := !lies(c.files[u.file].Path, part)
			if out {
				delete(at, c.place(u.file))
			}
			return out
		})
		into := x.into[c.place(gate)]
		if len(users) < len(x.external[key]) {
			into = maps.Clone(into)
			maps.DeleteFunc(into, func(i int, _ bool) bool { return !lies(c.files[i].Path, part) })
		}
		if c.heirOf(gate, users) || c.secondGate(x, at, gate, pkg) {
			continue
		}
		k := c.reach(into, gate, users)
		n := k + len(at) - 1
		named, strays := bears(c.place(gate), pkg), len(at)-1
		if k < least || 2*k < len(into) || lower(k, n) < floor || !c.isWrapper(gate, pkg) || !c.tiny() && !named && (strays > 0 || lang != "ts" && lang != "python") {
			continue
		}
		r := c.gatewayRule(gate, pkg, users, k, n)
		if len(users) < len(x.external[key]) { // another program of the repository has a way of its own
			r.Scope.Paths = []string{part + "/**"}
			r.Statement = strings.Replace(r.Statement, "; everything else", inside(&r)+"; everything else"+there(&r), 1)
		}
		if !named {
			r.Score *= unnamed
		}
		for range strays {
			r.Score *= stray
		}
		out = append(out, r)
	}
	return c.noLayouts(x, joinKits(mergeGateways(out)))
}

func (c *corpus) gatewayRule(gate int, pkg string, users []importer, k, n int) business.Rule {
	f := &c.files[gate]
	says, allow := f.Path, f.Path
	if byFolder(f.Lang) {
		says, allow = path.Dir(f.Path)+"/", path.Dir(f.Path)+"/*"
	}
	lb := lower(k, n)
	r := business.Rule{Statement: fmt.Sprintf("Only `%s` imports `%s`; everything else goes through it.", says, pkg), Kind: business.Gateway, Source: business.FromCode,
		Support: k, Sites: n, Confidence: lb, Scope: business.Scope{Languages: []string{f.Lang}}, Check: &business.Check{Modules: []string{pkg}, Allow: []string{allow}}, Score: 0.90 * lb}
	var good, bad []string
	for _, u := range users {
		if c.place(u.file) == c.place(gate) {
			good = append(good, c.site(u))
		} else {
			bad = append(bad, c.site(u))
		}
	}
	c.evidence(&r, good, bad)
	r.Recent, r.Migrating = nil, false // the support is not these sites
	return r
}

func stemOf(p string) string {
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(p, path.Ext(p)), "/index"), "/__init__")
}

// isWrapper reports whether a file exists for a package's sake: it imports
// no other, or bears its name.
func (c *corpus) isWrapper(file int, pkg string) bool {
	f := &c.files[file]
	outside := map[string]bool{}
	for _, im := range f.Imports {
		if c.resolve(f, im.Module) == "" {
			if p := packageOf(f.Lang, im.Module); p != "" && !stdlib(f.Lang, p) && p != "react" {
				outside[p] = true
			}
		}
	}
	if bears(stemOf(f.Path), pkg) {
		return true
	}
	return len(outside) <= 1 && len(f.Defs) <= mostWrapped
}

// mostWrapped is how much a file defines that is there for a package only.
const mostWrapped = 8

// anyPackage are words of package names that say nothing about a package.
var anyPackage = []string{"util", "helper", "helpers", "pkg", "internal", "shared", "tools", "model", "models", "service", "services", "react", "vue", "ngx", "angular", "svelte", "node", "next", "django", "flask", "python", "core", "common", "utils", "plugin", "types", "client", "api", "lib", "js"}

func stdlib(lang, pkg string) bool {
	switch lang {
	case "ts":
		return slices.Contains([]string{"fs", "path", "crypto", "http", "https", "os", "url", "util", "events", "stream", "child_process", "zlib", "buffer", "assert", "net", "dns", "tls", "readline", "querystring", "perf_hooks", "worker_threads", "async_hooks", "v8", "vm", "react", "react-dom", "vue", "bun", "cluster", "module", "process", "timers", "string_decoder"}, pkg)
	case "python":
		return slices.Contains([]string{"os", "sys", "re", "json", "typing", "datetime", "collections", "functools", "itertools", "logging", "time", "uuid", "math", "random", "abc", "enum", "dataclasses", "pathlib", "decimal", "hashlib", "hmac", "base64", "copy", "contextlib", "io", "string", "urllib", "http", "email", "csv", "asyncio", "threading", "subprocess", "tempfile", "shutil", "inspect", "warnings", "operator", "secrets", "traceback", "types", "socket", "ssl", "zlib", "gzip", "struct", "textwrap", "unittest", "__future__", "importlib", "argparse", "html", "xml", "zoneinfo", "ipaddress", "mimetypes", "queue", "signal", "statistics", "glob", "pickle", "platform", "pprint", "select", "bisect", "heapq", "weakref", "calendar", "locale", "getpass", "fnmatch", "difflib", "binascii", "codecs", "concurrent", "multiprocessing", "zipfile", "tarfile", "typing_extensions", "sqlite3", "ast", "codeop", "ctypes", "curses", "dis", "errno", "fcntl", "grp", "pwd", "heapq", "imaplib", "ftplib", "smtplib", "gettext", "keyword", "linecache", "numbers", "optparse", "os.path", "profile", "pstats", "resource", "sched", "selectors", "shelve", "shlex", "socketserver", "stat", "syslog", "sysconfig", "telnetlib", "timeit", "token", "tokenize", "tomllib", "trace", "tracemalloc", "unicodedata", "venv", "wave", "webbrowser", "winreg", "wsgiref", "xmlrpc", "zipimport", "graphlib", "contextvars", "array", "atexit", "builtins", "cmath", "cProfile", "faulthandler", "filecmp", "fractions", "gc", "getopt", "lzma", "bz2", "marshal", "mmap", "netrc", "poplib", "posixpath", "pty", "pyclbr", "quopri", "reprlib", "runpy", "site"}, pkg)
	}
	return false
}
