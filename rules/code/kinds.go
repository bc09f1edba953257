package code

import "bytes"

// kind runs a matcher written in Go; pos is the key's offset, or 0 when the detector has no keys.
func (s *scan) kind(b *bound, pos int) {
	switch b.det.Kind {
	case "":
		s.everyLiteral(b)
	case "backtick":
		s.backtick(b)
	case "assigned-built":
		s.assigned(b, pos, cDyn|cTaint)
	case "assigned-taint":
		s.assigned(b, pos, cTaint)
	case "assigned-nonlit":
		s.assigned(b, pos, cVar)
	case "returned-taint":
		s.returned(b)
	case "message-handler":
		s.messageHandler(b, pos)
	case "cs-antiforgery":
		s.antiforgery(b, pos)
	case "express-no-csrf":
		s.expressNoCSRF(b)
	default:
		s.moreKinds(b, pos)
	}
}

// everyLiteral tries a detector without keys on each literal of a file that names its subject.
func (s *scan) everyLiteral(b *bound) {
	f := s.file
	if len(b.det.File) > 0 && !containsAny(f.raw, b.det.File) {
		return
	}
	for _, l := range f.lits {
		if l.end > l.start && !s.late() {
			s.literal(b, l.start)
		}
	}
}

// backtick reports commands between backticks (or %x) with a value in them.
func (s *scan) backtick(b *bound) {
	f := s.file
	if f.langs&(JS|TS) != 0 && f.langs&(Ruby|PHP) == 0 {
		return
	}
	for _, l := range f.lits {
		if l.interp && (f.raw[l.open] == '`' || hasAt(f.raw, l.open, "%x")) {
			f.readVars()
			if f.interpVaries(l) {
				s.statement(b, l.open, l.after)
			}
		}
	}
}

// assigned reports "name = value" where the name stands at the key and the value is of the wanted class.
func (s *scan) assigned(b *bound, pos int, want class) {
	f := s.file
	if f.code[pos] != f.raw[pos] || pos > 0 && isWord(f.code[pos-1]) {
		return
	}
	eq := pos
	for eq < len(f.code) && (isNameByte(f.code[eq]) || f.code[eq] == '.') {
		eq++
	}
	if eq < len(f.code) && f.code[eq] == '[' { // headers["X-Name"] = value
		eq = f.closing(eq, min(len(f.code), eq+120)) + 1
	}
	for eq < len(f.code) && f.code[eq] == ' ' {
		eq++
	}
	if eq+1 < len(f.code) && f.code[eq] == '+' {
		eq++
	}
	if eq+1 >= len(f.code) || f.code[eq] != '=' || bytes.IndexByte([]byte("=>~"), f.code[eq+1]) >= 0 {
		return
	}
	f.readVars()
	to := f.exprEnd(eq + 1)
	if f.classify(eq+1, to)&want != 0 {
		s.statement(b, pos, to)
	}
}

// returned reports handlers that return text built from request data as a page.
func (s *scan) returned(b *bound) {
	f := s.file
	if !s.surroundings(b.det, 0) {
		return
	}
	for i := 0; ; {
		k := bytes.Index(f.code[i:], []byte("return "))
		if k < 0 || s.late() {
			return
		}
		at := i + k
		i = at + 7
		if at > 0 && isWord(f.code[at-1]) {
			continue
		}
		f.readVars()
		to := f.exprEnd(i)
		c := f.classify(i, to)
		if c&cTaint == 0 && !(c&cParam != 0 && c&cDyn != 0 && f.main&Python == 0) || c&(cDyn|cLit) == 0 {
			continue
		}
		if f.isHandler(at) && f.returnsPage(i, to) {
			s.statement(b, at, to)
		}
	}
}

var handlerMarks = []string{".route(", "@app.get", "@app.post", "@GetMapping", "@PostMapping", "@RequestMapping", "@PutMapping", "[HttpGet", "[HttpPost", "@Path", "@GET", "@POST", "@api.", "@bp.", "@router.", "[HttpPut", "[HttpDelete", "[Route", "IActionResult", "ActionResult", "@app.put", "@app.delete", "@DeleteMapping", "@PatchMapping", "@RequestParam", "@QueryParam", "@FormParam", "@PathParam", "@PathVariable", "@Get(", "@Post(", "@Query("}

// isHandler tells whether the function around off answers requests.
func (f *file) isHandler(off int) bool {
	from, to := f.function(off)
	yes, ok := f.handlers[from]
	if !ok {
		if yes = containsAny(f.raw[from:min(from+300, to)], handlerMarks); f.handlers == nil {
			f.handlers = map[int]bool{}
		}
		f.handlers[from] = yes
	}
	return yes
}

// returnsPage leaves out JSON, redirects and other calls that are not text.
func (f *file) returnsPage(from, to int) bool {
	lits := f.litsIn(from, to)
	if len(lits) == 0 {
		return false
	}
	s := f.code[from:to]
	for _, w := range []string{"json", "JSON", "redirect", "Redirect", "{", "render", "View(", "Ok(", "ResponseEntity", "send_", "File("} {
		if bytes.Contains(s, []byte(w)) && !(w == "{" && lits[0].interp) {
			return false
		}
	}
	return bytes.Contains(f.raw[lits[0].start:lits[0].end], []byte("<")) || f.main&Python != 0
}

// messageHandler reports message listeners whose body never looks at the origin.
func (s *scan) messageHandler(b *bound, pos int) {
	f := s.file
	line := f.lines[f.line(pos)-1]
	head := f.raw[max(line, pos-60) : pos+len("message")]
	listens := bytes.Contains(head, []byte("addEventListener(")) || bytes.HasSuffix(head, []byte("onmessage"))
	if !listens || bytes.Contains(head, []byte("worker")) || bytes.Contains(head, []byte("self.")) {
		return
	}
	next := f.code[pos:min(len(f.code), pos+120)]
	open := bytes.IndexByte(next, '{')
	if open < 0 || !bytes.Contains(next[:open], []byte("=>")) && !bytes.Contains(next[:open], []byte("function")) {
		return
	}
	end := min(f.closing(pos+open, min(len(f.code), pos+4000))+1, len(f.code))
	if !bytes.Contains(f.code[pos:end], []byte("origin")) && !bytes.Contains(f.code[pos:end], []byte(".source")) {
		s.statement(b, pos, pos+len("message"))
	}
}

// antiforgery reports C# actions that change state and carry no token check on method or class.
func (s *scan) antiforgery(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] {
		return
	}
	for _, w := range []string{"[ApiController]", "AutoValidateAntiforgeryToken", "ControllerBase", "[Authorize(AuthenticationSchemes", "ApiController", "[Route(\"api/", "[FromBody]"} {
		if bytes.Contains(f.raw, []byte(w)) {
			return
		}
	}
	from := max(bytes.LastIndexAny(f.code[:pos], ";}{")+1, pos-400)
	to := pos
	for to < len(f.code) && to-pos < 500 && f.code[to] != '{' {
		to++
	}
	if !bytes.Contains(f.raw[from:to], []byte("AntiForgeryToken")) && !bytes.Contains(f.raw[from:to], []byte("AntiforgeryToken")) {
		end := bytes.IndexByte(f.code[pos:to], '(')
		s.statement(b, pos, pos+max(end, 1))
		if line := f.line(pos); line > 0 { // the whole header belongs to the finding
			s.widen(b.rule.ID, line, f.line(max(to-1, pos)))
		}
	}
}

// widen extends the last match of a rule to a later line.
func (s *scan) widen(rule string, line, end int) {
	if n := len(s.out); n > 0 && s.out[n-1].Rule == rule && s.out[n-1].Line == line && end-line <= 6 {
		s.out[n-1].EndLine = max(s.out[n-1].EndLine, end)
	}
}

// expressNoCSRF reports an express application with sessions or forms and no token check.
func (s *scan) expressNoCSRF(b *bound) {
	f := s.file
	k := bytes.Index(f.code, []byte("express()"))
	if k < 0 {
		return
	}
	forms := containsAny(f.raw, []string{"express-session", "cookie-session", "cookieParser"})
	if forms && !containsAny(f.raw, []string{"csurf", "csrf", "lusca", "Csrf"}) {
		s.statement(b, k, k+len("express()"))
	}
}
