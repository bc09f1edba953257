package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// reach says how close to production a database connection is.
type reach int

const (
	reachLocal   reach = iota
	reachUnknown       // a variable or a host that says nothing
	reachProd
)

// database judges clients of databases and what they are told to do.
func (j *judgement) database(c *shell.Call) {
	switch c.Name {
	case "psql", "mysql", "mariadb", "pgcli", "mycli", "usql", "cockroach", "sqlcmd", "clickhouse-client", "clickhouse", "bq", "cqlsh", "influx", "sqlite3", "duckdb", "sqlplus", "isql", "snowsql", "trino", "presto", "beeline", "hive", "db2", "mssql-cli", "litecli", "vertica", "vsql", "turso", "libsql", "spanner-cli", "osql", "sqlite", "steampipe", "ysqlsh", "monetdb", "mclient":
		j.sqlClient(c)
	case "mongo", "mongosh", "mongodb":
		j.mongo(c)
	case "redis-cli", "valkey-cli", "keydb-cli", "iredis", "dragonfly":
		j.redis(c)
	case "pg_dump", "pg_dumpall", "mysqldump", "mongodump", "mariadb-dump", "pg_basebackup":
		if r, what := j.reachOf(c); r == reachProd {
			j.signal("db.prod-dump", c, "", what)
		}
	case "pg_restore", "mongorestore", "mysqlimport", "mongoimport":
		if r, what := j.reachOf(c); r == reachProd {
			j.signal("db.prod-write", c, "", what)
		}
	case "dropdb", "mysqladmin", "dropuser", "createdb":
		j.dropTool(c)
	default:
		j.typedSQL(c)
	}
}

func (j *judgement) dropTool(c *shell.Call) {
	if c.Name == "createdb" || c.Name == "mysqladmin" && !anyArg(c, []string{"drop", "shutdown", "flush-*"}) {
		return
	}
	r, what := j.reachOf(c)
	if r == reachProd {
		j.signal("db.prod-destroy", c, "", what)
		return
	}
	j.signal("db.drop", c, "", c.Line())
}

// sqlClient judges a client by where it connects and the SQL it is given.
func (j *judgement) sqlClient(c *shell.Call) {
	if c.Has("--help", "--version", "-V") || c.Name == "mysql" && c.Has("-?") || c.Has("--list") {
		return
	}
	r, what := j.reachOf(c)
	text, given := sqlText(c)
	worst, stmt := sqlLevel(text)
	if !given && fileInput(c) {
		worst, stmt = sqlUnknown, "a file of statements"
		if t, ok := j.sqlFile(c); ok {
			worst, stmt = sqlLevel(t)
		}
	}
	j.sqlSignal(c, r, what, worst, stmt)
}

// sqlSignal joins where and what.
func (j *judgement) sqlSignal(c *shell.Call, r reach, what string, level int, stmt string) {
	name := ""
	switch {
	case level == sqlProgram:
		name = "db.program"
	case r == reachProd && level >= sqlDestroy:
		name = "db.prod-destroy"
	case r == reachProd && (level >= sqlWrite || level == sqlUnknown):
		name = "db.prod-write"
	case r == reachProd:
		name = "db.prod-open"
	case r == reachUnknown && level >= sqlDestroy:
		name = "db.unknown-destroy"
	case r == reachUnknown && (level >= sqlWrite || level == sqlUnknown):
		name = "db.unknown-write"
	case r == reachUnknown:
		name = "db.unknown-open"
	case level >= sqlDrop:
		name = "db.drop"
	case level >= sqlDestroy:
		name = "db.delete-all"
	case level == sqlGrant:
		name = "db.grant"
	}
	if name != "" {
		detail := what
		if stmt != "" && what != "" {
			detail = what + ": " + stmt
		} else if stmt != "" {
			detail = stmt
		}
		j.signal(name, c, "", detail)
	}
}

// The levels of what SQL does.
const (
	sqlUnknown = -1
	sqlNone    = 0
	sqlRead    = 1
	sqlWrite   = 2 // insert, bounded update or delete, create, alter
	sqlGrant   = 3
	sqlDestroy = 4 // delete or update of everything
	sqlDrop    = 5
	sqlProgram = 6 // runs programs or writes files on the server
)

// sqlLevel returns the gravest thing the statements do, and which.
func sqlLevel(text string) (level int, stmt string) {
	if text == "" {
		return sqlNone, ""
	}
	for _, s := range shell.SQL(text) {
		if l := levelOf(s); l > level {
			level, stmt = l, s.Text
		}
	}
	return level, stmt
}

func levelOf(s shell.Statement) int {
	switch s.Verb {
	case "COPY PROGRAM", "INTO OUTFILE", "READ FILE":
		return sqlProgram
	case "DROP":
		switch s.Object {
		case "DATABASE", "SCHEMA", "TABLE", "KEYSPACE", "VIEW", "USER", "ROLE", "TABLESPACE", "COLLECTION", "EXTENSION", "OWNED", "SEQUENCE", "COLUMN":
			return sqlDrop
		}
		return sqlWrite
	case "TRUNCATE":
		return sqlDrop
	case "ALTER DROP":
		return sqlDestroy
	case "DELETE", "UPDATE":
		if !s.Where {
			return sqlDestroy
		}
		return sqlWrite
	case "GRANT", "REVOKE", "SHUTDOWN", "TERMINATE":
		return sqlGrant
	case "ALTER":
		switch s.Object {
		case "USER", "ROLE", "SYSTEM":
			return sqlGrant
		}
		return sqlWrite
	case "INSERT", "CREATE", "MERGE", "REPLACE", "COPY", "VACUUM", "REINDEX", "CALL", "DO", "EXEC", "EXECUTE", "RENAME", "LOAD", "SET", "IMPORT", "UPSERT", "ATTACH":
		return sqlWrite
	case "SELECT", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "VALUES", "TABLE", "PRAGMA", "USE", `\D`, `\DT`, `\L`, `\Q`, `\C`, `\CONNINFO`:
		return sqlRead
	}
	return sqlRead
}

// sqlText gathers the SQL a client is given in its arguments and input.
func sqlText(c *shell.Call) (text string, given bool) {
	var b strings.Builder
	for i := range c.Args {
		t := c.Args[i].Text
		switch t {
		case "-c", "--command", "-e", "--execute", "-Q", "-q", "--query", "--sql", "-cmd", "-ex", "--exec", "-s":
			if i+1 < len(c.Args) && !(t == "-s" && (c.Name == "mysql" || c.Name == "psql")) && !(t == "-q" && c.Name == "psql") {
				b.WriteString(c.Args[i+1].Text)
				for k := i + 2; k < len(c.Args) && !strings.Contains(c.Args[i+1].Text, " ") && !strings.HasPrefix(c.Args[k].Text, "-"); k++ {
					b.WriteString(" " + c.Args[k].Text) // the quotes were forgotten
				}
				b.WriteString(";\n")
				given = true
			}
		}
		for _, p := range [...]string{"--command=", "--execute=", "--query=", "--sql=", "-Q="} {
			if v, ok := strings.CutPrefix(t, p); ok {
				b.WriteString(v + ";\n")
				given = true
			}
		}
		if len(t) > 3 && (strings.HasPrefix(t, "-c") || strings.HasPrefix(t, "-e") || strings.HasPrefix(t, "-Q")) && strings.Contains(t, " ") {
			b.WriteString(t[2:] + ";\n")
			given = true
		}
		if len(t) > 4 && t[0] == '-' && t[1] != '-' && !strings.Contains(t, " ") && (t[len(t)-1] == 'c' || t[len(t)-1] == 'e') && i+1 < len(c.Args) {
			b.WriteString(c.Args[i+1].Text + ";\n") // -tAc "SELECT"
			given = true
		}
	}
	switch c.Name {
	case "sqlite3", "duckdb", "bq", "sqlite", "turso", "litecli":
		for _, o := range j2ops(c) {
			if strings.Contains(o, " ") || strings.HasPrefix(o, ".") {
				b.WriteString(o + ";\n")
				given = true
			}
		}
	case "psql":
		if len(c.Args) > 0 && !given {
			for i := range c.Args {
				t := c.Args[i].Text
				if len(t) > 2 && strings.HasPrefix(t, "-") && strings.HasSuffix(t, "c") && i+1 < len(c.Args) {
					b.WriteString(c.Args[i+1].Text + ";\n")
					given = true
				}
			}
		}
	}
	if c.In != nil && c.In.Text != "" {
		b.WriteString(c.In.Text)
		given = true
	}
	return b.String(), given
}

func j2ops(c *shell.Call) []string {
	var out []string
	for _, o := range c.Operands("-cmd -init -separator -nullvalue --project_id --location") {
		out = append(out, o.Text)
	}
	return out
}

// fileInput reports SQL that comes from a file or an unknown pipe.
func fileInput(c *shell.Call) bool {
	if c.In != nil && !c.In.Known {
		return true
	}
	_, f := c.Value("-f", "--file", "-i", "-init")
	return f && c.Name != "mysql" || len(c.Redirs) > 0 && !c.Redirs[0].Write
}

func (j *judgement) sqlFile(c *shell.Call) (string, bool) {
	w, ok := c.Value("-f", "--file", "-i")
	if !ok {
		for i := range c.Redirs {
			if !c.Redirs[i].Write {
				w, ok = c.Redirs[i].Target, true
			}
		}
	}
	if !ok || j.w == nil || j.site.far {
		return "", false
	}
	t := j.aim(w, c.Dir)
	if file, _ := j.w.Exists(t.abs); !file {
		return "", false
	}
	b, err := j.w.ReadFile(t.abs, 1<<20)
	return string(b), err == nil
}

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

// mongo judges what a mongo shell is told.
func (j *judgement) mongo(c *shell.Call) {
	r, what := j.reachOf(c)
	text, _ := sqlText(c)
	for i := range c.Args {
		if prev := c.Arg(i - 1); prev == "--eval" || strings.HasPrefix(c.Args[i].Text, "--eval=") || strings.Contains(c.Args[i].Text, "db.") {
			text += c.Args[i].Text
		}
	}
	if j.script.Err != "" {
		text += j.script.Raw
	}
	level, stmt := mongoLevel(text)
	if level == sqlNone && fileInput(c) {
		level = sqlUnknown
	}
	j.sqlSignal(c, r, what, level, stmt)
}

func mongoLevel(text string) (int, string) {
	low := strings.ToLower(text)
	for _, s := range [...]string{".dropdatabase(", ".drop(", "dropallusers", "dropindexes(", ".dropuser("} {
		if strings.Contains(low, s) {
			return sqlDrop, clipText(text, 60)
		}
	}
	squeezed := strings.ReplaceAll(low, " ", "")
	for _, s := range [...]string{"deletemany({})", "remove({})", ".remove()", "updatemany({},", "deletemany()"} {
		if strings.Contains(squeezed, s) {
			return sqlDestroy, clipText(text, 60)
		}
	}
	if strings.Contains(low, "shutdownserver") {
		return sqlGrant, "shutdownServer"
	}
	for _, s := range [...]string{"delete", "remove", "insert", "update", "replace", "createuser", "grantroles"} {
		if strings.Contains(low, "."+s) || strings.Contains(low, s+"one(") {
			return sqlWrite, clipText(text, 60)
		}
	}
	if text != "" {
		return sqlRead, ""
	}
	return sqlNone, ""
}

// redis judges redis commands.
func (j *judgement) redis(c *shell.Call) {
	r, what := j.reachOf(c)
	ops := c.Operands("-h -p -a -n -u --user --pass -s -d -D -r -i -x --cacert --cert --key --pipe-timeout")
	words := make([]string, 0, 4)
	for _, o := range ops {
		words = append(words, strings.Fields(o.Text)...)
	}
	if c.In != nil {
		words = append(words, strings.Fields(c.In.Text)...)
	}
	if _, url := c.Value("-u"); url && len(words) == 0 {
		words = nil
	}
	level, stmt := redisLevel(words)
	j.sqlSignal(c, r, what, level, stmt)
}

func redisLevel(words []string) (int, string) {
	level, stmt := sqlNone, ""
	for i, w := range words {
		l := sqlNone
		next := ""
		if i+1 < len(words) {
			next = strings.ToUpper(words[i+1])
		}
		switch up := strings.ToUpper(w); up {
		case "FLUSHALL", "FLUSHDB":
			l = sqlDrop
		case "SHUTDOWN", "DEBUG", "SLAVEOF", "REPLICAOF", "MIGRATE", "SWAPDB", "FAILOVER":
			l = sqlDestroy
		case "CONFIG":
			if next == "SET" || next == "RESETSTAT" || next == "REWRITE" {
				l = sqlDestroy
			}
		case "SCRIPT", "FUNCTION", "CLUSTER", "ACL", "XGROUP":
			if next == "FLUSH" || next == "RESET" || next == "FAILOVER" || next == "FORGET" || next == "DELUSER" || next == "DESTROY" || next == "SETUSER" || next == "DELSLOTS" || next == "FLUSHSLOTS" {
				l = sqlDestroy
			}
		case "MODULE":
			if next == "LOAD" || next == "UNLOAD" {
				l = sqlProgram
			}
		case "DEL", "UNLINK":
			l = sqlWrite
			if next == "*" || i > 0 && strings.EqualFold(words[i-1], "xargs") {
				l = sqlDestroy
			}
		case "SET", "HSET", "EXPIRE", "RENAME", "LPUSH", "RPUSH", "ZADD", "SADD", "INCR", "EVAL":
			l = sqlWrite
		case "GET", "KEYS", "SCAN", "INFO", "PING", "HGETALL", "MONITOR", "LRANGE", "TTL", "TYPE", "DBSIZE":
			l = sqlRead
		}
		if l > level {
			level, stmt = l, clipText(strings.Join(words[i:min(len(words), i+3)], " "), 60)
		}
		if i > 64 {
			break
		}
	}
	return level, stmt
}

// typedSQL judges statements typed into a running client.
func (j *judgement) typedSQL(c *shell.Call) {
	switch strings.ToUpper(c.Name) {
	case "DROP", "DELETE", "TRUNCATE", "ALTER", "UPDATE", "GRANT":
		if c.Name == "truncate" && c.Has("-s", "--size") {
			return
		}
		level, stmt := sqlLevel(c.Line())
		if len(c.Args) > 0 && level >= sqlDestroy && (sqlNoun(c.Arg(0)) || strings.ToUpper(c.Name) == "UPDATE") {
			j.sqlSignal(c, reachLocal, "", level, stmt)
		}
	case "FLUSHALL", "FLUSHDB", "SHUTDOWN":
		if c.Name == strings.ToUpper(c.Name) || c.Name != "shutdown" {
			j.signal("db.drop", c, "", c.Line())
		}
	default:
		if strings.HasPrefix(strings.ToLower(c.Name), "db.") {
			if level, stmt := mongoLevel(j.script.Raw); level >= sqlDestroy {
				j.sqlSignal(c, reachLocal, "", level, stmt)
			}
		}
	}
}

func sqlNoun(s string) bool {
	switch strings.ToUpper(s) {
	case "TABLE", "DATABASE", "SCHEMA", "FROM", "VIEW", "INDEX", "USER", "ALL", "COLUMN", "ROLE", "KEYSPACE":
		return true
	}
	return false
}
