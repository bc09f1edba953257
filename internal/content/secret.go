package content

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
)

// maxSpoken is how much of a prompt, command or result is looked at.
const maxSpoken = 1 << 20

// spoken looks for secrets in what is no file. Only forms that are a secret
// beyond doubt count: provider tokens, private keys, passwords in addresses.
func spoken(ev *rules.Event, text string) []rules.ContentMatch {
	kinds := code.Secrets(text[:min(len(text), maxSpoken)])
	if len(kinds) == 0 {
		return nil
	}
	r := rules.Rule{ID: "secret.in-command", Pack: "secrets", Title: "a secret stands in the command line", Severity: rules.Medium, Action: rules.Warn,
		Why: "Command lines end up in histories, process lists and logs.", Instead: "read it from the environment or a secret store where it is needed", Refs: []string{"CWE-214", "CWE-798"}}
	switch ev.Kind {
	case rules.Prompt:
		r.ID, r.Title, r.Action, r.Severity = "secret.in-prompt", "a secret stands in the prompt", rules.Block, rules.High
		r.Why, r.Instead = "The prompt is sent to the model's provider and kept in the session.", "take it out and say where it can be read from; if it is real and has been sent before, replace it"
	case rules.MCPCall:
		r.ID, r.Title, r.Action, r.Severity = "secret.to-mcp", "a secret would be sent to an MCP server", rules.Ask, rules.High
		r.Why, r.Instead = "The server gets to know it and may log it.", "let the server read it from its own configuration"
	}
	return []rules.ContentMatch{{Rule: r, Detail: strings.Join(kinds[:min(3, len(kinds))], ", ")}}
}

// Mask hides the secrets of a tool's result where the agent takes a
// replacement. ok is false when there is nothing to hide.
func Mask(ev *rules.Event) (masked string, ok bool) {
	if ev.Phase != rules.After || !ev.CanRedact || ev.Result == "" || len(ev.Result) > maxSpoken || !code.HasSecret(ev.Result) {
		return "", false
	}
	masked = code.Redact(ev.Result)
	return masked, masked != ev.Result
}

// Masked is the finding that goes with a masked result.
func Masked() rules.Finding {
	return rules.Finding{Rule: "secret.in-result", Action: rules.Warn, Severity: rules.Medium, Title: "a secret in the result of a tool was masked",
		Why: "What a tool prints enters the conversation and its logs.", Instead: "work with the name of the secret, not its value", Layer: "built-in"}
}
