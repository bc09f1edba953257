// Package business is what business rules are, and how one file is judged by
// them. It is small enough for the process that answers a tool call; finding
// rules in a repository is rules/mine's.
package business

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Source says where a rule comes from.
type Source string

// The sources.
const (
	FromCode   Source = "stat"
	FromConfig Source = "config"
	FromProse  Source = "prose"
	FromModel  Source = "model" // asked for, then counted in the repository
)

// Kind is the form of a rule; each but Advice can be checked on one file.
type Kind string

// The kinds.
const (
	RequireInUnit  Kind = "require_in_unit" // units of a role call or carry something
	FieldType      Kind = "field_type"      // fields of a family have one type
	Gateway        Kind = "gateway"         // a package is imported in one place only
	PreferImport   Kind = "prefer_import"   // a symbol comes from one module
	ImportBoundary Kind = "import_boundary" // one folder never imports another
	ThrowTypes     Kind = "throw_types"     // a folder throws the project's errors
	ImportAlias    Kind = "import_alias"    // a module is imported under one name
	BanImport      Kind = "ban_import"      // a module or name is not imported
	BanCall        Kind = "ban_call"        // a call or global is not used
	TestFramework  Kind = "test_framework"  // tests use one framework
	FileHeader     Kind = "file_header"     // new files begin with a notice
	Naming         Kind = "naming"          // files or names follow a pattern
	Advice         Kind = "advice"          // a sentence without a check
)

// Scope is where a rule holds. Empty lists mean everywhere.
type Scope struct {
	Languages []string `json:"languages,omitempty" yaml:"languages,omitempty,flow"`
	Paths     []string `json:"paths,omitempty" yaml:"paths,omitempty,flow"`
	Exclude   []string `json:"exclude,omitempty" yaml:"exclude,omitempty,flow"`
}

// Check is the deterministic part of a rule. Which fields count depends on
// the rule's kind.
type Check struct {
	Role    *Role    `json:"role,omitempty" yaml:"role,omitempty"`          // which units
	AnyOf   []string `json:"any_of,omitempty" yaml:"any_of,omitempty,flow"` // items of which one must be there
	Family  string   `json:"family,omitempty" yaml:"family,omitempty"`
	Types   []string `json:"types,omitempty" yaml:"types,omitempty,flow"`
	Modules []string `json:"modules,omitempty" yaml:"modules,omitempty,flow"`
	Names   []string `json:"names,omitempty" yaml:"names,omitempty,flow"`
	Allow   []string `json:"allow,omitempty" yaml:"allow,omitempty,flow"` // modules, types or paths that are right
	Alias   string   `json:"alias,omitempty" yaml:"alias,omitempty"`
}

// Role selects units: functions, methods, classes, route registrations.
type Role struct {
	By   string `json:"by" yaml:"by"` // "dir", "file", "base", "suffix", "annotation", "wrapper", "verb", "router", "test", "rival"
	Name string `json:"name" yaml:"name"`
	Unit string `json:"unit" yaml:"unit"` // "function", "class", "route"
	Func string `json:"func,omitempty" yaml:"func,omitempty"`
}

// Recent is the support among the newest sites.
type Recent struct {
	Support int `json:"support" yaml:"support"`
	Sites   int `json:"sites" yaml:"sites"`
}

// Rule is a proposed or accepted convention.
type Rule struct {
	ID         string   `json:"id" yaml:"id"`
	Statement  string   `json:"statement" yaml:"statement"`
	Kind       Kind     `json:"kind" yaml:"kind"`
	Source     Source   `json:"source" yaml:"source"`
	Support    int      `json:"support" yaml:"support"`
	Sites      int      `json:"sites" yaml:"sites"`
	Confidence float64  `json:"confidence" yaml:"confidence"` // lower bound, 0 to 1
	Recent     *Recent  `json:"recent,omitempty" yaml:"recent,omitempty"`
	Migrating  bool     `json:"migrating,omitempty" yaml:"migrating,omitempty"`
	Doubtful   bool     `json:"doubtful,omitempty" yaml:"-"` // a sentence that may be no rule: shown when asked for
	Scope      Scope    `json:"scope" yaml:"scope"`
	Check      *Check   `json:"check,omitempty" yaml:"check,omitempty"`
	Examples   []string `json:"examples" yaml:"examples,omitempty"`     // file:line
	Violations []string `json:"violations" yaml:"violations,omitempty"` // file:line

	// Score ranks proposals; it means nothing beyond one run. Changed is set
	// when a site lies in a file that changed since the revision asked for.
	Score   float64 `json:"-" yaml:"-"`
	Changed bool    `json:"-" yaml:"-"`
}

// Identify gives the rule an id that depends on its meaning: not on its
// words, counts or examples.
func (r *Rule) Identify() {
	key := struct {
		Kind  Kind
		Paths []string
		Check *Check
		Text  string
	}{Kind: r.Kind, Paths: r.Scope.Paths, Check: r.Check}
	if r.Check == nil {
		key.Text = Normalise(r.Statement)
	}
	raw, err := json.Marshal(key)
	if err != nil {
		raw = []byte(r.Statement) // plain data always encodes
	}
	sum := sha256.Sum256(raw)
	r.ID = "br-" + hex.EncodeToString(sum[:5])
}

// Normalise leaves only the words of a statement, for comparing.
func Normalise(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127)
	}), " ")
}

// StatementHash is what a person's acceptance is bound to.
func (r Rule) StatementHash() string {
	sum := sha256.Sum256([]byte(r.Statement))
	return hex.EncodeToString(sum[:8])
}
