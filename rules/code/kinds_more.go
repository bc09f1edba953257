package code

import "bytes"

// moreKinds holds the matchers that read one Go construct or a whole block.
func (s *scan) moreKinds(b *bound, pos int) {
	switch b.det.Kind {
	case "go-cookie":
		s.goCookie(b, pos)
	case "go-tls-min":
		s.goTLS(b, pos)
	case "go-static-nonce":
		s.goNonce(b)
	default:
		s.textKind(b, pos)
	}
}

// braced returns the region of the composite literal whose "{" follows pos.
func (f *file) braced(pos int) (int, int, bool) {
	o := bytes.IndexByte(f.code[pos:min(len(f.code), pos+80)], '{')
	if o < 0 {
		return 0, 0, false
	}
	return pos + o, min(f.closing(pos+o, len(f.code))+1, len(f.code)), true
}

// goCookie reports http.Cookie literals without Secure and HttpOnly, unless set later in the function.
func (s *scan) goCookie(b *bound, pos int) {
	f := s.file
	from, to, ok := f.braced(pos)
	if !ok || f.code[pos] != f.raw[pos] {
		return
	}
	st, en := f.function(pos)
	fn, lit := f.code[st:en], f.code[from:to]
	if bytes.Contains(lit, []byte("MaxAge")) && bytes.Contains(lit, []byte("-1")) {
		return
	}
	for _, w := range []string{"Secure", "HttpOnly"} {
		if !bytes.Contains(lit, []byte(w)) && !bytes.Contains(fn, []byte("."+w)) {
			s.statement(b, pos, to)
			return
		}
	}
}

// goTLS reports server configurations that leave the minimum version to old defaults.
func (s *scan) goTLS(b *bound, pos int) {
	f := s.file
	from, to, ok := f.braced(pos)
	if !ok || f.code[pos] != f.raw[pos] || f.testPath {
		return
	}
	st, en := f.function(pos)
	if bytes.Contains(f.code[from:to], []byte("Certificates")) && !bytes.Contains(f.code[st:en], []byte("MinVersion")) {
		s.statement(b, pos, pos+10)
	}
}

var goNonceCalls = []struct {
	name string
	arg  int
}{
	{".Seal", 1}, {"cipher.NewCBCEncrypter", 1}, {"cipher.NewCTR", 1}, {"cipher.NewCFBEncrypter", 1}, {"cipher.NewOFB", 1},
}

// goNonce reports nonces that hold nothing but constants: literals, or buffers never filled.
func (s *scan) goNonce(b *bound) {
	f := s.file
	if !containsAny(f.raw, []string{"crypto/cipher", "cipher.New", ".Seal("}) {
		return
	}
	for _, c := range goNonceCalls {
		for i := 0; ; {
			k := bytes.Index(f.code[i:], []byte(c.name+"("))
			if k < 0 || s.late() {
				break
			}
			at := i + k
			i = at + len(c.name)
			args := f.args(at + len(c.name))
			f.readVars()
			if len(args) > c.arg && f.constantBytes(args[c.arg], 0) {
				s.statement(b, at, args[len(args)-1].to)
			}
		}
	}
}

// constantBytes follows an expression to literals and unfilled buffers.
func (f *file) constantBytes(a arg, depth int) bool {
	e := bytes.TrimSpace(f.code[a.from:a.to])
	if len(e) == 0 || depth > 4 {
		return false
	}
	if bytes.HasPrefix(e, []byte("[]byte(")) || bytes.HasPrefix(e, []byte("[]byte{")) {
		return f.classify(a.from+len("[]byte"), a.to)&(cVar|cCall) == 0
	}
	if bytes.HasPrefix(e, []byte("func(")) {
		return bytes.Contains(e, []byte("return []byte")) && f.constantReturns(a)
	}
	name := leadingName(e)
	rest := e[len(name):]
	if len(name) == 0 || len(rest) > 0 && rest[0] != '[' && rest[0] != '{' {
		return f.constantFunc(name, rest)
	}
	v, ok := f.lookup(string(name), a.from)
	if !ok {
		return false
	}
	rhs := bytes.TrimSpace(f.code[v.rhs[0]:v.rhs[1]])
	if bytes.HasPrefix(rhs, []byte("make([]byte")) || bytes.HasPrefix(rhs, []byte("new(")) {
		return !f.filledBetween(string(name), v.pos, a.from)
	}
	if bytes.HasPrefix(rhs, []byte("[]byte")) && f.filledBetween(string(name), v.pos, a.from) {
		return false
	}
	return f.constantBytes(f.trim(v.rhs[0], v.rhs[1]), depth+1)
}

// constantReturns tells whether every return of a function literal gives constant bytes.
func (f *file) constantReturns(a arg) bool {
	for i := a.from; ; {
		k := bytes.Index(f.code[i:a.to], []byte("return "))
		if k < 0 {
			return true
		}
		i += k + len("return ")
		if !bytes.HasPrefix(f.code[i:], []byte("[]byte")) || f.classify(i+len("[]byte"), f.exprEnd(i))&(cVar|cCall) != 0 {
			return false
		}
	}
}

// constantFunc looks through a call of a function of this file that returns a literal.
func (f *file) constantFunc(name, rest []byte) bool {
	if len(name) == 0 || len(rest) == 0 || rest[0] != '(' {
		return false
	}
	k := bytes.Index(f.code, []byte("func "+string(name)+"("))
	if k < 0 {
		return false
	}
	r := bytes.Index(f.code[k:min(len(f.code), k+400)], []byte("return []byte("))
	return r >= 0 && f.classify(k+r+len("return []byte"), f.exprEnd(k+r+len("return ")))&(cVar|cCall) == 0
}

// filledBetween tells whether something may have written into the buffer.
func (f *file) filledBetween(name string, from, to int) bool {
	if from > to {
		return false
	}
	s := f.code[from:to]
	if handedOn(s, name) {
		return true
	}
	for _, w := range []string{"rand.Read(" + name, "ReadFull(", "copy(" + name, "Read(" + name, name + "[", "Fill"} {
		if bytes.Contains(s, []byte(w)) {
			return true
		}
	}
	return false
}

// handedOn tells whether a function that we do not know receives the buffer and may fill it.
func handedOn(s []byte, name string) bool {
	for i := 0; ; {
		k := bytes.Index(s[i:], []byte("("+name))
		if k < 0 {
			return false
		}
		at := i + k
		i = at + 1 + len(name)
		if i < len(s) && isNameByte(s[i]) {
			continue
		}
		switch string(trailingName(s[:at])) {
		case "", "len", "cap", "string", "append", "copy", "Println", "Printf", "EncodeToString", "NewCTR", "NewCBCEncrypter", "NewOFB", "NewCFBEncrypter", "NewCipher":
			continue
		}
		return true
	}
}
