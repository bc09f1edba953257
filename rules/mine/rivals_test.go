package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// rivalBases are a base of the project and the one it builds on, in the
// languages that extend classes; the heirs lie in folders of their own.
func TestOwnBaseOverTheFrameworks(t *testing.T) {
	for _, tc := range []struct{ lang, file, heir, home, homeText string }{
		{"ts", "src/m%d/item.ts", "export class Item%d extends %s {\n  run%d() { return 1; }\n}\n", "src/core/view.ts", "export class DepotView extends LitPanel {\n  go() { return 1; }\n}\n"},
		{"python", "app/m%d/item.py", "from app.core.view import %[2]s\n\n\nclass Item%[1]d(%[2]s):\n    def run_%[3]d(self):\n        return 1\n", "app/core/view.py", "class DepotView(LitPanel):\n    def go(self):\n        return 1\n"},
		{"java", "src/main/java/m%d/Item.java", "package m;\n\npublic class Item%d extends %s implements Runnable { int run%d() { return 1; } }\n", "src/main/java/core/DepotView.java", "package core;\n\npublic class DepotView extends LitPanel { int go() { return 1; } }\n"},
		{"kotlin", "src/main/kotlin/m%d/Item.kt", "package m\n\nclass Item%d : %s() { fun run%d(): Int { return 1 } }\n", "src/main/kotlin/core/DepotView.kt", "package core\n\nopen class DepotView : LitPanel() { fun go(): Int { return 1 } }\n"},
		{"csharp", "src/M%d/Item.cs", "namespace M;\n\npublic class Item%d : %s { public int Run%d() { return 1; } }\n", "src/Core/DepotView.cs", "namespace Core;\n\npublic class DepotView : LitPanel { public int Go() { return 1; } }\n"},
		{"ruby", "app/m%d/item.rb", "class Item%d < %s\n  def run_%d\n    1\n  end\nend\n", "app/core/depot_view.rb", "class DepotView < LitPanel\n  def go\n    1\n  end\nend\n"},
		{"php", "app/M%d/Item.php", "<?php\n\nclass Item%d extends %s\n{\n    public function run%d() { return 1; }\n}\n", "app/Core/DepotView.php", "<?php\n\nclass DepotView extends LitPanel\n{\n    public function go() { return 1; }\n}\n"},
	} {
		t.Run(tc.lang, func(t *testing.T) {
			files := map[string]string{tc.home: tc.homeText}
			put := func(i int, base string) string {
				name := fmt.Sprintf(tc.file, i)
				files[name] = fmt.Sprintf(tc.heir, i, base, i)
				return name
			}
			for i := range 24 {
				put(i, "DepotView")
			}
			odd := put(90, "LitPanel")
			r := find(mined(t, repo(t, files)), business.RequireInUnit, "`DepotView`")
			if len(r) == 0 {
				t.Fatal("nothing speaks of the base")
			}
			c := rivalsOf(t, files)
			if len(c) != 1 || c[0].Support != 24 || c[0].Sites != 25 || len(c[0].Violations) != 1 {
				t.Fatalf("got %+v", c)
			}
			for name, text := range files {
				if got := business.Judge(c, name, []byte(text)); (len(got) != 0) != (name == odd) {
					t.Errorf("%s: %v", name, got)
				}
			}
			counted, err := Recount(repo(t, files), c, Options{})
			if err != nil || counted[0].Support != 24 || counted[0].Sites != 25 {
				t.Errorf("counted again: %+v %v", counted, err)
			}
		})
	}
}

// rivalsOf finds rivals alone, without what else is said of the same classes.
func rivalsOf(t *testing.T, files map[string]string) []business.Rule {
	t.Helper()
	w, err := walk(repo(t, files))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := w.corpus(Options{})
	return c.mineRivals()
}

func TestOwnCallOverTheFrameworks(t *testing.T) {
	for _, tc := range []struct{ lang, file, own, theirs, home, homeText, says string }{
		{"ts", "src/m%d.ts", "export function show%d(a) { return sendSafeReply(a); }\n", "export function show%d(a) { return sendReply(a); }\n", "src/lib/reply.ts", "export function sendSafeReply(a) { return sendReply(clean(a)); }\n", "sendSafeReply"},
		{"python", "app/m%d.py", "def show_%d(a):\n    return send_safe_reply(a)\n", "def show_%d(a):\n    return send_reply(a)\n", "app/lib.py", "def send_safe_reply(a):\n    return send_reply(clean(a))\n", "send_safe_reply"},
		{"go", "pkg/m%d/a.go", "package m\n\nfunc Show%d(a int) { w.SendSafeReply(a) }\n", "package m\n\nfunc Show%d(a int) { w.SendReply(a) }\n", "pkg/lib/reply.go", "package lib\n\nfunc SendSafeReply(a int) { w.SendReply(clean(a)) }\n", "SendSafeReply"},
		{"java", "src/main/java/m/M%d.java", "package m;\n\nclass M%d { void show() { sendSafeReply(1); } }\n", "package m;\n\nclass M%d { void show() { sendReply(1); } }\n", "src/main/java/l/Lib.java", "package l;\n\nclass Lib { void sendSafeReply(int a) { sendReply(clean(a)); } }\n", "sendSafeReply"},
		{"kotlin", "src/main/kotlin/m/M%d.kt", "package m\n\nclass M%d { fun show() { sendSafeReply(1) } }\n", "package m\n\nclass M%d { fun show() { sendReply(1) } }\n", "src/main/kotlin/l/Lib.kt", "package l\n\nfun sendSafeReply(a: Int) { sendReply(clean(a)) }\n", "sendSafeReply"},
		{"csharp", "src/M%d.cs", "public class M%d { void Show() { SendSafeReply(1); } }\n", "public class M%d { void Show() { SendReply(1); } }\n", "src/Lib.cs", "public class Lib { void SendSafeReply(int a) { SendReply(Clean(a)); } }\n", "SendSafeReply"},
		{"ruby", "app/m%d.rb", "class M%d\n  def show\n    send_safe_reply path, a: 1\n  end\nend\n", "class M%d\n  def show\n    send_reply path, a: 1\n  end\nend\n", "app/lib.rb", "class Lib\n  def send_safe_reply(a)\n    send_reply a\n  end\nend\n", "send_safe_reply"},
		{"php", "app/M%d.php", "<?php\n\nclass M%d { function show() { send_safe_reply(1); } }\n", "<?php\n\nclass M%d { function show() { send_reply(1); } }\n", "app/Lib.php", "<?php\n\nclass Lib { function send_safe_reply($a) { send_reply(clean($a)); } }\n", "send_safe_reply"},
		{"rust", "src/m%d.rs", "pub fn show_%d() { send_safe_reply(1); }\n", "pub fn show_%d() { send_reply(1); }\n", "src/lib.rs", "pub fn send_safe_reply(a: u8) { send_reply(clean(a)); }\n", "send_safe_reply"},
	} {
		t.Run(tc.lang, func(t *testing.T) {
			files := map[string]string{tc.home: tc.homeText}
			for i := range 14 {
				files[fmt.Sprintf(tc.file, i)] = fmt.Sprintf(tc.own, i)
			}
			odd := fmt.Sprintf(tc.file, 90)
			files[odd] = fmt.Sprintf(tc.theirs, 90)
			r := want(t, mined(t, repo(t, files)), business.BanCall, "Call `"+tc.says+"`", ", not `")
			if r.Support != 14 || r.Sites != 15 || len(r.Violations) != 1 {
				t.Errorf("%s %d/%d %v", r.Statement, r.Support, r.Sites, r.Violations)
			}
			for name, text := range files {
				if got := business.Judge([]business.Rule{r}, name, []byte(text)); (len(got) != 0) != (name == odd) {
					t.Errorf("%s: %v", name, got)
				}
			}
		})
	}
}

// Decoys: a function that happens to begin as another, a base of one kind of
// class among many.
func TestNoRivals(t *testing.T) {
	files := family(14, "src/m%d.ts", "export function show%d(a) { return createUser(a); }\n", map[string]string{
		"src/user.ts":  "export function createUser(a) { return create(a); }\n",
		"src/panel.ts": "export class SidePanel extends LitPanel {\n  go() { return 1; }\n}\n",
		"src/odd.ts":   "export function odd(a) { return create(a); }\n",
	})
	for i := range 12 {
		files[fmt.Sprintf("src/s%d.ts", i)] = fmt.Sprintf("export class Side%d extends SidePanel {\n  a%d() { return 1; }\n}\n", i, i)
		files[fmt.Sprintf("src/l%d.ts", i)] = fmt.Sprintf("export class Lit%d extends LitPanel {\n  a%d() { return 1; }\n}\n", i, i)
	}
	for _, r := range rivalsOf(t, files) {
		if strings.Contains(r.Statement, "create") || strings.Contains(r.Statement, "Panel") {
			t.Errorf("found %s", r.Statement)
		}
	}
}

// A framework's class is not the project's own because it bears the same name.
func TestRivalBaseCalledAlike(t *testing.T) {
	own := map[string]string{"lib/Cache/Factory.php": "<?php\nnamespace Lib\\Cache;\nuse Frame\\Contracts\\Factory as FactoryContract;\nclass Factory extends FactoryContract { }\n"}
	for text, says := range map[string]bool{
		"<?php\nnamespace Lib\\Made;\nuse Frame\\Database\\Factory;\nclass Made%d extends Factory { }\n": false,
		"<?php\nnamespace Lib\\Made;\nuse Lib\\Cache\\Factory;\nclass Made%d extends Factory { }\n":      true,
	} {
		var got []string
		for _, r := range mined(t, repo(t, family(20, "lib/Made/Made%d.php", text, own))) {
			if strings.Contains(r.Statement, "`FactoryContract`") {
				got = append(got, r.Statement)
			}
		}
		if len(got) > 0 != says {
			t.Errorf("%v: %q", says, got)
		}
	}
}
