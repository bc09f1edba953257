package mine

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What code throws is said where it is true: of all that is thrown, in every
// spelling.
func TestThrows(t *testing.T) {
	fault := map[string]string{
		"app/core/fault.php": "<?php\nnamespace Farm;\nclass Fault extends \\Exception { }\n",
		"app/core/fault.ts":  "export class Fault extends Error { }\n",
		"app/core/fault.rb":  "class Fault < StandardError\nend\n",
		"app/core/fault.kt":  "class Fault(m: String) : Exception(m)\n",
		"app/core/fault.cs":  "public class Fault : Exception { }\npublic class Faults { public static Fault Make() { return null; } }\n",
		"app/core/fault.py":  "class Fault(Exception):\n    pass\n",
	}
	php, kt := "<?php\nclass A%d {\n  function go() { throw new Fault(1); }\n}\n", "class A%d {\n  fun go() { throw Fault(\"x\") }\n"
	for _, c := range []struct {
		name, file, text string
		says             bool
	}{
		{"php", "app/farm/a%d.php", php, true},
		{"php, bare with a root", "app/farm/a%d.php", php + "function b%d() { throw new \\Exception('x'); }\n", false},
		{"kotlin", "app/farm/a%d.kt", kt + "  fun b() { if (x) error(\"y\") else throw Fault(\"z\"); throw Fault(\"w\"); throw Fault(\"v\"); throw Fault(\"u\") }\n}\n", true},
		{"kotlin, nothing bare to be had", "app/farm/a%d.kt", kt + "}\n", false},
		{"kotlin, the library's functions", "app/farm/a%d.kt", kt + "  fun b() { error(\"y\") }\n}\n", false},
		{"ruby", "app/farm/a%d.rb", "class A%d\n  def go\n    raise Fault.new(1)\n  end\nend\n", true},
		{"ruby, a text alone", "app/farm/a%d.rb", "class A%d\n  def go\n    raise Fault.new(1)\n  end\n  def b\n    raise 'x'\n  end\nend\n", false},
		{"a factory is no error", "app/farm/A%d.cs", "public class A%d {\n  public void Go() { throw Faults.Make(); }\n}\n", false},
		{"the framework's are more", "app/farm/a%d.py", "def a%d():\n    raise Fault()\n\ndef b%d():\n    raise Http404()\n", false},
		{"a caller's mistake beside", "app/farm/a%d.py", "def a%d():\n    raise Fault()\n    raise Fault()\n    raise ValueError()\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := find(mined(t, repo(t, family(16, c.file, c.text, fault))), business.ThrowTypes, "`Fault`")
			if len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A folder whose parts throw differently says nothing; the part that does says it.
func TestThrowsOfAPart(t *testing.T) {
	files := family(20, "pack/barn/a%d.ts", "import { Fault } from './fault';\nexport function a%d() { throw new Fault(); }\nexport function b%d() { throw new Fault(); }\nexport function c%d() { throw new Fault(); }\n", map[string]string{"pack/barn/fault.ts": "export class Fault extends Error { }\n"})
	for name, text := range family(12, "pack/field/a%d.ts", "export function a%d() { throw new Error('x'); }\n", nil) {
		files[name] = text
	}
	got := find(mined(t, repo(t, files)), business.ThrowTypes, "`Fault`")
	if len(got) != 1 || !strings.Contains(got[0].Statement, "`pack/barn/`") {
		t.Errorf("got %+v", got)
	}
}

// One file that throws its own error often says nothing of the files beside it.
func TestThrowsOfOneFile(t *testing.T) {
	files := family(6, "pack/tools/a%d.ts", "export class Odd%d extends Error { }\nexport function a%d() { throw new Odd%d(); }\nexport function b%d() { throw new Odd%d(); }\n", map[string]string{
		"pack/tools/unpack.ts": "export class Torn extends Error { }\n" + strings.Repeat("export function c() { throw new Torn(); }\n", 29),
	})
	if got := find(mined(t, repo(t, files)), business.ThrowTypes, "`Torn`"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// An error of the language's library is not one's own because the repository
// has a class that is called alike.
func TestThrowsCalledAlike(t *testing.T) {
	other := map[string]string{"app/other/LogicException.php": "<?php\nnamespace App\\other;\nclass LogicException extends \\Exception { }\n"}
	for text, says := range map[string]bool{
		"<?php\nnamespace App\\farm;\nuse LogicException;\nclass A%d {\n  function go() { throw new LogicException('x'); }\n}\n":             false,
		"<?php\nnamespace App\\farm;\nuse App\\other\\LogicException;\nclass A%d {\n  function go() { throw new LogicException('x'); }\n}\n": true,
	} {
		got := find(mined(t, repo(t, family(16, "app/farm/a%d.php", text, other))), business.ThrowTypes, "`LogicException`")
		if len(got) > 0 != says {
			t.Errorf("%v: got %+v", says, got)
		}
	}
}
