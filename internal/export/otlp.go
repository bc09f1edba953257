package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/cybedefend/vibedefend/internal/spool"
)

// The OTLP/HTTP JSON form of logs: camelCase keys, 64-bit numbers as strings.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
type (
	otlpRequest struct {
		ResourceLogs []otlpResource `json:"resourceLogs"`
	}
	otlpResource struct {
		Resource  otlpAttributes `json:"resource"`
		ScopeLogs []otlpScope    `json:"scopeLogs"`
	}
	otlpAttributes struct {
		Attributes []otlpAttribute `json:"attributes"`
	}
	otlpScope struct {
		Scope      otlpName     `json:"scope"`
		LogRecords []otlpRecord `json:"logRecords"`
	}
	otlpName struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	otlpRecord struct {
		TimeUnixNano   string          `json:"timeUnixNano"`
		SeverityNumber int             `json:"severityNumber"`
		SeverityText   string          `json:"severityText"`
		Body           otlpValue       `json:"body"`
		Attributes     []otlpAttribute `json:"attributes"`
	}
	otlpAttribute struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpValue struct {
		String *string    `json:"stringValue,omitempty"`
		Double *float64   `json:"doubleValue,omitempty"`
		Array  *otlpArray `json:"arrayValue,omitempty"`
	}
	otlpArray struct {
		Values []otlpValue `json:"values"`
	}
)

// Encode makes the request body of a batch. hashPaths replaces each path by
// the first 16 hexadecimal digits of its SHA-256.
func Encode(events []spool.Event, version string, hashPaths bool) ([]byte, error) {
	records := make([]otlpRecord, len(events))
	for i, e := range events {
		records[i] = encodeEvent(e, hashPaths)
	}
	body, err := json.Marshal(otlpRequest{ResourceLogs: []otlpResource{{
		Resource:  otlpAttributes{Attributes: []otlpAttribute{text("service.name", "vibedefend"), text("service.version", version)}},
		ScopeLogs: []otlpScope{{Scope: otlpName{Name: "vibedefend", Version: version}, LogRecords: records}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("encode events: %w", err)
	}
	return body, nil
}

func encodeEvent(e spool.Event, hashPaths bool) otlpRecord {
	path := e.Path
	if hashPaths && path != "" {
		sum := sha256.Sum256([]byte(path))
		path = hex.EncodeToString(sum[:8])
	}
	number, word := severity(e.Severity)
	body := "vibedefend." + e.Action
	r := otlpRecord{TimeUnixNano: strconv.FormatInt(e.Time.UnixNano(), 10), SeverityNumber: number, SeverityText: word, Body: otlpValue{String: &body}}
	for _, a := range [...]struct{ key, value string }{
		{"vibedefend.event.id", e.ID}, {"vibedefend.event.kind", e.Event}, {"vibedefend.action", e.Action},
		{"vibedefend.severity", e.Severity}, {"vibedefend.layer", e.Layer}, {"vibedefend.agent.name", e.Agent},
		{"vibedefend.agent.surface", e.Surface}, {"vibedefend.agent.version", e.AgentVer}, {"session.id", e.Session},
		{"vibedefend.repository.id", e.Repo}, {"vibedefend.project.id", e.Project}, {"vibedefend.path", path},
	} {
		if a.value != "" {
			r.Attributes = append(r.Attributes, text(a.key, a.value))
		}
	}
	latency := e.Latency
	r.Attributes = append(r.Attributes, otlpAttribute{"vibedefend.latency_ms", otlpValue{Double: &latency}})
	if len(e.Rules) > 0 {
		r.Attributes = append(r.Attributes, texts("vibedefend.rules", e.Rules))
	}
	if len(e.Allowed) > 0 {
		r.Attributes = append(r.Attributes, texts("vibedefend.rules.allowed", e.Allowed))
	}
	return r
}

// severity maps ours to OpenTelemetry's numbers.
func severity(s string) (int, string) {
	switch s {
	case "critical":
		return 21, "FATAL"
	case "high":
		return 17, "ERROR"
	case "medium":
		return 13, "WARN"
	}
	return 9, "INFO"
}

func text(key, value string) otlpAttribute { return otlpAttribute{key, otlpValue{String: &value}} }

func texts(key string, values []string) otlpAttribute {
	a := otlpArray{Values: make([]otlpValue, len(values))}
	for i := range values {
		a.Values[i] = otlpValue{String: &values[i]}
	}
	return otlpAttribute{key, otlpValue{Array: &a}}
}
