package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// place says what kind of spot on the machine a path is.
type place int

const (
	placeUnknown  place = iota // cannot be known: an unset variable
	placeTemp                  // below a temp folder
	placeBuild                 // output that a build makes again
	placeRepo                  // inside the repository or working folder
	placeCache                 // a tool's cache in the home
	placeNull                  // /dev/null and the like
	placeWork                  // a working folder of another project or a container
	placeHome                  // something of the user's outside the repository
	placeGit                   // the .git folder of the repository
	placeTempRoot              // a temp folder itself
	placeRepoRoot              // the repository itself, or what holds it
	placeHomeRoot              // a whole home folder
	placeSystem                // belongs to the operating system
	placeDevice                // a raw disk
	placeRoot                  // the file system itself
)

// site is where an event happens, as far as places are concerned.
type site struct {
	home, root, cwd string
	temps           []string
	world           World
	far             bool // on another machine: only the system's own places are known
}

// target is a resolved path operand.
type target struct {
	text string // as written, variables resolved
	abs  string // absolute, "" when unknown
	glob bool
	all  bool // everything below abs: "dir/*"
	base string
}

// aim resolves an operand against the folder a command runs in.
func (s *site) aim(text string, isGlob, known bool, dir string) target {
	t := target{text: text, glob: isGlob, base: lastPart(text)}
	text = strings.ReplaceAll(text, "//", "/")
	switch {
	case strings.HasPrefix(text, "/"):
		t.abs = shell.Clean(text)
	case text == "~" || strings.HasPrefix(text, "~/"):
		t.abs = shell.Clean(s.home + text[1:])
	case strings.HasPrefix(text, "~") && !strings.Contains(text, "$"):
		user, rest, _ := strings.Cut(text[1:], "/")
		t.abs = shell.Clean("/home/" + user + "/" + rest)
	case strings.HasPrefix(text, "$") || strings.HasPrefix(text, "\x00"):
		return t
	case len(text) > 1 && text[1] == ':' || strings.HasPrefix(text, `\\`):
		t.abs = windowsPath(text)
	case dir != "":
		t.abs = shell.Clean(dir + "/" + text)
	}
	if strings.HasPrefix(text, "file://") {
		t.abs = shell.Clean(text[len("file://"):])
	}
	t.abs = s.spelled(t.abs)
	if !known && strings.Contains(t.abs, "$") {
		// A variable in the middle: what stands before it is what is known.
		if i := strings.IndexByte(t.abs, '$'); i > 1 {
			return t
		}
		t.abs = ""
		return t
	}
	if t.glob {
		t.unglob()
	}
	return t
}

// unglob reads "dir/*" as everything in dir and a pattern that could be one
// of the system's folders as that folder.
func (t *target) unglob() {
	dir, last := splitLast(t.abs)
	switch last {
	case "*", "**", "*.*", ".*", "{*,.*}", ".[!.]*", "..?*", "[^.]*":
		t.all = true
		t.abs = dir
		if dir == "" {
			t.abs = "/"
		}
		if dir2, last2 := splitLast(t.abs); last2 == "**" || last2 == "*" && dir2 == "" {
			t.abs = dir2
		}
		return
	}
	if hasMeta(t.abs) {
		if hit := wellKnown(t.abs); hit != "" {
			t.abs = hit
		}
	}
}

func hasMeta(s string) bool { return strings.ContainsAny(s, "*?[") }

// wellKnown returns a system path that a glob such as /e?c/pass* reaches.
func wellKnown(g string) string {
	for _, p := range [...]string{"/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc", "/usr", "/bin", "/boot", "/home", "/var", "/root", "/lib", "/sbin", "/opt", "/dev/sda", "/bin/sh", "/bin/bash", "/bin/rm", "/usr/bin/rm"} {
		if globPath(g, p) {
			return p
		}
	}
	return ""
}

// globPath matches part by part, as a shell does.
func globPath(g, p string) bool {
	gs, ps := strings.Split(g, "/"), strings.Split(p, "/")
	if len(gs) != len(ps) {
		return false
	}
	plain := 0
	for i := range gs {
		if !glob(gs[i], ps[i]) && gs[i] != ps[i] && !(strings.Contains(gs[i], "[") && shell.Match(gs[i], ps[i])) {
			return false
		}
		if gs[i] != "*" && gs[i] != "" {
			plain++
		}
	}
	return plain > 0
}

func splitLast(p string) (dir, last string) {
	i := strings.LastIndexByte(p, '/')
	if i < 0 {
		return "", p
	}
	return p[:i], p[i+1:]
}

func lastPart(p string) string {
	_, l := splitLast(strings.TrimRight(p, "/"))
	return l
}

// within reports whether p is dir or lies below it.
func within(p, dir string) bool {
	return dir != "" && strings.HasPrefix(p, dir) && (len(p) == len(dir) || p[len(dir)] == '/' || dir == "/")
}

// where classifies a target.
func (s *site) where(t target) place {
	p := t.abs
	if p == "" {
		return placeUnknown
	}
	switch {
	case p == "/dev/null" || p == "/dev/stdout" || p == "/dev/stderr" || p == "/dev/tty" || p == "/dev/zero" || strings.HasPrefix(p, "/dev/fd/") || strings.HasPrefix(p, "/proc/self/fd/") || p == "/dev/full" || p == "/dev/random" || p == "/dev/urandom" || p == "/dev/stdin":
		return placeNull
	case p == "/" || driveRoot(p):
		return placeRoot
	case isDisk(p):
		return placeDevice
	}
	if !s.far {
		if pl := s.local(t, p); pl != placeUnknown {
			return pl
		}
	}
	return s.general(t, p)
}

// local knows the folders of this very session.
func (s *site) local(t target, p string) place {
	hub := s.root
	if hub == "" {
		hub = s.cwd
	}
	if s.home != "" && (p == s.home || within(s.home, p) && p != "/tmp") {
		return placeHomeRoot
	}
	if hub != "" && hub != "/" {
		switch {
		case p == hub || within(hub, p):
			if hub == s.home || s.isTemp(hub) && p != hub {
				break
			}
			return placeRepoRoot
		case within(p, hub):
			in := s.inside(t, p, hub)
			if s.root == "" && hub == s.home && in == placeRepo {
				return s.inHome(p) // no repository: git brings nothing back
			}
			return in
		}
	}
	if s.cwd != "" && s.cwd != hub && within(p, s.cwd) && s.cwd != "/" && s.cwd != s.home {
		return s.inside(t, p, s.cwd)
	}
	if s.home != "" && within(p, s.home) {
		return s.inHome(p)
	}
	return placeUnknown
}

func (s *site) isTemp(p string) bool {
	for _, t := range s.temps {
		if p == t {
			return true
		}
	}
	return false
}

func (s *site) inside(t target, p, hub string) place {
	rel := strings.TrimPrefix(p[len(hub):], "/")
	if rel == ".git" || strings.HasPrefix(rel, ".git/") {
		return placeGit
	}
	if buildOutput(rel) {
		return placeBuild
	}
	return placeRepo
}

// inHome tells caches from what the user would miss.
func (s *site) inHome(p string) place {
	rel := p[len(s.home)+1:]
	for _, c := range [...]string{".cache/", "Library/Caches/", ".npm/", ".gradle/caches", ".m2/repository", ".cargo/registry", ".cargo/git", "go/pkg/mod", ".yarn/cache", ".pnpm-store", ".bun/install/cache", ".local/share/Trash", ".Trash/", "AppData/Local/Temp", ".terraform.d/plugin-cache", ".nuget/packages", ".ivy2", ".local/share/pnpm/store", ".rustup/tmp", ".deno", ".gem/cache", ".cpan/build", ".pub-cache", ".tmp/", "tmp/"} {
		if strings.HasPrefix(rel+"/", strings.TrimSuffix(c, "/")+"/") {
			return placeCache
		}
	}
	if rel == ".cache" {
		return placeCache
	}
	// Another project's build output can be made again as well.
	if rel[0] != '.' && strings.Contains(rel, "/") && buildOutput(rel[strings.IndexByte(rel, '/')+1:]) {
		return placeBuild
	}
	return placeHome
}

// buildOutput reports whether some part of a relative path is a folder that a
// build, a package manager or a test run makes again, or a file of that kind.
func buildOutput(rel string) bool {
	for rel != "" {
		part := rel
		if i := strings.IndexByte(rel, '/'); i >= 0 {
			part, rel = rel[:i], rel[i+1:]
		} else {
			rel = ""
		}
		if outputName(part) {
			return true
		}
	}
	return false
}

func outputName(n string) bool {
	switch n {
	case "node_modules", "bower_components", "dist", "build", "out", "target", "coverage", "htmlcov", ".next", ".nuxt", ".output", ".svelte-kit",
		".turbo", ".parcel-cache", ".cache", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".venv", "venv", ".eggs",
		"obj", "bin", "debug", "Debug", "Release", "release", ".gradle", ".dart_tool", ".angular", ".vite", ".vercel", ".serverless", "cdk.out", ".terraform", ".aws-sam",
		"tmp", "temp", ".tmp", ".temp", "logs", "log", "_build", "deps", ".stack-work", "dist-newstyle", "elm-stuff", "Pods", "DerivedData", ".build", "vendor",
		"test-results", "playwright-report", ".nyc_output", ".jest", "storybook-static", "public/build", ".docusaurus", "_site", ".jekyll-cache", "site",
		"cmake-build-debug", "cmake-build-release", "CMakeFiles", ".bundle", "artifacts", "generated", "reports", "report", "lib-cov", ".sass-cache", ".eslintcache", ".coverage", "wheelhouse", "sdist", "zig-cache", "zig-out", ".zig-cache", "buck-out", "bazel-out", "bazel-bin", ".yarn", ".pnpm-store", ".hypothesis", ".ipynb_checkpoints", "outputs", "output", "results", "screenshots", "snapshots", "__snapshots__", ".expo", ".idea", "mlruns", ".dvc/tmp", "es", "esm", "cjs", "types", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb", "Cargo.lock", "poetry.lock", "go.sum", "Gemfile.lock", "composer.lock", "uv.lock":
		return true
	}
	for _, suffix := range [...]string{".pyc", ".pyo", ".o", ".obj", ".class", ".tsbuildinfo", ".egg-info", ".log", ".tmp", ".bak", ".orig", ".rej", ".swp", ".cache", ".DS_Store", ".gcda", ".gcno", ".whl", ".prof", ".pid", ".lock", ".dSYM", ".coverage", ".map", ".test", ".out", "~", ".old", ".temp"} {
		if strings.HasSuffix(n, suffix) {
			return true
		}
	}
	return strings.HasPrefix(n, "build-") || strings.HasPrefix(n, "dist-") || strings.HasPrefix(n, "bazel-") || strings.HasPrefix(n, "cmake-build") || strings.HasPrefix(n, "tmp") || strings.HasPrefix(n, "test-") || strings.HasPrefix(n, ".coverage")
}

// general classifies a path that the session does not explain.
func (s *site) general(t target, p string) place {
	for _, tmp := range s.temps {
		if p == tmp {
			return placeTempRoot
		}
		if within(p, tmp) {
			return placeTemp
		}
	}
	switch {
	case p == "/tmp" || p == "/var/tmp" || p == "/private/tmp" || p == "/dev/shm":
		return placeTempRoot
	case within(p, "/tmp") || within(p, "/var/tmp") || within(p, "/private/tmp") || within(p, "/var/folders") || within(p, "/private/var/folders") || within(p, "/dev/shm") || strings.Contains(p, "/appdata/local/temp/"):
		return placeTemp
	}
	if onDrive(p) {
		return windowsPlace(strings.TrimPrefix(p[2:], "/"))
	}
	top, rest, _ := strings.Cut(p[1:], "/")
	switch top {
	case "home", "Users", "export":
		if rest == "" || !strings.Contains(rest, "/") || t.all && strings.Count(rest, "/") == 0 {
			return placeHomeRoot
		}
		_, below, _ := strings.Cut(rest, "/")
		if buildOutput(below) && strings.Contains(below, "/") {
			return placeBuild
		}
		return placeHome
	case "root":
		if rest == "" {
			return placeHomeRoot
		}
		return placeHome
	case "opt", "srv", "mnt", "media", "Volumes", "data", "nix", "snap", "storage", "backup", "backups":
		if rest == "" || !strings.Contains(rest, "/") && top != "opt" || top == "nix" || top == "backup" || top == "backups" {
			return placeSystem
		}
		if buildOutput(rest) {
			return placeBuild
		}
		return placeHome
	case "app", "workspace", "workspaces", "testbed", "repo", "src", "code", "project", "projects", "builds", "github", "work", "site", "go", "usr2", "__w", "swe", "workdir":
		if rest == "" {
			return placeSystem
		}
		if buildOutput(rest) {
			return placeBuild
		}
		return placeWork
	case "var":
		if within(p, "/var/lib/apt/lists") || within(p, "/var/cache") && p != "/var/cache" {
			return placeCache
		}
		return placeSystem
	case "etc", "usr", "bin", "sbin", "lib", "lib32", "lib64", "boot", "sys", "proc", "dev", "run", "System", "Library", "Applications", "private", "cores", "efi", "lost+found", "selinux":
		return placeSystem
	}
	if !strings.Contains(rest, "/") && rest == "" {
		return placeSystem // some folder right below the root
	}
	return placeWork
}
