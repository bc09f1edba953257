package code

type heredoc struct {
	tag  string
	raw  bool
	dash bool
}

// heredocStart remembers <<EOF, <<~EOF, <<-'EOF' or <<<EOT for the next line.
func (x *lexer) heredocStart(i, end int) {
	if !hasAt(x.src, i, "<<") || i > 0 && x.src[i-1] == '<' {
		return
	}
	j, h := i+2, heredoc{}
	if x.spec == &phpLex {
		if !hasAt(x.src, j, "<") {
			return
		}
		j++
	} else if j < end && (x.src[j] == '-' || x.src[j] == '~') {
		h.dash = true
		j++
	}
	if j < end && x.spec != &rubyLex && x.src[j] == ' ' {
		j++
	}
	if j < end && (x.src[j] == '\'' || x.src[j] == '"') {
		h.raw = x.src[j] == '\''
		j++
	}
	k := j
	for k < end && isWord(x.src[k]) {
		k++
	}
	if k-j < 2 || x.spec == &rubyLex && (x.src[j] < 'A' || x.src[j] > 'Z') {
		return
	}
	h.tag = string(x.src[j:k])
	x.heredocs = append(x.heredocs, h)
}

// heredocBodies reads the bodies announced on the line before i as string literals.
func (x *lexer) heredocBodies(i, end int) int {
	pending := x.heredocs
	x.heredocs = nil
	for _, h := range pending {
		lit := literal{start: i, open: i}
		for i < end {
			e := i
			for e < end && x.src[e] != '\n' {
				e++
			}
			if isTag(x.src[i:e], h.tag) {
				break
			}
			x.heredocLine(i, e, h, &lit)
			i = min(e+1, end)
		}
		lit.end, lit.after = i, i
		x.lits = append(x.lits, lit)
		for i < end && x.src[i] != '\n' {
			i++
		}
	}
	if len(x.heredocs) > 0 { // none can start inside a body
		x.heredocs = nil
	}
	return i
}

func (x *lexer) regexMayStart() bool {
	switch x.last {
	case 0, '(', ',', '=', ':', '[', '!', '&', '|', '?', '{', ';', '~', '+', '>':
		return true
	}
	return false
}

func (x *lexer) regexLiteral(i, end int) int {
	if x.tangled {
		return i
	}
	class := false
	j := i + 1
	defer func() { x.looked(j - i) }()
	for ; j < end && x.src[j] != '\n'; j++ {
		switch c := x.src[j]; {
		case c == '\\':
			j++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			if j == i+1 {
				return i
			}
			blank(x.code, i+1, j)
			return j + 1
		}
	}
	return i
}

func isTag(line []byte, tag string) bool {
	s := 0
	for s < len(line) && (line[s] == ' ' || line[s] == '\t') {
		s++
	}
	return hasAt(line, s, tag) && (s+len(tag) == len(line) || !isWord(line[s+len(tag)]))
}

func (x *lexer) heredocLine(i, e int, h heredoc, lit *literal) {
	interp := strSpec{}
	switch x.spec {
	case &rubyLex:
		interp.interp = "#{"
	case &tfLex:
		interp.interp = "${"
	default:
		interp.interp = "$"
	}
	for i < e {
		if !h.raw && hasAt(x.src, i, interp.interp) {
			if j := x.interpolation(&interp, i, e); j > i {
				lit.interp = true
				i = j
				continue
			}
		}
		x.hide(i)
		i++
	}
}
