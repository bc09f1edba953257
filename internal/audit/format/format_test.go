package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/audit"
)

var records = []audit.Record{
	{Seq: 1, ID: "a1", Time: time.Date(2026, 3, 1, 12, 0, 0, 5e6, time.UTC), Agent: "codex", Event: "command", Action: "block",
		Rules: []string{"fs.recursive-delete", "git.x"}, Severity: "critical", Repo: "r1", Path: "src/a b.go", User: "dev", Latency: 2.5, Version: "1.0.0"},
	{Seq: 2, ID: "a2", Time: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), Agent: "cursor", Event: "file-write", Action: "ask",
		Rules: []string{"git.x"}, Severity: "low", Path: "=cmd|' /C calc'!A0", Version: "1.0.0"},
	{Seq: 3, ID: "a3", Agent: "cursor", Event: "command", Action: "allow", Allowed: []string{"git.x"}},
}

func write(t *testing.T, name string) string {
	t.Helper()
	var b bytes.Buffer
	err := Write(&b, name, "1.0.0", func(visit func(audit.Record) bool) error {
		for _, r := range records {
			if !visit(r) {
				break
			}
		}
		return nil
	}, func(rule string) []string {
		if rule == "fs.recursive-delete" {
			return []string{"CWE-73", "SOC2 CC6.1"}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for i, l := range strings.Split(strings.TrimSpace(write(t, "jsonl")), "\n") {
		var r audit.Record
		if err := json.Unmarshal([]byte(l), &r); err != nil || r.ID != records[i].ID {
			t.Errorf("%s: %v", l, err)
		}
	}
}

func TestTable(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv"))).ReadAll()
	if err != nil || len(rows) != 4 || len(rows[0]) != len(columns) {
		t.Fatalf("%v %v", rows, err)
	}
	if rows[1][9] != "fs.recursive-delete git.x" || rows[2][14] != `'=cmd|' /C calc'!A0` {
		t.Errorf("rows %q", rows)
	}
}

func TestOCSF(t *testing.T) {
	l := strings.Split(strings.TrimSpace(write(t, "ocsf")), "\n")
	for path, want := range map[string]string{
		"class_uid": "2004", "type_uid": "200401", "time": "1772366400005", "severity_id": "5", "severity": "Critical", "action_id": "2",
		"disposition_id": "2", "metadata.product.name": "VibeDefend", "finding_info.uid": "a1", "resources.0.name": "src/a b.go", "actor.user.name": "dev",
		"unmapped.references": `["CWE-73","SOC2 CC6.1"]`,
	} {
		if got := gjson.Get(l[0], path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if gjson.Get(l[2], "severity_id").Int() != 0 || gjson.Get(l[2], "unmapped.allowed_rules.0").Str != "git.x" || gjson.Get(l[2], "unmapped.references").Raw != "[]" {
		t.Errorf("third: %s", l[2])
	}
}

func TestSARIF(t *testing.T) {
	out := write(t, "sarif")
	if !gjson.Valid(out) {
		t.Fatal(out)
	}
	for path, want := range map[string]string{
		"version": "2.1.0", "runs.0.results.#": "3", "runs.0.tool.driver.rules.#": "2", "runs.0.results.0.level": "error", "runs.0.results.2.level": "note",
		"runs.0.results.0.locations.0.physicalLocation.artifactLocation.uri": "src/a%20b.go",
		"runs.0.tool.driver.rules.0.properties.tags.#":                       "3", "runs.0.tool.driver.rules.0.properties.tags.1": "CWE-73",
		"runs.0.tool.driver.rules.1.properties.tags.#": "1",
	} {
		if got := gjson.Get(out, path).String(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := Write(&bytes.Buffer{}, "xml", "1", nil, nil); err == nil {
		t.Fatal("no error")
	}
}
