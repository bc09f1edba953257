package cmd

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/rules/code"
)

// scanFinding is a finding in JSON.
type scanFinding struct {
	Path     string   `json:"path"`
	Line     int      `json:"line"`
	EndLine  int      `json:"end_line"`
	Rule     string   `json:"rule"`
	Title    string   `json:"title"`
	Tier     string   `json:"tier"`
	Severity string   `json:"severity"`
	CWE      []string `json:"cwe"`
	Controls []string `json:"controls,omitempty"`
	Why      string   `json:"why"`
	Safe     string   `json:"safe,omitempty"`
	Excerpt  string   `json:"excerpt"`
}

func (s scanned) finding(frameworks []string, own []code.Rule) scanFinding {
	f := scanFinding{s.Path, s.Line, s.EndLine, s.Rule, s.Title, s.Tier.String(), s.Severity.String(), []string{}, nil, s.Why, s.Safe, s.Excerpt}
	for _, c := range s.CWE {
		f.CWE = append(f.CWE, "CWE-"+strconv.Itoa(c))
	}
	if r := securityRule(s.Rule, own); r != nil && len(frameworks) > 0 {
		f.Controls = r.Controls(frameworks)
	}
	return f
}

// showScan prints the answer and ends with 3 when there are findings.
func (a *app) showScan(o scanOptions, answer scanAnswer) error {
	for _, line := range answer.incomplete {
		a.warn("%s", line)
	}
	switch {
	case o.json:
		list := []scanFinding{}
		for _, s := range answer.found {
			list = append(list, s.finding(o.frameworks, answer.own))
		}
		if err := a.json(map[string]any{"version": 1, "findings": list, "files": answer.files, "incomplete": nonNil(answer.incomplete)}); err != nil {
			return err
		}
	case o.sarif:
		if err := a.json(scanSARIF(answer.found)); err != nil {
			return err
		}
	default:
		a.printScan(o, answer)
		a.say("%s in %s", plural(len(answer.found), "finding"), plural(answer.files, "file"))
	}
	if len(answer.found) > 0 {
		return exitFindings
	}
	return nil
}

func (a *app) printScan(o scanOptions, answer scanAnswer) {
	for _, s := range answer.found {
		f := s.finding(o.frameworks, answer.own)
		tags := strings.Join(append(f.CWE, f.Controls...), ", ")
		a.print("%s:%d  %s  %s (%s, %s)\n", clean(f.Path), f.Line, f.Rule, clean(f.Title), f.Tier, f.Severity)
		a.print("    %s\n", clean(f.Excerpt))
		a.print("    %s  [%s]\n", clean(f.Why), tags)
		if f.Safe != "" {
			a.print("    instead: %s\n", clean(f.Safe))
		}
	}
}

// scanSARIF is the answer as SARIF 2.1.0.
func scanSARIF(found []scanned) map[string]any {
	rules, seen := []any{}, map[string]bool{}
	results := []any{}
	for _, s := range found {
		f := s.finding(nil, nil)
		if !seen[f.Rule] {
			seen[f.Rule] = true
			rules = append(rules, map[string]any{"id": f.Rule, "shortDescription": map[string]string{"text": f.Title}, "fullDescription": map[string]string{"text": f.Why},
				"properties": map[string]any{"tags": append([]string{"security"}, f.CWE...), "security-severity": sarifScore(f.Severity)}})
		}
		results = append(results, map[string]any{
			"ruleId": f.Rule, "level": sarifLevel(f), "message": map[string]string{"text": sarifMessage(f)},
			"partialFingerprints": map[string]string{"vibedefend/v1": fingerprint(s)},
			"locations": []any{map[string]any{"physicalLocation": map[string]any{
				"artifactLocation": map[string]string{"uri": f.Path}, "region": map[string]int{"startLine": f.Line, "endLine": f.EndLine}}}},
		})
	}
	driver := map[string]any{"name": "vibedefend", "version": release(), "rules": rules}
	return map[string]any{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []any{map[string]any{"tool": map[string]any{"driver": driver}, "results": results}}}
}

func sarifMessage(f scanFinding) string {
	if f.Safe == "" {
		return f.Title + ": " + f.Why
	}
	return f.Title + ": " + f.Why + " Instead: " + f.Safe
}

func sarifLevel(f scanFinding) string {
	if f.Tier == code.Block.String() {
		return "error"
	}
	return "warning"
}

func sarifScore(severity string) string {
	switch severity {
	case "critical":
		return "9.5"
	case "high":
		return "8.0"
	case "medium":
		return "5.5"
	case "low":
		return "3.0"
	}
	return "1.0"
}

// fingerprint survives moved lines: rule, path and the masked text of the line.
func fingerprint(s scanned) string {
	sum := sha256.Sum256([]byte(s.Rule + "\x00" + s.Path + "\x00" + s.Excerpt))
	return hex.EncodeToString(sum[:16])
}

// A baseline is a list of fingerprints: each keeps out one finding.

type scanBaseline struct {
	Version  int            `json:"version"`
	Findings map[string]int `json:"findings"`
}

func writeBaseline(found []scanned, path string) error {
	b := scanBaseline{1, map[string]int{}}
	for _, s := range found {
		b.Findings[fingerprint(s)]++
	}
	raw, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("write the baseline: %w", err)
	}
	if err := os.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the baseline: %w", err)
	}
	return nil
}

func withoutBaseline(found []scanned, path string) ([]scanned, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint(fmt.Errorf("read the baseline: %w", err), "vibedefend scan --write-baseline "+path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	var b scanBaseline
	if err := json.Unmarshal(raw, &b); err != nil || b.Version != 1 {
		return nil, withHint(fmt.Errorf("%s is not a baseline of this program", path), "vibedefend scan --write-baseline "+path)
	}
	var kept []scanned
	for _, s := range found {
		if k := fingerprint(s); b.Findings[k] > 0 {
			b.Findings[k]--
			continue
		}
		kept = append(kept, s)
	}
	return kept, nil
}
