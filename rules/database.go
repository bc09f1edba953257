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
	case "psql", "mysql", "mariadb", "pgcli", "mycli", "usql", "cockroach", "sqlcmd", "clickhouse-client", "clickhouse", "bq", "cqlsh", "influx", "sqlite3", "duckdb", "sqlplus", "isql", "snowsql", "trino", "presto", "beeline", "hive", "db2", "mssql-cli", "litecli", "vertica", "vsql", "turso", "libsql", "spanner-cli", "osql", "sqlite", "steampipe", "ysqlsh", "snow", "spark-sql", "impala-shell", "bendsql", "pgbench", "monetdb", "mclient":
		j.sqlClient(c)
	case "mongo", "mongosh", "mongodb":
		j.mongo(c)
	case "hbase":
		j.hbase(c)
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
	if c.Name == "dropdb" && r == reachLocal && testDatabase(c) {
		return
	}
	j.signal("db.drop", c, "", c.Line())
}

// testDatabase reports a name that says test.
func testDatabase(c *shell.Call) bool {
	ops := c.Operands("-h --host -p --port -U --username --maintenance-db")
	if len(ops) != 1 {
		return false
	}
	n := ops[0].Text
	return n == "test" || strings.HasSuffix(n, "_test") || strings.HasSuffix(n, "-test") || strings.HasPrefix(n, "test_")
}

// sqlClient judges a client by where it connects and the SQL it is given.
func (j *judgement) sqlClient(c *shell.Call) {
	if c.Has("--help", "--version", "-V") || c.Name == "mysql" && c.Has("-?") || c.Has("--list", "--dry_run", "--dry-run") {
		return
	}
	if (c.Name == "sqlite3" || c.Name == "duckdb") && isArg(c, ":memory:") {
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
		case "DATABASE", "SCHEMA", "TABLE", "KEYSPACE", "VIEW", "USER", "ROLE", "TABLESPACE", "COLLECTION", "EXTENSION", "OWNED", "WAREHOUSE", "CATALOG", "STAGE", "SEQUENCE", "COLUMN":
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
	if !ok {
		return "", false
	}
	return j.fileText(w, c.Dir)
}

// fileText is the content of a file that a client is told to run.
func (j *judgement) fileText(w shell.Word, dir string) (string, bool) {
	if j.w == nil || j.site.far {
		return "", false
	}
	t := j.aim(w, dir)
	if file, _ := j.w.Exists(t.abs); !file {
		return "", false
	}
	b, err := j.w.ReadFile(t.abs, 1<<20)
	return string(b), err == nil
}
