package business

// modifiers are the words that stand before the word w of a class at i, and w
// itself.
func (r *reader) modifiers(i int) []string {
	out := []string{r.Text(i)}
	for j := i - 1; j >= 0 && r.IsWord(j) && modifier(r.Text(j)); j-- {
		out = append(out, r.Text(j))
	}
	return out
}

func modifier(w string) bool {
	switch w {
	case "final", "sealed", "readonly", "internal", "data", "abstract", "open", "public", "private", "protected", "static", "partial", "value", "inline", "inner", "enum", "annotation", "companion", "record", "file", "strictfp":
		return true
	}
	return false
}

// returns is the type that a function says it returns: before its name in
// Java and C#, behind its parameters elsewhere. Types of several words are none.
func (r *reader) returns(name, paren, body int) string {
	switch r.f.Lang {
	case "java", "csharp":
		if r.IsWord(name - 1) {
			return r.Text(name - 1)
		}
	case "ts", "kotlin", "php", "rust", "go":
		end := int(r.Match[paren]) + 1
		for end < body && (r.Is(end, ":") || r.Is(end, "?") || r.Is(end, "-") || r.Is(end, ">") || r.Is(end, "->") || r.Is(end, "*")) {
			end++
		}
		if n, next := r.Dotted(end); next == body {
			return LastName(n)
		}
	}
	return ""
}

// declaredAt passes over the name of a member that a class or an interface
// declares without a block: it defines the name and calls nothing.
func (r *reader) declaredAt(i int, w string) int {
	p := r.callParen(i)
	if p == 0 || r.Match[p] < 0 {
		return i
	}
	switch {
	case r.f.Lang == "kotlin":
		j := i - 1
		for r.Is(j, ".") && r.IsWord(j-1) { // an extension function
			j -= 2
		}
		if !r.Is(j, "fun") {
			return i
		}
	case r.kind() != "class" || control(w) || !r.typeBefore(i):
		return i
	}
	r.f.Defs = append(r.f.Defs, w)
	r.note = nil
	return i + 1
}

// typeBefore reports whether a type, or a modifier, stands before token i on
// its line.
func (r *reader) typeBefore(i int) bool {
	if i == 0 || !r.SameLine(i-1, i) {
		return false
	}
	switch r.f.Lang {
	case "java", "csharp":
		if r.Is(i-1, ">") || r.Is(i-1, "]") || r.Is(i-1, "?") && r.f.Lang == "csharp" {
			return !r.Is(i, "(")
		}
	case "php":
		return r.Is(i-1, "function")
	case "ts":
		return r.IsWord(i-1) && modifier(r.Text(i-1))
	case "go":
		return false
	}
	if !r.IsWord(i - 1) {
		return false
	}
	switch w := r.Text(i - 1); w {
	case "is", "as", "not", "and", "or", "default", "get", "set", "init":
		return false
	default:
		return !control(w)
	}
}
