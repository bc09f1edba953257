package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// objectCalls judges programs given as text that empty tables through the
// libraries of a language: what they do is no SQL yet.
func (j *judgement) objectCalls(c *shell.Call) {
	if !runsObjects(c) {
		return
	}
	text := ""
	if c.In != nil {
		text = c.In.Text
	}
	for i := range c.Args {
		if t := c.Args[i].Text; len(t) > 8 {
			text += "\n" + t
		}
	}
	if call := emptiesTables(text); call != "" {
		j.signal("db.object-destroy", c, "", call)
	}
}

// runsObjects lists what runs a program of the application given as text.
func runsObjects(c *shell.Call) bool {
	switch c.Name {
	case "rails", "flask", "artisan", "console", "iex", "mix", "manage.py", "django-admin", "tinker", "ts-node", "tsx", "runner":
		return true
	}
	return shell.Interpreter(c.Name) && !shellName(c.Name)
}

// emptiesTables returns the call in a program that deletes every row or a
// whole table, or "".
func emptiesTables(text string) string {
	if text == "" {
		return ""
	}
	tight := strings.Join(strings.Fields(text), "")
	for _, s := range [...]string{".objects.all().delete()", ".delete_all", ".destroy_all", ".deleteMany()", ".deleteMany({})", ".delete_many({})", ".drop_all(", ".dropDatabase(", ".drop_database(",
		".dropCollection(", ".drop_collection(", ".drop_table", "::truncate()", "->truncate()", "::query()->delete()", ".query.delete()", ".sync({force:true", ".flushall(", ".flushAll(", ".flushdb(", ".flushDb(", ".delete_bucket("} {
		if i := strings.Index(tight, s); i >= 0 && !quotedAt(tight, i) {
			return s[1:]
		}
	}
	return runsSQL(text)
}

// runsSQL returns a statement that drops or empties a table where the program
// hands it to a connection.
func runsSQL(text string) string {
	for _, call := range [...]string{"execute(", "query(", "executescript(", "exec(", "raw(", "execute_sql(", "$executeRawUnsafe(", "prepare("} {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, call)
			if !ok {
				break
			}
			rest = after
			arg := strings.TrimLeft(after, " \t\n\"'`rf(")
			if level, stmt := sqlLevel(firstString(arg)); level >= sqlDestroy {
				return stmt
			}
		}
	}
	return ""
}

// firstString cuts a program text where its first string literal ends.
func firstString(s string) string {
	if i := strings.IndexAny(s, "\"'`"); i >= 0 {
		return s[:i]
	}
	return ""
}

// quotedAt reports a place inside a string literal of a line such as
// print("x.delete_all"): an odd number of quotes stands before it.
func quotedAt(s string, i int) bool {
	return strings.Count(s[:i], `"`)%2 == 1 || strings.Count(s[:i], "'")%2 == 1
}
