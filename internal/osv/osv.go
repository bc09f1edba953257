// Package osv reads reports on malicious packages in the Open Source
// Vulnerability format: single files, folders of them, and the archives in
// which they are published.
package osv

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules/deps"
)

// Package is a package that a report calls malware.
type Package struct {
	Eco  deps.Ecosystem
	Name string
	// Versions are the ones meant; none means all, now and later.
	Versions []string
}

// Kind says what became of a report.
type Kind int

// The kinds of reports. Only those of the first name packages.
const (
	Taken     Kind = iota
	Other          // a vulnerability, not malware
	Withdrawn      // taken back by who made it
	Foreign        // of ecosystems that are not judged here
	Unclear        // neither all versions nor single ones
)

// report is the part of the format that is read.
type report struct {
	ID        string
	Withdrawn string
	Affected  []struct {
		Package struct{ Ecosystem, Name string }
		Ranges  []struct {
			Type   string
			Events []struct {
				Introduced, Fixed, Limit string
				LastAffected             string `json:"last_affected"`
			}
		}
		Versions []string
	}
}

const (
	mostVersions = 2000
	longest      = 300 // bytes of a name
)

// Parse reads one report.
func Parse(raw []byte) ([]Package, Kind, error) {
	var r report
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, Unclear, fmt.Errorf("read report: %w", err)
	}
	switch {
	case r.ID == "":
		return nil, Unclear, errors.New("read report: it has no id")
	case !strings.HasPrefix(r.ID, "MAL-"):
		return nil, Other, nil
	case r.Withdrawn != "":
		return nil, Withdrawn, nil
	}
	var out []Package
	kind := Foreign
	for _, a := range r.Affected {
		eco, ok := ecosystem(a.Package.Ecosystem)
		if !ok || !plain(a.Package.Name, longest) {
			continue
		}
		p := Package{Eco: eco, Name: a.Package.Name}
		whole := false
		for _, rg := range a.Ranges {
			whole = whole || len(rg.Events) == 1 && rg.Events[0].Introduced == "0" && rg.Type != "GIT"
		}
		if !whole {
			if p.Versions = versions(a.Versions); len(p.Versions) == 0 {
				kind = Unclear
				continue
			}
		}
		out = append(out, p)
	}
	if len(out) > 0 {
		return out, Taken, nil
	}
	return nil, kind, nil
}

func ecosystem(name string) (deps.Ecosystem, bool) {
	switch name {
	case "npm":
		return deps.NPM, true
	case "PyPI":
		return deps.PyPI, true
	case "crates.io":
		return deps.Crates, true
	case "RubyGems":
		return deps.Gems, true
	case "Go":
		return deps.Go, true
	}
	return "", false
}

// versions are those that a requirement can name exactly.
func versions(list []string) []string {
	var out []string
	for _, v := range list[:min(len(list), mostVersions)] {
		if e := deps.Exact(v); e != "" {
			out = append(out, e)
		}
	}
	return out
}

func plain(s string, most int) bool {
	if s == "" || len(s) > most {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}
