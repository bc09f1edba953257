package mine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What a rule is said of: units that could follow, in the smallest place that
// leaves the exceptions out, each counted once.
func TestWhomARoleIsAbout(t *testing.T) {
	join := func(parts ...map[string]string) map[string]string {
		out := map[string]string{}
		for _, p := range parts {
			for k, v := range p {
				out[k] = v
			}
		}
		return out
	}
	ledger := map[string]string{"src/Core/LedgerRouteAttribute.cs": "namespace Shop;\n\npublic class LedgerRouteAttribute : Attribute { }\n"}
	for _, tc := range []struct {
		name  string
		files map[string]string
		says  []string
		k, n  int
	}{
		{"a folder without the exceptions", join(ledger, family(20, "src/Shop.Rest/Stock%dController.cs", "namespace Shop;\n\n[LedgerRoute]\npublic class Stock%dController : RestController\n{\n    public int Get() { return Find%d(); }\n}\n", nil),
			family(6, "src/Shop.Pages/Page%dController.cs", "namespace Shop;\n\npublic class Page%dController : RestController\n{\n    public int Get() { return Find%d(); }\n}\n", nil)),
			[]string{"under `src/Shop.Rest/`", "`[LedgerRoute]`"}, 20, 20},
		{"an annotation twice on one function", family(12, "src/api/Item%dApi.php", "<?php\n\nnamespace App;\n\nclass Item%dApi\n{\n    #[Query('a')]\n    #[Query('b')]\n    #[LimitTo('x')]\n    public function list%d() { return 1; }\n}\n",
			map[string]string{"src/Attribute/LimitTo.php": "<?php\n\nnamespace App;\n\nclass LimitTo\n{\n}\n"}),
			[]string{"`#[Query]`", "`#[LimitTo]`"}, 12, 12},
		{"the base and what is nested", join(family(12, "app/steps/s%d.rb", "class Step%d < PipelineStep\n  class Halted < StandardError\n  end\n\n  def run_%d\n    1\n  end\nend\n", nil),
			map[string]string{"app/steps/pipeline_step.rb": "class PipelineStep < Framework::Node\nend\n"}),
			[]string{"`app/steps/`", "extend `PipelineStep`"}, 12, 12},
		{"an heir of the base is none that breaks it", join(family(12, "src/screens/S%d.kt", "package a\n\nclass Home%dScreen : AppWindow() {\n  fun a%d() { b%d() }\n}\n", nil),
			family(3, "src/screens/T%d.kt", "package a\n\nclass Tab%dScreen : TabWindow() {\n  fun a%d() { b%d() }\n}\n", nil),
			map[string]string{"src/ui/AppWindow.kt": "package a\n\nopen class AppWindow : Activity() {\n}\n", "src/ui/TabWindow.kt": "package a\n\nopen class TabWindow : AppWindow() {\n}\n"}),
			[]string{"extend `AppWindow`"}, 16, 16},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := want(t, mined(t, repo(t, tc.files)), business.RequireInUnit, tc.says...)
			if r.Support != tc.k || r.Sites != tc.n || len(r.Violations) != tc.n-tc.k {
				t.Errorf("%s %d/%d %v", r.Statement, r.Support, r.Sites, r.Violations)
			}
			for path, text := range tc.files {
				if got := business.Judge([]business.Rule{r}, path, []byte(text)); len(got) != 0 {
					t.Errorf("%s breaks %s: %v", path, r.Statement, got)
				}
			}
		})
	}
}

// What nearly all classes of a kind carry is a convention also where the mark
// is a library's, unless it only says the kind over again.
func TestMarksOfAKindOfClass(t *testing.T) {
	for _, tc := range []struct{ lang, file, text, says, never string }{
		{"kotlin", "app/src/main/java/m%d/Item%dScreenModel.kt", "package m\n\n@WiredScreenModel\n@ScreenModel\nclass Item%dScreenModel @Inject constructor(\n  val a: Int\n) : LitModel() { fun run%d(): Int { return 1 } }\n", "`@WiredScreenModel`", "`@ScreenModel`"},
		{"java", "src/main/java/m%d/Item%dListener.java", "package m;\n\n@Traceable(\"a\")\n@Listener\npublic class Item%dListener { int run%d() { return 1; } }\n", "`@Traceable`", "`@Listener`"},
		{"csharp", "src/M%d/Item%dEndpoint.cs", "namespace M;\n\n[OpenCors(\"a\")]\n[Endpoint]\npublic class Item%dEndpoint { public int Run%d() { return 1; } }\n", "`[OpenCors]`", "`[Endpoint]`"},
		{"php", "src/M%d/Item%dCommand.php", "<?php\n\nnamespace M;\n\n#[Lockable]\n#[AsCommand('a')]\nclass Item%dCommand\n{\n    public function run%d() { return 1; }\n}\n", "`#[Lockable]`", "`#[AsCommand]`"},
		{"ts", "src/m%d/item%d.gateway.ts", "@Throttled()\n@Gateway()\nexport class Item%dGateway {\n  run%d() { return 1; }\n}\n", "`@Throttled`", "`@Gateway`"},
	} {
		t.Run(tc.lang, func(t *testing.T) {
			files := map[string]string{}
			for i := range 14 {
				files[fmt.Sprintf(tc.file, i, i)] = fmt.Sprintf(tc.text, i, i)
			}
			for i := range 14 {
				files[fmt.Sprintf("lib/plain/other%d.%s", i, pathExt(tc.file)[1:])] = strings.NewReplacer("Item", "Plain", "ScreenModel", "Store", "Listener", "Store", "Endpoint", "Store", "Command", "Store", "Gateway", "Store", "@", "// ", "[", "// ", "#", "").Replace(fmt.Sprintf(tc.text, i, i))
			}
			rules := mined(t, repo(t, files))
			want(t, rules, business.RequireInUnit, tc.says)
			if got := find(rules, business.RequireInUnit, "carry "+tc.never); len(got) != 0 {
				t.Errorf("found %s", got[0].Statement)
			}
		})
	}
}

// Decoys: what the language asks for, and what stands together by chance.
func TestWhatIsOwedOrByChance(t *testing.T) {
	for _, tc := range []struct {
		name  string
		files map[string]string
		never string
	}{
		{"an abstract member with a body of one expression", family(14, "src/Shade%d.kt", "package a\n\nclass Shade%d : Paint() {\n  override fun inkName(): String = \"x%d\"\n}\n",
			map[string]string{"src/Paint.kt": "package a\n\nabstract class Paint {\n  abstract fun inkName(): String\n}\n"}), "inkName"},
		{"what must be returned is made in one way", family(14, "src/Rule%dCheck.cs", "public class Rule%dCheck : ICheck\n{\n    public Verdict Judge(int a) { return Verdict.AllowAll(a + %d); }\n}\n",
			map[string]string{"src/Verdict.cs": "public class Verdict\n{\n    private Verdict() { }\n    public static Verdict AllowAll(int a) { return null; }\n}\n"}), "Verdict.AllowAll"},
		{"a mark for the debugger", family(14, "src/Ensure%d.cs", "public class Ensure%d\n{\n    [DebuggerStepThrough]\n    public void Run%d(int a) { Failure.CreateFor(a); }\n}\n",
			map[string]string{"src/Failure.cs": "public class Failure\n{\n    public static void CreateFor(int a) { }\n}\n"}), "DebuggerStepThrough"},
		{"a part of the entities", func() map[string]string {
			files := family(12, "src/Entity/E%d.php", "<?php\n\nnamespace App;\n\n#[Entity]\n#[Index('a')]\n#[SharePolicy]\nclass E%d\n{\n}\n", nil)
			for i := range 20 {
				files[fmt.Sprintf("src/Entity/P%d.php", i)] = fmt.Sprintf("<?php\n\nnamespace App;\n\n#[Entity]\nclass P%d\n{\n}\n", i)
			}
			return files
		}(), "SharePolicy"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rules := mined(t, repo(t, tc.files))
			if i := slices.IndexFunc(rules, func(r business.Rule) bool { return strings.Contains(r.Statement, tc.never) }); i >= 0 {
				t.Errorf("found %s %d/%d", rules[i].Statement, rules[i].Support, rules[i].Sites)
			}
		})
	}
}
