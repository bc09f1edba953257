package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// metadataHost knows the addresses at which clouds hand out credentials.
func metadataHost(h string) bool {
	switch strings.ToLower(h) {
	case "169.254.169.254", "metadata.google.internal", "metadata", "169.254.170.2", "100.100.100.200", "fd00:ec2::254", "[fd00:ec2::254]", "metadata.azure.com", "168.63.129.16", "instance-data", "2852039166", "0xa9fea9fe", "169.254.170.23", "0251.0376.0251.0376", "metadata.packet.net", "metadata.tencentyun.com", "192.0.0.192":
		return true
	}
	return false
}

// hostOf returns the host of a URL; "" when s is none.
func hostOf(s string) string {
	i := strings.Index(s, "://")
	if i <= 0 || i > 24 {
		// curl takes example.com/path without a scheme
		return ""
	}
	rest := s[i+3:]
	if k := strings.IndexAny(rest, "/?#"); k >= 0 {
		rest = rest[:k]
	}
	if k := strings.LastIndexByte(rest, '@'); k >= 0 {
		rest = rest[k+1:]
	}
	if strings.HasPrefix(rest, "[") {
		if k := strings.IndexByte(rest, ']'); k > 0 {
			return rest[:k+1]
		}
	}
	if k := strings.LastIndexByte(rest, ':'); k >= 0 {
		rest = rest[:k]
	}
	return strings.ToLower(strings.TrimSuffix(rest, "."))
}

func isLocalHost(h string) bool {
	switch h {
	case "localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "host.docker.internal", "db", "postgres", "postgresql", "mysql", "mariadb", "redis", "mongo", "mongodb", "database", "cache", "elasticsearch", "minio", "":
		return true
	}
	return strings.HasPrefix(h, "127.") && strings.Trim(h, "0123456789.") == "" || strings.HasSuffix(h, ".localhost")
}

// callHost returns the host a call talks to, or "": of several the one that
// is least known.
func callHost(c *shell.Call) string {
	best := ""
	for _, h := range callHosts(c) {
		switch {
		case h == "" || strings.HasPrefix(h, "$"):
		case !isLocalHost(h) && !knownService(h):
			return h
		case best == "" || isLocalHost(best):
			best = h
		}
	}
	if best != "" || httpClient(c.Name) {
		return best
	}
	for i := range c.Args {
		t := c.Args[i].Text
		if len(t) > 3 && t[0] != '-' && !strings.ContainsAny(t, "=@ ${") && strings.Contains(t, ".") {
			t, _, _ = strings.Cut(t, "/")
			return strings.ToLower(t)
		}
	}
	return ""
}

// knownService lists services whose own credentials are sent to them in
// ordinary work.
func knownService(h string) bool {
	if publicRegistry(h) {
		return !suspiciousHost(h)
	}
	for _, d := range [...]string{"github.com", "githubusercontent.com", "gitlab.com", "bitbucket.org", "openai.com", "anthropic.com", "googleapis.com", "amazonaws.com", "azure.com", "microsoftonline.com", "cloudflare.com", "heroku.com", "vercel.com", "netlify.com", "docker.com", "slack.com", "sentry.io", "datadoghq.com", "stripe.com", "digitalocean.com", "fly.io", "circleci.com", "codecov.io", "sonarcloud.io", "atlassian.net", "huggingface.co", "discord.com", "telegram.org", "twilio.com", "sendgrid.com", "linear.app", "notion.com", "coveralls.io", "snyk.io", "mistral.ai", "cohere.ai", "groq.com", "openrouter.ai", "supabase.co", "render.com", "railway.app", "jfrog.io", "artifactory", "pagerduty.com", "grafana.net", "newrelic.com", "algolia.net", "mailgun.net", "figma.com", "shopify.com", "hashicorp.com", "terraform.io", "doppler.com", "okta.com", "auth0.com", "travis-ci.com", "appveyor.com", "buildkite.com", "dev.azure.com", "visualstudio.com", "launchdarkly.com", "segment.io", "mapbox.com", "deepl.com", "x.ai", "perplexity.ai", "together.xyz", "replicate.com", "pinecone.io"} {
		if h == d || strings.HasSuffix(h, "."+d) {
			return !suspiciousHost(h)
		}
	}
	return false
}

// allowedHost reports hosts that managed or user policy calls its own.
func (j *judgement) allowedHost(h string) bool {
	for i := range j.policy.Layers {
		if l := &j.policy.Layers[i]; l.Name != "repository" && h != "" && anyHost(l.AllowedHosts, h) {
			return true
		}
	}
	return false
}

func (j *judgement) knownHost(h string) bool { return j.allowedHost(h) || knownService(h) }

func (j *judgement) suspicious(h string) bool { return suspiciousHost(h) && !j.allowedHost(h) }

// suspiciousHost knows places where data is dropped, and names that say evil.
func suspiciousHost(h string) bool {
	for _, s := range [...]string{"webhook.site", "requestbin", "pipedream.net", "ngrok", "burpcollaborator", "oastify.com", "interact.sh", "oast.", "pastebin.com", "transfer.sh", "file.io", "0x0.st", "termbin.com", "ix.io", "paste.ee", "hastebin", "anonfiles", "gofile.io", "catbox.moe", "trycloudflare.com", "loca.lt", "serveo.net", "localtunnel", "bore.pub", "requestcatcher", "beeceptor", "hookbin", "dnslog", "canarytokens", "evil", "attacker", "malicious", "exfil", "hacker", "c2.", "dpaste", "sprunge.us", "bashupload", "temp.sh", "uguu.se", "wormhole.app", "mocky.io", "typedwebhook", "discordapp.com/api/webhooks", "collector.", "steal"} {
		if strings.Contains(h, s) {
			return true
		}
	}
	return false
}

// receiver knows services that only collect what is sent to them, and hosts
// that call themselves an attacker's.
func receiver(h string) bool {
	for _, d := range [...]string{"webhook.site", "requestbin.com", "requestbin.net", "pipedream.net", "burpcollaborator.net", "oastify.com", "interact.sh", "oast.pro", "oast.live", "oast.fun", "oast.me", "oast.site", "oast.online", "dnslog.cn", "canarytokens.com", "requestcatcher.com", "beeceptor.com", "hookbin.com"} {
		if h == d || strings.HasSuffix(h, "."+d) {
			return true
		}
	}
	for label := range strings.FieldsFuncSeq(h, func(r rune) bool { return r == '.' || r == '-' }) {
		switch label {
		case "evil", "attacker", "attackers", "malicious", "exfil", "c2", "backdoor", "phishing", "stealer":
			return true
		}
	}
	return false
}
