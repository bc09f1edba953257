package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestWhatTestsBuildOn(t *testing.T) {
	for _, tc := range []struct {
		lang, file, good, bad string
		base, baseText        string
		says                  string
	}{
		{"java", "src/test/java/x/Box%dTest.java", "package x;\n\nclass Box%dTest extends DepotTestBase {\n  void a() { run(); }\n}\n", "package x;\n\nclass Box%dTest {\n  void a() { run(); }\n}\n", "src/test/java/x/DepotTestBase.java", "package x;\n\nabstract class DepotTestBase {\n}\n", "extend `DepotTestBase`"},
		{"kotlin", "src/test/kotlin/x/Box%dTest.kt", "package x\n\nclass Box%dTest : DepotTestBase() {\n  fun a() { run() }\n}\n", "package x\n\nclass Box%dTest {\n  fun a() { run() }\n}\n", "src/test/kotlin/x/DepotTestBase.kt", "package x\n\nabstract class DepotTestBase {\n}\n", "extend `DepotTestBase`"},
		{"csharp", "src/Depot.Tests/Box%dFixture.cs", "namespace X;\n\npublic class Box%dFixture : DepotTest\n{\n    public void A() { Run(); }\n}\n", "namespace X;\n\npublic class Box%dFixture\n{\n    public void A() { Run(); }\n}\n", "src/Depot.Tests/DepotTest.cs", "namespace X;\n\npublic abstract class DepotTest\n{\n}\n", "extend `DepotTest`"},
		{"php trait", "tests/Unit/Box%dTest.php", "<?php\n\nclass Box%dTest extends TestCase\n{\n    use Countable, DepotRecords;\n\n    public function testA() { run(); }\n}\n", "<?php\n\nclass Box%dTest extends TestCase\n{\n    public function testA() { run(); }\n}\n", "tests/DepotRecords.php", "<?php\n\ntrait DepotRecords\n{\n}\n", "declare `use DepotRecords`"},
		{"php mark", "tests/Unit/Box%dTest.php", "<?php\n\n#[CoversClass(Box::class)]\nclass Box%dTest extends TestCase\n{\n    public function testA() { run(); }\n}\n", "<?php\n\nclass Box%dTest extends TestCase\n{\n    public function testA() { run(); }\n}\n", "src/Box.php", "<?php\n\nclass Box\n{\n}\n", "carry `#[CoversClass]`"},
		{"python", "depot/tests/test_box%d.py", "from depot.testing import DepotMixin\n\n\nclass TestBox%d(DepotMixin, TestCase):\n    def test_a(self):\n        run()\n", "class TestBox%d(TestCase):\n    def test_a(self):\n        run()\n", "depot/testing.py", "class DepotMixin:\n    pass\n", "extend `DepotMixin`"},
		{"ruby", "test/models/box%d_test.rb", "class Box%dTest < DepotTestCase\n  def test_a\n    run\n  end\nend\n", "class Box%dTest < Minitest::Test\n  def test_a\n    run\n  end\nend\n", "test/depot_test_case.rb", "class DepotTestCase < Minitest::Test\nend\n", "extend `DepotTestCase`"},
		{"ts", "test/box%d.test.ts", "import { DepotTest } from './depot';\nexport class Box%dTest extends DepotTest {\n  a() { run(); }\n}\n", "export class Box%dTest {\n  a() { run(); }\n}\n", "test/depot.ts", "export class DepotTest {\n  go() { return 1; }\n}\n", "extend `DepotTest`"},
	} {
		t.Run(tc.lang, func(t *testing.T) {
			files := map[string]string{tc.base: tc.baseText}
			for i := range 14 {
				files[fmt.Sprintf(tc.file, i)] = fmt.Sprintf(tc.good, i)
			}
			odd := fmt.Sprintf(tc.file, 70)
			files[odd] = fmt.Sprintf(tc.bad, 70)
			r := want(t, mined(t, repo(t, files)), business.RequireInUnit, "Test classes", tc.says)
			if r.Support != 14 || r.Sites != 15 || len(r.Violations) != 1 {
				t.Errorf("%s %d/%d %v", r.Statement, r.Support, r.Sites, r.Violations)
			}
			if got := business.Judge([]business.Rule{r}, odd, []byte(files[odd])); len(got) != 1 {
				t.Errorf("the odd one: %v", got)
			}
			if good := fmt.Sprintf(tc.file, 3); len(business.Judge([]business.Rule{r}, good, []byte(files[good]))) != 0 {
				t.Error("a good one breaks it")
			}
		})
	}
}

// What tests of half the classes have, what a framework gives, and helpers
// beside the tests make no rule.
func TestTestsWithoutACommonBase(t *testing.T) {
	files := family(10, "src/test/java/x/A%dTest.java", "package x;\n\nclass A%dTest extends FrameworkCase {\n  void a() { run(); }\n}\n", nil)
	for i := range 10 {
		files[fmt.Sprintf("src/test/java/x/B%dTest.java", i)] = fmt.Sprintf("package x;\n\nclass B%dTest extends HouseTestBase {\n  void a() { run(); }\n}\n", i)
		files[fmt.Sprintf("src/test/java/x/Fake%d.java", i)] = fmt.Sprintf("package x;\n\nclass Fake%d extends HouseFakeBase {\n  void a() { run(); }\n}\n", i)
	}
	files["src/test/java/x/HouseTestBase.java"] = "package x;\n\nabstract class HouseTestBase {\n}\n"
	files["src/test/java/x/HouseFakeBase.java"] = "package x;\n\nabstract class HouseFakeBase {\n}\n"
	if got := find(mined(t, repo(t, files)), business.RequireInUnit, "Test classes"); len(got) != 0 {
		t.Errorf("found %+v", got)
	}
}

// Of a base and its heir the one is named that tests of the folder extend
// themselves.
func TestTheNearestBaseIsNamed(t *testing.T) {
	files := family(12, "src/Depot.Tests/Rows/Row%dFixture.cs", "namespace X;\n\npublic class Row%dFixture : RowTest<Row>\n{\n    public void A() { Run(); }\n}\n", nil)
	files["src/Depot.Tests/RowTest.cs"] = "namespace X;\n\npublic abstract class RowTest<T> : DepotTest\n{\n}\n"
	files["src/Depot.Tests/DepotTest.cs"] = "namespace X;\n\npublic abstract class DepotTest\n{\n}\n"
	got := find(mined(t, repo(t, files)), business.RequireInUnit, "Test classes")
	if len(got) != 1 || !strings.Contains(got[0].Statement, "extend `RowTest`") {
		t.Errorf("found %+v", got)
	}
}
