package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// reachOf judges the host, URL, database and variables of a connection.
func (j *judgement) reachOf(c *shell.Call) (reach, string) {
	best, what := reachLocal, ""
	look := func(r reach, s string) {
		if r > best {
			best, what = r, s
		}
	}
	for i := range c.Env {
		switch c.Env[i].Name {
		case "PGHOST", "PGDATABASE", "PGSERVICE", "MYSQL_HOST", "DATABASE_URL", "PGUSER":
			look(j.reachWord(c.Env[i].Value))
		}
	}
	for i := range c.Args {
		a := c.Args[i]
		if strings.ContainsAny(a.Text, " \n") && !strings.Contains(a.Text, "host=") {
			continue // SQL
		}
		prev := c.Arg(i - 1)
		switch prev {
		case "-c", "-e", "-f", "--command", "--file", "--execute", "-p", "--port", "-P", "-o":
			if !(prev == "-p" && c.Name == "cqlsh") {
				continue
			}
		case "-U", "-u", "--username", "--user":
			if r, w := j.reachWord(a); r == reachProd {
				look(r, w)
			}
			continue
		}
		if v, ok := strings.CutPrefix(a.Text, "--defaults-group-suffix="); ok {
			look(j.reachWord(shell.Word{Text: v, Known: true}))
			continue
		}
		if len(a.Text) > 2 && (strings.HasPrefix(a.Text, "-h") || strings.HasPrefix(a.Text, "-H")) && a.Text[1] != '-' && !strings.HasPrefix(a.Text, "--") {
			a.Text = a.Text[2:]
		}
		if strings.HasPrefix(a.Text, "--") {
			k, v, ok := strings.Cut(a.Text, "=")
			if !ok || k == "--port" || k == "--format" || k == "--command" || k == "--execute" {
				continue
			}
			a.Text = v
		} else if strings.HasPrefix(a.Text, "-") {
			continue
		}
		if prev == "-h" || prev == "--host" || prev == "-H" || strings.HasPrefix(c.Args[i].Text, "--host=") || strings.HasPrefix(c.Args[i].Text, "-h") {
			look(j.reachHost(a))
			continue
		}
		look(j.reachWord(a))
	}
	return best, what
}

// reachHost judges a word that is known to be a host.
func (j *judgement) reachHost(w shell.Word) (reach, string) {
	if strings.Contains(w.Text, "://") || strings.HasPrefix(w.Text, "/") {
		return j.reachWord(w)
	}
	named := w
	named.Text = "host://" + w.Text
	r, what := j.reachWord(named)
	return r, strings.TrimPrefix(what, "host://")
}

// reachWord judges one word of a connection.
func (j *judgement) reachWord(w shell.Word) (reach, string) {
	for _, v := range w.Vars {
		if prodName(v) {
			return reachProd, "$" + v
		}
	}
	t := redactURL(w.Text)
	host := hostOf(w.Text)
	switch {
	case prodName(t) || j.prodHost(host) || j.prodHost(t):
		return reachProd, t
	case host != "" && managedHost(host), managedHost(t):
		return reachProd, t
	case host != "" && !isLocalHost(host) && strings.Contains(host, ".") && !strings.HasPrefix(host, "192.168.") && !devName(host):
		return reachUnknown, host
	}
	for _, v := range w.Vars {
		if dbVar(v) && !devName(v) {
			return reachUnknown, "$" + v
		}
	}
	return reachLocal, ""
}

func (j *judgement) prodHost(h string) bool {
	if h == "" {
		return false
	}
	for i := range j.policy.Layers {
		if anyHost(j.policy.Layers[i].ProductionHosts, h) {
			return true
		}
	}
	return false
}

func dbVar(v string) bool {
	up := strings.ToUpper(v)
	for _, s := range [...]string{"DATABASE_URL", "DB_URL", "_DSN", "DB_HOST", "PGHOST", "POSTGRES", "MYSQL", "MONGO", "REDIS_URL", "DB_URI", "DATABASE_URI", "CONNECTION", "DBHOST", "DB_NAME"} {
		if strings.Contains(up, s) {
			return true
		}
	}
	return false
}

// prodName reports names that say production.
func prodName(s string) bool {
	low := strings.ToLower(s)
	for _, word := range [...]string{"production", "prod", "prd", "live", "master-db", "primary"} {
		for from := 0; ; {
			i := strings.Index(low[from:], word)
			if i < 0 {
				break
			}
			i += from
			end := i + len(word)
			if (i == 0 || !isAlpha(low[i-1])) && (end == len(low) || !isAlpha(low[end])) {
				if !(i > 1 && (strings.HasSuffix(low[:i], "non-") || strings.HasSuffix(low[:i], "pre-") || strings.HasSuffix(low[:i], "not-") || strings.HasSuffix(low[:i], "non_") || strings.HasSuffix(low[:i], "pre_"))) && !(word == "primary" || word == "live" && !strings.Contains(low, ".") && !strings.Contains(low, "db")) {
					return true
				}
			}
			from = end
		}
	}
	return false
}

func devName(s string) bool {
	low := strings.ToLower(s)
	for _, w := range [...]string{"dev", "test", "staging", "stage", "local", "sandbox", "ci", "qa", "uat", "demo", "preview"} {
		if i := strings.Index(low, w); i >= 0 && (i == 0 || !isAlpha(low[i-1])) && (i+len(w) == len(low) || !isAlpha(low[i+len(w)])) {
			return true
		}
	}
	return false
}

// managedHost knows hosted databases: they are somebody's real data unless
// their name says otherwise.
func managedHost(h string) bool {
	if devName(h) {
		return false
	}
	for _, d := range [...]string{".rds.amazonaws.com", ".redshift.amazonaws.com", ".cache.amazonaws.com", ".docdb.amazonaws.com", ".database.windows.net", ".database.azure.com", ".documents.azure.com", ".redis.cache.windows.net", ".supabase.co", ".supabase.com", ".neon.tech", ".psdb.cloud", ".mongodb.net", ".cockroachlabs.cloud", ".aivencloud.com", ".db.ondigitalocean.com", ".upstash.io", ".snowflakecomputing.com", ".redislabs.com", ".redis-cloud.com", ".timescaledb.io", ".tsdb.cloud", ".render.com", ".railway.app", ".rlwy.net", ".clickhouse.cloud", ".astra.datastax.com", ".elephantsql.com", ".planetscale.com"} {
		if strings.Contains(h, d) {
			return true
		}
	}
	return false
}

// redactURL drops the user part of a URL: it may hold a password.
func redactURL(s string) string {
	i := strings.Index(s, "://")
	if i < 0 {
		return s
	}
	k := strings.LastIndexByte(s, '@')
	if k < i {
		return s
	}
	return s[:i+3] + s[k+1:]
}
