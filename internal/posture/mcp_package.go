package posture

import (
	"net/url"
	"strings"
)

// fetchers are programs that download what they run.
var fetchers = []string{"npx", "bunx", "pnpx", "uvx", "pipx", "docker", "podman", "pnpm", "yarn", "npm", "bun", "uv", "deno"}

// fetched reads the package that a command line downloads at start and
// whether its version is fixed.
func fetched(words []string) (name, pinned string) {
	if len(words) == 0 || !contains(fetchers, program(words[0])) {
		return "", ""
	}
	tool, rest := program(words[0]), words[1:]
	if tool == "docker" || tool == "podman" {
		return image(rest)
	}
	for i := 0; i < len(rest); i++ {
		w := rest[i]
		switch {
		case w == "--from" || w == "--package" || w == "-p" || w == "--spec":
			if i+1 < len(rest) {
				return version(rest[i+1])
			}
		case strings.HasPrefix(w, "--from=") || strings.HasPrefix(w, "--package="):
			_, w, _ = strings.Cut(w, "=")
			return version(w)
		case w == "--python" || w == "--with":
			i++
		case strings.HasPrefix(w, "-") || w == "":
		case contains([]string{"dlx", "exec", "x", "run", "tool"}, w) && !contains([]string{"npx", "bunx", "pnpx", "uvx"}, tool):
		case strings.HasPrefix(w, ".") || strings.HasPrefix(w, "/"):
			return "", "" // a local program
		default:
			return version(w)
		}
	}
	return "", ""
}

// version splits NAME@VERSION or NAME==VERSION.
func version(spec string) (name, pinned string) {
	if n, v, ok := strings.Cut(spec, "=="); ok && v != "" {
		return n, "yes"
	}
	scope := strings.HasPrefix(spec, "@")
	n, v, ok := strings.Cut(strings.TrimPrefix(spec, "@"), "@")
	if scope {
		n = "@" + n
	}
	if strings.HasPrefix(spec, "git+") || strings.Contains(spec, "://") {
		n, ok, v = spec, false, ""
		if i := strings.LastIndex(spec, "@"); i > 0 && len(spec)-i > 40 {
			return spec[:i], "yes" // a commit
		}
	}
	if ok && v != "" && v[0] >= '0' && v[0] <= '9' && !strings.ContainsAny(v, "x*") {
		return n, "yes"
	}
	return n, "no"
}

// image finds the image of "docker run" and whether it is fixed by digest or
// by a tag other than latest.
func image(rest []string) (name, pinned string) {
	takes := []string{"-e", "--env", "-v", "--volume", "--mount", "--name", "-p", "--publish", "--network", "--env-file", "-w", "--workdir", "-u", "--user", "--entrypoint"}
	for i := 0; i < len(rest); i++ {
		w := rest[i]
		switch {
		case w == "run" || w == "container":
		case contains(takes, w):
			i++
		case strings.HasPrefix(w, "-"):
		default:
			if n, _, ok := strings.Cut(w, "@sha256:"); ok {
				return n, "yes"
			}
			i := strings.LastIndex(w, ":")
			if i > strings.LastIndex(w, "/") && i > 0 && w[i+1:] != "latest" {
				return w[:i], "yes"
			}
			return strings.TrimSuffix(w, ":latest"), "no"
		}
	}
	return "", ""
}

// famous are packages that others like to imitate.
var famous = []string{"@modelcontextprotocol/server-filesystem", "@modelcontextprotocol/server-github", "@modelcontextprotocol/server-memory",
	"@modelcontextprotocol/server-postgres", "@modelcontextprotocol/server-sequential-thinking", "@modelcontextprotocol/server-everything",
	"@modelcontextprotocol/server-slack", "@modelcontextprotocol/server-puppeteer", "@modelcontextprotocol/server-brave-search",
	"@playwright/mcp", "@upstash/context7-mcp", "@notionhq/notion-mcp-server", "@sentry/mcp-server", "@supabase/mcp-server-supabase",
	"@azure/mcp", "chrome-devtools-mcp", "firecrawl-mcp", "mcp-remote", "mcp-server-fetch", "mcp-server-git", "mcp-server-sqlite", "mcp-server-time",
	"tavily-mcp", "exa-mcp-server"}

// lookAlike returns the well-known package that a name imitates, or "".
func lookAlike(name string) string {
	if name == "" || contains(famous, name) {
		return ""
	}
	plain := folded(name)
	for _, f := range famous {
		if plain == folded(f) || near(plain, folded(f)) {
			return f
		}
		// The same package below another scope, or with its scope glued on.
		_, base, scoped := strings.Cut(f, "/")
		if scoped && strings.Contains(base, "server-") && (strings.HasSuffix(name, "/"+base) || name == strings.ReplaceAll(strings.TrimPrefix(f, "@"), "/", "-")) {
			return f
		}
	}
	return ""
}

// folded writes letters and digits that look alike in one way.
func folded(s string) string {
	return strings.NewReplacer("0", "o", "1", "l", "i", "l", "I", "l", "_", "-", "rn", "m", "vv", "w").Replace(strings.ToLower(s))
}

// near reports whether two names differ by one insertion, deletion,
// replacement or swap. Short names are too close to each other to tell.
func near(a, b string) bool {
	if len(a) < 8 || len(b) < 8 || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) > len(b):
		return a[1:] == b
	case len(b) > len(a):
		return b[1:] == a
	case len(a) == 0:
		return false
	}
	return a[1:] == b[1:] || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
}

// secretsOf names the credentials that an entry writes out.
func secretsOf(v node, words []string) []string {
	var out []string
	for _, t := range []string{"env", "headers", "http_headers"} {
		for _, m := range v.get(t).members {
			value := node{kind: text, raw: strings.TrimPrefix(strings.TrimPrefix(m.value.str(), "Bearer "), "token ")}
			if (secretNamed(m.key) || strings.EqualFold(m.key, "Authorization") || strings.EqualFold(m.key, "Cookie") || strings.EqualFold(m.key, "X-API-Key")) && plain(value) {
				out = append(out, t+"."+m.key)
			}
		}
	}
	if c := v.get("auth", "CLIENT_SECRET"); plain(c) {
		out = append(out, "auth.CLIENT_SECRET")
	}
	for i, w := range words {
		if name, value, ok := strings.Cut(w, "="); ok && secretNamed(strings.ReplaceAll(name, "-", "_")) && plain(node{kind: text, raw: value}) {
			out = append(out, "argument "+name)
		} else if i > 0 && flagOfSecret(words[i-1]) && plain(node{kind: text, raw: w}) {
			out = append(out, "argument "+words[i-1])
		}
	}
	if u, err := url.Parse(serverURL(v)); err == nil {
		if _, has := u.User.Password(); has {
			out = append(out, "url password")
		}
		for _, pair := range strings.Split(u.RawQuery, "&") {
			if name, value, _ := strings.Cut(pair, "="); (secretNamed(name) || strings.EqualFold(name, "key")) && plain(node{kind: text, raw: value}) {
				out = append(out, "url "+name)
			}
		}
	}
	return out
}

func flagOfSecret(flag string) bool {
	return strings.HasPrefix(flag, "-") && !strings.Contains(flag, "=") && secretNamed(strings.ReplaceAll(strings.TrimLeft(flag, "-"), "-", "_"))
}

const masked = "****"

// maskArgs hides what may be a credential in a command line.
func maskArgs(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		name, _, ok := strings.Cut(w, "=")
		switch {
		case ok && secretNamed(strings.ReplaceAll(name, "-", "_")):
			w = name + "=" + masked
		case i > 0 && flagOfSecret(words[i-1]):
			w = masked
		case strings.Contains(w, "://"):
			w = maskURL(w)
		}
		out[i] = w
	}
	return out
}

// maskURL hides user, password and query of an address.
func maskURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return masked
	}
	user, query := u.User != nil, u.RawQuery != ""
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	s := u.String()
	if user {
		s = strings.Replace(s, "://", "://"+masked+"@", 1)
	}
	if query {
		s += "?" + masked
	}
	return s
}
