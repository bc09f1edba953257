package business

import (
	"slices"
	"testing"
)

// What takes a guard back is no call of it; a method of a class without a name
// is declared, not called.
func TestCalls(t *testing.T) {
	for _, c := range []struct {
		name, file, text, call string
		want                   bool
	}{
		{"called", "a.go", "package a\n\nfunc Go() { Csrf().Use(1) }\n", "Csrf", true},
		{"taken back", "a.go", "package a\n\nfunc Go() { Csrf().IgnorePath(1) }\n", "Csrf", false},
		{"taken back over a line", "a.ts", "function go() {\n  guard(x)\n    .exempt(1);\n}\n", "guard", false},
		{"called in PHP", "a.php", "<?php\nfunction go() { guard()->only(1); }\n", "guard", true},
		{"taken back in PHP", "a.php", "<?php\nfunction go() { guard()->except(1); }\n", "guard", false},
		{"declared within", "A.java", "class A { void go() { add(new Part() { public void fill(Box b) { b.put(1); } }); } }\n", "fill", false},
		{"called within", "A.java", "class A { void go() { add(new Part() { public void fill(Box b) { put(1); } }); } }\n", "put", true},
		{"made with a body", "A.java", "class A { void go() { use(new Part() { }); } }\n", "use", true},
		{"returned", "A.java", "class A { int go() { return fill(1); } }\n", "fill", true},
		{"a member of an interface", "A.cs", "class A : ITaker<int> {\n  void ITaker<int>.Take(int b) { Use(b); }\n  string IWriter.Write() => Use(1);\n}\n", "Take", false},
		{"the same without arguments", "A.cs", "class A : IWriter {\n  string IWriter.Write() => Use(1);\n}\n", "IWriter.Write", false},
		{"called on what is returned", "A.cs", "class A {\n  void Go() { if (b.Take(1)) { Use(2); } return b.Put(2); }\n}\n", "Take", true},
		{"a function within", "A.cs", "class A { void Go() { int Fill(int b) { return b; } Use(1); } }\n", "Fill", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, ok := Read(c.file, []byte(c.text))
			if !ok {
				t.Fatal("not read")
			}
			got := slices.ContainsFunc(f.Units, func(u Unit) bool { return slices.Contains(u.Calls, c.call) })
			if got != c.want {
				t.Errorf("%+v", f.Units)
			}
		})
	}
}

func TestNumberedNamesAreNoKind(t *testing.T) {
	for file, text := range map[string]string{"OrderFormV3.java": "class OrderFormV3 { void go() { } }\n", "order_v2.py": "class OrderV2:\n    def go(self):\n        pass\n"} {
		f, _ := Read(file, []byte(text))
		for i := range f.Units {
			for _, r := range Roles(&f, &f.Units[i]) {
				if r.By == "suffix" || r.By == "file" && r.Name[0] == '*' {
					t.Errorf("%s: %+v", file, r)
				}
			}
		}
	}
}
