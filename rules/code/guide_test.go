package code_test

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

func TestGuideFitsTheFile(t *testing.T) {
	for _, c := range []struct {
		name, path, text string
		want, not        string
	}{
		{"sql in a handler", "src/routes/users.js", "app.get('/u', (req, res) => db.query('select'))", "bind parameters", "Buffers"},
		{"login", "auth/login.py", "def login(request):\n    password = request.form['password']", "argon2id", "CSV"},
		{"migration", "db/migrations/1.sql", "CREATE TABLE p (email text, user_id int)", "personal field", "HTML"},
		{"C", "src/a.c", "strcpy(a, b);", "Buffers", "SQL"},
		{"component", "src/components/a.tsx", "<div dangerouslySetInnerHTML={{__html: x}} />", "sanitize", "Buffers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(code.Guide(c.path, c.text, code.Options{}), "\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("want %q in:\n%s", c.want, got)
			}
			if strings.Contains(got, c.not) {
				t.Errorf("do not want %q in:\n%s", c.not, got)
			}
		})
	}
}

func TestGuideIsShort(t *testing.T) {
	all := "login password jwt select query exec fetch( req.body upload csv logger innerHTML pickle token price email sentry openai app.get( create findbyid export"
	got := code.Guide("src/api/auth.ts", all, code.Options{})
	n := 0
	for _, l := range got {
		n += len(l) + 1
	}
	if len(got) == 0 || len(got) > 6 || n > 1200 {
		t.Errorf("%d lines, %d bytes", len(got), n)
	}
	if g := code.Guide("src/math.ts", "export const add = (a, b) => a + b", code.Options{}); len(g) != 0 {
		t.Errorf("nothing to say about arithmetic: %q", g)
	}
	if g := code.Guide("src/auth.test.ts", all, code.Options{}); len(g) != 0 {
		t.Errorf("nothing to say about tests: %q", g)
	}
	for _, l := range code.Guide("db/migrations/1.sql", "create table p (email text)", code.Options{Frameworks: []string{"owasp"}}) {
		if strings.Contains(l, "personal field") {
			t.Errorf("privacy is switched off: %s", l)
		}
	}
}
