package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

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

// hbase judges what its shell is told.
func (j *judgement) hbase(c *shell.Call) {
	if c.Arg(0) != "shell" {
		return
	}
	r, what := j.reachOf(c)
	text := ""
	if c.In != nil {
		text = c.In.Text
	}
	for _, o := range c.Operands("")[1:] {
		if t, ok := j.fileText(o, c.Dir); ok {
			text += "\n" + t
		}
	}
	level, stmt := hbaseLevel(text)
	j.sqlSignal(c, r, what, level, stmt)
}

func hbaseLevel(text string) (level int, stmt string) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		verb, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		l := sqlNone
		switch verb {
		case "drop", "drop_all", "drop_namespace", "truncate", "truncate_preserve", "delete_snapshot", "delete_all_snapshot", "delete_table_snapshots":
			l = sqlDrop
		case "disable", "disable_all", "deleteall", "remove_peer", "grant", "revoke":
			l = sqlDestroy
		case "delete", "put", "alter", "create", "append", "incr":
			l = sqlWrite
		}
		if l > level {
			level, stmt = l, clipText(line, 60)
		}
	}
	return level, stmt
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
		if k := strings.Index(strings.ToUpper(w), "CALL('"); k >= 0 { // a script's redis.call('FLUSHALL')
			w, _, _ = strings.Cut(w[k+len("CALL('"):], "'")
		}
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
