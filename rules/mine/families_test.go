package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// family plants one convention n times, and the code that defines its names.
func family(n int, path, text string, more map[string]string) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf(path, i)] = strings.ReplaceAll(text, "%d", fmt.Sprint(i))
	}
	for name, t := range more {
		files[name] = t
	}
	return files
}

// Two ways of doing the same are one rule, and neither is broken by the other.
func TestAlternativesAreOneRule(t *testing.T) {
	files := family(30, "app/services/a%d.php", "<?php\nclass A%d extends Base {\n  public function execute() { Guard::validateRules($this->data); return 1; }\n}\n", map[string]string{
		"lib/Guard.php":        "<?php\nclass Guard { public static function validateRules($x) { return $x; } public static function validateOwner($x) { return $x; } }\n",
		"app/services/Odd.php": "<?php\nclass Odd extends Base {\n  public function execute() { return 2; }\n}\n",
	})
	for i := range 24 {
		files[fmt.Sprintf("app/services/b%d.php", i)] = fmt.Sprintf("<?php\nclass B%d extends Base {\n  public function execute() { Guard::validateOwner($this->data); return 1; }\n}\n", i)
	}
	r := want(t, mined(t, repo(t, files)), business.RequireInUnit, "validateOwner", " or ", "validateRules")
	if r.Support != 54 || r.Sites != 55 || len(r.Check.AnyOf) != 2 || len(r.Violations) != 1 || !strings.HasPrefix(r.Violations[0], "app/services/Odd.php") {
		t.Errorf("got %+v", r)
	}
}

// What the same units share is one rule with companions, not one for each.
func TestCompanionsAreSaidOnce(t *testing.T) {
	rules := mined(t, repo(t, family(12, "src/consumers/c%d.ts", "import { makeEntry, localizeText, storeEntry } from '../log';\nexport class C%d {\n  onEvent(e) { const x = makeEntry(e); localizeText(x); storeEntry(x); }\n}\n", map[string]string{
		"src/log.ts": "export function makeEntry(e) { return e }\nexport function localizeText(e) { return e }\nexport function storeEntry(e) { return e }\n",
	})))
	got := find(rules, business.RequireInUnit, "`src/consumers/`")
	if len(got) != 1 || !strings.Contains(got[0].Statement, ", mostly with `") || len(got[0].Check.AnyOf) != 1 {
		t.Errorf("%d rules: %+v", len(got), got)
	}
}

// Decoys: true sentences that tell nobody anything.
func TestWhatGoesWithoutSaying(t *testing.T) {
	log := "export function makeThing(e) { return e }\nexport const other = 1;\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		never string
	}{
		{"the function's name again", family(12, "m%d/a.ts", "import { FeedItem } from '../src/feed';\nexport function plain%d(e) { return e; }\nexport class A%d {\n  createFeedItem(e) { return FeedItem.create(e); }\n}\n", map[string]string{"src/feed.ts": "export class FeedItem { create(e) { return e } }\n"}), "FeedItem.create"},
		{"the file's name again", family(12, "m%d/ThingController.php", "<?php\nclass ThingController extends Controller {\n  public function show() { return 1; }\n}\n", map[string]string{"app/Controller.php": "<?php\nclass Controller { }\n"}), "extend `Controller`"},
		{"a private method of each", family(12, "src/p%d.ts", "export class P%dPosition {\n  execute() { return this.moveUpward(1); }\n  moveUpward(n) { return n; }\n}\n", nil), "*Position` classes named"},
		{"a member the base asks for", family(12, "src/Row%d.cs", "public class Row%d : IEnumerable\n{\n    public object GetEnumerator() { return null; }\n    public int Size() { var e = GetEnumerator(); return 1; }\n}\n", nil), "extend `IEnumerable`"},
		{"annotations of a framework", family(12, "m%[1]d/M%[1]d.kt", "@Assisted\n@AssistedFactory\nclass M%d(val a: Int) {\n  fun go() { run() }\n}\n", nil), "@AssistedFactory"},
		{"stand-ins", family(12, "src/preview/v%d.ts", "import { FakeModel } from '../fake';\nexport class V%d {\n  show() { return FakeModel.make(1); }\n}\n", map[string]string{"src/fake.ts": "export class FakeModel { make(n) { return n } }\n"}), "FakeModel"},
		{"tests within a file", family(12, "src/m%d.rs", "pub fn real_%d() -> u8 { 1 }\n\n#[cfg(test)]\nmod tests {\n    fn init_data() { make_thing(1); }\n}\n", map[string]string{"src/lib.rs": "pub fn make_thing(n: u8) -> u8 { n }\npub fn other() {}\n"}), "make_thing"},
		{"tests of another layout", family(12, "core/src/commonTest/kotlin/T%d.kt", "class T%d {\n  fun check() { makeThing(1) }\n}\n", map[string]string{"core/src/main/Log.kt": "fun makeThing(n: Int) = n\nfun other() = 1\n"}), "makeThing"},
		{"bundles", family(12, "public/js/chunk%d.js", "function show%d(a){return makeThing(a)}"+strings.Repeat("var a=1;", 2000), map[string]string{"src/log.ts": log}), "makeThing"},
	} {
		for _, r := range mined(t, repo(t, c.files)) {
			if strings.Contains(r.Statement, c.never) {
				t.Errorf("%s: %d of %d %s", c.name, r.Support, r.Sites, r.Statement)
			}
		}
	}
}

func TestSiblingsThrowAlike(t *testing.T) {
	files := map[string]string{"lib/errors.ts": "export class NotFound extends Error {}\n"}
	for _, dir := range []string{"api", "web", "jobs"} {
		for i := range 14 {
			files[fmt.Sprintf("%s/x%d.ts", dir, i)] = fmt.Sprintf("import { NotFound } from '../lib/errors';\nexport function f%d(a) { throw new NotFound(a); }\n", i)
		}
	}
	got := find(mined(t, repo(t, files)), business.ThrowTypes)
	if len(got) != 1 || got[0].Support != 42 || len(got[0].Scope.Paths) != 3 {
		t.Errorf("got %+v", got)
	}
}

// A module that is wrapped and preferred is said once.
func TestGatewayAndPreferenceAreOneRule(t *testing.T) {
	files := family(16, "src/p%d.ts", "import { axios } from './services/axios';\nexport const p%d = () => { return axios.get('/x'); };\n", map[string]string{
		"src/services/axios.ts": "import { axios as raw } from 'axios';\nexport const axios = raw;\n",
		"src/old.ts":            "import { axios } from 'axios';\nexport const old = () => { return axios.get('/x'); };\n",
	})
	rules := mined(t, repo(t, files))
	want(t, rules, business.PreferImport, "axios")
	if got := find(rules, business.Gateway); len(got) != 0 {
		t.Errorf("said again: %+v", got)
	}
}

// Money as Decimal128, with exceptions and decoys: other numbers, comments,
// strings, tests and validators say nothing.
func TestMoneyAmongDecoys(t *testing.T) {
	files := family(12, "src/models/m%d.ts", "import { Schema } from 'mongoose';\n// amount: { type: Number }\nexport const s%d = new Schema({\n  amount: { type: Schema.Types.Decimal128, required: true },\n  count: { type: Number },\n  note: 'price: Number',\n});\nexport const input = z.object({ price: z.number() });\n", map[string]string{
		"src/models/legacy.ts":      "import { Schema } from 'mongoose';\nexport const s = new Schema({ price: { type: Number } });\n",
		"src/models/legacy.test.ts": "const s = new Schema({ price: { type: Number }, amount: { type: Number } });\n",
	})
	r := want(t, mined(t, repo(t, files)), business.FieldType, "Decimal128")
	if r.Support != 12 || r.Sites != 13 || len(r.Violations) != 1 || !strings.HasPrefix(r.Violations[0], "src/models/legacy.ts:") {
		t.Errorf("got %+v", r)
	}
}
