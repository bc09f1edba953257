package mine

import (
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// gate drops items that are no convention of this project: idioms of the
// language, obligations of a framework, and the role said over again.
func (c *corpus) gate(g *roleStats, item string, n, files int, guard bool) bool {
	wantUnits, wantFiles := minUnits, minFiles
	switch {
	case guard && c.tiny():
		wantUnits, wantFiles = 5, 2
	case guard:
		wantUnits, wantFiles = 6, 2
	case c.tiny():
		wantUnits, wantFiles = 6, 3
	}
	if g.role.Unit == "route" {
		wantFiles = 1
	}
	if g.role.By == "file" && !strings.HasPrefix(g.role.Name, "*") {
		wantFiles = minFiles // one file is no kind of file
	}
	if n < wantUnits || files < wantFiles {
		return false
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(item, "@"), "extends:")
	if bare == g.role.Name || bare == g.role.Func || g.role.By == "wrapper" && item == g.role.Name || tautology(g.role, item) {
		return false
	}
	if double(bare) || g.role.By == "base" && strings.HasPrefix(bare, g.role.Name+".") {
		return false // the second is a member of the base itself
	}
	switch {
	case strings.HasPrefix(item, "scope:"):
		if g.role.Unit == "class" && (g.lang == "go" || g.lang == "rust") {
			return false // a type there has a field, it does no work
		}
		return g.role.Func == "" && !speaksOf(g.role, item[6:])
	case strings.HasPrefix(item, "throw:"):
		return c.ours(g.lang, item[6:])
	case strings.HasPrefix(item, "@"):
		return !business.BoringNote(bare) && !frameworkNote(bare) && (guard || c.oursNote(g.lang, bare) || crosscut(bare) || kindOfClass(g.role) && !kinWords(g.role.Name, bare))
	case strings.HasPrefix(item, "extends:"):
		return g.role.By != "base" && g.role.Unit == "class" && c.ours(g.lang, bare) && c.chosenBase(g, bare)
	case strings.HasPrefix(item, "use "):
		return c.ours(g.lang, item[4:])
	case strings.Contains(item, " "): // a declaration such as "belongs_to :organization"
		return true
	}
	if c.ownCopies(g.lang, item, n) && (!guard || g.role.By == "base") {
		return false // a method of each one's own, or a member that the base asks for
	}
	if c.classes[g.lang+" "+item] != nil && (g.role.Unit == "function" || g.lang != "python" && g.lang != "ruby") {
		return false // what a function makes follows from what it returns
	}
	if g.lang == "python" && g.role.Unit == "class" && field(item) || g.lang == "go" && standardMethod(item) || platformCall(g.lang, item) {
		return false // what a class is made of; a method of the language's interfaces
	}
	return c.ours(g.lang, item) && (guard || telling(item)) && !everyday(g.role.Func)
}

// field reports whether a call declares a field of a class.
func field(item string) bool {
	ws := business.NameWords(business.LastName(item))
	return len(ws) > 0 && business.Upper(business.LastName(item)) && (ws[len(ws)-1] == "field" || ws[len(ws)-1] == "column")
}

// standardMethod reports whether a method is one of an interface of Go's
// library that types implement here as well.
func standardMethod(item string) bool {
	switch business.LastName(item) {
	case "WriteHeader", "WriteString", "WriteTo", "WriteByte", "ReadFrom", "ReadByte", "ReadAt", "ServeHTTP", "RoundTrip", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "MarshalYAML", "UnmarshalYAML", "QueryContext", "ExecContext", "QueryRowContext", "BeginTx", "SetDeadline", "RemoteAddr", "LocalAddr":
		return true
	}
	return false
}

// platformCall reports whether a call is one of the language's library or of its
// platform, which some class of the repository defines for itself as well.
func platformCall(lang, item string) bool {
	switch lang {
	case "rust":
		return slices.Contains([]string{"to_string", "to_owned", "to_vec", "as_str", "as_ref", "as_mut", "as_bytes", "into_iter", "iter_mut", "is_empty", "is_some", "is_none", "map_err", "and_then", "ok_or", "ok_or_else", "unwrap_or", "unwrap_or_else", "unwrap_or_default", "from_str", "try_from", "try_into", "with_capacity"}, item)
	case "kotlin", "java":
		return slices.Contains([]string{"getString", "getContext", "getResources", "findViewById", "setText", "getColor", "getDrawable", "startActivity", "getSystemService", "requireContext", "requireActivity"}, item)
	}
	return false
}

// telling reports whether a name says something about a project: "create" and
// "append" are called everywhere, "throwIfNoProjectAccess" is not.
func telling(item string) bool {
	return strings.Contains(item, ".") || len(business.NameWords(item)) > 1
}

// everyday names a function that every class has.
func everyday(name string) bool {
	switch name {
	case "toString", "equals", "hashCode", "__str__", "__repr__", "__init__", "initialize", "main", "String", "Error", "ToString", "Equals", "GetHashCode", "to_s", "inspect", "compareTo", "clone", "render", "constructor", "new", "default":
		return true
	}
	return strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") // asked for by Python
}

// frameworkNote is an annotation that a framework asks for: no convention.
func frameworkNote(n string) bool {
	switch business.LastName(n) {
	case "Operation", "ApiResponses", "ApiResponse", "ApiOperation", "ApiTags", "Produces", "Consumes", "Path", "Tag", "Singleton", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "RequestMapping", "GetMapping", "PostMapping",
		"RestController", "Controller", "Service", "Repository", "Entity", "Table", "Column", "Id", "Bean", "Configuration", "Get", "Post", "Put", "Delete", "HttpGet", "HttpPost", "HttpPut", "HttpDelete", "Route", "ApiController", "Parameter", "Parameters",
		"Module", "Field", "ObjectType", "InputType", "Resolver", "Query", "Mutation", "Args", "Fact", "Theory", "Serializable", "JsonIgnore", "JsonPropertyOrder", "Data", "Builder", "Getter", "Setter", "AllArgsConstructor", "NoArgsConstructor", "Slf4j", "EqualsAndHashCode", "Generated", "NgModule", "Pipe", "Directive", "DbContext", "HtmlTargetElement", "Keep", "ArgsType", "Provider", "Subscribe", "RequiresApi", "TargetApi", "SuppressLint", "JvmInline", "JvmStatic", "JvmField", "JvmOverloads", "AndroidEntryPoint", "Composable", "StringRes", "DrawableRes":
		return true
	}
	return false
}

// tinyRepository is up to how many files a repository is read with the mildest
// gates: six places are all there are.
const tinyRepository = 60

func (c *corpus) tiny() bool { return len(c.files) <= tinyRepository }

// few is how many sites tell, and least the lower bound they must reach, where
// a family has no gates of its own.
func (c *corpus) few() int {
	if c.tiny() {
		return 5
	}
	return minUnits
}

func (c *corpus) least() float64 {
	if c.tiny() {
		return 0.45
	}
	return minLower
}

// smallRepository is up to how many files a repository shows too little of its
// habits to be choosy.
const smallRepository = 200

// entryPoint reports whether a function is called by its name from outside:
// handlers, jobs, services. What other functions of one name share is the way
// of their class.
func entryPoint(name string) bool {
	switch strings.ToLower(strings.ReplaceAll(name, "_", "")) {
	case "execute", "handle", "handler", "resolve", "perform", "run", "call", "invoke", "process", "up", "down", "migrate", "onevent", "action", "loader", "meta", "load", "setup", "ready", "register", "init", "configureservices", "authorize", "rules",
		"index", "show", "store", "create", "update", "destroy", "delete", "edit", "new", "save", "list", "add", "remove", "search", "readall", "getall", "createone", "updateone", "deleteone", "getone", "get", "post", "put", "patch", "head", "options", "mutate":
		return true
	}
	return verbName(name)
}

// alike reports whether functions of one name do the same everywhere: what is
// common to them is then no rule but what they are. A convention is what stays
// when everything else changes. A small repository has too little of that.
func (c *corpus) alike(g *roleStats, count map[string]int) bool {
	if len(c.files) < smallRepository {
		return false
	}
	own := 0
	for _, ref := range g.units {
		_, u := c.at(ref)
		for _, it := range u.Calls {
			if 5*count[it] < 4*len(g.units) {
				own++
			}
		}
	}
	return 2*own < 3*len(g.units)
}

// once reports whether one place defines a name.
func (c *corpus) once(lang, item string) bool {
	root, _, _ := strings.Cut(item, ".")
	return c.defs[lang+" "+root] <= 2
}

// kindOfClass reports whether a role is one by which a project speaks of its
// classes: what nearly all view models carry is its way of making them, also
// where the mark is a library's.
func kindOfClass(r business.Role) bool {
	return r.Unit == "class" && (r.By == "suffix" || r.By == "base" || r.By == "dir" || r.By == "file" && strings.HasPrefix(r.Name, "*"))
}

// kinWords reports whether a mark says the name of its role over again: @Dao in
// *Dao.kt, @Parcelize on what is Parcelable, #[AsCommand] in *Command.php.
func kinWords(role, note string) bool {
	own := singular(business.NameWords(strings.TrimLeft(strings.TrimSuffix(lastFolder(role), pathExt(role)), "*._-")))
	for _, w := range singular(business.NameWords(strings.TrimPrefix(business.LastName(note), "As"))) {
		if slices.ContainsFunc(own, func(o string) bool { return o == w || len(w) > 5 && len(o) > 5 && o[:6] == w[:6] }) {
			continue
		}
		return false
	}
	return true
}

// crosscut names annotations of frameworks that a team chooses to put on what
// would work without them.
func crosscut(n string) bool {
	switch business.LastName(n) {
	case "Transactional", "RequiredArgsConstructor", "Cacheable", "Timed", "Traced", "WithSpan", "Observed", "Counted", "Validated", "Retryable", "CircuitBreaker", "Logged", "Idempotent", "Immutable", "ThreadSafe":
		return true
	}
	return false
}

// speaksOf reports whether a role's own name says whose its work is: what lies
// below teams/[teamId] knows the team, what implements IMayHaveTenant has one.
func speaksOf(r business.Role, key string) bool {
	words := business.NameWords(key)
	if len(words) > 1 {
		words = words[:len(words)-1] // without "id"
	}
	own := business.NameWords(strings.NewReplacer("/", "_", ".", "_", "[", "_", "]", "_", "*", "").Replace(r.Name))
	return r.By != "file" && within(singular(words[len(words)-1:]), singular(own))
}

// class is what the repository says of one of its classes.
type class struct {
	bases []string
	heirs int // classes that extend it directly
	inner int // how many classes of the name lie within others
}

// inherit notes who extends whom.
func (c *corpus) inherit() {
	c.classes, c.extenders, c.below = map[string]*class{}, map[string][]string{}, map[string]map[string]bool{}
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		if u.Kind != "class" || u.Name == "" {
			return
		}
		k := c.classes[f.Lang+" "+u.Name]
		if k == nil {
			k = &class{}
			c.classes[f.Lang+" "+u.Name] = k
		}
		if u.Class != "" {
			k.inner++
		}
		k.bases = append(k.bases, u.Bases...) // of all that bear the name
		for _, b := range u.Bases {
			c.extenders[f.Lang+" "+b] = append(c.extenders[f.Lang+" "+b], u.Name)
		}
	})
	c.eachUnit(func(f *business.Facts, u *business.Unit, _ unitRef) {
		for _, b := range u.Bases {
			if k := c.classes[f.Lang+" "+b]; k != nil {
				k.heirs++
			}
		}
	})
}

// related notes the names that Java and Kotlin files import from packages of
// the same makers: com.example.commons is kin of com.example.shop.
func (c *corpus) related() {
	c.kin = map[string]bool{}
	makers, all := map[string]int{}, 0
	c.eachImport(func(m importer) {
		if f := &c.files[m.file]; m.to != "" && (f.Lang == "java" || f.Lang == "kotlin") {
			makers[maker(m.im.Module)]++
			all++
		}
	})
	c.eachImport(func(m importer) {
		f := &c.files[m.file]
		if (f.Lang == "java" || f.Lang == "kotlin") && 2*makers[maker(m.im.Module)] > all {
			c.kin[f.Lang+" "+business.LastName(m.im.Module)] = true
		}
	})
}

// maker is the part of a package's name that tells whose it is.
func maker(module string) string {
	parts := strings.SplitN(module, ".", 3)
	if len(parts) < 3 {
		return module
	}
	return parts[0] + "." + parts[1]
}

// manyHeirs is from how many on a base is one that people extend.
const manyHeirs = 5

// chosenBase reports whether code could as well extend something else: what
// the base itself builds on, which is a framework's or has other heirs. Types
// that only give a kind of thing its name, and those that the name of the role
// foretells, leave no choice.
func (c *corpus) chosenBase(g *roleStats, base string) bool {
	k := c.classes[g.lang+" "+base]
	if k == nil || k.inner >= 3 && (g.lang == "java" || g.lang == "kotlin") || g.lang == "csharp" && len(base) > 1 && base[0] == 'I' && base[1] >= 'A' && base[1] <= 'Z' {
		return false
	}
	if len(business.NameWords(base)) < 2 || g.role.By == "file" && !strings.HasPrefix(g.role.Name, "*") || strings.HasPrefix(base, "Application") && g.lang == "ruby" {
		return false // what everybody has: Controller, ApplicationJob
	}
	words := singular(business.NameWords(base))
	role := singular(business.NameWords(strings.TrimLeft(strings.TrimSuffix(lastFolder(g.role.Name), pathExt(g.role.Name)), "*._-")))
	if within(words, role) {
		return false
	}
	if g.role.By == "annotation" && !c.oursNote(g.lang, g.role.Name) {
		return true // what a framework marks could do without a base of ours
	}
	return slices.ContainsFunc(k.bases, func(p string) bool {
		parent := c.classes[g.lang+" "+p]
		return parent == nil && !c.ours(g.lang, p) || parent != nil && parent.heirs >= manyHeirs
	})
}

func lastFolder(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }

func singular(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.TrimSuffix(w, "s")
	}
	return out
}
