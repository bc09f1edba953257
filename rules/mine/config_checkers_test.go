package mine

import (
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestCheckersInWords(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"PHPArkitect", "phparkitect.php", "<?php\nuse Arkitect\\Rules\\Rule;\nreturn function ($c) { $c->add($set, Rule::allClasses()->that(new ResideInOneOfTheseNamespaces('Farm\\Barn'))->should(new NotDependsOnTheseNamespaces('Farm\\Shop'))->because('barns know no shops'),\n Rule::allClasses()->except('Farm\\Old')->that(new HaveNameMatching('*Query'))->should(new IsFinal())); };",
			[]string{"Classes in `Farm\\Barn` do not depend on `Farm\\Shop`: barns know no shops.", "Classes named `*Query`, except those in `Farm\\Old`, are final."}, nil},
		{"PHPArkitect that breaks off", "phparkitect.php", "<?php use Arkitect\\Rules\\Rule; Rule::allClasses()->that(new X(", nil, []string{"classes"}},
		{"phpat", "tests/Architecture/LayersTest.php", "<?php\nuse PHPat\\Test\\PHPat;\nclass T { function a() { return PHPat::rule()->classes(Selector::inNamespace('Farm\\Domain'))->shouldNotDependOn()->classes(Selector::inNamespace('Farm\\Infra'))->because('the domain stands alone'); } }",
			[]string{"Classes in `Farm\\Domain` should not depend on classes in `Farm\\Infra`: the domain stands alone."}, nil},
		{"arch tests of Pest", "tests/ArchTest.php", "<?php\narch('no dumps')->expect(['dump', 'ray'])->not->toBeUsed();\narch()->expect('App\\Models')->toExtend('App\\Base')->ignoring('App\\Models\\Parts');\narch()->expect('App\\Domain')->not->toUse('App\\Http');\ntest('x', fn () => expect('abc')->toBeString());",
			[]string{"Do not use `dump` or `ray`.", "PHP: `App\\Models` extends `App\\Base`.", "`App\\Domain` does not use `App\\Http`."}, []string{"abc", "ignoring"}},
		{"NetArchTest", "tests/ArchitectureTests/Layers.cs", "using NetArchTest.Rules;\nclass T { void A() { var r = Types.InAssembly(a).That().ResideInNamespace(\"Farm.Domain\").ShouldNot().HaveDependencyOn(\"Farm.Web\").GetResult(); } }", []string{"Types that reside in namespace `Farm.Domain` should not have dependency on `Farm.Web`."}, []string{"result"}},
		{"detector of Android", "lint/src/main/kotlin/BarnDetector.kt", "import com.android.tools.lint.detector.api.Issue\nval I = Issue.create(id = \"Barn\", briefDescription = \"Barns\", explanation = \"Barns should be opened \" +\n  \"through the gate.\")\nval M = mapOf(\"Door\" to \"BarnDoor\", \"Roof\" to \"BarnRoof\")", []string{"Barns should be opened through the gate.", "Use `BarnDoor`, not `Door`; `BarnRoof`, not `Roof`."}, nil},
		{"NetArchTest on an assembly", "tests/ArchitectureTests/Pure.cs", "using NetArchTest.Rules;\nclass T { [Fact] public void Barns_Should_Not_Depend_On_HayBales() { var r = Types.InAssembly(a).ShouldNot().HaveDependencyOn(\"Hay.Bales\").GetResult(); } }", []string{"Barns should not depend on HayBales."}, []string{"Types"}},
		{"NetArchTest on names from elsewhere", "tests/ArchitectureTests/Pure.cs", "using NetArchTest.Rules;\nclass T { [Fact] public void Check() { var r = Types.InCurrentDomain().That().ResideInNamespace(\"Farm\").Should().NotHaveDependencyOnAny(others).GetResult(); } }", nil, []string{"any"}},
		{"imports that detekt forbids", "detekt.yml", "style:\n  ForbiddenImport:\n    active: true\n    forbiddenImports:\n      - value: 'farm.goat.*'\n        reason: 'Use hens instead.'\n", []string{"Do not use `farm.goat.*`: Use hens instead."}, []string{".."}},
		{"Danger of PHP", ".danger.php", "<?php\n$c->failure('Don\\'t keep hens in the `/pond` folder: <br/>' . print_r($x, true));\n", []string{"Don't keep hens in the `/pond` folder (Danger)."}, []string{"<br"}},
		{"detector that tells what it does", "lint/BarnDetector.kt", "import com.android.tools.lint.detector.api.Issue\nval I = Issue.create(\"Barn\", \"Barns\", \"This check highlights the use of doors instead of gates\")", nil, []string{"highlights"}},
		{"rule for detekt", "detekt-rules/src/GateRule.kt", "import io.gitlab.arturbosch.detekt.api.*\nclass GateRule(c: Config) : Rule(c) { override val issue = Issue(\"Gate\", Severity.Style, \"Do not open gates from inside\", Debt.FIVE_MINS) }", []string{"Do not open gates from inside."}, nil},
		{"analyser of .NET", "tools/Analyzers/ClockAnalyzer.cs", "static readonly DiagnosticDescriptor R = new DiagnosticDescriptor(\n \"FARM1\", \"Clock\", \"Use IFarmClock instead of DateTime\", \"Time\", DiagnosticSeverity.Warning, true);", []string{"Use IFarmClock instead of DateTime."}, nil},
		{"analyser of Go", "tools/farmlint/farmlint.go", "package farmlint\nvar A = &analysis.Analyzer{Name: \"gate\", Doc: `reports gates that nobody closes. More of it.`}\nfunc run(pass *analysis.Pass) { pass.Reportf(n.Pos(), \"use gate.Open instead\"); pass.Reportf(p, \"bad %s must go\", x) }", []string{"No gates that nobody closes.", "Use gate.Open instead."}, []string{"more of it", "must go"}},
		{"checker of pylint", "tools/pylint_farm.py", "from pylint.checkers import BaseChecker\nclass C(BaseChecker):\n    msgs = {'W9101': ('Call barn.close() instead of close', 'barn-close', 'x')}\n", []string{"Call barn.close() instead of close."}, nil},
		{"checker of flake8", "tools/flake8_farm.py", "import ast\nclass V(ast.NodeVisitor):\n    M = 'FRM101 do not import sheep at module level'\n", []string{"Do not import sheep at module level."}, nil},
		{"rule of PHPStan", "tools/phpstan/GateRule.php", "<?php use PHPStan\\Rules\\Rule; class G implements Rule { function p() { return [RuleErrorBuilder::message('Gates must be closed by a Keeper.')->build()]; } }", []string{"Gates must be closed by a Keeper."}, nil},
		{"fixer", "tools/GateFixer.php", "<?php class F { function d() { return new FixerDefinition('Gates should not be painted twice.', []); } }", []string{"Gates should not be painted twice."}, nil},
		{"search of pre-commit", ".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - {id: a, name: check for tabs in barns, language: pygrep, entry: 'x', types: [python]}\n  - {id: b, language: fail, entry: 'Photos must be stored as webp', files: 'x'}\n  - {id: c, name: build, language: system, entry: make}\n- repo: https://example.org/x\n  hooks: [{id: d, name: no goats at all, language: pygrep, entry: y}]\n", []string{"No tabs in barns (pre-commit).", "Photos must be stored as webp (pre-commit)."}, []string{"make", "goats"}},
		{"Danger", "Dangerfile", "fail('Do not use puts in jobs, take the logger') if x\nwarn('Please add a description, it must be there')\nfail \"Use #{y} instead\"\n", []string{"Do not use puts in jobs, take the logger (Danger)."}, []string{"description", "#{"}},
		{"search of a script", "scripts/lint.sh", "if git grep -n 'time.Sleep' -- pkg; then\n  echo \"error: Do not sleep in pkg: wait on a clock\"\n  exit 1\nfi\nif ! grep -q x y; then\n  echo 'No match found at all'\n  exit 1\nfi\n", []string{"Do not sleep in pkg"}, []string{"match"}},
		{"modules of tach", "tach.toml", "[[modules]]\npath = \"farm.barn\"\ndepends_on = [\"farm.core\"]\n[[modules]]\npath = \"farm.core\"\ndepends_on = []\n[[modules]]\npath = \"farm.any\"\n", []string{"Module `farm.barn` depends on only `farm.core`.", "Module `farm.core` depends on no other."}, []string{"farm.any"}},
		{"packages of packwerk", "packs/barn/package.yml", "enforce_dependencies: strict\ndependencies:\n- packs/core\n", []string{"Package `packs/barn` depends on only `packs/core`."}, nil},
		{"package that is not enforced", "packs/barn/package.yml", "enforce_dependencies: false\ndependencies:\n- packs/core\n", nil, []string{"packs"}},
		{"signatures", "gradle/forbidden-apis.txt", "# a remark\n@defaultMessage Take the farm's clock\njava.util.Calendar\njava.time.Instant#now() @ Ask the clock\n", []string{"Do not use `java.util.Calendar`: Take the farm's clock.", "Do not use `Instant.now`: Ask the clock."}, []string{"remark"}},
		{"enforcer of Maven", "pom.xml", "<bannedDependencies><excludes><exclude>org.goat:*</exclude><exclude>org.hen:egg:*:jar:compile</exclude></excludes><message>Ask the farmer.</message></bannedDependencies><exclusions><exclude>a:b</exclude></exclusions>", []string{"Do not depend on `org.goat:*` or `org.hen:egg`: Ask the farmer."}, []string{"a:b"}},
		{"rules of SwiftLint", ".swiftlint.yml", "custom_rules:\n  no_goats:\n    regex: goat\n    message: 'Take a Hen, not a Goat, in views.'\n  short: {regex: x, name: abc}\n", []string{"Take a Hen, not a Goat, in views."}, []string{"abc"}},
		{"functions that Psalm forbids", "psalm.xml", "<psalm><forbiddenFunctions><function name=\"moo\"/><!-- <function name=\"baa\"/> --></forbiddenFunctions></psalm>", []string{"Do not use `moo`."}, []string{"baa"}},
		{"functions that a sniff forbids", "phpcs.xml.dist", "<rule ref=\"x\"><properties><property name=\"forbiddenFunctions\" type=\"array\"><element key=\"moo\" value=\"lowing\"/><element key=\"baa\" value=\"null\"/></property></properties></rule>", []string{"Do not use `moo`: use `lowing`.", "Do not use `baa`."}, nil},
		{"crates", "deny.toml", "[bans]\ndeny = [{ crate = \"goat-rs\", use-instead = \"hen\", reason = \"it eats all\" }, { name = \"cow\", wrappers = [\"barn\"] }]\n", []string{"crate `goat-rs`; use `hen`: it eats all."}, []string{"cow"}},
		{"modules that flake8 bans", "setup.cfg", "[flake8]\nban-relative-imports = true\nbanned-modules =\n    goat = Take hen\n    cow.* = Take barn.\nmax-line-length = 90\n[other]\nbanned-modules =\n    dog = x\n", []string{"No relative imports", "Do not import `goat`: Take hen.", "`cow.*`: Take barn."}, []string{"dog", "wren"}},
		{"rules in XPath", "config/pmd-rules.xml", "<rule name=\"a\" class=\"net.sourceforge.pmd.lang.rule.XPathRule\" message=\"Goats must be counted by the Keeper\"></rule>", []string{"Goats must be counted by the Keeper."}, nil},
		{"messages of a cop", "lib/rubocop/cop/farm/gate.rb", "class Gate\n  MSG = 'Close gates with ' \\\n    'Keeper#close.'\n  HEN_MSG = \"Use of %<name>s\"\nend\n", []string{"Close gates with Keeper#close."}, []string{"use of"}},
		{"docstrings", "ruff.toml", "[lint.pydocstyle]\nconvention = \"numpy\"\n", []string{"style of NumPy"}, nil},
		{"a flag that editors heed", "tsconfig.json", `{"compilerOptions":{"noImplicitOverride":true}}`, nil, []string{"override"}},
		{"rule of ESLint of the project's own", "eslint-rules/gate.js", "module.exports = { meta: { docs: { description: 'disallow gates without a keeper' } } }", []string{"No gates without a keeper."}, []string{"disallow"}},
		{"boundaries of ESLint", ".eslintrc.json", `{"rules":{"boundaries/element-types":["error",{"default":"disallow","rules":[{"from":"barn","allow":["core","field"]},{"from":["core"],"disallow":["barn"],"message":"core stands alone."}]}]}}`, []string{"`barn` import only `core`, `field`", "`core` import never `barn`: core stands alone"}, nil},
		{"forms that gofmt rewrites", ".golangci.yml", "linters:\n  enable: [unparam]\nformatters:\n  settings:\n    gofmt:\n      rewrite-rules:\n        - {pattern: 'pen{}', replacement: 'coop'}\n", []string{"`coop`, not `pen{}`", "no unused parameters"}, nil},
		{"a pattern that is a name", ".golangci.yml", "linters:\n  settings:\n    forbidigo:\n      forbid:\n        - pattern: 'db\\.Syncs?'\n          msg: moves rows\n        - pattern: '\\.(A|B)\\(\"[^\"]+'\n          msg: use constants for keys\n    depguard:\n      rules:\n        main:\n          deny:\n            - {pkg: 'example.org/goat$', desc: use hen}\n", []string{"`db.Sync` or `db.Syncs`: moves rows", "\nUse constants for keys.", "`example.org/goat`: use hen"}, []string{"?", "(A|B)", "goat$"}},
		{"a linter that asks nothing by default", ".golangci.yml", "linters:\n  enable: [nolintlint]\n", nil, []string{"reason"}},
		{"a linter told to ask", ".golangci.yml", "linters:\n  enable: [nolintlint]\n  settings:\n    nolintlint: {require-explanation: true}\n", []string{"a reason on each `nolint`"}, nil},
		{"what is only allowed", "tsconfig.json", `{"compilerOptions":{"allowImportingTsExtensions":true}}`, nil, []string{".ts"}},
		{"ktlint inside of detekt", "detekt.yml", "formatting:\n  MaximumLineLength:\n    maxLineLength: 133\n", []string{"at most 133 characters"}, nil},
		{"files that only say the language", "eslint.config.js", `export default [{ files: ['**/*.{ts,tsx}'], rules: { 'no-continue': 'error', 'no-bitwise': 'error' } }]`, []string{"no `continue`"}, []string{"**/*"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, "\n"+statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}

func TestComplaint(t *testing.T) {
	for msg, want := range map[string]string{
		"checks that every gate is closed":            "Every gate is closed",
		"Disallow gates without a keeper":             "No gates without a keeper",
		"use the keeper, never the gate":              "Use the keeper, never the gate",
		"Gate {0} must be closed":                     "",
		"The gate could not be opened by anybody":     "",
		"This check finds gates instead of doors":     "",
		"No gates found":                              "",
		"no":                                          "",
		"requires a keeper on every gate of the barn": "Require a keeper on every gate of the barn",
	} {
		if got := complaint(msg); got != want {
			t.Errorf("%q: %q, want %q", msg, got, want)
		}
	}
}

func TestWhereConfigurationsHold(t *testing.T) {
	var many []string
	for range manyScripts {
		many = append(many, "web/src/x"+strings.Repeat("y", len(many))+".ts")
	}
	at := func(p string, kind business.Kind, paths []string, files ...string) []business.Rule {
		r := configured(kind, p, 1, &business.Check{Modules: []string{"x"}}, "s")
		if paths != nil {
			r.Scope.Paths = paths
		}
		return governing(tree{files: append(slices.Clone(many), files...)}, p, []business.Rule{r})
	}
	if got := at("phparkitect.php", business.ImportBoundary, []string{"**/Farm/Barn/**"}, "src/Barn/Gate.php"); got[0].Scope.Paths[0] != "**/Barn/**" || got[0].Check == nil {
		t.Errorf("first word of a namespace: %+v", got)
	}
	if got := at("phparkitect.php", business.ImportBoundary, []string{"**/Farm/Gone/**"}); got[0].Check != nil || got[0].Scope.Paths != nil {
		t.Errorf("no folder: %+v", got)
	}
	if got := at("tpl/tsconfig.json", business.Advice, nil, "tpl/a.txt"); len(got) != 0 {
		t.Errorf("template: %+v", got)
	}
	if got := at("tooling/eslint/base.js", business.Advice, nil); len(got) != 1 || got[0].Scope.Paths != nil {
		t.Errorf("shared configuration: %+v", got)
	}
	if got := at("scripts/.eslintrc.js", business.Advice, nil, "scripts/a.js"); got[0].Score > weakScore {
		t.Errorf("corner: %+v", got)
	}
	if got := at("web/.eslintrc.js", business.Advice, nil); got[0].Score <= weakScore {
		t.Errorf("no corner: %+v", got)
	}
}

func TestReplacementThatIsGone(t *testing.T) {
	root := repo(t, map[string]string{
		".eslintrc.json": `{"rules":{"no-restricted-syntax":["error",{"selector":"a","message":"Use useGoneThings here."},{"selector":"b","message":"Use useFarmThings here."}]}}`,
		"src/a.ts":       "export function useFarmThings() {}\n",
	})
	tr, err := walk(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readConfigs(tr) {
		if gone := strings.Contains(r.Statement, "Gone"); gone != (r.Score <= staleScore) {
			t.Errorf("%s: %v", r.Statement, r.Score)
		}
	}
}

func FuzzCheckers(f *testing.F) {
	f.Add(uint8(0), "<?php use Arkitect\\Rules\\Rule; Rule::allClasses()->that(new A('b'))->should(new C('d'))->because('e');")
	f.Add(uint8(1), "arch()->expect('App')->not->toUse(['a', 'b']);")
	f.Add(uint8(2), "import com.android.tools.lint.detector.api.*\nIssue.create(\"a\", \"b\", \"c must d e f g\")")
	f.Add(uint8(7), "if grep -rn a b; then\n echo \"Do not write a in b\"\n exit 1\nfi\n")
	f.Fuzz(func(t *testing.T, which uint8, content string) {
		names := []string{"phparkitect.php", "tests/ArchTest.php", "lint/Detector.kt", "a/XAnalyzer.cs", "tests/Arch/T.cs", "tools/pylint_x.py", "tools/lint/x.go", "scripts/a.sh", ".pre-commit-config.yaml", "Dangerfile", "tach.toml", "p/package.yml", "forbidden-apis.txt", "pom.xml", "rules/XFixer.php", ".swiftlint.yml", "psalm.xml", "phpcs.xml", "deny.toml", "setup.cfg", "pmd.xml", "lib/rubocop/cop/x.rb"}
		p := names[int(which)%len(names)]
		for _, r := range configReaders() {
			if !r.match(p) {
				continue
			}
			for _, rule := range r.read(p, []byte(content)) { // without the net that catches a panic
				if rule.Statement == "" || strings.ContainsAny(rule.Statement, "\n\r\x1b") {
					t.Errorf("%q", rule.Statement)
				}
			}
		}
	})
}
