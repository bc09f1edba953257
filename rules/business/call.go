package business

import "strings"

func verb(w string) bool {
	switch strings.ToLower(w) {
	case "get", "post", "put", "patch", "delete", "all", "route", "any", "handle", "handlefunc", "mapget", "mappost", "mapput", "mapdelete", "options", "head":
		return true
	}
	return false
}

// callAt reads the call of w at i whose "(" is at p.
func (r *reader) callAt(i, p int, w string) {
	recv := ""
	if r.Is(i-1, ".") || r.Is(i-1, "::") || r.Is(i-1, "->") || r.Is(i-1, "?.") {
		recv = r.Text(i - 2)
		if !r.IsWord(i - 2) {
			recv = "()"
		}
	}
	if r.routeAt(i, p, w, recv) || r.memberAt(i, p) || r.undone(p) {
		return
	}
	r.global(i, w, recv)
	if r.Is(i-1, "throw") || r.Is(i-1, "new") && r.Is(i-2, "throw") {
		return // counted as thrown
	}
	if Upper(recv) && recv != "()" {
		r.call(recv + "." + w)
		return
	}
	r.call(w)
}

// memberAt reports whether what looks like a call declares a method of a class
// without a name, or a function within one: a type and a block around it.
func (r *reader) memberAt(i, p int) bool {
	if r.f.Lang != "java" && r.f.Lang != "csharp" || r.Match[p] < 0 {
		return false
	}
	end := int(r.Match[p]) + 1
	if r.Is(i-1, ".") { // "void ITaker<T>.Take(T x)" implements a member of an interface by its name
		return r.f.Lang == "csharp" && (r.Is(end, "{") || r.Is(end, "=>")) && r.explicitMember(i-2)
	}
	return (r.Is(end, "{") || r.Is(end, "throws")) && r.typeBefore(i)
}

// explicitMember reports whether the name that ends at token i stands behind a
// type, as that of an interface does in an explicit implementation.
func (r *reader) explicitMember(i int) bool {
	if r.Is(i, ">") { // of generic arguments
		for depth := 0; i >= 0; i-- {
			switch {
			case r.Is(i, ">"):
				depth++
			case r.Is(i, "<"):
				depth--
			case r.Is(i, ";") || r.Is(i, "{") || r.Is(i, "}"):
				return false
			}
			if depth == 0 {
				break
			}
		}
		i--
	}
	for r.IsWord(i) && r.Is(i-1, ".") {
		i -= 2
	}
	return r.IsWord(i) && r.typeBefore(i)
}

// undone reports whether what follows a call takes back what it asks for:
// CSRF().Exempt(path) guards nothing.
func (r *reader) undone(p int) bool {
	if r.Match[p] < 0 {
		return false
	}
	next := int(r.Match[p]) + 1
	if !r.Is(next, ".") && !r.Is(next, "?.") && !r.Is(next, "->") || !r.IsWord(next+1) {
		return false
	}
	word := r.Text(next + 1)
	for _, w := range []string{"ignore", "exempt", "skip", "disable", "without", "exclude", "bypass", "except"} {
		if len(word) >= len(w) && strings.EqualFold(word[:len(w)], w) {
			return true
		}
	}
	return false
}

// routeAt opens a route registration such as router.post("/x", guard, …).
func (r *reader) routeAt(i, p int, w, recv string) bool {
	if recv == "" || recv == "()" || r.f.Lang == "ts" && asks(recv) || !r.IsStr(p+1) || r.Match[p] < 0 || !verb(w) {
		return false
	}
	target := r.Text(p + 1)
	if !strings.HasPrefix(target, "/") && !r.Is(p+2, ",") || !r.Is(p+2, ",") || strings.ContainsAny(target, " \n") {
		return false
	}
	if !strings.HasPrefix(target, "/") && !strings.Contains(target, ".") && target != "" {
		return false
	}
	u := r.add(Unit{Kind: "route", Name: target, Wrapper: recv + "." + w, Line: r.LineAt(i)})
	r.open = append(r.open, scope{unit: u, end: int(r.Match[p]), kind: "route"})
	return true
}

// asks reports whether a receiver sends requests: http.get("/x", options)
// registers nothing.
func asks(recv string) bool {
	switch recv {
	case "http", "$http", "axios", "httpClient", "fetch", "request", "client":
		return true
	}
	return false
}

// global notes calls that a project may have its own way for.
func (r *reader) global(i int, w, recv string) {
	name := ""
	if r.f.Lang == "kotlin" && recv == "" && raises(w) {
		r.f.Throws = append(r.f.Throws, Site{w, r.LineAt(i)})
	}
	switch r.f.Lang {
	case "ts":
		if recv == "console" {
			name = "console." + w
		}
	case "java":
		if (w == "println" || w == "printf") && (recv == "out" || recv == "err") {
			name = "System." + recv + "." + w
		}
	case "go":
		if recv == "fmt" && strings.HasPrefix(w, "Print") || recv == "log" && Upper(w) {
			name = recv + "." + w
		}
	case "kotlin", "rust", "php":
		if recv == "" && printing(r.f.Lang, w) {
			name = w
		}
	case "csharp":
		if recv == "Console" {
			name = "Console." + w
		}
	}
	if name != "" {
		r.f.Globals = append(r.f.Globals, Site{name, r.LineAt(i)})
	}
}

// raises reports whether a function of Kotlin's library throws its own kind
// of error.
func raises(w string) bool {
	switch w {
	case "error", "check", "checkNotNull", "require", "requireNotNull":
		return true
	}
	return false
}

// printing reports whether a function of a language writes to the terminal.
func printing(lang, w string) bool {
	switch w {
	case "println":
		return lang != "php"
	case "eprintln", "dbg":
		return lang == "rust"
	case "var_dump", "print_r", "dd", "error_log":
		return lang == "php"
	}
	return false
}

// throwAt reads throw new X(…), throw X(…), throw X.of(…) and raise X.
func (r *reader) throwAt(i int, w string) {
	if w != "throw" && w != "raise" || r.Is(i-1, ".") {
		return
	}
	j := i + 1
	made := r.Is(j, "new")
	if made {
		j++
	}
	if r.Is(j, `\`) { // PHP: from the root of all names
		j++
	}
	if r.f.Lang == "ruby" && r.IsStr(j) {
		r.f.Throws = append(r.f.Throws, Site{"RuntimeError", r.LineAt(i)})
		return
	}
	name, next := r.Dotted(j)
	if name = r.thrown(name, made); Upper(name) && (r.Is(next, "(") || w == "raise" || r.Is(next, "{")) {
		r.f.Throws = append(r.f.Throws, Site{name, r.LineAt(i)})
		r.call("throw:" + name)
	}
}

// thrown is the type that a throw names: Ruby makes it by new, and what
// stands before a method's name is the type that has it.
func (r *reader) thrown(name string, made bool) string {
	if !made && strings.ContainsAny(name, ".:") {
		switch r.f.Lang {
		case "ruby":
			name = strings.TrimSuffix(name, ".new")
		case "ts", "java", "csharp", "php":
			name = name[:strings.LastIndexAny(name, ".:")]
			name = strings.TrimRight(name, ".:")
		}
	}
	return LastName(name)
}

// Upper reports whether a name begins with a capital letter.
func Upper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// LastName is the last part of a dotted name.
func LastName(s string) string {
	if i := strings.LastIndexAny(s, `.:\`); i >= 0 {
		return s[i+1:]
	}
	return s
}

// scopeKey reports whether a name carries the owner of a row.
func scopeKey(w string) bool {
	if len(w) < 5 || len(w) > 24 {
		return false
	}
	switch w[len(w)-1] | 0x20 { // the last letters of the names below
	case 'd', 'n', 't', 'e':
	default:
		return false
	}
	switch strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(w, "@"), "_", "")) {
	case "orgid", "organizationid", "organisationid", "tenantid", "workspaceid", "teamid", "accountid", "currentorganization", "currenttenant", "currentaccount", "currentworkspace", "ownerid", "companyid":
		return true
	}
	return false
}
