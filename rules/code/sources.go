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
		"location.search", "location.hash", "location.href", "window.location", "document.location", "document.URL", "document.referrer", "document.documentURI", "window.name", "searchParams.get", "params.get", "urlParams.get",
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
	"forHtml", "escapeHtml4", "encodeForHTML", "encodeForSQL", "encodeForLDAP", "GetFileName", "getName", "real_escape_string", "mysqli_real_escape_string", "UUID", "fromString", "ObjectId", "shellescape", "escape_filter_chars", "escape_string", "filter_var", "md5", "sha256", "hash", "count", "strlen", "isset", "empty", "hexdigest", "clean", "bleach", "size", "length", "typeof", "LdapFilterEncode", "Base", "FilenameUtils", "strip_tags", "abs", "ctype_alnum", "is_numeric", "json_encode", "toString16", "filterEncode", "encodeFilter", "EscapeFilter", "escapeFilter", "escapeDN", "nameEncode", "Marshal", "MarshalIndent", "QuoteToASCII", "Quote"}

// builders make text from values.
var builders = []string{"format", "sprintf", "Sprintf", "vsprintf", "Format", "concat", "Concat", "Append", "append", "snprintf", "formatted", "Sprint", "interpolate", "f", "implode"}

// carriers pass request data through unchanged.
var carriers = []string{"String", "str", "string", "unicode", "trim", "strip", "lower", "upper", "toLowerCase", "toUpperCase", "ToLower", "ToUpper", "replace", "Replace", "substring", "substr", "slice", "split", "join", "Join", "resolve", "decode", "decodeURIComponent", "unescape", "unquote", "urldecode", "base64_decode", "b64decode", "get", "Get", "getlist", "toString", "ToString", "bytes", "encode", "path", "Path", "URI", "URL", "File", "Paths", "stripslashes", "addslashes", "nl2br", "TrimSpace", "TrimPrefix", "Combine", "parse", "loads", "JSON", "format", "sprintf", "Sprintf", "concat", "Format", "URLDecoder", "decodeBase64", "readAsText", "read", "ReadAll", "ReadFile", "rawurldecode", "trim_matches", "collect", "to_string", "unwrap", "expect", "as_str", "clone", "into", "nth", "to_owned", "borrow", "iter", "toArray", "nextElement", "asList", "getBytes", "requireNonNull", "ofNullable", "orElse", "getValue", "c_str", "append", "StringBuilder", "StringBuffer", "Buffer", "from", "await", "json", "text", "to_s", "to_str", "html_safe", "raw", "first", "last", "pop", "shift", "fetch", "dig", "permit", "require", "to_h", "to_unsafe_h", "copy", "dict", "list", "f", "New", "byte", "rune", "GetBytes", "toByteArray", "FromBase64String", "b64encode", "valueOf", "parse_qs", "parse_qsl", "urlparse", "urlsplit", "URLSearchParams"}

// localSources are decided by who runs the program: an argument, an answer in a terminal.
var localSources = []string{"process.argv", "sys.argv", "input", "raw_input", "args[", "nextLine", "os.Args", "flag.Arg", "Console.ReadLine", "ARGV", "gets", "$argv", "std::env::args", "env::args", "args", "argv", "getenv", "GETENV", "CommandLine.arguments", "$1", "$2", "$3", "$@", "$*"}

// sourceClass says whether the dotted name w at i is request data and from where; 0 when it is none.
func (f *file) sourceClass(i int, w []byte) class {
	if ownOfRequest(w) || f.main&Ruby != 0 && string(firstSegment(w)) == "params" && f.givenParams(i) {
		return 0
	}
	var room [8]int
	parts := pathParts(w, room[:0])
	for si := range sources {
		s := &sources[si]
		if s.langs&f.main == 0 && s.langs&f.langs == 0 {
			continue
		}
		for _, n := range s.names {
			if sourceAt(f.code, i, w, n, parts) {
				if inList(localSources, []byte(n)) {
					return cTaint | cVar
				}
				return cTaint | cVar | cRemote
			}
		}
	}
	return 0
}

// givenParams tells a Ruby method whose own parameter is called params.
func (f *file) givenParams(off int) bool {
	from, to := f.function(off)
	head := f.code[from:min(to, from+200)]
	k := bytes.Index(head, []byte("def "))
	if k < 0 {
		return false
	}
	return expr(`^def [\w.?!=]+[( ][^\n]*\bparams\b`).Match(head[k:])
}

// ownOfRequest tells what the framework puts beside the request's data: who is signed in, how it was sent.
func ownOfRequest(w []byte) bool {
	k := len(w) - 3
	for k >= 0 && (w[k] != 'r' || w[k+1] != 'e' || w[k+2] != 'q') {
		k--
	}
	if k < 0 {
		return false
	}
	dot := bytes.IndexByte(w[k:], '.')
	return dot > 0 && inList([]string{"user", "method", "session", "tenant", "auth", "log", "logger", "app", "site"}, firstSegment(w[k+dot+1:]))
}

// pathParts are the offsets at which the parts of a dotted name begin.
func pathParts(w []byte, parts []int) []int {
	for k := range w {
		if k == 0 || w[k-1] == '.' || w[k-1] == '>' {
			parts = append(parts, k)
		}
	}
	return parts
}

// sourceAt tells whether the name w at i is the source n, or a longer path that
// ends so: this.req.query, HttpContext.Request.Query.
func sourceAt(code []byte, i int, w []byte, n string, parts []int) bool {
	if n[0] == '.' {
		return strings.HasSuffix(string(w), n)
	}
	if n[len(n)-1] == '[' || n[len(n)-1] == '(' {
		return hasAt(code, i, n)
	}
	for _, k := range parts {
		if end := k + len(n); end <= len(w) && w[k] == n[0] && string(w[k:end]) == n && (end == len(w) || !isWord(w[end])) {
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
	case "input", "gets", "raw_input", "getParameter", "args", "getenv", "fgets", "recv", "scanf", "getHeader", "getReader", "getInputStream", "nextLine", "c.Query", "c.Param", "c.Params", "c.Body", "c.QueryParam", "ctx.Query", "ctx.Param":
		e := i + len(w)
		return e < len(code) && code[e] == '('
	}
	return true
}
