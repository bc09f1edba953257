package mine

import "testing"

func TestChainsOfArchUnit(t *testing.T) {
	for _, c := range []struct{ name, chain, want string }{
		{"what it is given", `noClasses().should().accessClassesThat().belongToAnyOf(Paths.class).because("Path.of(...) should be used instead").check(classes);`, "No classes should access classes that belong to any of `Paths`: Path.of(...) should be used instead."},
		{"a constant", `noClasses().that().areNotAnnotatedWith(MayPeck.class).should().dependOnClassesThat().resideInAPackage(HENS).check(all);`, "No classes that are not annotated with `MayPeck` should depend on classes that reside in a package `org.hens..`."},
		{"a constant from elsewhere", `noClasses().should().dependOnClassesThat().resideInAPackage(Birds.GEESE).because("a hen should be used instead of it").check(all);`, "A hen should be used instead of it."},
		{"the same without a reason", `noClasses().should().dependOnClassesThat().resideInAPackage(GEESE).check(all);`, ""},
		{"several packages", `noClasses().should().dependOnClassesThat().resideInAnyPackage("org.a..", "org.b..");`, "No classes should depend on classes that reside in any package `org.a..`, `org.b..`."},
	} {
		src := "class T {\n  static final String HENS = \"org.hens..\";\n  void t() {\n    " + c.chain + "\n  }\n}\nclass ArchRule {}\n"
		got := ""
		for _, r := range readArchUnit("src/test/java/T.java", []byte(src)) {
			got = r.Statement
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
