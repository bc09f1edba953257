package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// packages judges where installed packages come from and what they are called.
func (j *judgement) packages(c *shell.Call) {
	eco, verb := packageTool(c, j.ops)
	if eco == "" {
		return
	}
	for i := range c.Args {
		a := c.Arg(i)
		prev := c.Arg(i - 1)
		if registryFlag(prev) || strings.HasPrefix(a, "--") && registryFlag(flagName(a)) {
			u := a
			if k := strings.IndexByte(a, '='); k > 0 && a[0] == '-' {
				u = a[k+1:]
			}
			if h := hostOf(u); h != "" && !publicRegistry(h) && !isLocalHost(h) {
				j.signal("pkg.registry", c, "", u)
			}
			continue
		}
		if verb && remotePackage(a, prev, eco) {
			j.signal("pkg.url", c, "", a)
		}
	}
	j.named(c, eco, verb)
}

func flagName(a string) string {
	n, _, _ := strings.Cut(a, "=")
	return n
}

func registryFlag(f string) bool {
	switch f {
	case "--registry", "--index-url", "-i", "--extra-index-url", "--find-links", "-f", "--index", "--default-index", "--source", "--pypi-mirror", "--repository-url", "--channel", "--clear-sources", "--repo", "-Source", "-s":
		return true
	}
	return false
}

// packageTool tells which ecosystem a command installs from; verb reports
// that packages are named.
func packageTool(c *shell.Call, ops []operand) (eco string, verb bool) {
	first := ""
	if len(ops) > 0 {
		first = ops[0].text
	}
	switch c.Name {
	case "npm", "pnpm", "yarn", "bun", "cnpm":
		return "npm", first == "install" || first == "i" || first == "add" || first == "in" || first == "isntall"
	case "npx", "bunx", "pnpx":
		return "npm", false
	case "pip", "pip3", "pipx", "pipenv", "poetry", "uv", "pdm", "rye", "easy_install", "conda", "mamba":
		return "pypi", anyOp(ops, "install", "add") || c.Name == "easy_install"
	case "python", "python3":
		if w, ok := c.Value("-m"); ok && strings.HasPrefix(w.Text, "pip") {
			return "pypi", anyOp(ops, "install")
		}
	case "cargo":
		return "cargo", first == "install" || first == "add"
	case "gem", "bundle":
		return "gem", first == "install" || first == "add"
	case "go":
		return "go", false
	case "dotnet", "nuget":
		return "nuget", anyOp(ops, "install", "package")
	case "composer":
		return "composer", first == "require"
	}
	return "", false
}

func anyOp(ops []operand, words ...string) bool {
	for _, o := range ops {
		for _, w := range words {
			if o.text == w {
				return true
			}
		}
	}
	return false
}

// remotePackage reports an operand that is an address.
func remotePackage(a, prev, eco string) bool {
	if prev == "--git" && eco == "cargo" {
		return !knownForge(hostOf(a))
	}
	if strings.HasPrefix(a, "-") {
		return false
	}
	switch prev {
	case "-r", "--requirement", "-c", "--constraint", "--proxy", "--cache-dir", "--prefix", "--trusted-host", "-t", "--target", "--log", "--rev", "--branch":
		return prev == "-r" && strings.Contains(a, "://")
	}
	for _, p := range [...]string{"git+", "http://", "https://", "git://", "github:", "gitlab:", "bitbucket:", "gist:", "ssh://", "git@", "hg+", "svn+", "bzr+"} {
		if strings.HasPrefix(a, p) {
			return true
		}
	}
	if i := strings.Index(a, "@"); i > 0 && (strings.Contains(a[i:], "git+") || strings.Contains(a[i:], "://")) {
		return true
	}
	return false
}

func knownForge(h string) bool { return h == "github.com" || h == "gitlab.com" }
