package mine

import (
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A test that takes stand-ins from a library need not be written for it.
func TestStandInsAreNoTestFramework(t *testing.T) {
	for _, c := range []struct {
		name, text string
		says       bool
	}{
		{"test cases", "import unittest\n\n\nclass A%d(unittest.TestCase):\n    def test_a(self):\n        pass\n", true},
		{"stand-ins", "from unittest.mock import patch\n\n\ndef test_a%d():\n    pass\n", false},
		{"their module", "from unittest import mock\n\n\ndef test_a%d():\n    pass\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := family(16, "tests/test_a%d.py", c.text, map[string]string{"app/core.py": "def run():\n    return 1\n"})
			if got := find(mined(t, repo(t, files)), business.TestFramework, "unittest"); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// Of two generations of one library, new tests are written for the one that
// the newest tests use; where that is not known there is no rule.
func TestGenerationsOfTestLibraries(t *testing.T) {
	const old, young = "org.junit.Test", "org.junit.jupiter.api.Test"
	for _, c := range []struct {
		name        string
		first, last string // what older and newer tests use
		dated       bool
		want        string
	}{
		{"moves on", old, young, true, young},
		{"undated", old, young, false, ""},
		{"one way", young, young, false, young},
		{"only old", old, old, true, old},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, added := map[string]string{"src/main/java/a/Core.java": "package a;\nclass Core { void run() {} }\n"}, map[string]int64{}
			for i := range 40 {
				lib := c.first
				if i >= 25 {
					lib = c.last
				}
				name := fmt.Sprintf("src/test/java/a/T%dTest.java", i)
				files[name] = fmt.Sprintf("package a;\n\nimport %s;\n\nclass T%dTest {\n  @Test\n  void runs() {}\n}\n", lib, i)
				added[name] = int64(1000 + i)
			}
			o := Options{}
			if c.dated {
				o.Added = func() map[string]int64 { return added }
			}
			res, err := Mine(repo(t, files), o)
			if err != nil {
				t.Fatal(err)
			}
			got := find(res.Rules, business.TestFramework)
			if len(got) > 1 || (c.want == "") != (len(got) == 0) || len(got) == 1 && len(find(got, "", "`"+c.want+"`")) == 0 {
				t.Errorf("got %+v", got)
			}
		})
	}
}
