package code

import (
	"bytes"
	"strings"
)

// sources are the spellings of request data, matched at the start of a dotted name or call in the code view.
var sources = []struct {
	langs LangSet
	names []string
}{
	{JS | TS, []string{"req.body", "req.query", "req.params", "req.param", "req.headers", "req.header", "req.get", "req.url", "req.originalUrl", "req.cookies", "req.hostname", "req.files", "req.file", "req.path",
		"request.body", "request.query", "request.params", "request.headers", "request.url", "request.nextUrl", "request.json", "request.formData", "request.cookies", "request.files", "request.payload", "req.nextUrl", "req.json", "req.text", "req.formData",
		"ctx.request", "ctx.query", "ctx.params", "ctx.req", "context.request", "event.queryStringParameters", "event.pathParameters", "event.body", "event.headers", "event.multiValueQueryStringParameters",
		"location.search", "location.hash", "location.href", "window.location", "document.location", "document.URL", "document.referrer", "document.documentURI", "window.name", "searchParams.get", "params.get", "urlParams.get", "URLSearchParams",
		"$route.query", "$route.params", "route.query", "route.params", "router.query", "route.snapshot", "useSearchParams", "useParams", "getQuery", "readBody", "getRouterParam", "process.argv", "$_GET"}},
	{Python, []string{"request.args", "request.form", "request.values", "request.json", "request.get_json", "request.data", "request.get_data", "request.files", "request.headers", "request.cookies", "request.query_params", "request.path_params", "request.GET", "request.POST",
		"request.FILES", "request.META", "request.COOKIES", "request.body", "request.query_string", "request.query", "request.url", "request.path", "request.full_path", "request.params", "request.forms", "request.match_info", "request.post", "request.stream",
		"self.request", "flask.request", "self.get_argument", "self.get_query_argument", "self.get_body_argument", "self.path", "sys.argv", "input", "raw_input", "event[", "event.get", "req.args", "req.form", "bottle.request", "cherrypy.request", "os.environ.get(\"QUERY_STRING"}},
	{Java | Kotlin | Scala, []string{"request.getParameter", "req.getParameter", "getParameter", "getParameterValues", "getParameterMap", "getParameterNames", "getHeader", "getHeaders", "getQueryString", "getCookies", "getRequestURI", "getRequestURL", "getPathInfo", "getInputStream", "getReader", "getPart", "getTheParameter", "getTheValue",
		"request.getBody", "getQueryParams", "queryParam", "pathParam", "formParam", "request.params", "call.parameters", "call.receive", "call.request", "queryParameters", "request.body", "request.queryString", "getOriginalFilename", "getSubmittedFileName", "args[", "request.params", "request.queryParams", "nextLine"}},
	{Go, []string{"r.URL", "r.FormValue", "r.PostFormValue", "r.Form", "r.PostForm", "r.Header", "r.Body", "r.Cookie", "r.PathValue", "r.Host", "r.RequestURI", "r.Referer", "r.UserAgent", "r.MultipartForm", "r.FormFile", "req.URL", "req.FormValue", "req.PostFormValue", "req.Form", "req.Header", "req.Body", "req.Host", "req.RequestURI", "request.URL", "request.FormValue", "request.Form", "request.Header", "request.Body",
		"c.Query", "c.Param", "c.Params", "c.PostForm", "c.DefaultQuery", "c.DefaultPostForm", "c.GetHeader", "c.FormValue", "c.QueryParam", "c.BodyParser", "c.Body", "ctx.Query", "ctx.Param", "ctx.FormValue", "ctx.QueryParam", "ctx.PostForm", "mux.Vars", "chi.URLParam", "os.Args", "flag.Arg"}},
	{CSharp, []string{"Request.Query", "Request.Form", "Request.QueryString", "Request.Params", "Request.Headers", "Request.Cookies", "Request[", "Request.Body", "Request.Path", "Request.RawUrl", "Request.Url", "Request.UserAgent", "Request.UrlReferrer", "Request.InputStream", "Request.RouteValues", "HttpContext.Request", "Context.Request", "RouteData.Values", "Console.ReadLine", "args[", ".FileName", "QueryString["}},
	{Ruby | ERB, []string{"params", "request.params", "request.headers", "request.env", "request.body", "request.referer", "request.query_string", "request.path", "request.fullpath", "request.url", "request.GET", "request.POST", "cookies", "request.user_agent", "ARGV", "gets", "request.raw_post"}},
	{PHP, []string{"$_GET", "$_POST", "$_REQUEST", "$_COOKIE", "$_SERVER", "$_FILES", "$HTTP_RAW_POST_DATA", "$request->input", "$request->get", "$request->query", "$request->post", "$request->all", "$request->request", "$request->file", "$request->header", "$request->cookie", "$request->getParam", "$request->getQuery", "$request->getParsedBody", "$request->getContent", "$this->request", "$this->input", "Input::get", "Request::input", "Request::get", "request(", "filter_input", "$argv", "$req->"}},
	{Rust, []string{"web::Query", "web::Path", "query.", "std::env::args", "env::args", "args", "req.query_string", "req.headers", "params.get"}},
	{C | Cpp | ObjC, []string{"argv", "getenv", "fgets", "recv", "scanf", "gets", "GETENV", "FGETS"}},
	{Swift, []string{"req.query", "req.parameters", "req.content", "request.query", "url.query", "CommandLine.arguments"}},
	{Shell, []string{"$1", "$2", "$3", "$@", "$*", "$QUERY_STRING"}},
}

// sanitizers make request data harmless for text sinks, or leave only numbers.
var sanitizers = []string{"int", "float", "bool", "len", "parseInt", "parseFloat", "Number", "Boolean", "encodeURIComponent", "encodeURI", "escapeHtml", "escapeHTML", "escape", "sanitize", "sanitizeHtml", "purify", "htmlspecialchars", "htmlentities", "intval", "floatval", "escapeshellarg", "escapeshellcmd",
	"basename", "secure_filename", "Atoi", "ParseInt", "ParseUint", "ParseBool", "ParseFloat", "EscapeString", "HTMLEscapeString", "QueryEscape", "PathEscape", "toInt", "toLong", "to_i", "to_f", "valueOf", "quote", "quote_plus", "html_escape", "h", "Parse", "TryParse", "ToInt32", "ToInt64", "HtmlEncode", "UrlEncode", "JavaScriptStringEncode",
	"forHtml", "escapeHtml4", "encodeForHTML", "encodeForSQL", "encodeForLDAP", "GetFileName", "getName", "real_escape_string", "mysqli_real_escape_string", "UUID", "fromString", "ObjectId", "shellescape", "escape_filter_chars", "escape_string", "filter_var", "md5", "sha256", "hash", "count", "strlen", "isset", "empty", "hexdigest", "clean", "bleach", "size", "length", "typeof", "LdapFilterEncode", "Base", "FilenameUtils", "strip_tags", "abs", "ctype_alnum", "is_numeric", "json_encode", "toString16"}

// builders make text from values.
var builders = []string{"format", "sprintf", "Sprintf", "vsprintf", "Format", "concat", "Concat", "Append", "append", "snprintf", "formatted", "Sprint", "interpolate", "f", "implode"}

// carriers pass request data through unchanged.
var carriers = []string{"String", "str", "string", "unicode", "trim", "strip", "lower", "upper", "toLowerCase", "toUpperCase", "ToLower", "ToUpper", "replace", "Replace", "substring", "substr", "slice", "split", "join", "Join", "resolve", "decode", "decodeURIComponent", "unescape", "unquote", "urldecode", "base64_decode", "b64decode", "get", "Get", "getlist", "toString", "ToString", "bytes", "encode", "path", "Path", "URI", "URL", "File", "Paths", "stripslashes", "addslashes", "nl2br", "TrimSpace", "TrimPrefix", "Combine", "parse", "loads", "JSON", "format", "sprintf", "Sprintf", "concat", "Format", "URLDecoder", "decodeBase64", "readAsText", "read", "ReadAll", "ReadFile", "rawurldecode", "trim_matches", "collect", "to_string", "unwrap", "expect", "as_str", "clone", "into", "nth", "to_owned", "borrow", "iter", "toArray", "nextElement", "asList", "getBytes", "requireNonNull", "ofNullable", "orElse", "getValue", "c_str", "append", "StringBuilder", "StringBuffer", "Buffer", "from", "await", "json", "text", "to_s", "to_str", "html_safe", "raw", "first", "last", "pop", "shift", "fetch", "dig", "permit", "require", "to_h", "to_unsafe_h", "copy", "dict", "list", "f", "New", "byte", "rune", "GetBytes", "toByteArray", "FromBase64String", "b64encode", "valueOf"}

func inList(list []string, w []byte) bool {
	for _, s := range list {
		if len(s) == len(w) && s == string(w) {
			return true
		}
	}
	return false
}

// classify says what the expression in [from, to) is made of.
func (f *file) classify(from, to int) class {
	var c class
	code := f.code
	lits := f.litsIn(from, to)
	if len(lits) > 0 {
		c |= cLit
	}
	for _, l := range lits {
		if l.interp && f.interpVaries(l) {
			c |= cDyn | cVar
		}
	}
	for i := from; i < to; {
		ch := code[i]
		if !isNameByte(ch) {
			if f.isOperator(i, to) {
				c |= cOp
			}
			i++
			continue
		}
		if ch >= '0' && ch <= '9' {
			for i < to && isNameByte(code[i]) {
				i++
			}
			continue
		}
		if stringPrefix(code, i, to) {
			i++
			continue
		}
		j, k := f.name(i, to, &c)
		_ = j
		i = k
	}
	if c&(cLit|cOp) == cLit|cOp && c&cVar != 0 {
		c |= cDyn
	}
	return c
}

// stringPrefix skips the letter of f"…", b'…', r"…".
func stringPrefix(code []byte, i, to int) bool {
	return i+1 < to && (code[i+1] == '"' || code[i+1] == '\'') && isWord(code[i])
}

// interpVaries tells whether an interpolated literal holds more than constants.
func (f *file) interpVaries(l literal) bool {
	for i := l.start; i < l.end; {
		if !isNameByte(f.code[i]) || f.code[i] == '$' && !(i+1 < l.end && isWord(f.code[i+1])) {
			i++
			continue
		}
		j := i
		for j < l.end && (isNameByte(f.code[j]) || f.code[j] == '.') {
			j++
		}
		if w := f.code[i:j]; !isConst(w) && !inList([]string{"join", "len", "placeholders"}, w) {
			if a, ok := f.lookupIfRead(string(bytes.TrimLeft(w, "$")), i); !ok || a.cls&^(cLit) != 0 || a.cls == 0 && !f.numeric(a) {
				return true
			}
		}
		i = j
	}
	return false
}

func (f *file) numeric(a assign) bool {
	s := bytes.TrimSpace(f.code[a.rhs[0]:a.rhs[1]])
	return len(s) > 0 && (s[0] >= '0' && s[0] <= '9' || s[0] == '-')
}

func (f *file) lookupIfRead(name string, off int) (assign, bool) {
	if a, ok := f.lookup(name, off); ok {
		return a, true
	}
	if f.main&PHP != 0 {
		return f.lookup("$"+name, off)
	}
	return assign{}, false
}

// isConst tells ALL_CAPS names, numbers and keywords.
func isConst(w []byte) bool {
	if len(w) == 0 {
		return true
	}
	upper, letters := true, 0
	for _, c := range w {
		if c >= 'a' && c <= 'z' {
			upper = false
		}
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			letters++
		}
	}
	if upper && w[0] != '$' || letters == 0 {
		return true
	}
	switch string(w) {
	case "true", "false", "null", "nil", "None", "True", "False", "undefined", "new", "await", "return", "const", "let", "var", "if", "else", "in", "is", "not", "and", "or", "typeof", "void", "async", "function", "yield", "as", "this.constructor":
		return true
	}
	return false
}

// isOperator tells a text-building operator at i.
func (f *file) isOperator(i, to int) bool {
	code := f.code
	switch code[i] {
	case '+':
		return true
	case '.':
		return f.main&PHP != 0 && i+1 < to && code[i+1] != '='
	case '%':
		return f.main&(Python|Ruby) != 0
	case '&':
		return f.main&Other != 0
	case '<':
		return f.main&(Ruby|Cpp) != 0 && i+1 < to && code[i+1] == '<'
	case '|':
		return f.main&SQL != 0
	}
	return false
}

// name reads a dotted name at i and adds its class; it returns the end of the name and where to go on.
func (f *file) name(i, to int, c *class) (int, int) {
	code := f.code
	j := i
	for j < to && (isNameByte(code[j]) || code[j] == '.' && j+1 < to && (isNameByte(code[j+1])) || hasAt(code, j, "->") || hasAt(code, j, "::") || hasAt(code, j, "?.") || j > i && (code[j] == '>' && code[j-1] == '-' || code[j] == ':' && code[j-1] == ':' || code[j] == '.' && code[j-1] == '?' || code[j] == ':' && j+1 < to && code[j+1] == ':')) {
		if f.main&PHP != 0 && code[j] == '.' {
			break
		}
		j++
	}
	w := code[i:j]
	if len(w) == 0 {
		return i, i + 1
	}
	k := j
	for k < to && code[k] == ' ' {
		k++
	}
	call := k < to && code[k] == '('
	last := lastSegment(w)
	if f.isSource(i, w) {
		*c |= cTaint | cVar
		return j, j
	}
	if call {
		if inList(sanitizers, last) || inList(sanitizers, firstSegment(w)) && !f.known(w) {
			return j, f.closing(k, to) + 1
		}
		end := f.closing(k, to)
		if inList(builders, last) {
			in := f.classify(k+1, end)
			if in&(cVar|cTaint) != 0 {
				*c |= cDyn
			}
			*c |= in
			f.base(i, w, c)
			return j, end + 1
		}
		if !inList(carriers, last) && !inList(carriers, firstSegment(w)) {
			in := f.classify(k+1, end)
			*c |= cCall | cVar
			if in&cTaint != 0 && receiverless(w) && len(w) < 3 {
				*c |= cTaint
			}
			f.base(i, w, c)
			return j, end + 1
		}
		if len(last) < len(w) && w[0] >= 'A' && w[0] <= 'Z' && !f.known(w) { // Encoding.UTF8.GetBytes: a static carrier
			return j, k + 1
		}
		f.base(i, w, c)
		if f.main&(Ruby) == 0 {
			*c |= cCall
		}
		if !inList(carriers, w) {
			*c |= cVar
		}
		return j, k + 1
	}
	f.base(i, w, c)
	return j, j
}

func receiverless(w []byte) bool { return bytes.IndexByte(w, '.') < 0 }

func (f *file) known(w []byte) bool {
	_, ok := f.vars[string(firstSegment(w))]
	return ok
}

// base adds the class of the variable a dotted name starts with.
func (f *file) base(i int, w []byte, c *class) {
	if i > 0 && f.code[i-1] == '.' { // a method of what stands before it
		return
	}
	if isConst(w) || isConst(lastSegment(w)) && len(w) > 2 && bytes.IndexByte(w, '.') > 0 && len(lastSegment(w)) > 1 {
		return
	}
	first := firstSegment(w)
	if isConst(first) && len(first) == len(w) {
		return
	}
	a, ok := f.lookup(string(first), i)
	if (string(first) == "this" || string(first) == "self") && len(w) > len(first)+1 {
		a, ok = f.lookup(string(firstSegment(bytes.TrimLeft(w[len(first):], ".->?"))), i)
	}
	if ok {
		*c |= a.cls &^ (cOp | cLit)
		if a.cls&^(cLit|cOp|cCall) != 0 || a.cls == 0 && !f.numeric(a) {
			*c |= cVar
		}
		if a.cls&cLit != 0 && a.cls&(cVar|cCall|cDyn|cTaint) == 0 {
			*c |= cLit
		}
		return
	}
	*c |= cVar
	if f.isParam(string(first), i) {
		*c |= cParam
	}
}

func firstSegment(w []byte) []byte {
	for i, c := range w {
		if c == '.' || c == '-' || c == ':' || c == '?' {
			return w[:i]
		}
	}
	return w
}

func lastSegment(w []byte) []byte {
	for i := len(w) - 1; i >= 0; i-- {
		if c := w[i]; c == '.' || c == '>' || c == ':' {
			return w[i+1:]
		}
	}
	return w
}

// isSource tells whether the dotted name w at i is request data.
func (f *file) isSource(i int, w []byte) bool {
	for _, s := range sources {
		if s.langs&f.main == 0 && s.langs&f.langs == 0 {
			continue
		}
		for _, n := range s.names {
			if sourceAt(f.code, i, w, n) {
				return true
			}
		}
	}
	return false
}

func sourceAt(code []byte, i int, w []byte, n string) bool {
	if n[0] == '.' {
		return strings.HasSuffix(string(w), n)
	}
	if n[len(n)-1] == '[' || n[len(n)-1] == '(' {
		return hasAt(code, i, n)
	}
	if len(w) < len(n) {
		return false
	}
	if string(w[:len(n)]) == n && (len(w) == len(n) || !isWord(w[len(n)])) {
		return callLike(code, i, w, n)
	}
	// a longer path that ends so: this.req.query, HttpContext.Request.Query
	for k := 1; k+len(n) <= len(w); k++ {
		if (w[k-1] == '.' || w[k-1] == '>') && string(w[k:k+len(n)]) == n && (k+len(n) == len(w) || !isWord(w[k+len(n)])) {
			return callLike(code, i, w, n)
		}
	}
	return false
}

// callLike asks for the bracket behind one-word sources such as input( and params[.
func callLike(code []byte, i int, w []byte, n string) bool {
	switch n {
	case "self.path":
		return bytes.Contains(code, []byte("HTTPRequestHandler"))
	case "params", "cookies", "$_SERVER":
		e := i + len(w)
		if n == "$_SERVER" {
			return true
		}
		return len(w) > len(n) || e < len(code) && (code[e] == '[' || code[e] == '.')
	case "input", "gets", "raw_input", "getParameter", "args", "getenv", "fgets", "recv", "scanf", "getHeader", "getReader", "getInputStream", "nextLine":
		e := i + len(w)
		return e < len(code) && code[e] == '('
	}
	return true
}

// closing returns the offset of the bracket that closes the one at k, bounded by to.
func (f *file) closing(k, to int) int {
	depth := 0
	for i := k; i < to; i++ {
		switch f.code[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return to
}

// isParam tells whether name is a parameter of the function around off.
func (f *file) isParam(name string, off int) bool {
	from, _ := f.function(off)
	list, ok := f.params[from]
	if !ok {
		list = f.readParams(from)
		if f.params == nil {
			f.params = map[int][]string{}
		}
		f.params[from] = list
	}
	name = strings.TrimPrefix(name, "$")
	for _, p := range list {
		if p == name {
			return true
		}
	}
	return false
}

// readParams reads the names between the first brackets of a function's header.
func (f *file) readParams(from int) []string {
	end := min(len(f.code), from+600)
	h := f.code[from:end]
	if k := bytes.Index(h, []byte("def ")); k >= 0 && f.langs&(Python|Ruby) != 0 {
		h = h[k:]
	} else if k := bytes.Index(h, []byte("func (")); k == 0 { // a Go receiver
		if e := bytes.IndexByte(h, ')'); e > 0 {
			h = h[e+1:]
		}
	}
	h = skipAnnotations(h)
	o := bytes.IndexByte(h, '(')
	if o < 0 {
		return nil
	}
	if b := bytes.IndexByte(h, '{'); b >= 0 && b < o || bytes.IndexByte(h[:o], '\n') >= 0 && f.main&(Go|C) == 0 {
		return nil
	}
	var out []string
	i, depth, word := o+1, 0, []byte(nil)
	first := f.langs&(Python|Go|Kotlin|Rust|Swift|TS|JS|Ruby|Scala) != 0 // name before type
	take := func() {
		if len(word) > 0 && len(out) < 20 {
			out = append(out, string(bytes.TrimLeft(word, "$&*@")))
		}
		word = nil
	}
	for ; i < len(h) && depth >= 0; i++ {
		switch c := h[i]; {
		case c == '(' || c == '[' || c == '<':
			depth++
		case c == ')' || c == ']' || c == '>':
			depth--
		case c == ',' && depth == 0:
			take()
		case c == '{' || c == '}':
			take()
		case isNameByte(c) && depth == 0:
			j := i
			for j < len(h) && isNameByte(h[j]) {
				j++
			}
			if c == '@' && f.main&Ruby == 0 { // an annotation of the parameter
				i = j - 1
				continue
			}
			if word == nil || !first {
				word = h[i:j]
			}
			i = j - 1
		case c == '=' && depth == 0 && !first:
			take()
			for i < len(h) && h[i] != ',' && h[i] != ')' {
				i++
			}
			if i < len(h) && h[i] == ')' {
				depth--
			}
		}
	}
	take()
	return out
}

// skipAnnotations drops @Name(…) and [Name(…)] in front of a header.
func skipAnnotations(h []byte) []byte {
	for {
		h = bytes.TrimLeft(h, " \t\r\n")
		if len(h) == 0 || h[0] != '@' && h[0] != '[' {
			return h
		}
		i := 0
		if h[0] == '@' {
			for i = 1; i < len(h) && (isWord(h[i]) || h[i] == '.'); i++ {
			}
			if i >= len(h) || h[i] != '(' {
				h = h[i:]
				continue
			}
		}
		depth := 0
		for ; i < len(h); i++ {
			if h[i] == '(' || h[i] == '[' {
				depth++
			} else if h[i] == ')' || h[i] == ']' {
				depth--
				if depth == 0 {
					i++
					break
				}
			}
		}
		h = h[i:]
	}
}
