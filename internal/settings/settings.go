// Package settings keeps a person's answers to install in our own
// config.json. Keys it does not name belong to others and stay as they are.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"

	"github.com/cybedefend/vibedefend/internal/home"
)

// Answers are what install was told; update applies them again.
type Answers struct {
	Region   string
	Agents   []Choice
	Projects []Project
	NoRepo   bool // leave repositories alone
	// Trust records that the person agreed to have our hooks trusted in
	// agents that ask for it.
	Trust bool
	// Denies records that the agents' own denial rules are wanted as well.
	Denies bool
	// MCP records that the region's MCP server is wanted in the agents.
	MCP bool
	// NoGuidance records that no pages of security guidance are wanted in
	// repositories.
	NoGuidance bool
}

// Choice is an agent and those of its surfaces that are wanted, nil for all.
type Choice struct {
	Agent    string   `json:"agent"`
	Surfaces []string `json:"surfaces,omitempty"`
}

// Project is a repository that agents were installed into.
type Project struct {
	Root   string
	Agents []Choice
}

// Load reads the answers; ok is false where install never ran.
func Load(d home.Dir) (a Answers, ok bool, err error) {
	raw, err := read(d)
	if err != nil || len(raw) == 0 {
		return Answers{}, false, err
	}
	doc := gjson.ParseBytes(raw)
	a = Answers{
		Region: doc.Get("region").String(),
		Agents: choices(doc.Get("agents"), doc.Get("surfaces")),
		NoRepo: doc.Get("noRepo").Bool(),
		Trust:  doc.Get("consent.trustHooks").Bool(),
		Denies: doc.Get("nativeDenies").Bool(),
		MCP:    doc.Get("mcpServer").Bool(),

		NoGuidance: doc.Get("noGuidance").Bool(),
	}
	for _, p := range doc.Get("projects").Array() {
		a.Projects = append(a.Projects, Project{p.Get("root").String(), choices(p.Get("agents"), p.Get("surfaces"))})
	}
	return a, doc.Get("agents").IsArray() || len(a.Projects) > 0, nil
}

// Change is what Save would do to the file.
type Change struct{ Before, After []byte }

// Edit says what Save would do, without writing.
func Edit(d home.Dir, a Answers) (Change, error) {
	old, err := read(d)
	if err != nil {
		return Change{}, err
	}
	next, err := set(old, a)
	if err != nil {
		return Change{}, fmt.Errorf("write configuration: %w", err)
	}
	return Change{old, next}, nil
}

// Differs reports whether Save would change the file.
func Differs(d home.Dir, a Answers) (bool, error) {
	c, err := Edit(d, a)
	return err == nil && !bytes.Equal(c.Before, c.After), err
}

// Save writes the answers. It reports whether the file changed.
func Save(d home.Dir, a Answers) (bool, error) {
	c, err := Edit(d, a)
	if err != nil || bytes.Equal(c.Before, c.After) {
		return false, err
	}
	return true, write(d, c.After)
}

// Project returns the answers given for the repository at root.
func (a Answers) Project(root string) (Project, bool) {
	i := slices.IndexFunc(a.Projects, func(p Project) bool { return p.Root == root })
	if i < 0 {
		return Project{}, false
	}
	return a.Projects[i], true
}

// SetProject replaces the answers for a repository; without agents it is
// forgotten.
func (a *Answers) SetProject(p Project) {
	a.Projects = slices.DeleteFunc(slices.Clone(a.Projects), func(o Project) bool { return o.Root == p.Root })
	if len(p.Agents) > 0 {
		a.Projects = append(a.Projects, p)
	}
}

func read(d home.Dir) ([]byte, error) {
	raw, err := os.ReadFile(d.Config())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if !gjson.ValidBytes(raw) || !gjson.ParseBytes(raw).IsObject() {
		return nil, fmt.Errorf("read configuration: %s is not a JSON object", d.Config())
	}
	return raw, nil
}

func choices(agents, surfaces gjson.Result) []Choice {
	var out []Choice
	for _, a := range agents.Array() {
		c := Choice{Agent: a.String()}
		for _, s := range surfaces.Get(gjson.Escape(c.Agent)).Array() {
			c.Surfaces = append(c.Surfaces, s.String())
		}
		out = append(out, c)
	}
	return out
}

// set writes only the keys that are ours to write, in a fixed order.
func set(raw []byte, a Answers) ([]byte, error) {
	fresh := len(raw) == 0
	if fresh {
		raw = []byte("{}")
	}
	agents, surfaces := split(a.Agents)
	steps := []struct {
		key   string
		value any
		drop  bool
	}{
		{"version", 1, false},
		{"region", a.Region, a.Region == ""},
		{"agents", agents, false},
		{"surfaces", surfaces, len(surfaces) == 0},
		{"noRepo", true, !a.NoRepo},
		{"nativeDenies", true, !a.Denies},
		{"mcpServer", true, !a.MCP},
		{"noGuidance", true, !a.NoGuidance},
		{"projects", projects(a.Projects), len(a.Projects) == 0},
		{"consent.trustHooks", true, !a.Trust},
	}
	var err error
	for _, s := range steps {
		if raw, err = put(raw, s.key, s.value, s.drop); err != nil {
			return nil, err
		}
	}
	if fresh {
		raw = append(pretty(raw), '\n')
	}
	return raw, nil
}

func put(raw []byte, key string, value any, drop bool) ([]byte, error) {
	have := gjson.GetBytes(raw, key)
	if drop {
		if !have.Exists() {
			return raw, nil
		}
		return sjson.DeleteBytes(raw, key)
	}
	next, err := sjson.SetBytes(raw, key, value)
	if err != nil {
		return nil, err
	}
	if have.Exists() && same(have.Raw, gjson.GetBytes(next, key).Raw) {
		return raw, nil
	}
	return next, nil
}

func split(list []Choice) ([]string, map[string][]string) {
	agents, surfaces := []string{}, map[string][]string{}
	for _, c := range list {
		agents = append(agents, c.Agent)
		if len(c.Surfaces) > 0 {
			surfaces[c.Agent] = c.Surfaces
		}
	}
	return agents, surfaces
}

func projects(list []Project) []map[string]any {
	var out []map[string]any
	for _, p := range list {
		agents, surfaces := split(p.Agents)
		m := map[string]any{"root": p.Root, "agents": agents}
		if len(surfaces) > 0 {
			m["surfaces"] = surfaces
		}
		out = append(out, m)
	}
	return out
}
