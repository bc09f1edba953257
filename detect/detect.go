package detect

// Agent is one row of the table: a product with one or more surfaces
// (harnesses that read their own files).
type Agent struct {
	ID       string // "claude-code", "cursor", "codex", "windsurf", "copilot"
	Name     string // as people know it
	Surfaces []Surface
	Find     func(Env) []Found
	// Limits are the releases that change what a hook is worth, the earliest
	// last.
	Limits []Limit
}

// Limit is what the releases of an agent before one cannot do.
type Limit struct {
	Below   string // the first release without it
	Surface string // "" for all
	Cannot  string // continues "Codex 0.1 ..."
	Upgrade string // the command or step that gets a newer one
}

// Limits lists what the release that was found cannot do.
func (f Found) Limits() []Limit {
	a, _ := ByID(f.Agent)
	var out []Limit
	for _, l := range a.Limits {
		if Older(f.Version, l.Below) && (l.Surface == "" || l.Surface == f.Surface) {
			out = append(out, l)
		}
	}
	return out
}

// Surface is a harness of an agent, e.g. "devin" of windsurf.
type Surface struct{ ID, Name string }

// Support says what can be done for a version that was found.
type Support int

// The grades of support.
const (
	Supported Support = iota
	TooOld            // hooks do not exist or do not hold; Found.Upgrade says what to do
	Unknown           // no version could be read: treated as supported, said so
)

// Found is one surface of an agent on this machine and the evidence for it.
type Found struct {
	Agent    string   `json:"agent"`
	Surface  string   `json:"surface"`
	Version  string   `json:"version,omitempty"`
	Root     string   `json:"root,omitempty"` // its configuration folder
	Evidence []string `json:"evidence"`
	Residue  bool     `json:"residue"` // only folders that survive an uninstall
	Support  Support  `json:"-"`
	Upgrade  string   `json:"upgrade,omitempty"` // what to upgrade, when TooOld
}

var supportNames = [...]string{"supported", "too-old", "unknown"}

// String returns the stable word of a grade.
func (s Support) String() string {
	if s < 0 || int(s) >= len(supportNames) {
		return "unknown"
	}
	return supportNames[s]
}
