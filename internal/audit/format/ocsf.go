package format

import (
	"slices"

	"github.com/cybedefend/vibedefend/internal/audit"
)

// ocsf shapes a record as a Detection Finding (class 2004) of the Open
// Cybersecurity Schema Framework 1.3.
// https://schema.ocsf.io/1.3.0/classes/detection_finding
func ocsf(r audit.Record, version string, refs References) map[string]any {
	action, disposition := 1, 1 // allowed
	switch r.Action {
	case "block":
		action, disposition = 2, 2 // denied, blocked
	case "ask", "warn":
		action, disposition = 3, 19 // observed, alert
	}
	resource := map[string]any{}
	put(resource, "uid", r.Repo)
	put(resource, "name", r.Path)
	title := "vibedefend." + r.Action
	if len(r.Rules) > 0 {
		title = r.Rules[0]
	}
	out := map[string]any{
		"category_uid": 2, "category_name": "Findings", "class_uid": 2004, "class_name": "Detection Finding",
		"activity_id": 1, "activity_name": "Create", "type_uid": 200401, "type_name": "Detection Finding: Create",
		"time": r.Time.UnixMilli(), "severity_id": severityID(r.Severity), "severity": severityName(r.Severity),
		"status_id": 1, "status": "New", "action_id": action, "disposition_id": disposition, "duration": int(r.Latency),
		"metadata": map[string]any{"version": "1.3.0", "uid": r.ID, "sequence": r.Seq, "profiles": []string{"security_control"},
			"product": map[string]any{"name": "VibeDefend", "vendor_name": "CybeDefend", "version": or(r.Version, version)}},
		"finding_info": map[string]any{"uid": r.ID, "title": title, "types": nonNil(r.Rules), "created_time": r.Time.UnixMilli()},
		"unmapped": map[string]any{"agent": r.Agent, "surface": r.Surface, "agent_version": r.AgentVer, "session": r.Session,
			"event": r.Event, "layer": r.Layer, "allowed_rules": nonNil(r.Allowed), "error": r.Error, "references": references(r.Rules, refs)},
	}
	if len(resource) > 0 {
		resource["type"] = "repository"
		out["resources"] = []any{resource}
	}
	if r.User != "" {
		out["actor"] = map[string]any{"user": map[string]any{"name": r.User}, "app_name": r.Agent}
	}
	return out
}

// references are those of all rules, each once.
func references(rules []string, refs References) []string {
	out := []string{}
	for _, id := range rules {
		for _, ref := range refs(id) {
			if !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

func put(m map[string]any, key, value string) {
	if value != "" {
		m[key] = value
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

var severities = []struct{ ours, theirs string }{
	{"", "Unknown"}, {"info", "Informational"}, {"low", "Low"}, {"medium", "Medium"}, {"high", "High"}, {"critical", "Critical"},
}

func severityID(s string) int {
	for i, x := range severities {
		if x.ours == s {
			return i
		}
	}
	return 0
}

func severityName(s string) string { return severities[severityID(s)].theirs }
