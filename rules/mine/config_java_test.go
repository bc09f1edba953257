package mine

import "testing"

func TestRulesOfJavaBuilds(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"versions and replacements", "pom.xml", "<bannedDependencies><excludes>\n<!-- Replaced with good.group:thing -->\n<exclude>old.group:thing</exclude>\n<exclude>some:other:(,2.1)</exclude></excludes></bannedDependencies>", []string{"`old.group:thing` (`good.group:thing` instead)", "`some:other` in versions `(,2.1)`"}, nil},
		{"many bans on several cards", "pom.xml", "<bannedDependencies><excludes><exclude>a:a</exclude><exclude>b:b</exclude><exclude>c:c</exclude><exclude>d:d</exclude><exclude>e:e</exclude><exclude>f:f</exclude><exclude>g:g</exclude></excludes></bannedDependencies>", []string{"`f:f`.\nDo not depend on `g:g`."}, []string{"and the like"}},
		{"imports that are restricted", "pom.xml", "<RestrictImports><groups><group><reason>Only the store knows it.</reason><bannedImports><bannedImport>shop.store.**</bannedImport></bannedImports></group></groups></RestrictImports>", []string{"Do not import `shop.store.**`: Only the store knows it."}, nil},
		{"signatures in the build", "pom.xml", "<signatures><![CDATA[\n@defaultMessage Name your threads\njava.util.Pools#make(int)\njava.util.Pools#shared()\n]]></signatures>", []string{"Do not use `Pools.make(int)`: Name your threads.", "Do not use `Pools.shared`: Name your threads."}, nil},
		{"null in the compiler's arguments", "pom.xml", "<arg>-Xplugin:ErrorProne -Xep:NullAway:ERROR -Xep:StringSplitter:OFF -XepOpt:NullAway:AnnotatedPackages=shop.core</arg>", []string{"`@Nullable` on every field, parameter and result that may be null in `shop.core` (NullAway)"}, []string{"split"}},
		{"checks of Gradle", "build.gradle.kts", "options.errorprone { error(\"NullAway\", \"x\"); check(\"MissingOverride\", CheckSeverity.ERROR) }\nkotlin { explicitApi() }\n", []string{"NullAway", "`@Override`", "explicit API mode"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}
