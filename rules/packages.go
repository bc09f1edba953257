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
	if !verb {
		return
	}
	for _, o := range j.ops {
		if name := packageName(o.text); name != "" && imitates(name, eco) != "" {
			j.signal("pkg.typosquat", c, "", name+" for "+imitates(name, eco))
		}
	}
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

// packageName takes version, extras and scope away.
func packageName(s string) string {
	if s == "" || strings.HasPrefix(s, "@") || strings.ContainsAny(s, "/:.\\$") && !strings.Contains(s, "==") {
		return ""
	}
	if i := strings.IndexAny(s, "@=<>~![;"); i > 0 {
		s = s[:i]
	}
	return strings.ToLower(s)
}

// imitates returns the popular package whose name s imitates, or "".
func imitates(s, eco string) string {
	if len(s) < 5 {
		return ""
	}
	var list []string
	switch eco {
	case "npm":
		list = popularNPM[:]
	case "pypi":
		list = popularPyPI[:]
	default:
		return ""
	}
	for _, p := range list {
		if s == p {
			return ""
		}
	}
	for _, p := range list {
		if len(p) >= 5 && near(s, p) {
			return p
		}
	}
	return ""
}

// near reports names one slip of the keyboard apart: a letter swapped with
// its neighbour, doubled, dropped, added or replaced by its look-alike; or
// the separators differ.
func near(s, p string) bool {
	if s == strings.ReplaceAll(p, "-", "") && len(s) != len(p) {
		return true
	}
	switch len(s) - len(p) {
	case 0:
		diff := -1
		for i := range s {
			if s[i] == p[i] {
				continue
			}
			if diff < 0 {
				diff = i
				continue
			}
			return diff == i-1 && s[diff] == p[i] && s[i] == p[diff] && s[i+1:] == p[i+1:]
		}
		return diff >= 0 && (lookAlike(s[diff], p[diff]) || len(p) > 7 && isAlpha(s[diff]) && isAlpha(p[diff]))
	case 1:
		return oneMore(s, p)
	case -1:
		return oneMore(p, s) && len(p) > 5
	}
	return false
}

func lookAlike(a, b byte) bool {
	switch string([]byte{min(a, b), max(a, b)}) {
	case "0o", "1l", "1i", "il", "nm", "uv", "vw", "_-", "-_", "3e", "5s", "ae":
		return true
	}
	return false
}

// oneMore reports that long is short with one letter more.
func oneMore(long, short string) bool {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	if long[i+1:] != short[i:] {
		return false
	}
	// A doubled letter is a slip; another letter makes a word of its own unless
	// the name is long. A version digit is often another, real package.
	doubled := i > 0 && long[i] == long[i-1] || i < len(short) && long[i] == short[i]
	return doubled || len(short) > 8 && isAlpha(long[i]) && long[i] != 's'
}

var popularNPM = [...]string{"lodash", "express", "react", "react-dom", "axios", "chalk", "commander", "webpack", "typescript", "eslint", "prettier", "moment", "request", "underscore", "mongoose", "jquery", "cross-env", "dotenv", "electron", "nodemon", "socket.io", "bluebird", "puppeteer", "playwright", "discord.js", "colors", "minimist", "semver", "rimraf", "yargs", "inquirer", "passport", "jsonwebtoken", "bcrypt", "sequelize", "nodemailer", "cookie-parser", "body-parser", "babel-core", "styled-components", "ethers", "web3", "vue-router", "svelte", "angular", "tailwindcss", "postcss", "autoprefixer", "graphql", "apollo-server", "prisma", "mocha", "vitest", "cypress", "storybook", "rollup", "esbuild", "husky", "lint-staged", "winston", "morgan", "multer", "cheerio", "crypto-js", "node-fetch", "uuid"}

var popularPyPI = [...]string{"requests", "numpy", "pandas", "django", "flask", "scipy", "matplotlib", "tensorflow", "pytorch", "torch", "scikit-learn", "pillow", "sqlalchemy", "beautifulsoup4", "selenium", "pytest", "urllib3", "setuptools", "cryptography", "python-dateutil", "pyyaml", "boto3", "botocore", "colorama", "fastapi", "uvicorn", "pydantic", "celery", "redis", "psycopg2", "psycopg2-binary", "jinja2", "werkzeug", "openai", "anthropic", "langchain", "transformers", "paramiko", "ansible", "keras", "opencv-python", "discord.py", "telethon", "aiohttp", "httpx", "click", "tqdm", "lxml", "poetry", "virtualenv", "jupyter", "notebook", "streamlit", "scrapy", "nltk", "spacy", "gunicorn", "pyjwt", "bcrypt", "networkx", "certifi", "charset-normalizer", "websockets", "asyncio", "typing-extensions", "packaging"}
