package mine

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// repo writes files into a throw-away folder.
func repo(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		p := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func mined(t testing.TB, root string) []business.Rule {
	t.Helper()
	res, err := Mine(root, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return res.Rules
}

// find returns the rules of a kind whose statement holds all words.
func find(rules []business.Rule, kind business.Kind, words ...string) []business.Rule {
	var out []business.Rule
	for _, r := range rules {
		all := kind == "" || r.Kind == kind
		for _, w := range words {
			all = all && strings.Contains(r.Statement, w)
		}
		if all {
			out = append(out, r)
		}
	}
	return out
}

func want(t *testing.T, rules []business.Rule, kind business.Kind, words ...string) business.Rule {
	t.Helper()
	got := find(rules, kind, words...)
	if len(got) == 0 {
		var all []string
		for _, r := range rules {
			all = append(all, fmt.Sprintf("%s %d/%d %s", r.Kind, r.Support, r.Sites, r.Statement))
		}
		t.Fatalf("no %s rule with %q; found:\n%s", kind, words, strings.Join(all, "\n"))
	}
	return got[0]
}

// planted is an application with conventions, exceptions and decoys.
func planted() map[string]string {
	files := map[string]string{
		"src/guards.ts": "export function requireOwner(req) { return req }\nexport function helper(a) { return a }\n",
		"src/errors.ts": "export class AppError extends Error {}\nexport class NotFound extends AppError {}\n",
		"src/logger.ts": "import winston from 'winston';\nexport const logger = winston.createLogger({});\n",
	}
	for i := range 14 {
		guard := "requireOwner, "
		if i == 6 {
			guard = "" // the exception
		}
		files[fmt.Sprintf("src/routes/r%d.ts", i)] = fmt.Sprintf(`import { requireOwner } from '../guards';
import { NotFound } from '../errors';
import { logger } from '../logger';
import { Thing%d } from '../models/m%d';
router.get('/things/%d', %sasync (req, res) => {
  logger.info('read');
  const thing = await Thing%d.findById(req.params.id);
  if (!thing) throw new NotFound('thing');
  res.json(thing);
});
`, i, i, i, guard, i)
		typ := "Schema.Types.Decimal128"
		if i == 3 {
			typ = "Number"
		}
		files[fmt.Sprintf("src/models/m%d.ts", i)] = fmt.Sprintf(`import { Schema, model } from 'mongoose';
import { logger } from '../logger';
const schema = new Schema({
  name: String,
  amount: { type: %s, required: true },
  count: { type: Number },
});
logger.debug('it\'s loaded %d');
export const Thing%d = model('Thing%d', schema);
`, typ, i, i, i)
	}
	for i := range 10 {
		files[fmt.Sprintf("src/util/u%d.ts", i)] = fmt.Sprintf("import { helper } from '../guards';\nexport function util%d(a) {\n  // requireOwner(a)\n  return helper(a + \"requireOwner(b)\");\n}\n", i)
	}
	return files
}

func TestPlantedConventionsAreFound(t *testing.T) {
	rules := mined(t, repo(t, planted()))
	guard := want(t, rules, business.RequireInUnit, "requireOwner")
	if guard.Support != 13 || guard.Sites != 14 || len(guard.Violations) != 1 || guard.Violations[0] != "src/routes/r6.ts:5" {
		t.Errorf("guard: %+v", guard)
	}
	money := want(t, rules, business.FieldType, "Decimal128")
	if money.Support != 13 || money.Sites != 14 || len(money.Violations) != 1 || money.Violations[0] != "src/models/m3.ts:5" {
		t.Errorf("money: %+v", money)
	}
	want(t, rules, business.ThrowTypes, "`src/routes/`", "NotFound")
	want(t, rules, business.Gateway, "src/logger.ts", "winston")
	for _, r := range rules {
		if strings.Contains(r.Statement, "src/util") && strings.Contains(r.Statement, "requireOwner") {
			t.Errorf("a comment and a string made a rule: %s", r.Statement)
		}
	}
}

func TestMoneyTypesPerLanguage(t *testing.T) {
	for lang, c := range map[string]struct{ file, good, bad, want string }{
		"python":   {"app/m%d.py", "class A%d:\n    amount: Decimal\n", "class A%d:\n    amount: float\n", "Decimal"},
		"django":   {"app/m%d.py", "class A%d(models.Model):\n    total_price = models.DecimalField(max_digits=9)\n", "class A%d(models.Model):\n    price = models.FloatField()\n", "DecimalField"},
		"sqlalch":  {"app/m%d.py", "class A%d(Base):\n    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n", "class A%d(Base):\n    price = Column(Float)\n", "Numeric"},
		"java":     {"src/A%d.java", "class A%d {\n  private final BigDecimal unitPrice;\n}\n", "class A%d {\n  private double price;\n}\n", "BigDecimal"},
		"kotlin":   {"src/A%d.kt", "class A%d(\n  val amount: BigDecimal,\n)\n", "class A%d(\n  val amount: Double,\n)\n", "BigDecimal"},
		"csharp":   {"src/A%d.cs", "public class A%d {\n  public decimal TotalAmount { get; set; }\n}\n", "public class A%d {\n  public double Amount { get; set; }\n}\n", "decimal"},
		"go":       {"pkg/a%d.go", "package pkg\n\ntype A%d struct {\n\tAmount decimal.Decimal `json:\"amount\"`\n}\n", "package pkg\n\ntype A%d struct {\n\tAmount float64\n}\n", "decimal.Decimal"},
		"ts":       {"src/a%d.ts", "export interface A%d {\n  readonly amount: Decimal;\n}\n", "export interface A%d {\n  amount: number;\n}\n", "Decimal"},
		"rust":     {"src/a%d.rs", "pub struct A%d {\n    pub amount: Decimal,\n}\n", "pub struct A%d {\n    pub amount: f64,\n}\n", "Decimal"},
		"php":      {"src/A%d.php", "<?php\nclass A%d {\n  private BigDecimal $amount;\n}\n", "<?php\nclass A%d {\n  private float $amount;\n}\n", "BigDecimal"},
		"prisma":   {"prisma/a%d.prisma", "model A%d {\n  amount Decimal @db.Decimal(10, 2)\n}\n", "model A%d {\n  amount Float\n}\n", "Decimal"},
		"sql":      {"db/a%d.sql", "create table a%d (\n  amount numeric(12, 2) not null\n);\n", "create table a%d (\n  amount float8\n);\n", "numeric"},
		"mongoose": {"src/a%d.js", "const s%d = new Schema({ amount: mongoose.Types.Decimal128 });\n", "const s%d = new Schema({ amount: Number });\n", "Decimal128"},
	} {
		t.Run(lang, func(t *testing.T) {
			files := map[string]string{}
			for i := range 9 {
				text := c.good
				if i == 4 {
					text = c.bad
				}
				files[fmt.Sprintf(c.file, i)] = fmt.Sprintf(text, i)
			}
			r := want(t, mined(t, repo(t, files)), business.FieldType, "`"+c.want+"`")
			if r.Support != 8 || r.Sites != 9 {
				t.Errorf("got %d of %d", r.Support, r.Sites)
			}
		})
	}
}

func TestPrimitivesAreNoConvention(t *testing.T) {
	files := map[string]string{}
	for i := range 9 {
		files[fmt.Sprintf("src/a%d.ts", i)] = fmt.Sprintf("export interface A%d {\n  amount: number;\n}\n", i)
	}
	if got := find(mined(t, repo(t, files)), business.FieldType); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestGuardsPerLanguage(t *testing.T) {
	for lang, c := range map[string]struct{ file, good, bad, defs, item string }{
		"python decorator": {"app/views/v%d.py", "from app.auth import require_owner\n\n@require_owner\ndef show_%d(request):\n    return render(request)\n", "def show_%d(request):\n    return 1\n", "app/auth.py=def require_owner(f):\n    return f\n", "@require_owner"},
		"fastapi depends":  {"app/views/v%d.py", "@router.get('/x')\nasync def show_%d(user=Depends(require_owner)):\n    return user\n", "@router.get('/y')\ndef show_%d(a):\n    return 1\n", "app/auth.py=def require_owner(f):\n    return f\n", "require_owner"},
		"go handler":       {"internal/api/h%d.go", "package api\n\nfunc (s *Server) Handle%d(w http.ResponseWriter, r *http.Request) {\n\tif err := auth.RequireOwner(r); err != nil {\n\t\treturn\n\t}\n}\n", "package api\n\nfunc (s *Server) Handle%d(w http.ResponseWriter, r *http.Request) {\n\treturn\n}\n", "internal/auth/auth.go=package auth\n\nfunc RequireOwner(r any) error { return nil }\n", "RequireOwner"},
		"java annotation":  {"src/main/C%dController.java", "@RestController\npublic class C%dController {\n  @GetMapping(\"/x\")\n  @RequireOwner\n  public Foo get(String id) { return svc.find(id); }\n}\n", "@RestController\npublic class C%dController {\n  @GetMapping(\"/x\")\n  public Foo get(String id) { return svc.find(id); }\n}\n", "src/main/Other.java=class Other { int a() { return 1; } int b() { return 2; } }\n", "@RequireOwner"},
		"csharp attribute": {"src/C%dController.cs", "public class C%dController : ControllerBase\n{\n    [HttpGet]\n    [RequireOwner]\n    public IActionResult Get(int id) { return Ok(id); }\n}\n", "public class C%dController : ControllerBase\n{\n    [HttpGet]\n    public IActionResult Get(int id) { return Ok(id); }\n}\n", "src/Other.cs=class Other { int A() { return 1; } }\n", "[RequireOwner]"},
		"ruby declares":    {"app/controllers/c%d_controller.rb", "class C%dController < ApplicationController\n  before_action :require_owner\n\n  def show\n    render json: 1\n  end\nend\n", "class C%dController < ApplicationController\n  def show\n    render json: 1\n  end\nend\n", "app/models/a.rb=class A\n  def a\n    1\n  end\nend\n", "before_action :require_owner"},
		"next route":       {"app/api/a%d/route.ts", "import { requireOwner } from '@/lib/auth';\nexport async function POST(req: Request) {\n  await requireOwner(req);\n  return Response.json({ n: %d });\n}\n", "export async function POST(req: Request) {\n  return Response.json({ n: %d });\n}\n", "lib/auth.ts=export async function requireOwner(req: Request) { return req }\nexport function other() { return 1 }\n", "requireOwner"},
		"trpc wrapper":     {"server/a%d.ts", "export const r%[1]d = router({ get: ownerProcedure.input(z.string()).query(async ({ ctx }) => {\n  requireOwner(ctx);\n  return db.find(%[1]d);\n}) });\n", "export const r%[1]d = router({ get: ownerProcedure.input(z.string()).query(async ({ ctx }) => {\n  return db.find(%[1]d);\n}) });\n", "server/auth.ts=export function requireOwner(c) { return c }\nexport function x(c) { return c }\n", "requireOwner"},
		"php middleware":   {"src/Controller/C%d.php", "<?php\nuse App\\Guard;\nclass C%d extends Controller {\n  public function show($id) {\n    Guard::requireOwner($id);\n    return $id;\n  }\n}\n", "<?php\nclass C%d extends Controller {\n  public function show($id) { return $id; }\n}\n", "src/Guard.php=<?php\nclass Guard { public static function requireOwner($x) { return $x; } }\n", "Guard.requireOwner"},
		"rust handler":     {"src/api/h%d.rs", "pub async fn handle_%d(req: Request) -> Response {\n    require_owner(&req)?;\n    ok(req)\n}\n", "pub async fn handle_%d(req: Request) -> Response {\n    ok(req)\n}\n", "src/auth.rs=pub fn require_owner(r: &Request) -> Result<()> { Ok(()) }\npub fn other() {}\n", "require_owner"},
	} {
		t.Run(lang, func(t *testing.T) {
			files := map[string]string{}
			name, text, _ := strings.Cut(c.defs, "=")
			files[name] = text
			for i := range 12 {
				body := c.good
				if i == 7 {
					body = c.bad
				}
				files[fmt.Sprintf(c.file, i)] = fmt.Sprintf(body, i)
			}
			r := want(t, mined(t, repo(t, files)), business.RequireInUnit, c.item)
			if r.Support != 11 || r.Sites != 12 {
				t.Errorf("got %d of %d: %s", r.Support, r.Sites, r.Statement)
			}
		})
	}
}

func TestModules(t *testing.T) {
	files := map[string]string{
		"src/i18n/link.ts": "import { Link as Raw } from 'next-link';\nexport const Link = Raw;\n",
	}
	for i := range 16 {
		from := "@/i18n/link"
		if i == 5 {
			from = "next-link"
		}
		files[fmt.Sprintf("src/web/p%d.tsx", i)] = fmt.Sprintf("import { Link } from '%s';\nimport { m%d } from '../core/c%d';\nexport const P%d = () => { return m%d(Link); };\n", from, i, i, i, i)
		files[fmt.Sprintf("src/core/c%d.ts", i)] = fmt.Sprintf("import { d } from './c%d';\nimport { e } from '../lib/l%d';\nexport const m%d = (x) => { return d(x); };\n", (i+1)%16, i, i)
		files[fmt.Sprintf("src/app/a%d.tsx", i)] = fmt.Sprintf("import { P%d } from '../web/p%d';\nexport const A%d = P%d;\n", i, i, i, i)
		files[fmt.Sprintf("src/lib/l%d.ts", i)] = "import { z } from './l0';\nexport const e = 1;\n"
	}
	rules := mined(t, repo(t, files))
	r := want(t, rules, business.PreferImport, "`Link`", "next-link")
	if r.Support != 15 || len(r.Violations) != 1 {
		t.Errorf("prefer: %+v", r)
	}
	want(t, rules, business.ImportBoundary, "`src/core/`", "`src/web/`")
}

func TestConfigs(t *testing.T) {
	rules := mined(t, repo(t, map[string]string{
		".eslintrc.json":          `{"rules":{"no-restricted-imports":["error",{"paths":[{"name":"moment","message":"Use date-fns."}],"patterns":[{"group":["lodash/*"],"message":"No deep imports."}]}],"no-console":"error"}}`,
		"web/eslint.config.mjs":   "export default [{ rules: { 'no-restricted-syntax': ['error', { selector: 'X', message: 'Use our `Button` ' + 'component.' }], 'import/no-restricted-paths': ['error', { zones: [{ target: './src/client', from: './src/server' }] }] } }];",
		".golangci.yml":           "linters-settings:\n  depguard:\n    rules:\n      main:\n        deny:\n          - pkg: github.com/pkg/errors\n            desc: use errors\n  forbidigo:\n    forbid:\n      - p: ^fmt\\.Print.*$\n        msg: use the logger\n",
		"pyproject.toml":          "[tool.ruff.lint.flake8-tidy-imports.banned-api]\n\"datetime.datetime.utcnow\".msg = \"Use timezone.now().\"\n\n[tool.importlinter]\n[[tool.importlinter.contracts]]\nname = \"core stays pure\"\ntype = \"forbidden\"\nsource_modules = [\"app.core\"]\nforbidden_modules = [\"app.web\"]\n",
		"config/checkstyle.xml":   `<module name="Checker"><module name="IllegalImport"><property name="illegalPkgs" value="org.joda.time, sun"/></module></module>`,
		".rubocop.yml":            "Style/OpenStructUse:\n  Enabled: true\n",
		"BannedSymbols.txt":       "P:System.DateTime.Now;Use IClock\n",
		"clippy.toml":             "disallowed-methods = [{ path = \"std::env::var\", reason = \"use Config\" }]\n",
		"src/test/ArchTest.java":  "class ArchTest { ArchRule r = noClasses().that().resideInAPackage(\"..domain..\").should().dependOnClassesThat().resideInAPackage(\"..web..\"); }",
		"lint/semgrep/rules.yaml": "rules:\n  - id: no-raw-sql\n    message: Use the query builder, no raw SQL.\n",
		"broken/.golangci.yml":    "linters-settings: [",
		"broken/package.json":     "{",
	}))
	for _, words := range [][]string{{"moment", "date-fns"}, {"lodash/*"}, {"`console`"}, {"`Button` component"}, {"src/client", "src/server"}, {"github.com/pkg/errors"}, {"fmt.Print", "logger"},
		{"utcnow", "timezone"}, {"app.core", "app.web"}, {"org.joda.time"}, {"OpenStruct"}, {"System.DateTime.Now", "IClock"}, {"std::env::var"}, {"domain", "web"}, {"query builder"}} {
		if r := want(t, rules, "", words...); r.Source != business.FromConfig {
			t.Errorf("%v comes from %s", words, r.Source)
		}
	}
}

func TestProse(t *testing.T) {
	files := planted()
	files["AGENTS.md"] = "# Rules\n\n- Never use `console.log`; use `logger`.\n- Money is always `Decimal128`, never a float.\n- All handlers must go\n  through `requireOwner` first.\n\n```\nalways ignore this code\n```\n\nThis project was started in 2019 by two people.\nPlease always open a pull request from a branch and ask for review.\n"
	files[".cursor/rules/db.mdc"] = "---\ndescription: x\n---\nDo not query the database outside of `src/models/`.\n"
	rules := mined(t, repo(t, files))
	ban := want(t, rules, business.BanCall, "console.log")
	if ban.Source != business.FromProse || ban.Examples[0] != "AGENTS.md:3" || ban.Check == nil {
		t.Errorf("ban: %+v", ban)
	}
	want(t, rules, business.Advice, "Decimal128")
	want(t, rules, business.Advice, "handlers must go through `requireOwner`")
	want(t, rules, business.Advice, "outside of `src/models/`")
	for _, bad := range []string{"ignore this code", "2019", "pull request"} {
		if got := find(rules, "", bad); len(got) != 0 && got[0].Confidence > 0.5 {
			t.Errorf("%q is no rule: %+v", bad, got[0])
		}
	}
}

func TestTwoRunsAreEqual(t *testing.T) {
	root := repo(t, planted())
	first, _ := json.Marshal(mined(t, root))
	for range 5 {
		if again, _ := json.Marshal(mined(t, root)); string(again) != string(first) {
			t.Fatal("two runs differ")
		}
	}
}

func TestIdIsTheMeaning(t *testing.T) {
	files := planted()
	before := want(t, mined(t, repo(t, files)), business.RequireInUnit, "requireOwner")
	files["src/routes/r99.ts"] = strings.ReplaceAll(files["src/routes/r1.ts"], "things/1", "things/99")
	after := want(t, mined(t, repo(t, files)), business.RequireInUnit, "requireOwner")
	if before.ID != after.ID || before.Support == after.Support {
		t.Errorf("%s %d, %s %d", before.ID, before.Support, after.ID, after.Support)
	}
}

func TestUnreadableRepository(t *testing.T) {
	if _, err := Mine(filepath.Join(t.TempDir(), "nothing here"), Options{}); err == nil {
		t.Fatal("no error")
	}
	if res, err := Mine(t.TempDir(), Options{}); err != nil || len(res.Rules) != 0 {
		t.Fatal(res, err)
	}
}

func TestHostileTextIsTamed(t *testing.T) {
	rules := mined(t, repo(t, map[string]string{"AGENTS.md": "- Always use `x`\u202e and\u200b never `y` in handlers\x1b[31m of the code.\n"}))
	for _, r := range rules {
		if strings.ContainsAny(r.Statement, "\u202e\u200b\x1b\n") {
			t.Errorf("statement %q", r.Statement)
		}
	}
	if len(rules) == 0 {
		t.Error("the rule was lost")
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("---\na: b\n---\n# H\n- Always [do](it). Never `x`.\n```\ncode\n")
	f.Fuzz(func(t *testing.T, doc string) {
		for _, s := range sentences(doc) {
			if strings.ContainsAny(s.text, "\n\x1b") {
				t.Fatalf("sentence %q", s.text)
			}
		}
	})
}

func FuzzConfigs(f *testing.F) {
	f.Add(0, `{"rules":{"no-restricted-imports":["error",{"paths":["a"]}]}}`)
	f.Add(2, "linters-settings:\n  depguard: [1]\n")
	f.Add(5, `<module name="Checker"><module name="IllegalImport"><property name="illegalPkgs" value="a"/></module></module>`)
	f.Add(14, `module.exports = { meta: { docs: { description: 'No x.' } } }`)
	f.Fuzz(func(t *testing.T, n int, text string) {
		rs := configReaders()
		r := rs[((n%len(rs))+len(rs))%len(rs)]
		for _, rule := range r.read("x/.eslintrc.json", []byte(text)) { // without the net that catches a panic
			if strings.ContainsAny(rule.Statement, "\n\x1b") {
				t.Fatalf("statement %q", rule.Statement)
			}
		}
	})
}

// Whatever the book holds, a decision is added to it or refused, and nothing
// else of it changes.
func FuzzBook(f *testing.F) {
	f.Add("version: 1\nrules:\n  # why\n  - id: br-1\n    status: accepted\n  - id: br-2\n")
	f.Add("rules: [{id: a}]\n")
	f.Add("rules:\n- id: br-1\n  statement: |\n    x\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		root := t.TempDir()
		if err := os.MkdirAll(filepath.Dir(BookPath(root)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(BookPath(root), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := OpenBook(root)
		if err != nil {
			return
		}
		had := len(b.Entries)
		_, known := b.Find("br-1")
		err = b.Put(Entry{Rule: business.Rule{ID: "br-1", Statement: "s", Kind: business.Advice}, Status: Accepted})
		after, rerr := os.ReadFile(BookPath(root))
		switch {
		case rerr != nil:
			t.Fatal(rerr)
		case err != nil && string(after) != text:
			t.Fatalf("refused (%v) and changed:\n%s", err, after)
		case err == nil && !known && len(b.Entries) != had+1:
			t.Fatalf("%d entries became %d:\n%s", had, len(b.Entries), after)
		}
	})
}
