package posture

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

type sarifText struct {
	Text string `json:"text"`
}

type sarifRule struct {
	ID         string         `json:"id"`
	Short      sarifText      `json:"shortDescription"`
	Help       sarifText      `json:"help"`
	Properties map[string]any `json:"properties"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	Line int `json:"startLine"`
}

type sarifResult struct {
	Rule        string            `json:"ruleId"`
	Level       string            `json:"level"`
	Message     sarifText         `json:"message"`
	Locations   []sarifLocation   `json:"locations,omitempty"`
	Fingerprint map[string]string `json:"partialFingerprints"`
	Properties  map[string]any    `json:"properties"`
}

// SARIF writes findings as SARIF 2.1.0. Files below repo are named relative
// to it, as code hosts want them.
func SARIF(fs []Finding, repo, release string) ([]byte, error) {
	driver := map[string]any{"name": "vibedefend", "version": release, "rules": sarifRules(fs)}
	results := []sarifResult{}
	for _, f := range fs {
		results = append(results, sarifOf(f, repo))
	}
	return json.MarshalIndent(map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []any{map[string]any{"tool": map[string]any{"driver": driver}, "results": results}},
	}, "", "  ")
}

// sarifRules describes the kinds that occur, in the order of the catalogue.
func sarifRules(fs []Finding) []sarifRule {
	used := map[string]bool{}
	for _, f := range fs {
		used[f.ID] = true
	}
	out := []sarifRule{}
	for _, e := range Catalogue() {
		if !used[e.ID] {
			continue
		}
		tags := append([]string{"security"}, e.Refs...)
		out = append(out, sarifRule{e.ID, sarifText{e.Why}, sarifText{e.Fix}, map[string]any{"tags": tags, "security-severity": score(e.Severity)}})
	}
	return out
}

func sarifOf(f Finding, repo string) sarifResult {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.ID, f.Agent, f.Scope, uri(f.File, repo), f.Setting, f.Detail}, "\x00")))
	r := sarifResult{Rule: f.ID, Level: level(f.Severity), Message: sarifText{sentence(f)},
		Fingerprint: map[string]string{"vibedefend/v1": hex.EncodeToString(sum[:16])},
		Properties:  map[string]any{"agent": f.Agent, "scope": f.Scope, "severity": f.Severity.String()}}
	if f.File != "" {
		var l sarifLocation
		l.Physical.Artifact.URI = uri(f.File, repo)
		if f.Line > 0 {
			l.Physical.Region = &sarifRegion{f.Line}
		}
		r.Locations = []sarifLocation{l}
	}
	return r
}

func sentence(f Finding) string {
	s := f.Why + "; to mend it: " + f.Fix
	if f.Setting != "" {
		s = f.Setting + ": " + s
	}
	return s
}

func uri(file, repo string) string {
	if rel, err := filepath.Rel(repo, file); err == nil && repo != "" && !strings.HasPrefix(rel, "..") {
		return (&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

func level(s rules.Severity) string {
	switch {
	case s >= rules.High:
		return "error"
	case s == rules.Medium:
		return "warning"
	}
	return "note"
}

// score is the number code hosts sort by.
func score(s rules.Severity) string {
	return [...]string{"0.0", "3.0", "5.5", "8.0", "9.5"}[min(max(int(s), 0), 4)]
}
