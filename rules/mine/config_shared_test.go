package mine

import (
	"slices"
	"testing"
)

func TestScopeOfSharedConfigurations(t *testing.T) {
	for _, c := range []struct {
		dir      string
		in, want []string
	}{
		{"packages/eslint-config-farm", []string{"packages/eslint-config-farm/**"}, nil},
		{"packages/eslint-config-farm", []string{"packages/eslint-config-farm/**/*.ts"}, []string{"**/*.ts"}},
		{"www/packages/eslint-config-farm", []string{"www/packages/eslint-config-farm/**"}, []string{"www/**"}},
		{"www/eslint-config-farm", []string{"www/eslint-config-farm/**/*.ts"}, []string{"www/**/*.ts"}},
		{"packages/eslint-config-farm", []string{"src/**"}, []string{"src/**"}},
		{"packages/eslint-config-farm", nil, nil},
	} {
		if got := atWorkspace(c.dir, c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %q, want %q", c.dir, c.in, got, c.want)
		}
	}
}

func TestAnalyzersOfTheProjectsOwn(t *testing.T) {
	checker := "class A { static readonly DiagnosticDescriptor R = new DiagnosticDescriptor(\n \"FARM1\", \"Clock\", \"Use IFarmClock instead of DateTime\", \"Time\", DiagnosticSeverity.Warning, true); }"
	for project, want := range map[string]int{"<ProjectReference Include=\"..\\Analyzers\\A.csproj\" OutputItemType=\"Analyzer\" />": 1, "<ProjectReference Include=\"..\\Analyzers\\A.csproj\" />": 0} {
		tr, err := walk(repo(t, map[string]string{"src/Analyzers/ClockAnalyzer.cs": checker, "src/Farm/Farm.csproj": "<Project>" + project + "</Project>"}))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(readConfigs(tr)); got != want {
			t.Errorf("%s: %d rules, want %d", project, got, want)
		}
	}
}

func TestDotSettings(t *testing.T) {
	doc := `<wpf:ResourceDictionary xmlns:x="x" xmlns:s="s" xmlns:wpf="w">
 <s:String x:Key="/Default/CodeInspection/Highlighting/InspectionSeverities/=ConsiderUsingConfigureAwait/@EntryIndexedValue">WARNING</s:String>
 <s:String x:Key="/Default/CodeInspection/Highlighting/InspectionSeverities/=MemberCanBePrivate_002ELocal/@EntryIndexedValue">DO_NOT_SHOW</s:String>
 <s:String x:Key="/Default/CodeStyle/CodeFormatting/CSharpCodeStyle/BRACES_FOR_IFELSE/@EntryValue">Required</s:String>
 <s:String x:Key="/Default/CodeStyle/CodeFormatting/CSharpCodeStyle/BRACES_FOR_FOR/@EntryValue">Required</s:String>
 <s:Boolean x:Key="/Default/CodeStyle/CSharpUsing/AllowAlias/@EntryValue">False</s:Boolean>
 <s:Int64 x:Key="/Default/CodeStyle/CodeFormatting/CSharpFormat/WRAP_LIMIT/@EntryValue">140</s:Int64>
 <s:String x:Key="/Default/CodeStyle/Naming/CSharpNaming/PredefinedNamingRules/=PrivateInstanceFields/@EntryIndexedValue">&lt;Policy Inspect="True" Prefix="_" Suffix="" Style="aaBb" /&gt;</s:String>
 <s:String x:Key="/Default/CodeStyle/Naming/CSharpNaming/PredefinedNamingRules/=Parameters/@EntryIndexedValue">&lt;Policy Inspect="True" Prefix="" Suffix="" Style="aaBb" /&gt;</s:String>
 <s:Boolean x:Key="/Default/CodeInspection/NamespaceProvider/NamespaceFoldersToSkip/=rows_005Cparts/@EntryIndexedValue">True</s:Boolean>
</wpf:ResourceDictionary>`
	var got []string
	for _, r := range readDotSettings("Farm.sln.DotSettings", []byte(doc)) {
		got = append(got, r.Statement)
	}
	want := []string{
		"C#: `ConfigureAwait` on what is awaited; braces around every block; no aliases in `using`; lines of at most 140 characters (ReSharper settings).",
		"Names: private fields begin with `_`: `_camelCase`; namespaces leave out the folders `rows/parts` (ReSharper settings).",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := readDotSettings("Farm.sln.DotSettings", []byte("<a><b x:Key='")); got != nil {
		t.Errorf("read a broken file: %v", got)
	}
}

func TestClassesOfOnePackageTogether(t *testing.T) {
	names, mods := byPackage([]string{"farm.old", "farm.Mill", "mill.A", "mill.B", "mill.C.D", "mill.E"})
	if want := []string{"`farm.old`", "`farm.Mill`", "4 classes of `mill` such as `A`"}; !slices.Equal(names, want) || len(mods[2]) != 4 {
		t.Errorf("%q %q, want %q", names, mods, want)
	}
}
