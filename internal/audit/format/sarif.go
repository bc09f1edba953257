package format

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"

	"github.com/cybedefend/vibedefend/internal/audit"
)

type sarifResult struct {
	RuleID     string          `json:"ruleId"`
	Level      string          `json:"level"`
	Message    sarifText       `json:"message"`
	GUID       string          `json:"correlationGuid,omitempty"`
	Locations  []sarifLocation `json:"locations,omitempty"`
	Properties map[string]any  `json:"properties"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI  string `json:"uri"`
			Base string `json:"uriBaseId,omitempty"`
		} `json:"artifactLocation"`
	} `json:"physicalLocation"`
}

// sarif writes a log of SARIF 2.1.0: one result for each rule of each record.
func sarif(w io.Writer, version string, from Records, refs References) error {
	results, ids := []sarifResult{}, []string{}
	err := from(func(r audit.Record) bool {
		for _, id := range r.Rules {
			results = append(results, result(r, id))
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	slices.Sort(ids)
	rules := make([]map[string]any, len(ids))
	for i, id := range ids {
		rules[i] = map[string]any{"id": id, "properties": map[string]any{"tags": append([]string{"security"}, refs(id)...)}}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []any{map[string]any{
			"tool": map[string]any{"driver": map[string]any{"name": "VibeDefend", "version": version,
				"informationUri": "https://github.com/cybedefend/vibedefend", "rules": rules}},
			"results": results,
		}},
	})
}

func result(r audit.Record, id string) sarifResult {
	out := sarifResult{RuleID: id, Level: level(r.Severity), Message: sarifText{r.Agent + ": " + r.Action + " of " + r.Event},
		Properties: map[string]any{"id": r.ID, "time": r.Time, "agent": r.Agent, "action": r.Action, "severity": r.Severity,
			"session": r.Session, "repository": r.Repo}}
	if r.Path != "" {
		var l sarifLocation
		l.Physical.Artifact.URI = (&url.URL{Path: r.Path}).EscapedPath()
		if r.Path[0] != '~' {
			l.Physical.Artifact.Base = "SRCROOT"
		}
		out.Locations = []sarifLocation{l}
	}
	return out
}

func level(severity string) string {
	switch severity {
	case "critical", "high":
		return "error"
	case "medium":
		return "warning"
	}
	return "note"
}
