package code_test

import (
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

// What nobody decided is stopped; what an option asks for by name, or what names no file, is told or left.
func TestWhatABlockMustShow(t *testing.T) {
	for _, c := range []struct{ name, path, src, want string }{
		{"checks off", "src/a.py", "import ssl\n\ndef ctx(c):\n    c.verify_mode = ssl.CERT_NONE\n", "CRY-10/block"},
		{"checks off by option", "src/a.py", "import ssl\n\ndef ctx(c, validate_certs):\n    if not validate_certs:\n        c.verify_mode = ssl.CERT_NONE\n", "CRY-10/advise"},
		{"checks off below another branch", "src/a.py", "import ssl\n\ndef ctx(c, debug):\n    if debug:\n        c.verify_mode = ssl.CERT_NONE\n", "CRY-10/block"},
		{"a check of something else", "src/a.py", "import ssl\n\ndef ctx(c, user):\n    if valid(user) and check(user):\n        c.verify_mode = ssl.CERT_NONE\n", "CRY-10/block"},
		{"behind the branch", "src/a.py", "import ssl\n\ndef ctx(c, verify):\n    if verify:\n        load(c)\n    c.verify_mode = ssl.CERT_NONE\n", "CRY-10/block"},
		{"no tests, for all its name", "src/contests/a.py", "import os\nos.system(\"ping \" + h)\n", "INJ-05/block"},
		{"tests at the top", "t/unit/a.py", "import os\nos.system(\"ping \" + h)\n", "INJ-05/advise"},
		{"host keys by option", "src/a.py", "if accept_hostkey:\n    opts += ' -o StrictHostKeyChecking=no'\n", "CRY-13/advise"},
		{"one statement, two rules", "src/a.go", "package a\n\nimport \"gorm.io/gorm\"\n\nfunc f(db *gorm.DB, n string) {\n\tdb.Exec(fmt.Sprintf(\"DELETE FROM t WHERE name = '%s'\", n))\n}\n", "INJ-01/block"},
		{"an address", "src/a.go", "package a\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tdata[\"Link\"] = path.Join(\"/raw\", r.FormValue(\"name\"))\n}\n", ""},
		{"a file", "src/a.go", "package a\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tos.ReadFile(filepath.Join(\"/raw\", r.FormValue(\"name\")))\n}\n", "ACC-06/block"},
		{"a form of words", "src/a.py", "def __repr__(self):\n    return \"BLOCK(uuid=%s)(id=%s)(parent=%s)\" % (self.u, id(self), self.p)\n", ""},
		{"a filter", "src/a.py", "def find(conn, name):\n    return conn.search(base, \"(&(objectClass=person)(uid=%s))\" % name)\n", "INJ-11/block"},
		{"a name in a tree", "src/a.py", "import ldap3\n\ndef dn(user_name):\n    return \"uid=%s,ou=people,dc=example\" % user_name\n", "INJ-11/block"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := rulesOf(code.Scan(c.path, []byte(c.src), code.Options{})); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
