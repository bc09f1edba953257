package installers

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/templates"
)

// Repository is the agent name under which a repository's own configuration
// is planned and kept in the ledger.
const Repository = "repository"

// RepoConfig plans .cybedefend/config.json of a repository: keys that are
// there keep their values, keys we do not know stay. A region replaces
// another one only when replace is set.
func RepoConfig(t Target, region string, replace bool) (Plan, error) {
	p := Plan{Agent: Repository, Scope: Project}
	if t.Repo == "" {
		return p, errNoRepo
	}
	if t.Env.Resolve(t.Repo) == t.Env.Resolve(t.Env.Home) {
		p.Notes = append(p.Notes, "the repository is your home folder: its .cybedefend is yours, nothing is added for the team")
		return p, nil
	}
	keys := []edit.Key{{Path: []string{"$schema"}, Value: text(templates.ConfigSchemaURL)}}
	if id := t.Env.Getenv("CYBEDEFEND_PROJECT_ID"); id != "" {
		if !isUUID(id) {
			return p, fmt.Errorf("CYBEDEFEND_PROJECT_ID is not a project id: expected a UUID like 3f2b6c1e-0000-4000-8000-000000000000")
		}
		keys = append(keys, edit.Key{Path: []string{"projectId"}, Value: text(id), Force: true})
	}
	if region != "" {
		keys = append(keys, edit.Key{Path: []string{"region"}, Value: text(region), Force: replace})
	}
	keys = append(keys, edit.Key{Path: []string{"sensitivity"}, Value: text("internal")})
	path := t.Env.Join(t.Repo, home.Base, "config.json")
	p.Changes = []Change{{Path: path, Why: "configuration of this repository", Mode: 0o644, Edit: edit.Own{Keys: keys}}}
	if other := regionOf(t, path); region != "" && other != "" && other != region && !replace {
		p.Notes = append(p.Notes, "this repository belongs to region "+other+", yours is "+region+": nothing of it is exported")
	}
	return p, nil
}

func regionOf(t Target, path string) string {
	src, err := t.Env.FS.ReadFile(path)
	if err != nil {
		return ""
	}
	var c struct{ Region string }
	if json.Unmarshal(src, &c) != nil {
		return ""
	}
	return c.Region
}

func isUUID(s string) bool {
	p := strings.Split(s, "-")
	if len(p) != 5 || len(s) != 36 || len(p[0]) != 8 || len(p[4]) != 12 {
		return false
	}
	for _, w := range p {
		if strings.Trim(w, "0123456789abcdefABCDEF") != "" {
			return false
		}
	}
	return true
}
