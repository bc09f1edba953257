package policy

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules/code"
)

// compiledSecurity is the cache of one file of security rules.
type compiledSecurity struct {
	Version  int         `json:"version"`
	Sum      string      `json:"sum"` // of the source
	Security []code.Rule `json:"security"`
}

// Security is what the layers add to the catalogue of security rules.
type Security struct {
	Rules  []code.Rule
	Layers map[string]string // the layer of each rule, by its id
	Stale  []string          // files that wait for being compiled
}

// securityPath is where a layer keeps its security rules.
func securityPath(folder string) string { return filepath.Join(folder, "security.yaml") }

// SecuritySources lists the files of security rules that exist, strictest layer first.
func SecuritySources(o Options) []Source { return sources(o, securityPath) }

// LoadSecurity returns the security rules of the layers. An id that two layers have is the
// stricter layer's. A repository may be a stranger's: what its rules would say
// before an edit is left out, only what they find is told.
func LoadSecurity(o Options) (Security, error) {
	o.fill()
	out := Security{Layers: map[string]string{}}
	for _, src := range SecuritySources(o) {
		if src.Layer == "managed" && !ownedByAdmin(home.Managed(o.OS, o.Getenv), o.OS) {
			continue
		}
		list, stale, err := securityRules(o, src)
		if err != nil {
			return out, err
		}
		if stale {
			out.Stale = append(out.Stale, src.Path)
		}
		for _, r := range list {
			if out.Layers[r.ID] != "" {
				continue
			}
			if src.Layer == "repository" {
				r.Guide = nil
			}
			out.Layers[r.ID] = src.Layer
			out.Rules = append(out.Rules, r)
		}
	}
	return out, nil
}

func securityRules(o Options, src Source) (list []code.Rule, stale bool, err error) {
	text, err := bare.ReadFile(src.Path)
	switch {
	case err != nil:
		return nil, false, fmt.Errorf("read security rules: %w", err)
	case len(text) > maxRules:
		return nil, false, fmt.Errorf("read security rules: %s is larger than 1 MB", src.Path)
	}
	var c compiledSecurity
	if b, err := bare.ReadFile(cachePath(o, src.Path)); err == nil && json.Unmarshal(b, &c) == nil && c.Version == compiledVersion && c.Sum == sum(text) {
		return c.Security, false, nil
	}
	if o.CompileSecurity == nil {
		return nil, true, nil
	}
	if list, err = o.CompileSecurity(src.Path, text); err != nil {
		return nil, false, err
	}
	_ = storeCompiled(o, src, compiledSecurity{compiledVersion, sum(text), list}) // the next call reads it again if it must
	return list, false, nil
}
