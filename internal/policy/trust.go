package policy

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
)

// TrustsRules reports whether the machine's policy takes the business rules
// that the repository at root holds as accepted for accepted: its key
// trust_rules lists folders, or where repositories were cloned from. No other
// layer is asked: a repository must not vouch for itself.
func TrustsRules(o Options) bool {
	o.fill()
	dir := home.Managed(o.OS, o.Getenv)
	if o.Root == "" || !ownedByAdmin(dir, o.OS) {
		return false
	}
	return trustsRules(filepath.Join(dir, "policy.json"), o.Root)
}

func trustsRules(file, root string) bool {
	raw, err := bare.ReadFile(file)
	if err != nil || len(raw) > maxFile {
		return false
	}
	type keys struct {
		TrustRules []string `json:"trust_rules"`
	}
	var f struct {
		keys
		Policy *keys `json:"policy"`
	}
	if json.Unmarshal([]byte(strings.TrimPrefix(string(raw), "\xef\xbb\xbf")), &f) != nil {
		return false // every gated call says that the policy cannot be read
	}
	list := f.TrustRules
	if f.Policy != nil {
		list = f.Policy.TrustRules
	}
	if len(list) == 0 {
		return false
	}
	names := append(origins(root), filepath.ToSlash(filepath.Clean(root)))
	return slices.ContainsFunc(list, func(pattern string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return pattern == "*" || below(pattern, n) })
	})
}

// below matches a pattern against a name or a folder above it: acme/* takes
// in acme/app, and /src takes in /src/app.
func below(pattern, name string) bool {
	pattern = strings.TrimSuffix(pattern, "/")
	for ; name != "." && name != "/" && name != ""; name = path.Dir(name) {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			return true
		}
		if name == path.Dir(name) {
			break
		}
	}
	return false
}

// origins lists where a repository was cloned from, as host/owner/name. What
// a clone brings along cannot set it.
func origins(root string) []string {
	raw, err := bare.ReadFile(filepath.Join(gitFolder(root), "config"))
	if err != nil || len(raw) > maxFile {
		return nil
	}
	section, out := "", []string(nil)
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && strings.EqualFold(strings.TrimSpace(key), "url") && section == `[remote "origin"]` {
			if n := originName(strings.Trim(strings.TrimSpace(value), `"`)); n != "" {
				out = append(out, n)
			}
		}
	}
	return out
}

// gitFolder finds .git, also of a linked work tree.
func gitFolder(root string) string {
	dir := filepath.Join(root, ".git")
	raw, err := bare.ReadFile(dir)
	if err != nil {
		return dir
	}
	link, ok := strings.CutPrefix(strings.TrimSpace(string(raw)), "gitdir: ")
	if !ok {
		return dir
	}
	if dir = link; !filepath.IsAbs(dir) {
		dir = filepath.Join(root, dir)
	}
	if common, err := bare.ReadFile(filepath.Join(dir, "commondir")); err == nil {
		return filepath.Join(dir, strings.TrimSpace(string(common)))
	}
	return dir
}

// originName makes host/owner/name of https://user@host:443/owner/name.git
// and git@host:owner/name.git.
func originName(url string) string {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		host, p, ok := strings.Cut(url, ":")
		if !ok || strings.Contains(host, "/") || len(host) < 2 {
			return "" // a path of this machine
		}
		rest = host + "/" + p
	} else if scheme != "https" && scheme != "ssh" && scheme != "git" && scheme != "http" {
		return ""
	}
	host, p, ok := strings.Cut(rest, "/")
	if !ok {
		return ""
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if h, port, ok := strings.Cut(host, ":"); ok && strings.Trim(port, "0123456789") == "" {
		host = h
	}
	p = path.Clean("/" + strings.TrimSuffix(strings.TrimSuffix(p, "/"), ".git"))
	if host == "" || p == "/" {
		return ""
	}
	return strings.ToLower(host) + p
}
