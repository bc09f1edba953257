package templates

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// The texts are short, in plain ASCII, and speak of what matters.
func TestTexts(t *testing.T) {
	for name, text := range map[string]string{
		"claude": ClaudeRules, "cursor": CursorRules, "codex": CodexRules,
		"windsurf": WindsurfRules, "windsurf project": WindsurfProject(), "copilot": CopilotRules,
	} {
		if n := strings.Count(text, "\n"); n > 25 || n < 8 || !strings.HasSuffix(text, "\n") {
			t.Errorf("%s: %d lines", name, n)
		}
		if utf8.RuneCountInString(text) != len(text) || strings.Contains(text, "\r") {
			t.Errorf("%s: not plain ASCII", name)
		}
		for _, word := range []string{"# VibeDefend watches over this ", "did not happen", "instead", "another way", "Exceptions are for the person", ".cybedefend"} {
			if !strings.Contains(text, word) {
				t.Errorf("%s says nothing of %q", name, word)
			}
		}
	}
}

// Frontmatter stands at the very start, where the agents look for it.
func TestFrontmatter(t *testing.T) {
	for want, text := range map[string]string{
		"alwaysApply: true": CursorRules, "trigger: always_on": WindsurfProject(), `applyTo: "**"`: CopilotRules,
	} {
		head, _, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
		if !strings.HasPrefix(text, "---\n") || !ok || !strings.Contains(head, want) {
			t.Errorf("no %s in the head of %q", want, text[:60])
		}
	}
}

func TestTeam(t *testing.T) {
	if s := Team(ClaudeRules); !strings.HasPrefix(s, "# VibeDefend watches over this repository\n") {
		t.Error(s[:60])
	}
}

func TestSchemaIsJSON(t *testing.T) {
	var s struct {
		ID         string                     `json:"$id"`
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal([]byte(ConfigSchema), &s); err != nil {
		t.Fatal(err)
	}
	if s.ID != ConfigSchemaURL {
		t.Errorf("the schema calls itself %s", s.ID)
	}
	for _, k := range []string{"$schema", "projectId", "region", "sensitivity"} {
		if s.Properties[k] == nil {
			t.Errorf("no %s", k)
		}
	}
}
