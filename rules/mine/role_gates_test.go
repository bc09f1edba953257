package mine

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What looks like a habit of a role and tells nothing of it.
func TestHabitsThatAreNone(t *testing.T) {
	filler := family(210, "more/m%d.rb", "class More%d\n  def a%d\n    b%d\n  end\nend\n", nil)
	join := func(parts ...map[string]string) map[string]string {
		out := map[string]string{}
		for _, p := range append(parts, filler) {
			maps.Copy(out, p)
		}
		return out
	}
	area := map[string]string{"src/Lock.cs": "public class Lock\n{\n    public bool LedgerMember() { return Find(1); }\n}\n"}
	desk := func(n int, mark string) map[string]string {
		return family(n, "src/Desks/"+mark+"%dDesk.cs", "[Corner]\n["+mark+"]\npublic class "+mark+"%dDesk : Plain\n{\n    public int Get() { return Find%d(); }\n}\n", nil)
	}
	mark := map[string]string{"src/MemberGuardAttribute.cs": "public class MemberGuardAttribute : Attribute { }\n"}
	for _, c := range []struct {
		name, about string
		files       map[string]string
		says        bool
	}{
		{"a mark that few do without", "`[MemberGuard]`", join(mark, desk(38, "MemberGuard"), desk(2, "Open")), true},
		{"a mark that many do without", "`[MemberGuard]`", join(mark, desk(30, "MemberGuard"), desk(9, "Open")), false},
		{"a method called like a mark is no mark", "`[LedgerMember]`", join(area, desk(30, "LedgerMember"), desk(9, "Open")), false},
		{"two large files of a kind", "`verifyGrain`", join(
			map[string]string{"lib/Grain.java": "class Grain { void verifyGrain(int a) { weigh(a); } }\n", "a/WheatTester.java": manyMethods("WheatTester", "verifyGrain", 40), "a/RyeTester.java": manyMethods("RyeTester", "verifyGrain", 40)},
			family(3, "a/Mill%dTester.java", "class Mill%dTester { void a%d() { grind(%d); } }\n", nil)), false},
		{"most files of a kind", "`verifyGrain`", join(
			map[string]string{"lib/Grain.java": "class Grain { void verifyGrain(int a) { weigh(a); } }\n"},
			family(12, "a/Mill%dTester.java", "class Mill%dTester { void a%d() { verifyGrain(%d); } void b%d() { verifyGrain(2); } }\n", nil)), true},
		{"a getter that all code uses", "`getScale`", join(
			map[string]string{"lib/Scale.java": "class Scale { int getScale() { return 1; } }\n"},
			family(14, "a/Mill%d.java", "class Mill%d { void setup() { getScale().a%d(); b%d(); c%d(); } }\n", nil),
			family(30, "z/Other%d.java", "class Other%d { void z%d() { getScale(); } }\n", nil)), false},
		{"a field of classes", "`GrainField`", join(
			map[string]string{"lib/fields.py": "class GrainField(Field):\n    pass\n\n\nclass SackChecked(Check):\n    pass\n"},
			family(14, "a/m%d.py", "class Sack%d(SackChecked):\n    sack_id = GrainField()\n", nil)), false},
		{"a method of the library's interfaces", "`WriteHeader`", join(
			map[string]string{"lib/w.go": "package lib\n\nfunc (w *Wrapped) WriteHeader(n int) { w.n = n }\n"},
			family(14, "web/m%d/a.go", "package m\n\nfunc Setup(mux Mux) { mux.HandleFunc(\"/a\", func(w W) { w.WriteHeader(2) }) }\n", nil)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := find(mined(t, repo(t, c.files)), business.RequireInUnit, c.about); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func manyMethods(class, call string, n int) string {
	text := "class " + class + " {\n"
	for i := range n {
		text += fmt.Sprintf("  void a%d() { %s(%d); b%d(); }\n", i, call, i, i)
	}
	return text + "}\n"
}

// A function is no rival of what it calls where another one around the same
// is what code takes, or where it is called on an object.
func TestRivalsOfAnotherOccasion(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		says  bool
	}{
		{"one", family(14, "app/m%d.py", "def show_%d(a):\n    return keep_run_note(a)\n", map[string]string{"app/lib.py": "def keep_run_note(a):\n    return keep_note(a)\n", "app/odd.py": "def odd(a):\n    return keep_note(a)\n"}), true},
		{"another one is what code takes", family(14, "app/m%d.py", "def show_%d(a):\n    return keep_run_note(a)\n\n\ndef hide_%d(a):\n    return keep_own_note(a)\n\n\ndef go_%d(a):\n    return keep_own_note(a)\n", map[string]string{"app/lib.py": "def keep_run_note(a):\n    return keep_note(a)\n\n\ndef keep_own_note(a):\n    return keep_note(a)\n", "app/odd.py": "def odd(a):\n    return keep_note(a)\n"}), false},
		{"another function", family(14, "src/m%d.py", "def show_%d(a):\n    return keep_run_note_by_name(a)\n", map[string]string{"src/lib.py": "def keep_run_note_by_name(a):\n    return keep_note(a)\n", "src/odd.py": "def odd(a):\n    return keep_note(a)\n"}), false},
		{"on an object", family(14, "src/M%d.cs", "public class M%d { void Show() { FindSafePath(1); } }\n", map[string]string{"src/Lib.cs": "public class Lib { void FindSafePath(int a) { engine.FindPath(a); } }\n", "src/Odd.cs": "public class Odd { void Go() { engine.FindPath(1); } }\n"}), false},
		{"a builder's method is another thing", family(14, "src/m%d.rs", "pub fn show_%d() { safe_base_dir(1); }\n", family(6, "src/n%d.rs", "pub fn run_%d() { Tool::new().base_dir(1).go(); }\n", map[string]string{"src/lib.rs": "pub fn safe_base_dir(a: u8) { env::base_dir(a) }\n", "src/odd.rs": "pub fn odd() { env::base_dir(1); }\n"})), true},
		{"many do otherwise", family(21, "app/m%d.py", "def show_%d(a):\n    return keep_run_note(a)\n", family(7, "app/n%d.py", "def odd_%d(a):\n    return keep_note(a)\n", map[string]string{"app/lib.py": "def keep_run_note(a):\n    return keep_note(a)\n"})), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			says := false
			for _, r := range rivalsOf(t, c.files) {
				says = says || strings.Contains(r.Statement, "keep_run_note") || strings.Contains(r.Statement, "FindSafePath") || strings.Contains(r.Statement, "safe_base_dir") && r.Sites == 15
				for name, text := range c.files {
					if got := business.Judge([]business.Rule{r}, name, []byte(text)); len(got) > 0 && strings.Contains(name, "/n") && strings.HasSuffix(name, ".rs") {
						t.Errorf("%s: %v", name, got)
					}
				}
			}
			if says != c.says {
				t.Errorf("says %v", says)
			}
		})
	}
}

// The base that a heir outdoes is not the one to extend.
func TestOutdoneBase(t *testing.T) {
	for n, says := range map[int]bool{0: true, 20: false} {
		files := family(12, "app/m%d.py", "from app.base import OwnBase\n\n\nclass Thing%d(OwnBase):\n    pass\n", map[string]string{"app/base.py": "class OwnBase(DeclaredBase):\n    pass\n\n\nclass OwnModel(OwnBase):\n    pass\n"})
		for name, text := range family(n, "app/k%d.py", "from app.base import OwnModel\n\n\nclass Kind%d(OwnModel):\n    pass\n", nil) {
			files[name] = text
		}
		if got := rivalsOf(t, files); len(got) > 0 != says {
			t.Errorf("%d: got %+v", n, got)
		}
	}
}

func TestNarrowerBase(t *testing.T) {
	for _, c := range []struct {
		by, name, base string
		want           bool
	}{
		{"suffix", "Lamp", "TableReadingLamp", true},
		{"suffix", "Lamp", "BaseReadingLamp", false},
		{"suffix", "Lamp", "ReadingLamp", false},
		{"suffix", "Lamp", "TableReadingLight", false},
		{"file", "*Lamp.java", "TableReadingLamp", false},
	} {
		if got := narrowerBase(business.Role{By: c.by, Name: c.name, Unit: "class"}, "extends:"+c.base); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// What only says the role again is no rule: the longer name of the base, the
// mark that makes a class what its folder is called.
func TestTheRoleSaidAgain(t *testing.T) {
	base := business.Role{By: "base", Name: "RowContent", Unit: "class"}
	for item, want := range map[string]bool{"Content.RowContent": true, "RowContent": false, "Content.open": false} {
		if got := tautology(base, item); got != want {
			t.Errorf("%s: %v", item, got)
		}
	}
	for _, mark := range []string{"Attribute", "AttributeUsage", "Retention"} {
		if !business.BoringNote(mark) {
			t.Errorf("%s is no mark of a language", mark)
		}
	}
}
