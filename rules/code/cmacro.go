package code

import "bytes"

// macro returns what "#define name word" stands for, one entry for each definition in the file.
func (f *file) macro(name string) []string {
	if f.main&(C|Cpp|ObjC) == 0 {
		return nil
	}
	if f.macros == nil {
		f.readMacros()
	}
	return f.macros[name]
}

// readMacros records the macros that are no more than another word.
func (f *file) readMacros() {
	f.macros = map[string][]string{}
	for i := 0; len(f.macros) < 400; {
		k := bytes.Index(f.code[i:], []byte("#define "))
		if k < 0 {
			return
		}
		i += k + len("#define ")
		line := f.code[i:f.lineEnd(f.line(i))]
		name := leadingName(bytes.TrimLeft(line, " \t"))
		rest := bytes.TrimSpace(bytes.TrimLeft(line, " \t")[len(name):])
		if len(name) > 0 && len(rest) > 0 && len(leadingName(rest)) == len(rest) && (rest[0] < '0' || rest[0] > '9') {
			f.macros[string(name)] = append(f.macros[string(name)], string(rest))
		}
	}
}

// spelledAs tells whether the word of len(name) bytes at pos is a macro for the function called name: OPEN for _open.
func (f *file) spelledAs(pos int, name string) bool {
	if f.main&(C|Cpp|ObjC) == 0 || pos+len(name) > len(f.code) || f.code[pos] < 'A' || f.code[pos] > 'Z' {
		return false
	}
	for _, m := range f.macro(string(f.code[pos : pos+len(name)])) {
		if plainFunction(m) == name {
			return true
		}
	}
	return false
}

// plainFunction drops what marks a variant of a C function: _wopen and _open are open.
func plainFunction(m string) string {
	for _, p := range []string{"_w", "_t", "_", "w"} {
		if len(m) > len(p)+3 && m[:len(p)] == p {
			return m[len(p):]
		}
	}
	return m
}
