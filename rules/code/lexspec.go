package code

// strSpec is one string form of a language.
type strSpec struct {
	open, close string
	multi       bool   // may span lines
	escape      byte   // escape character, 0 for none
	double      bool   // a doubled quote is a quote
	interp      string // opening of an interpolation: "${", "#{", "{", "\\(", "$"
	prefix      string // letters before the quote of which one must stand (f-strings)
	char        bool   // a character literal: short, never across lines
}

// lexSpec is the table of one language.
type lexSpec struct {
	line    []string    // line comments
	block   [][2]string // block comments
	nested  bool        // block comments nest
	strs    []strSpec   // longest opening first
	regex   bool        // /…/ literals
	heredoc bool        // <<EOF
	hash    bool        // "#" starts a comment only at the start of a word
}

var (
	dq     = strSpec{open: `"`, close: `"`, escape: '\\'}
	sq     = strSpec{open: `'`, close: `'`, escape: '\\'}
	chr    = strSpec{open: `'`, close: `'`, escape: '\\', char: true}
	slashs = []string{"//"}
	cblock = [][2]string{{"/*", "*/"}}

	cLex    = lexSpec{line: slashs, block: cblock, strs: []strSpec{dq, chr}}
	jsLex   = lexSpec{line: slashs, block: cblock, regex: true, strs: []strSpec{dq, sq, {open: "`", close: "`", multi: true, escape: '\\', interp: "${"}}}
	javaLex = lexSpec{line: slashs, block: cblock, strs: []strSpec{{open: `"""`, close: `"""`, multi: true, escape: '\\'}, dq, chr}}
	goLex   = lexSpec{line: slashs, block: cblock, strs: []strSpec{dq, {open: "`", close: "`", multi: true}, chr}}
	csLex   = lexSpec{line: slashs, block: cblock, strs: []strSpec{
		{open: `$"""`, close: `"""`, multi: true, interp: "{"}, {open: `"""`, close: `"""`, multi: true},
		{open: `$@"`, close: `"`, multi: true, double: true, interp: "{"}, {open: `@$"`, close: `"`, multi: true, double: true, interp: "{"},
		{open: `@"`, close: `"`, multi: true, double: true}, {open: `$"`, close: `"`, escape: '\\', interp: "{"}, dq, chr}}
	ktLex = lexSpec{line: slashs, block: cblock, nested: true, strs: []strSpec{
		{open: `"""`, close: `"""`, multi: true, interp: "$"}, {open: `"`, close: `"`, escape: '\\', interp: "$"}, chr}}
	scalaLex = lexSpec{line: slashs, block: cblock, nested: true, strs: []strSpec{
		{open: `"""`, close: `"""`, multi: true, interp: "$", prefix: "sf"}, {open: `"`, close: `"`, escape: '\\', interp: "$", prefix: "sf"},
		{open: `"""`, close: `"""`, multi: true}, dq, chr}}
	rustLex  = lexSpec{line: slashs, block: cblock, nested: true, strs: []strSpec{{open: `r##"`, close: `"##`, multi: true}, {open: `r#"`, close: `"#`, multi: true}, {open: `r"`, close: `"`, multi: true}, {open: `"`, close: `"`, multi: true, escape: '\\'}, chr}}
	swiftLex = lexSpec{line: slashs, block: cblock, nested: true, strs: []strSpec{
		{open: `#"`, close: `"#`}, {open: `"""`, close: `"""`, multi: true, escape: '\\', interp: `\(`}, {open: `"`, close: `"`, escape: '\\', interp: `\(`}}}
	pyLex = lexSpec{line: []string{"#"}, strs: []strSpec{
		{open: `"""`, close: `"""`, multi: true, escape: '\\', interp: "{", prefix: "fF"}, {open: `'''`, close: `'''`, multi: true, escape: '\\', interp: "{", prefix: "fF"},
		{open: `"`, close: `"`, escape: '\\', interp: "{", prefix: "fF"}, {open: `'`, close: `'`, escape: '\\', interp: "{", prefix: "fF"},
		{open: `"""`, close: `"""`, multi: true, escape: '\\'}, {open: `'''`, close: `'''`, multi: true, escape: '\\'}, dq, sq}}
	rubyLex = lexSpec{line: []string{"#"}, block: [][2]string{{"\n=begin", "\n=end"}}, hash: true, heredoc: true, regex: true, strs: []strSpec{
		{open: `"`, close: `"`, multi: true, escape: '\\', interp: "#{"}, {open: "`", close: "`", multi: true, escape: '\\', interp: "#{"},
		{open: "%Q(", close: ")", multi: true, interp: "#{"}, {open: "%q(", close: ")", multi: true}, {open: "%x(", close: ")", multi: true, interp: "#{"}, {open: "%(", close: ")", interp: "#{"},
		{open: "%x{", close: "}", multi: true, interp: "#{"}, {open: "%Q{", close: "}", multi: true, interp: "#{"}, {open: "%x[", close: "]", multi: true, interp: "#{"}, {open: `'`, close: `'`, multi: true, escape: '\\'}}}
	phpLex = lexSpec{line: []string{"//", "#"}, block: cblock, hash: true, heredoc: true, strs: []strSpec{
		{open: `"`, close: `"`, multi: true, escape: '\\', interp: "$"}, {open: `'`, close: `'`, multi: true, escape: '\\'}, {open: "`", close: "`", escape: '\\', interp: "$"}}}
	shLex = lexSpec{line: []string{"#"}, hash: true, heredoc: true, strs: []strSpec{
		{open: `"`, close: `"`, multi: true, escape: '\\', interp: "$"}, {open: `'`, close: `'`, multi: true}}}
	sqlLex    = lexSpec{line: []string{"--"}, block: cblock, strs: []strSpec{{open: `'`, close: `'`, double: true}, {open: `"`, close: `"`, double: true}}}
	tfLex     = lexSpec{line: []string{"#", "//"}, block: cblock, heredoc: true, strs: []strSpec{{open: `"`, close: `"`, escape: '\\', interp: "${"}}}
	hashLex   = lexSpec{line: []string{"#"}, hash: true}
	confLex   = lexSpec{line: []string{"#", ";"}, hash: true}
	markupLex = lexSpec{block: [][2]string{{"<!--", "-->"}}}
	psLex     = lexSpec{line: []string{"#"}, block: [][2]string{{"<#", "#>"}}, strs: []strSpec{{open: `"`, close: `"`, escape: '`', interp: "$"}, {open: `'`, close: `'`, double: true}}}
	plainLex  = lexSpec{}
)

func lexerFor(l LangSet) *lexSpec {
	for _, t := range []struct {
		set  LangSet
		spec *lexSpec
	}{
		{Vue | Svelte | ERB, &markupLex}, {PHP, &phpLex}, {CSharp, &csLex}, {HTML, &markupLex}, {Python, &pyLex}, {JS | TS, &jsLex}, {Java, &javaLex}, {Go, &goLex},
		{Ruby, &rubyLex}, {Kotlin, &ktLex}, {Scala, &scalaLex}, {Rust, &rustLex}, {C | Cpp | ObjC, &cLex}, {Swift, &swiftLex},
		{Shell, &shLex}, {SQL, &sqlLex}, {Terraform, &tfLex}, {Docker | YAML, &hashLex}, {XML, &markupLex}, {Config, &confLex}, {PowerShell, &psLex},
	} {
		if l&t.set != 0 {
			return t.spec
		}
	}
	return &plainLex
}
