package shell

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// output tells what a command writes, as far as that follows from its
// arguments and input alone.
func (a *analysis) output(c *Call, st *state) *Stream {
	self := []*Call{c}
	switch c.Name {
	case "echo":
		return a.echo(c)
	case "printf":
		return a.printf(c, st)
	case "cat", "tee", "pv", "sponge", "less", "more", "cut", "head", "tail", "tac":
		return a.pass(c, st)
	case "base64", "base32", "openssl", "xxd", "gunzip", "zcat", "uudecode", "gzip", "bunzip2", "xz", "unxz", "bzcat", "xzcat", "zstd", "gpg", "basenc", "od":
		return decode(c)
	case "rev", "tr", "sed":
		return transform(c)
	case "curl", "wget", "aria2c", "fetch", "http", "https", "scp", "rsync", "ftp", "axel", "lwp-download", "aws", "gsutil", "git", "sftp":
		a.downloaded(c, st)
		return &Stream{From: self}
	case "cp", "mv", "ln", "install", "ditto":
		a.copied(c, st)
		return nothing()
	case "seq", "date", "pwd", "whoami", "id", "hostname", "uname":
		if c.Name == "pwd" && st.dir != "" {
			return &Stream{Text: st.dir + "\n", Known: true}
		}
		return &Stream{From: self}
	case "dirname", "basename", "realpath", "readlink":
		return pathOf(c, st)
	case "wc", "sha256sum", "sha1sum", "md5sum", "cksum", "shasum", "sum", "b2sum", "jq":
		if c.Name != "jq" {
			return &Stream{From: self}
		}
	}
	s := &Stream{From: self}
	if c.In != nil {
		s.From = addCalls(c.In.From, c)
		s.Decoded = c.In.Decoded
	}
	return s
}

func through(c *Call, text string, known, decoded bool) *Stream {
	s := &Stream{Text: text, Known: known, Decoded: decoded}
	if c.In != nil {
		s.From = addCalls(s.From, c.In.From...)
		s.Vars = addNames(s.Vars, c.In.Vars)
		s.Decoded = s.Decoded || c.In.Decoded
	}
	s.From = addCalls(s.From, c)
	return s
}

func (a *analysis) echo(c *Call) *Stream {
	ws, escapes := c.Args, false
	for len(ws) > 0 && len(ws[0].Text) > 1 && ws[0].Text[0] == '-' && strings.Trim(ws[0].Text[1:], "neE") == "" {
		escapes = escapes || strings.Contains(ws[0].Text, "e")
		ws = ws[1:]
	}
	text := pieces{first: a.line(ws)}
	text.add("\n")
	s := &Stream{Text: text.text(), Known: allKnown(ws), From: addCalls(allFrom(ws), c), Vars: allVars(ws)}
	if escapes {
		s.Text = ansiC(s.Text)
	}
	return s
}

func (a *analysis) printf(c *Call, st *state) *Stream {
	ws := c.Args
	target := ""
	for len(ws) > 0 && strings.HasPrefix(ws[0].Text, "-") {
		if ws[0].Text == "-v" && len(ws) > 1 {
			target = ws[1].Text
			ws = ws[2:]
			continue
		}
		ws = ws[1:]
	}
	if len(ws) == 0 {
		return nothing()
	}
	s := &Stream{Known: allKnown(ws), From: addCalls(allFrom(ws), c), Vars: allVars(ws)}
	s.Text, s.Known = a.format(ws[0].Text, ws[1:], s.Known)
	s.Decoded = strings.Contains(ws[0].Text, `\x`) || strings.Contains(ws[0].Text, `\1`) || strings.Contains(ws[0].Text, `\0`)
	if target != "" {
		st.set(target, Word{Text: s.Text, Known: s.Known, From: s.From, Vars: s.Vars})
		return nothing()
	}
	return s
}

// format is printf with the formats that matter: %s, %b, %c, %d, %%.
func (a *analysis) format(f string, args []Word, known bool) (string, bool) {
	var b strings.Builder
	f = ansiC(f)
	for first := true; first || len(args) > 0; first = false {
		used := false
		if !a.spend(len(f)) {
			return "", false
		}
		for i := 0; i < len(f); i++ {
			if f[i] != '%' || i+1 == len(f) {
				b.WriteByte(f[i])
				continue
			}
			i++
			for i < len(f)-1 && strings.IndexByte("-+ 0123456789.#", f[i]) >= 0 {
				i++
			}
			if f[i] == '%' {
				b.WriteByte('%')
				continue
			}
			if len(args) > 0 {
				t := args[0].Text
				if f[i] == 'b' {
					t = ansiC(t)
				}
				if f[i] == 'c' && len(t) > 0 {
					t = t[:1]
				}
				if !a.spend(len(t)) {
					return "", false
				}
				b.WriteString(t)
				args = args[1:]
				used = true
			}
		}
		if !used {
			break
		}
	}
	return b.String(), known
}

// pass is for commands that copy their input, or files, to their output.
func (a *analysis) pass(c *Call, st *state) *Stream {
	valued := "-n -c -d -f --lines --bytes -b"
	ops := c.Operands(valued)
	if c.Name == "tee" {
		in := c.In
		if in == nil {
			in = &Stream{}
		}
		for _, o := range ops {
			if p := join(st.dir, o.Text); p != "" {
				a.wrote(p, in, c.Has("-a"))
			}
		}
		return through(c, in.Text, in.Known, false)
	}
	if len(ops) == 0 || len(ops) == 1 && ops[0].Text == "-" {
		if c.In == nil {
			return &Stream{From: []*Call{c}}
		}
		known := c.In.Known && (c.Name != "cut" && c.Name != "head" && c.Name != "tail" && c.Name != "tac")
		return through(c, c.In.Text, known, false)
	}
	all := &output{s: Stream{Known: c.Name == "cat"}}
	for _, o := range ops {
		all.add(a, a.content(o, st))
	}
	out := all.stream()
	out.From = addCalls(out.From, c)
	return out
}

// decode undoes encodings; what cannot be undone still counts as decoded.
func decode(c *Call) *Stream {
	in := c.In
	if in == nil {
		in = &Stream{}
	}
	text := strings.Join(strings.Fields(in.Text), "")
	switch {
	case (c.Name == "base64" || c.Name == "basenc") && c.Has("-d", "-D", "--decode"), c.Name == "openssl" && c.Has("-d"):
		if b, err := base64.StdEncoding.DecodeString(text); err == nil && in.Known {
			return through(c, string(b), true, true)
		}
		if b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "=")); err == nil && in.Known {
			return through(c, string(b), true, true)
		}
		return through(c, "", false, true)
	case c.Name == "xxd" && c.Has("-r"):
		if b, err := hex.DecodeString(strings.TrimPrefix(text, "0x")); err == nil && in.Known {
			return through(c, string(b), true, true)
		}
		return through(c, "", false, true)
	case c.Name == "base32" && c.Has("-d", "--decode"), c.Name == "uudecode", c.Name == "gunzip", c.Name == "zcat",
		c.Name == "bunzip2", c.Name == "bzcat", c.Name == "xzcat", c.Name == "unxz", c.Name == "gpg" && c.Has("-d", "--decrypt"),
		(c.Name == "gzip" || c.Name == "xz" || c.Name == "zstd") && c.Has("-d", "--decompress"):
		return through(c, "", false, true)
	}
	return through(c, "", false, false)
}

func transform(c *Call) *Stream {
	in := c.In
	if in == nil {
		return &Stream{From: []*Call{c}}
	}
	if !in.Known || len(in.Text) > 4096 {
		return through(c, in.Text, false, false)
	}
	switch c.Name {
	case "rev":
		b := []byte(strings.TrimRight(in.Text, "\n"))
		for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
		return through(c, string(b), true, true)
	case "tr":
		return translate(c, in.Text)
	}
	if len(c.Args) == 1 || len(c.Args) == 2 {
		if t, ok := substitute(c.Args[len(c.Args)-1].Text, in.Text); ok {
			return through(c, t, true, true)
		}
	}
	return through(c, "", false, false)
}

// translate is tr with ranges, -d and two sets.
func translate(c *Call, text string) *Stream {
	ops := c.Operands("")
	if len(ops) == 0 {
		return through(c, text, false, false)
	}
	from := ranges(ansiC(ops[0].Text))
	if c.Has("-d") {
		t := strings.Map(func(r rune) rune {
			if strings.ContainsRune(from, r) {
				return -1
			}
			return r
		}, text)
		return through(c, t, true, false)
	}
	if len(ops) < 2 || c.Has("-c", "-s") {
		return through(c, text, false, false)
	}
	to := ranges(ansiC(ops[1].Text))
	t := strings.Map(func(r rune) rune {
		if i := strings.IndexRune(from, r); i >= 0 && to != "" {
			return rune(to[min(i, len(to)-1)])
		}
		return r
	}, text)
	return through(c, t, true, true)
}

func ranges(s string) string {
	s = strings.NewReplacer("[:upper:]", "A-Z", "[:lower:]", "a-z", "[:digit:]", "0-9", "[:space:]", " \t\n").Replace(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+2 < len(s) && s[i+1] == '-' && s[i+2] >= s[i] {
			for ch := int(s[i]); ch <= int(s[i+2]); ch++ {
				b.WriteByte(byte(ch))
			}
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// substitute is sed 's/plain/plain/g'.
func substitute(expr, text string) (string, bool) {
	if len(expr) < 4 || expr[0] != 's' {
		return "", false
	}
	parts := strings.Split(expr[2:], expr[1:2])
	if len(parts) != 3 || strings.ContainsAny(parts[0], `\.*[]^$+(&`) || strings.ContainsAny(parts[1], `\&`) || parts[0] == "" {
		return "", false
	}
	n := 1
	if strings.Contains(parts[2], "g") {
		n = -1
	}
	return strings.Replace(text, parts[0], parts[1], n), true
}

func pathOf(c *Call, st *state) *Stream {
	ops := c.Operands("-m")
	if len(ops) != 1 || !ops[0].Known {
		return &Stream{From: []*Call{c}}
	}
	p := ops[0].Text
	switch c.Name {
	case "dirname":
		if i := strings.LastIndexByte(strings.TrimRight(p, "/"), '/'); i > 0 {
			p = p[:i]
		} else if i == 0 {
			p = "/"
		} else {
			p = "."
		}
	case "basename":
		p = base(strings.TrimRight(p, "/"))
	default:
		if p = join(st.dir, p); p == "" {
			return &Stream{From: []*Call{c}}
		}
	}
	return &Stream{Text: p + "\n", Known: true}
}
