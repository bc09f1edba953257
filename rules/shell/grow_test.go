package shell

import (
	"strings"
	"testing"
)

// A long comment must not hide what follows it.
func TestPaddingHidesNothing(t *testing.T) {
	pad := strings.Repeat("# a long comment\n", 20000)
	for name, src := range map[string]string{
		"bash -c":       "bash -c '" + pad + "rm -rf /'",
		"double quotes": "bash -c \"" + pad + "rm -rf /\"",
		"here-document": "bash <<'E'\n" + pad + "rm -rf /\nE\n",
		"pipe":          "cat <<'E' | bash\n" + pad + "rm -rf /\nE\n",
		"variable":      "X='" + pad + "rm -rf /'; eval \"$X\"",
		"echo":          "echo '" + pad + "rm -rf /' | sh",
		"printf":        "printf '%s\\n' '" + pad + "rm -rf /' | sh",
		"file":          "echo '" + pad + "rm -rf /' > x; sh x",
		"appended file": "echo '" + pad + "' > x; echo 'rm -rf /' >> x; sh x",
		"python":        "python3 -c '" + pad + "import shutil; shutil.rmtree(\"/\")'",
		"appended":      "A='" + pad + "'; A+='rm -rf /'; bash -c \"$A\"",
		"braces":        "rm -rf {" + strings.Repeat("a,", 200) + "/}",
	} {
		s := Analyze(src, opt)
		found := s.Cut
		for _, c := range s.Calls {
			found = found || c.Name == "rm" && c.Args[len(c.Args)-1].Text == "/"
		}
		if !found {
			t.Errorf("%s: rm -rf / is lost", name)
		}
	}
}

// What a short line makes of a long value is bounded, and the reader is told.
func TestMultiplying(t *testing.T) {
	long := "X='" + strings.Repeat("some text ", 10000) + "'; "
	for name, src := range map[string]string{
		"words":      long + strings.Repeat("foo $X\n", 5000),
		"one word":   long + "foo \"" + strings.Repeat("$X", 5000) + "\"",
		"parameters": "set -- " + strings.Repeat("word ", 20000) + "; " + strings.Repeat("foo \"$@\"\n", 5000),
		"echo":       long + strings.Repeat("echo \"$X\" >> f\n", 5000),
		"doubling":   long + strings.Repeat("X=$X$X; ", 60) + "foo $X",
		"braces":     "foo " + strings.Repeat("{a,b}", 60),
		"printf":     "printf '" + strings.Repeat("text ", 2000) + "%s' " + strings.Repeat("a ", 20000),
		"replaced":   long + "foo ${X//t/" + strings.Repeat("tt", 5000) + "}",
		"evals":      long + strings.Repeat("eval \": $X\"\n", 5000),
		"aliases":    "alias a='" + strings.Repeat("foo; ", 4000) + "'\n" + strings.Repeat("a\n", 5000),
		"inline":     "python3 -c 'x = \"" + strings.Repeat("a", 5000) + "\"\n" + strings.Repeat("x = x + x\n", 500) + "'",
		"no calls":   "for a in {1..9}; do for b in {1..16}; do for c in {1..16}; do for d in {1..16}; do for e in {1..16}; do for g in {1..16}; do ((1)); done; done; done; done; done; done",
	} {
		s := Analyze(src, opt)
		total := 0
		for _, c := range s.Calls {
			total += len(c.Line())
		}
		if !s.Cut {
			t.Errorf("%s: nothing says that a limit was reached", name)
		}
		if total > 4*len(src)+4*spare {
			t.Errorf("%s: %d bytes of commands out of %d", name, total, len(src))
		}
	}
}
