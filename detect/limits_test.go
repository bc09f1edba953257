package detect

import (
	"slices"
	"testing"
)

func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		agent, surface, version string
		below                   []string
	}{
		{"claude-code", "cli", "2.1.330", nil},
		{"claude-code", "cli", "2.1.295", nil},
		{"claude-code", "extension", "2.1.294", []string{"2.1.295"}},
		{"claude-code", "cli", "2.1.100", []string{"2.1.295", "2.1.121", "2.1.101"}},
		{"claude-code", "cli", "", nil}, // not known: said elsewhere
		{"codex", "cli", "0.150.0", nil},
		{"codex", "cli", "0.149.9", []string{"0.150"}},
		{"cursor", "ide", "2.3.9", []string{"3.0", "2.4"}},
		{"cursor", "cli", "2.3.9", nil}, // counts its releases otherwise
		{"copilot", "copilot-cli", "1.0.55", []string{"1.0.57"}},
		{"copilot", "vscode", "1.0.55", nil},
		{"windsurf", "cascade", "1.0", nil},
		{"nobody", "", "1.0", nil},
	} {
		var got []string
		for _, l := range (Found{Agent: tt.agent, Surface: tt.surface, Version: tt.version}).Limits() {
			got = append(got, l.Below)
		}
		if !slices.Equal(got, tt.below) {
			t.Errorf("%s %s %s: %v, want %v", tt.agent, tt.surface, tt.version, got, tt.below)
		}
	}
	for _, a := range Agents() {
		for i, l := range a.Limits {
			if l.Below == "" || l.Cannot == "" || l.Upgrade == "" || i > 0 && Compare(l.Below, a.Limits[i-1].Below) > 0 {
				t.Errorf("%s: %+v", a.ID, l)
			}
		}
	}
}
