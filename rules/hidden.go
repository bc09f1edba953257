package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// hiddenText judges characters that make a command read differently from what
// it does.
func (j *judgement) hiddenText(s string) {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			if s[i] == 0x1b && i+1 < len(s) && (s[i+1] == '[' || s[i+1] == ']') {
				j.signal("text.hidden", nil, "", "terminal escape")
				return
			}
			continue
		}
		if i+2 >= len(s) {
			return
		}
		switch r := rune3(s[i:]); {
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			j.signal("text.hidden", nil, "", "text direction mark")
			return
		case r == 0x200B || r == 0x200E || r == 0x200F || r == 0x2060 || r == 0xFEFF && i > 0 || r == 0x00AD || r == 0x3164 || r == 0x115F:
			j.signal("text.hidden", nil, "", "invisible character")
			return
		case s[i] == 0xF3 && s[i+1] == 0xA0:
			j.signal("text.hidden", nil, "", "tag character")
			return
		}
	}
}

// rune3 decodes a three-byte sequence; others give 0.
func rune3(s string) rune {
	if s[0]&0xF0 != 0xE0 {
		return 0
	}
	return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
}

// disguised judges addresses that pretend to be another host.
func (j *judgement) disguised(c *shell.Call, s string) {
	i := strings.Index(s, "://")
	if i <= 0 {
		return
	}
	h := hostOf(s)
	if j.allowedHost(h) {
		return
	}
	rest := s[i+3:]
	if k := strings.IndexAny(rest, "/?#"); k >= 0 {
		rest = rest[:k]
	}
	user := ""
	if k := strings.LastIndexByte(rest, '@'); k >= 0 {
		user = rest[:k]
	}
	switch {
	case strings.Contains(user, ".") && !strings.Contains(user, ":") && !strings.Contains(user, "$"):
		j.signal("net.disguised", c, "", h)
	case strings.HasPrefix(h, "xn--") || strings.Contains(h, ".xn--"):
		j.signal("net.disguised", c, "", h)
	case nonASCII(h) && !strings.Contains(h, "…"):
		j.signal("net.disguised", c, "", h)
	case oddAddress(h):
		j.signal("net.disguised", c, "", h)
	case imitatesHost(h):
		j.signal("net.disguised", c, "", h)
	case publicAddress(h) && (c != nil && (c.Piped || c.Caught || len(shell.Downloads(c)) > 0)):
		j.signal("net.disguised", c, "", h)
	case shortener(h) && (c == nil || c.Piped || c.Caught || len(shell.Downloads(c)) > 0 || c.Name == "wget"):
		j.signal("net.disguised", c, "", h)
	}
}

func nonASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return true
		}
	}
	return false
}

// oddAddress reports numeric hosts not written as four decimal parts.
func oddAddress(h string) bool {
	if h == "" || h[0] < '0' || h[0] > '9' {
		return false
	}
	if strings.HasPrefix(h, "0x") || allDigits(h) && len(h) > 6 {
		return true
	}
	parts := strings.Split(h, ".")
	if len(parts) != 4 {
		return false
	}
	for _, p := range parts {
		if len(p) > 1 && p[0] == '0' && (allDigits(p) || p[1] == 'x') {
			return true
		}
	}
	return false
}

// publicAddress reports a bare address outside private networks.
func publicAddress(h string) bool {
	parts := strings.Split(h, ".")
	if len(parts) != 4 {
		return false
	}
	for _, p := range parts {
		if !allDigits(p) || len(p) > 3 {
			return false
		}
	}
	switch {
	case parts[0] == "10" || parts[0] == "127" || parts[0] == "0", parts[0] == "192" && parts[1] == "168", parts[0] == "169", parts[0] == "172" && len(parts[1]) == 2 && parts[1] >= "16" && parts[1] <= "31", parts[0] == "100":
		return false
	}
	return true
}

func shortener(h string) bool {
	switch h {
	case "bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "ow.ly", "cutt.ly", "rb.gy", "shorturl.at", "t.ly", "tiny.cc", "v.gd", "buff.ly", "rebrand.ly", "s.id":
		return true
	}
	return false
}

// startsLike reports github.com.x and github-com.x for github.com.
func startsLike(h, p string) bool {
	if len(h) <= len(p) || h[len(p)] != '.' {
		return false
	}
	for i := 0; i < len(p); i++ {
		if h[i] != p[i] && !(p[i] == '.' && h[i] == '-') {
			return false
		}
	}
	return true
}

// imitatesHost reports hosts one slip away from the best-known ones, and
// well-known names used as a part of another domain.
func imitatesHost(h string) bool {
	for _, p := range [...]string{"github.com", "gitlab.com", "githubusercontent.com", "microsoft.com", "google.com", "docker.com", "python.org", "nodejs.org", "rustup.rs", "anthropic.com", "openai.com", "bitbucket.org"} {
		if h == p || strings.HasSuffix(h, "."+p) {
			return false
		}
		d := h
		if strings.Count(h, ".") > 1 {
			d = h[strings.LastIndexByte(h[:strings.LastIndexByte(h, '.')], '.')+1:]
		}
		if len(d) == len(p) && lookAlikes(d, p) || startsLike(h, p) {
			return true
		}
	}
	return false
}

// lookAlikes reports two texts of one length that differ only in letters and
// digits that look alike, or in two swapped letters.
func lookAlikes(a, b string) bool {
	diffs, alike := 0, true
	for i := range a {
		if a[i] != b[i] {
			diffs++
			alike = alike && deps.AlikeLetters(a[i], b[i])
		}
	}
	return diffs > 0 && diffs <= 2 && (alike || diffs == 2 && deps.Near(a, b))
}

// literals judges keys written out in a request.
func (j *judgement) literals(c *shell.Call) {
	for i := range c.Args {
		if t := c.Args[i].Text; literalKey(t) {
			j.signal("secret.literal", c, "", callHost(c))
			return
		}
	}
}

func literalKey(s string) bool {
	for _, p := range [...]string{"AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_", "sk-proj-", "sk-ant-", "sk_live_", "rk_live_", "xoxb-", "xoxp-", "glpat-", "AIza", "npm_", "-----BEGIN", "hf_", "dop_v1_", "shpat_", "SG."} {
		if i := strings.Index(s, p); i >= 0 && len(s)-i > len(p)+7 {
			return true
		}
	}
	for _, p := range [...]string{"api_key=", "apikey=", "access_token=", "token=", "secret=", "password=", "passwd=", "?key=", "&key="} {
		if i := strings.Index(strings.ToLower(s), p); i >= 0 && strings.Contains(s, "://") {
			v := s[i+len(p):]
			if k := strings.IndexAny(v, "&#"); k >= 0 {
				v = v[:k]
			}
			if len(v) >= 8 && !strings.ContainsAny(v, "$<{[*(") && !strings.Contains(strings.ToLower(v), "your") && !strings.Contains(strings.ToLower(v), "xxx") && !strings.Contains(strings.ToLower(v), "test") {
				return true
			}
		}
	}
	return false
}
