package code

import (
	"bytes"
	"encoding/binary"
	"sort"
	"strings"
	"unicode/utf8"
)

// file is the content under judgement with its readings.
type file struct {
	path            string
	langs           LangSet
	main            LangSet // the language that decides operators and sources
	raw, text, code []byte
	lower           []byte
	lits            []literal
	lines           []int // offsets of line starts
	blocks          []block
	blocksDone      bool
	vars            map[string][]assign
	varsDone        bool
	params          map[int][]string
	handlers        map[int]bool   // by start of a function: it answers requests
	regions         map[int][2]int // by line: the function around it
	indents         []int32
	macros          map[string][]string // C: names for other names
	testPath        bool
	tangled         bool // the lexer left out what took too long
}

func newFile(path string, content []byte, o Options) (*file, string) {
	if len(content) > maxBytes {
		return nil, "larger than 4 MB: not read"
	}
	if bytes.IndexByte(content[:min(len(content), 8000)], 0) >= 0 {
		return nil, "binary: not read"
	}
	slash := strings.ReplaceAll(path, "\\", "/")
	slash = within(slash, strings.ReplaceAll(o.Root, "\\", "/"))
	if !o.NoLimits && generatedPath(slash) {
		return nil, "vendored or generated path: not read"
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		content = bytes.ToValidUTF8(content, []byte("?"))
	}
	f := &file{path: slash, langs: Langs(path, content), raw: content}
	f.main = mainLang(f.langs)
	f.testPath = isTestPath(slash)
	f.lines = lineStarts(content)
	f.lower = lowerASCII(content)
	f.lex()
	return f, ""
}

// mainLang picks the language whose operators and sources decide in a mixed file.
func mainLang(l LangSet) LangSet {
	for _, m := range []LangSet{PHP, CSharp, Java, ERB, JS, Python} {
		if l&m != 0 {
			if m == ERB {
				return Ruby
			}
			return m
		}
	}
	return l
}

// lowerASCII lowers without moving an offset, which bytes.ToLower may do. It
// takes eight bytes at a time.
func lowerASCII(s []byte) []byte {
	const ones = 0x0101010101010101
	out := make([]byte, len(s))
	i := 0
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64(s[i:])
		low := x & (0x7f * ones)
		upper := (low + (0x80-'A')*ones) &^ (low + (0x7f-'Z')*ones) &^ x & (0x80 * ones)
		binary.LittleEndian.PutUint64(out[i:], x|upper>>2)
	}
	for ; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return out
}

func lineStarts(s []byte) []int {
	out := make([]int, 1, len(s)/30+2)
	for i := 0; ; {
		k := bytes.IndexByte(s[i:], '\n')
		if k < 0 {
			return out
		}
		i += k + 1
		out = append(out, i)
	}
}

func (f *file) lex() {
	f.text, f.code = bytes.Clone(f.raw), bytes.Clone(f.raw)
	spec := lexerFor(f.langs)
	x := lexer{spec: spec, src: f.raw, text: f.text, code: f.code}
	switch {
	case spec == &phpLex && bytes.Contains(f.raw, []byte("<?")):
		x.islands([]byte("<?"), []byte("?>"), &phpLex)
	case spec == &markupLex && f.langs&(JS|TS|Ruby|Java) != 0:
		x.run(0, len(f.raw), 0)
		f.embedded(&x)
	default:
		x.run(0, len(f.raw), 0)
	}
	f.lits, f.tangled = x.lits, f.tangled || x.tangled
	sort.Slice(f.lits, func(i, j int) bool { return f.lits[i].start < f.lits[j].start })
}

// islands lexes only what stands between open and close.
func (x *lexer) islands(open, close []byte, spec *lexSpec) {
	for i := 0; i < len(x.src); {
		j := bytes.Index(x.src[i:], open)
		if j < 0 {
			return
		}
		from := i + j + len(open)
		end := len(x.src)
		if k := bytes.Index(x.src[from:], close); k >= 0 {
			end = from + k
		}
		sub := lexer{spec: spec, src: x.src[:end], text: x.text, code: x.code}
		sub.run(from, end, 0)
		x.lits, x.tangled = append(x.lits, sub.lits...), x.tangled || sub.tangled
		i = end
	}
}

// embedded lexes scripts and template code inside markup.
func (f *file) embedded(x *lexer) {
	for i := 0; ; {
		j := bytes.Index(f.lower[i:], []byte("<script"))
		if j < 0 {
			break
		}
		from := i + j
		if k := bytes.IndexByte(f.lower[from:], '>'); k >= 0 {
			from += k + 1
		}
		end := len(f.raw)
		if k := bytes.Index(f.lower[from:], []byte("</script")); k >= 0 {
			end = from + k
		}
		sub := lexer{spec: &jsLex, src: f.raw[:end], text: f.text, code: f.code}
		sub.run(from, end, 0)
		x.lits, x.tangled = append(x.lits, sub.lits...), x.tangled || sub.tangled
		i = max(end, from)
	}
	if f.langs&Ruby != 0 {
		x.islands([]byte("<%"), []byte("%>"), &rubyLex)
	} else if f.langs&Java != 0 {
		x.islands([]byte("<%"), []byte("%>"), &javaLex)
	}
}

// line returns the 1-based line of an offset.
func (f *file) line(off int) int {
	return sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > off })
}

// lineEnd returns the offset behind the last byte of a 1-based line.
func (f *file) lineEnd(n int) int {
	if n >= len(f.lines) {
		return len(f.raw)
	}
	return f.lines[n] - 1
}

func (f *file) view(v View) []byte {
	switch v {
	case Code:
		return f.code
	case Raw:
		return f.raw
	}
	return f.text
}

// litAt returns the literals whose opening lies in [from, to).
func (f *file) litsIn(from, to int) []literal {
	i := sort.Search(len(f.lits), func(i int) bool { return f.lits[i].start >= from })
	for i > 0 && f.lits[i-1].open >= from {
		i--
	}
	j := i
	for j < len(f.lits) && f.lits[j].open < to {
		j++
	}
	return f.lits[i:j]
}

// window is the text of the lines around an offset, cut short on very long lines.
func (f *file) window(off, before, after int) (int, int) {
	n := f.line(off)
	from, to := f.lines[max(n-1-before, 0)], f.lineEnd(min(n+after, len(f.lines)))
	return max(from, off-1500), min(to, off+3000)
}

func generatedPath(p string) bool {
	for _, d := range []string{"node_modules/", "/vendor/", ".min.js", ".min.css", "/dist/bundle", ".map", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.sum", "Cargo.lock", "composer.lock", "poetry.lock"} {
		if strings.Contains(p, d) || strings.HasPrefix(p, strings.TrimPrefix(d, "/")) && d[0] == '/' {
			return true
		}
	}
	return false
}

func isTestPath(p string) bool {
	l := strings.ToLower(p)
	for _, d := range []string{"test/", "tests/", "spec/", "specs/", "__tests__/", "testdata/", "fixtures/", "__mocks__/", "mocks/", "recordings/", "cassettes/", "__snapshots__/", "e2e/", "cypress/", "testing/", "regress/", "unittests/", "unit-tests/"} {
		if strings.HasPrefix(l, d) || strings.Contains(l, "/"+d) {
			return true
		}
	}
	if strings.HasPrefix(l, "t/") { // as Perl and its friends name it
		return true
	}
	base := l[strings.LastIndexByte(l, '/')+1:]
	if len(base) > 6 && base[0] == 't' && base[5] == '-' && strings.Trim(base[1:5], "0123456789") == "" { // t0001-name.sh
		return true
	}
	for _, s := range []string{"_test.", ".test.", ".spec.", "_spec.", "test_", "conftest.", "tests."} {
		if strings.Contains(base, s) && (s != "test_" || strings.HasPrefix(base, s)) {
			return true
		}
	}
	return strings.HasSuffix(base, "test.java") || strings.HasSuffix(base, "tests.cs") || strings.HasSuffix(base, "test.php") || strings.HasSuffix(base, "test.kt") || strings.HasSuffix(base, "tests.java")
}

// within shortens an absolute path: where the repository lies says nothing about the file.
func within(p, root string) string {
	if root != "" && strings.HasPrefix(p, strings.TrimSuffix(root, "/")+"/") {
		return p[len(strings.TrimSuffix(root, "/"))+1:]
	}
	if !strings.HasPrefix(p, "/") && !(len(p) > 2 && p[1] == ':' && p[2] == '/') {
		return p
	}
	parts := strings.Split(strings.Trim(p, "/"), "/")
	return strings.Join(parts[max(0, len(parts)-4):], "/")
}
