package mine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// configReader reads one kind of lint or architecture configuration.
type configReader struct {
	match func(p string) bool
	read  func(p string, content []byte) []business.Rule
}

// configReaders in the order they are tried; a file may be of several kinds.
func configReaders() []configReader {
	return []configReader{
		{isESLint, readESLint}, {isAny(".dependency-cruiser.js", ".dependency-cruiser.cjs", ".dependency-cruiser.json"), readDependencyCruiser},
		{isAny(".golangci.yml", ".golangci.yaml"), readGolangci},
		{isAny("pyproject.toml", "ruff.toml", ".ruff.toml"), readRuff}, {isAny(".importlinter", "setup.cfg", "pyproject.toml"), readImportLinter},
		{isCheckstyle, readCheckstyle}, {isArchUnit, readArchUnit},
		{isRuboCop, readRuboCop}, {isRuboCop, readRuboCopStyles}, {isRuboCopCop, readCustomCop}, {isViewLint, readViewLint}, {isAny(".scss-lint.yml"), readSCSSLint},
		{isAny("BannedSymbols.txt"), readBannedSymbols}, {isAny("clippy.toml", ".clippy.toml"), readClippy}, {isAny("clippy.toml", ".clippy.toml"), readClippyLimits}, {isAny("rustfmt.toml", ".rustfmt.toml"), readRustfmt}, {isAny(".editorconfig"), readEditorLayout}, {isAny(".globalconfig"), readEditorConfig},
		{func(p string) bool { return path.Ext(p) == ".ruleset" }, readRuleset},
		{isDetekt, readDetekt}, {isAny("deptrac.yaml", "deptrac.yml", "depfile.yaml"), readDeptrac},
		{isSemgrep, readSemgrep}, {isESLintPlugin, readCustomESLint},
		{isAny(".editorconfig"), readEditorConfig}, {isAny("stylecop.json"), readStyleCop}, {isDotSettings, readDotSettings}, {isAny("Directory.Build.props"), readBuildProps},
		{isAny("lint.xml"), readAndroidLint}, {isCheckstyle, readCheckstyleStyles}, {isPHPFixer, readPHPFixer},
		{isAny("phpstan.neon", "phpstan.neon.dist", "phpstan.dist.neon"), readPHPStan}, {isAny("Cargo.toml"), readCargoLints}, {isCrateRoot, readCrateLints}, {isStylelint, readStylelint},
		{isAny("pyproject.toml", "ruff.toml", ".ruff.toml"), readRuffFamilies}, {isAny(".golangci.yml", ".golangci.yaml"), readGolangciLinters}, {isAny(".golangci.yml", ".golangci.yaml"), readGolangciSettings},
		{isAny("tsconfig.json", "tsconfig.base.json"), readCompilerFlags},
		{isPHPArch, readPHPArch}, {isNetArch, readNetArch}, {isChecker, readCheckers}, {isAny(".pre-commit-config.yaml", ".pre-commit-config.yml"), readPreCommit},
		{isDanger, readDanger}, {isGrepping, readGrepping}, {isAny("tach.toml"), readTach}, {isAny("package.yml"), readPackwerk},
		{isSignatures, readSignatures}, {isAny("pom.xml"), readEnforcer}, {isJavaBuild, readJavaBuild},
		{isSwiftLint, readSwiftLint}, {isSwiftLint, readSwiftRules}, {isAny("psalm.xml", "psalm.xml.dist"), readPsalm}, {isPHPCS, readPHPCS}, {isAny("deny.toml"), readCargoDeny},
		{isAny(".flake8", "setup.cfg", "tox.ini"), readFlake8}, {isPythonConfig, readPythonSettings}, {isPMD, readPMD},
	}
}

func isAny(names ...string) func(string) bool {
	return func(p string) bool { return slices.Contains(names, path.Base(p)) }
}

func isStylelint(p string) bool {
	b := path.Base(p)
	return strings.HasPrefix(b, ".stylelintrc") || strings.HasPrefix(b, "stylelint.config.")
}

func isDetekt(p string) bool {
	ext := path.Ext(p)
	return (ext == ".yml" || ext == ".yaml") && strings.Contains(strings.ToLower(p), "detekt") && !strings.Contains(p, ".github/") && !strings.Contains(p, "/resources/")
}

// readConfigs reads every configuration file of the tree.
func readConfigs(t tree) []business.Rule {
	readers := configReaders()
	var out []business.Rule
	for _, p := range t.files {
		for _, r := range readers {
			if !r.match(p) {
				continue
			}
			raw, err := t.read(p)
			if err != nil || len(raw) > business.MaxFile {
				continue
			}
			out = append(out, governing(t, p, safely(func() []business.Rule { return r.read(p, raw) }))...)
		}
	}
	lowerProduct(out)
	out = withoutEchoedAdvice(byReplacement(mergedBans(joinedCrates(out))))
	withoutReplacement(t, out)
	sortRules(out)
	thin(out, 0.99)
	thinByFile(out)
	sortRules(out)
	return out
}

// manyComplaints is how many rules that checkers of the project's own enforce are
// not lowered: they say more than the other rules of a list, and are many.
const manyComplaints = 6

// thinByFile lowers each further rule of one kind from one file: twenty names
// of imports shall not hide the rest.
func thinByFile(rules []business.Rule) {
	seen := map[string]int{}
	for i := range rules {
		file := siteFile(rules[i].Examples[0])
		key := string(rules[i].Kind) + " " + file
		for range seen[key] {
			rules[i].Score *= 0.96
		}
		seen[key]++
		if rules[i].Kind != business.Advice || !checkerFile(file) {
			continue
		}
		for range seen["checkers"] - manyComplaints { // what checkers of the project's own say
			rules[i].Score *= 0.95
		}
		seen["checkers"]++
	}
}

// productOfComplaints is from how many rules of checkers on these are what the
// repository is made for, as those of a linter are: they are for its users.
const productOfComplaints = 60

// lowerProduct ranks rules of checkers behind the others where they are the
// product itself.
func lowerProduct(rules []business.Rule) {
	complaint := func(r *business.Rule) bool {
		return r.Kind == business.Advice && checkerFile(siteFile(r.Examples[0]))
	}
	n := 0
	for i := range rules {
		if complaint(&rules[i]) {
			n++
		}
	}
	for i := range rules {
		if n >= productOfComplaints && complaint(&rules[i]) {
			rules[i].Score = min(rules[i].Score, weakScore)
		}
	}
}

// checkerFile reports whether a file is code, and no configuration in code.
func checkerFile(p string) bool {
	base := path.Base(p)
	return slices.Contains([]string{".cs", ".php", ".js", ".ts", ".mjs", ".cjs", ".java", ".kt", ".go", ".rs", ".py", ".rb"}, path.Ext(p)) && !strings.HasPrefix(base, ".") && !strings.Contains(base, "config")
}

// thin lowers each further rule of a sorted list, so that one source does not
// hide the others.
func thin(rules []business.Rule, factor float64) {
	f := 1.0
	for i := range rules {
		rules[i].Score *= f
		f *= factor
	}
}

// safely turns a reader that meets a shape it does not expect into one that
// found nothing.
func safely(read func() []business.Rule) (rules []business.Rule) {
	defer func() {
		if recover() != nil {
			rules = nil
		}
	}()
	return read()
}

// configured makes a rule that a configuration states. Somebody wrote it down
// and a tool enforces it: it needs no counts.
func configured(kind business.Kind, p string, line int, check *business.Check, format string, args ...any) business.Rule {
	dir := path.Dir(p)
	var paths []string
	if dir != "." && !strings.HasPrefix(dir, ".") {
		paths = []string{dir + "/**"}
	}
	return business.Rule{Statement: oneLine(insteadAgain(fmt.Sprintf(format, args...))), Kind: kind, Source: business.FromConfig, Support: 1, Sites: 1, Confidence: 0.9, Scope: business.Scope{Paths: paths}, Check: check,
		Examples: []string{fmt.Sprintf("%s:%d", p, max(1, line))}, Score: 0.74}
}

// oneLine makes a statement of what may be a paragraph.
func oneLine(s string) string {
	s = flat(s)
	if len(s) > 280 {
		cut := strings.LastIndexByte(s[:280], ' ')
		s = strings.ToValidUTF8(s[:max(cut, 200)], "") + " ..."
	}
	return s
}

// flat is a text in one line, without what would hide in it.
func flat(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' || r == ' ' }), " ")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r >= 0x200b && r <= 0x200f {
			return -1
		}
		return r
	}, s)
}

// because joins a statement and the reason its author gave.
func because(reason string) string {
	if reason = oneLine(reason); reason == "" {
		return ""
	}
	return ": " + reason
}

// insteadAgain leaves out of a ban what it says twice: "Do not import `x`: Use
// a/b instead of x."
func insteadAgain(statement string) string {
	head, reason, ok := strings.Cut(statement, "`: ")
	_, banned, _ := strings.Cut(head, "`")
	if ok && strings.EqualFold(strings.Trim(reason, "'`\".! "), strings.ReplaceAll(head, "`", "")) {
		return head + "`."
	}
	low := strings.ToLower(reason)
	if !ok || !strings.HasPrefix(head, "Do not ") || strings.Contains(banned, "`") || !strings.HasPrefix(low, "use ") && !strings.HasPrefix(low, "please use ") {
		return statement
	}
	for _, of := range []string{" instead of ", " rather than "} {
		if use, rest, ok := strings.Cut(reason, of); ok && strings.Trim(rest, "`'\".! ") == banned {
			return head + "`: " + use + "."
		}
	}
	return statement
}

// lineOf finds the first line that holds a text.
func lineOf(content []byte, text string) int {
	if text == "" {
		return 1
	}
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		if strings.Contains(line, text) {
			return n
		}
	}
	return 1
}
