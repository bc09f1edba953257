package business

import (
	"strings"
	"testing"
)

var testRules = []Rule{
	{ID: "br-guard", Kind: RequireInUnit, Statement: "Handlers registered with `router.get` go through `requireOwner`.", Confidence: 0.8, Support: 13, Sites: 14, Examples: []string{"src/routes/a.ts:5"},
		Scope: Scope{Languages: []string{"ts"}}, Check: &Check{Role: &Role{By: "verb", Name: "router.get", Unit: "route"}, AnyOf: []string{"requireOwner"}}},
	{ID: "br-money", Kind: FieldType, Statement: "Money fields are `Decimal128`.", Confidence: 0.9, Scope: Scope{Languages: []string{"ts"}}, Check: &Check{Family: "money", Types: []string{"Decimal128"}}},
	{ID: "br-moment", Kind: BanImport, Statement: "Do not import `moment`.", Check: &Check{Modules: []string{"moment"}}},
	{ID: "br-gate", Kind: Gateway, Statement: "Only `src/logger.ts` imports `winston`.", Check: &Check{Modules: []string{"winston"}, Allow: []string{"src/logger.ts"}}},
	{ID: "br-console", Kind: BanCall, Statement: "Never use `console.log`.", Check: &Check{Names: []string{"console."}}},
	{ID: "br-bound", Kind: ImportBoundary, Statement: "`src/core/` never imports `src/web/`.", Scope: Scope{Paths: []string{"src/core/**"}}, Check: &Check{Modules: []string{"src/web"}}},
	{ID: "br-throw", Kind: ThrowTypes, Statement: "No bare `Error`.", Scope: Scope{Paths: []string{"src/api/**"}}, Check: &Check{Names: []string{"Error"}}},
	{ID: "br-alias", Kind: ImportAlias, Statement: "Import `numpy` as `np`.", Scope: Scope{Languages: []string{"python"}}, Check: &Check{Modules: []string{"numpy"}, Alias: "np"}},
	{ID: "br-words", Kind: Advice, Statement: "Wrap writes in `withTransaction`."},
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             string // "id:line" in order
	}{
		{"guard missing", "src/r.ts", "router.get('/a', async (req, res) => {\n  res.json(1);\n});\n", "br-guard:1"},
		{"guard there", "src/r.ts", "router.get('/a', requireOwner, async (req, res) => {\n  res.json(1);\n});\n", ""},
		{"guard called inside", "src/r.ts", "router.get('/a', async (req, res) => {\n  requireOwner(req);\n});\n", ""},
		{"guard in a comment", "src/r.ts", "router.get('/a', async (req, res) => {\n  // requireOwner(req)\n});\n", "br-guard:1"},
		{"money", "src/m.ts", "export interface A {\n  id: string;\n  totalAmount: number;\n  price: Decimal128;\n}\n", "br-money:3"},
		{"money in another language", "a.py", "class A:\n    amount: float\n", ""},
		{"ban import", "src/a.ts", "import moment from 'moment';\nimport x from 'moment/locale';\nimport y from 'moments';\n", "br-moment:1 br-moment:2"},
		{"gateway", "src/a.ts", "import winston from 'winston';\n", "br-gate:1"},
		{"gateway itself", "src/logger.ts", "import winston from 'winston';\n", ""},
		{"ban call", "src/a.ts", "const s = 'console.log';\nconsole.log(s);\nmyconsole.log(s);\n", "br-console:2"},
		{"ban call in a test", "src/a.test.ts", "console.log(1);\n", ""},
		{"boundary relative", "src/core/a.ts", "import { x } from '../web/x';\n", "br-bound:1"},
		{"boundary alias", "src/core/a.ts", "import { x } from '@/web/x';\n", "br-bound:1"},
		{"boundary same folder", "src/core/a.ts", "import { x } from './web';\nimport { y } from '../lib/web/x';\n", ""},
		{"boundary other file", "src/app/a.ts", "import { x } from '../web/x';\n", ""},
		{"throw", "src/api/a.ts", "export function f() {\n  throw new Error('x');\n}\nexport function g() {\n  throw new AppError('x');\n}\n", "br-throw:2"},
		{"alias", "a.py", "import numpy as np\nimport numpy\nimport numpy as n\nfrom numpy import array\n", "br-alias:2 br-alias:3"},
		{"windows line ends", "src/a.ts", "import a from 'a';\r\nimport moment from 'moment';\r\n", "br-moment:2"},
		{"the book of rules", ".cybedefend/rules.yaml", "statement: no console.log\nexamples: [console.log(1)]\n", ""},
		{"not source", "README.md", "console.log moment\n", ""},
	} {
		var got []string
		for _, b := range Judge(testRules, c.file, []byte(c.text)) {
			got = append(got, b.Rule.ID+":"+itoa(b.Line))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %q", c.name, got, c.want)
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestFreshLeavesOldBreachesAlone(t *testing.T) {
	before := "import moment from 'moment';\nexport const a = 1;\n"
	after := "export const z = 1;\nimport moment from 'moment';\nexport const a = 1;\nimport m2 from 'moment/x';\n"
	got := Fresh(testRules, "src/a.ts", []byte(before), []byte(after))
	if len(got) != 1 || got[0].Line != 4 {
		t.Fatalf("got %+v", got)
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, file string
		want          bool
	}{
		{"src/**", "src/a/b.ts", true}, {"src/**", "srcs/a.ts", false}, {"**/*.ts", "a.ts", true}, {"**/*.ts", "x/y/a.ts", true}, {"**/a/*.ts", "x/a/b.ts", true},
		{"**/a/*.ts", "x/a/c/b.ts", false}, {"a.ts", "a.ts", true}, {"[", "[", false}, {"**/*_service.rb", "app/x_service.rb", true},
		{"src/**/*.{ts,tsx}", "src/a/b.tsx", true}, {"src/**/*.{ts,tsx}", "src/a/b.js", false}, {"{src,lib/core}/**", "lib/core/a.ts", true}, {"{src,lib}/*.{ts,js}", "lib/a.js", true}, {"src/{a,b", "src/a", false}, {"{a,b}{a,b}{a,b}{a,b}{a,b}", "aaaaa", false},
	} {
		if Glob(c.pattern, c.file) != c.want {
			t.Errorf("Glob(%q, %q) = %v", c.pattern, c.file, !c.want)
		}
	}
}

func TestChoose(t *testing.T) {
	none := func(string) bool { return false }
	c := Choose(testRules, "src/r.ts", []byte("router.get('/a', async (req, res) => { moment(); });\n"), none)
	if len(c.IDs) == 0 || c.IDs[0] != "br-guard" || !strings.HasPrefix(c.Text, "[br-guar] broken in line 1: Handlers") || !strings.Contains(c.Text, "src/routes/a.ts:5") {
		t.Errorf("got %q", c.Text)
	}
	again := Choose(testRules, "src/r.ts", []byte("router.get('/a', requireOwner, h);\n"), func(id string) bool { return id == "br-guard" })
	if strings.Contains(again.Text, "requireOwner") {
		t.Errorf("told twice: %q", again.Text)
	}
	if c := Choose(testRules, "docs/readme.md", []byte("hello\n"), func(id string) bool { return id == "br-words" }); c.Text != "" {
		t.Errorf("nothing is relevant, got %q", c.Text)
	}
	var many []Rule
	for range 50 {
		r := testRules[2]
		r.Statement = strings.Repeat("word ", 60)
		many = append(many, r)
	}
	if c := Choose(many, "a.ts", []byte("import 'moment'\n"), none); len(c.IDs) > 8 || len(c.Text) > 1600 {
		t.Errorf("%d rules, %d bytes", len(c.IDs), len(c.Text))
	}
}

func FuzzRead(f *testing.F) {
	exts := []string{".ts", ".py", ".go", ".java", ".kt", ".cs", ".rb", ".php", ".rs", ".vue", ".prisma", ".sql"}
	for i := range exts {
		f.Add(i, "class A { f(x) { g(`${a}`) } }\n def f(x):\n  @a.b(c)\nimport {a} from 'b'\n")
	}
	f.Fuzz(func(t *testing.T, lang int, text string) {
		file := "a/b" + exts[((lang%len(exts))+len(exts))%len(exts)]
		facts, ok := read(file, []byte(text)) // without the net that catches a panic
		if !ok {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for _, u := range facts.Units {
			if u.Line < 1 || u.Line > lines {
				t.Fatalf("unit %q on line %d of %d", u.Name, u.Line, lines)
			}
		}
		Judge(testRules, file, []byte(text))
	})
}

func BenchmarkFacts50KB(b *testing.B) {
	var text strings.Builder
	for text.Len() < 50<<10 {
		text.WriteString("router.get('/things', requireOwner, async (req, res) => {\n  const amount = await load(req.params.id);\n  res.json({ amount: amount.toString(), price: other });\n});\n")
	}
	src := []byte(text.String())
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, ok := Read("src/a.ts", src); !ok {
			b.Fatal("not read")
		}
	}
}
