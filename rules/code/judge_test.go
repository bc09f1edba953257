package code_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/rules/code"
)

func rulesOf(ms []code.Match) string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Rule+"/"+m.Tier.String())
	}
	return strings.Join(out, " ")
}

func TestJudgeReportsOnlyNewLines(t *testing.T) {
	old := "import os\n\ndef f(h):\n    os.system(\"ping \" + h)\n"
	for _, c := range []struct{ name, before, after, want string }{
		{"new file", "", old, "INJ-05/block"},
		{"line was there", old, "import os\n# a note\n\ndef f(h):\n    os.system(\"ping \" + h)\n", ""},
		{"moved and indented", old, "import os\n\nclass A:\n    def f(h):\n        os.system(\"ping \" + h)\n", ""},
		{"a second one", old, old + "\ndef g(h):\n    os.system(\"host \" + h)\n", "INJ-05/block"},
		{"the same once more", old, old + "\ndef g(h):\n    os.system(\"ping \" + h)\n", "INJ-05/block"},
		{"changed line", old, strings.Replace(old, "ping ", "ping -c 1 ", 1), "INJ-05/block"},
		{"CRLF", strings.ReplaceAll(old, "\n", "\r\n"), strings.ReplaceAll(old, "\n", "\r\n") + "x = 1\r\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := rulesOf(code.Judge("src/a.py", []byte(c.before), []byte(c.after), code.Options{})); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCommentsSilence(t *testing.T) {
	const advice = "h = hashlib.md5(x)"
	const block = "os.system(\"ping \" + h)"
	for _, c := range []struct {
		name, src string
		scan      bool
		want      string
	}{
		{"advice with a reason", "import hashlib\n" + advice + "  # vibedefend:ignore CRY-01 cache key\n", false, ""},
		{"line above", "import hashlib\n# vibedefend:ignore CRY-01 cache key\n" + advice + "\n", false, ""},
		{"without a reason", "import hashlib\n" + advice + "  # vibedefend:ignore CRY-01\n", false, "CRY-01/advise"},
		{"another rule", "import hashlib\n" + advice + "  # vibedefend:ignore CRY-02 cache key\n", false, "CRY-01/advise"},
		{"a block in the hook", block + "  # vibedefend:ignore INJ-05 trusted host\n", false, "INJ-05/block"},
		{"a block in the scan", block + "  # vibedefend:ignore INJ-05 trusted host\n", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := rulesOf(code.Scan("src/a.py", []byte(c.src), code.Options{BlockComments: c.scan})); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTestsAreToldNotStopped(t *testing.T) {
	src := []byte("import os\nos.system(\"ping \" + h)\n")
	for path, want := range map[string]string{"src/a.py": "INJ-05/block", "tests/test_a.py": "INJ-05/advise", "/home/test/src/deep/down/src/app/a.py": "INJ-05/block"} {
		if got := rulesOf(code.Scan(path, src, code.Options{})); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestLimitsAreSaid(t *testing.T) {
	if r := code.Examine("a.py", make([]byte, 5<<20), code.Options{}); r.Incomplete == "" {
		t.Error("a file of 5 MB must be said to be unread")
	}
	if r := code.Examine("node_modules/a/b.js", []byte("eval(x)"), code.Options{}); r.Incomplete == "" || len(r.Matches) > 0 {
		t.Error("a vendored path must be said to be unread")
	}
	big := []byte(strings.Repeat("cur.execute(\"SELECT * FROM t WHERE a = \" + x)\n", 20000))
	if r := code.Examine("a.py", big, code.Options{Budget: time.Nanosecond}); r.Incomplete == "" {
		t.Error("a used-up budget must be said")
	}
}

func TestRedact(t *testing.T) {
	token := "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
	for _, c := range []struct{ in, gone, kept string }{
		{"push with " + token + " please", token, "push with ghp_"},
		{"DATABASE_URL=postgres://app:s3cr3tPw9@db.company.io/x", "s3cr3tPw9", "postgres://app:"},
		{"curl -H 'Authorization: Bearer abcDEF123456ghiJKL7890mnop' x", "abcDEF123456ghiJKL7890mnop", "Bearer"},
		{"password = \"Tr0ub4dor&3x9\"", "Tr0ub4dor&3x9", "password"},
		{"nothing to hide: the password is required", "\x00", "nothing to hide: the password is required"},
	} {
		got := code.Redact(c.in)
		if strings.Contains(got, c.gone) || !strings.Contains(got, c.kept) {
			t.Errorf("%q became %q", c.in, got)
		}
	}
}

func TestExcerptsHoldNoSecret(t *testing.T) {
	token := "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
	for _, m := range code.Scan("src/a.js", []byte("const t = '"+token+"'; eval(t + x)\n"), code.Options{}) {
		if strings.Contains(m.Excerpt, token[8:]) {
			t.Errorf("%s shows the token: %s", m.Rule, m.Excerpt)
		}
	}
}

func TestExtraRulesHaveTheSamePower(t *testing.T) {
	own := code.Rule{ID: "OWN-01", Title: "no legacy client", Why: "it is going away", Tier: code.Advise, Severity: code.Low, Langs: code.AllLangs,
		Detect: []code.Detector{{Call: []string{"LegacyClient"}, Args: []string{"0:nonlit"}}}}
	if got := rulesOf(code.Scan("a.py", []byte("c = LegacyClient(url)\n"), code.Options{Extra: []code.Rule{own}})); got != "OWN-01/advise" {
		t.Errorf("got %q", got)
	}
}
