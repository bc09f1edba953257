package doctor

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// answer is what came back from a hook.
type answer struct {
	stdout, stderr []byte
	exit           int
}

// text is what the hook said, wherever.
func (a answer) text() string {
	if len(bytes.TrimSpace(a.stderr)) > 0 {
		return string(a.stderr)
	}
	return string(a.stdout)
}

// said is the union of the answers that agents read from standard output.
type said struct {
	Permission         string `json:"permission"`
	PermissionDecision string `json:"permissionDecision"`
	PermissionReason   string `json:"permissionDecisionReason"`
	Decision           string `json:"decision"`
	Reason             string `json:"reason"`
	Specific           struct {
		Event    string `json:"hookEventName"`
		Decision string `json:"permissionDecision"`
		Reason   string `json:"permissionDecisionReason"`
	} `json:"hookSpecificOutput"`
}

// read decodes one JSON document; an empty output is a neutral answer.
func (a answer) read() (s said, why string) {
	out := bytes.TrimSpace(a.stdout)
	if len(out) == 0 {
		return s, ""
	}
	if err := json.Unmarshal(out, &s); err != nil {
		return s, "its answer is not one JSON document: " + clip(string(out))
	}
	return s, ""
}

// odd words an exit code that no agent understands as an answer.
func (a answer) odd() string {
	return fmt.Sprintf("it ended with code %d: %s", a.exit, clip(a.text()))
}

// claudeJudge knows that a denial in JSON holds whatever the exit code.
func claudeJudge(a answer) (bool, string) {
	s, why := a.read()
	denied := s.Specific.Event == "PreToolUse" && s.Specific.Decision == "deny"
	switch {
	case a.exit != 0 && a.exit != 2 && !denied:
		return false, a.odd()
	case why != "":
		return false, why
	}
	if a.exit == 2 && !denied && len(bytes.TrimSpace(a.stderr)) == 0 {
		return false, "it stops the call without a reason"
	}
	return denied || a.exit == 2, ""
}

// cursorJudge wants an answer in any case: Cursor blocks what has none.
func cursorJudge(a answer) (bool, string) {
	s, why := a.read()
	switch {
	case a.exit != 0 && a.exit != 2:
		return false, a.odd()
	case why != "":
		return false, why
	case a.exit == 0 && len(bytes.TrimSpace(a.stdout)) == 0:
		return false, "it answers nothing, which Cursor takes for a failure"
	}
	return a.exit == 2 || s.Permission == "deny", ""
}

// codexJudge knows that Codex ignores a refusal without a reason.
func codexJudge(a answer) (bool, string) {
	s, why := a.read()
	switch {
	case a.exit == 2 && len(bytes.TrimSpace(a.stderr)) > 0:
		return true, ""
	case a.exit != 0:
		return false, a.odd()
	case why != "":
		return false, why
	}
	denied := s.Specific.Event == "PreToolUse" && s.Specific.Decision == "deny" && s.Specific.Reason != ""
	return denied || s.Decision == "block" && s.Reason != "", ""
}

func cascadeJudge(a answer) (bool, string) {
	switch {
	case a.exit != 0 && a.exit != 2:
		return false, a.odd()
	case a.exit == 2 && len(bytes.TrimSpace(a.stderr)) == 0:
		return false, "it stops the call without a reason"
	}
	return a.exit == 2, ""
}

func devinJudge(a answer) (bool, string) {
	s, why := a.read()
	switch {
	case a.exit == 2:
		return true, ""
	case a.exit != 0:
		return false, a.odd()
	case why != "":
		return false, why
	}
	return s.Decision == "block", ""
}

func copilotJudge(a answer) (bool, string) {
	s, why := a.read()
	switch {
	case a.exit != 0 && a.exit != 2:
		return false, a.odd()
	case why != "":
		return false, why
	case s.PermissionDecision == "allow":
		return false, "it answers \"allow\", which overrides the user's own settings"
	}
	return a.exit == 2 || s.PermissionDecision == "deny", ""
}

// vscodeJudge reads the nested form only; other exits than 2 let the call pass.
func vscodeJudge(a answer) (bool, string) {
	s, why := a.read()
	switch {
	case a.exit == 2:
		return true, ""
	case a.exit != 0:
		return false, a.odd()
	case why != "":
		return false, why
	}
	return s.Specific.Event == "PreToolUse" && s.Specific.Decision == "deny", ""
}
