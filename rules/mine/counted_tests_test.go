package mine

import (
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
