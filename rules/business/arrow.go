package business

import "strings"

// arrowAt opens the function whose arrow stands at i, when it has a name or
// is passed to something.
func (r *reader) arrowAt(i int) {
	if r.f.Lang != "ts" || !r.Is(i+1, "{") || r.Match[i+1] < 0 {
		return
	}
	start := i - 1
	if r.Is(start, ")") && r.Match[start] >= 0 {
		start = int(r.Match[start])
	} else {
		for j, n := i-1, 0; j > 0 && n < 40; j, n = j-1, n+1 { // (a): Promise<X> => {
			if r.Is(j, ")") && r.Match[j] >= 0 && r.Is(j+1, ":") {
				start = int(r.Match[j])
				break
			}
			if r.Is(j, ";") || r.Is(j, "{") || r.Is(j, "}") {
				break
			}
		}
	}
	if r.Is(start-1, "async") {
		start--
	}
	name, wrapper := r.nameBefore(start)
	if name == "" && wrapper == "" {
		return
	}
	if wrapper != "" && name == "" && (r.insideFunction() || r.kind() == "route") {
		return // a callback
	}
	r.openFunction(Unit{Kind: "function", Name: name, Wrapper: wrapper, Line: r.LineAt(start)}, i+1)
}

func (r *reader) insideFunction() bool {
	for _, s := range r.open {
		if s.kind == "function" {
			return true
		}
	}
	return false
}

// nameBefore names a function expression that begins at i by what it is
// assigned to, and the call it is passed to.
func (r *reader) nameBefore(i int) (name, wrapper string) {
	j := i - 1
	for n := 0; n < 4 && (r.Is(j, "(") || r.Is(j, ",")); n++ {
		open := j
		if r.Is(j, ",") {
			if open = r.enclosing(j); open < 0 {
				return "", wrapper
			}
		}
		root, first := r.chainBefore(open)
		if root == "" {
			return "", wrapper
		}
		if wrapper == "" || !strings.Contains(root, ".") {
			wrapper = root
		}
		j = first - 1
		if r.Is(j, "await") {
			j--
		}
	}
	switch {
	case r.Is(j, "=") && r.IsWord(j-1):
		name = r.Text(j - 1)
	case r.Is(j, "="): // const x: T<U> = …
		for k, n := j, 0; k > 0 && n < 30; k, n = k-1, n+1 {
			if r.Is(k, "const") || r.Is(k, "let") || r.Is(k, "var") {
				name = r.Text(k + 1)
				break
			}
		}
	case r.Is(j, ":") && (r.IsWord(j-1) || r.IsStr(j-1)):
		name = r.Text(j - 1)
	case r.Is(j, "default"):
		name = "default"
	}
	return name, wrapper
}

// enclosing returns the "(" around token i in the near past, or -1.
func (r *reader) enclosing(i int) int {
	for n := 0; i >= 0 && n < 400; n++ {
		switch {
		case r.Is(i, ")"), r.Is(i, "]"), r.Is(i, "}"):
			if r.Match[i] < 0 {
				return -1
			}
			i = int(r.Match[i])
		case r.Is(i, "("):
			return i
		case r.Is(i, "{"), r.Is(i, "["), r.Is(i, ";"):
			return -1
		}
		i--
	}
	return -1
}

// chainBefore names the callee of the "(" at open: the root of a.b(x).c( and
// the token it begins at.
func (r *reader) chainBefore(open int) (root string, first int) {
	j := open - 1
	if r.Is(j, ">") { // type arguments
		for n := 0; j > 0 && n < 40 && !r.Is(j, "<"); n++ {
			j--
		}
		j--
	}
	for n := 0; n < 40; n++ {
		if r.Is(j, ")") && r.Match[j] >= 0 {
			j = int(r.Match[j]) - 1
			continue
		}
		if !r.IsWord(j) {
			return "", 0
		}
		if !r.Is(j-1, ".") && !r.Is(j-1, "?.") {
			break
		}
		j -= 2
	}
	if !r.IsWord(j) || control(r.Text(j)) {
		return "", 0
	}
	root = r.Text(j)
	return root, j
}
