package content

import (
	"slices"
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
	r := secretRule("secret.in-command")
	switch ev.Kind {
	case rules.Prompt:
		r = secretRule("secret.in-prompt")
	case rules.MCPCall:
		r = secretRule("secret.to-mcp")
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
	r := secretRule("secret.in-result")
	return rules.Finding{Rule: r.ID, Action: r.Action, Severity: r.Severity, Title: r.Title, Why: r.Why, Instead: r.Instead, Layer: "built-in"}
}

// SecretRules are the rules on secrets that pass through a call, for lists of
// rules; what is written to files has the rules of rules/code.
func SecretRules() []rules.Rule {
	stands := []string{"OWASP A07:2025", "SOC2 CC6.1", "SOC2 C1.1", "GDPR Art. 32", "ISO27001 A.5.17", "ISO27001 A.8.12"}
	refs := append([]string{"CWE-214", "CWE-798"}, stands...)
	return []rules.Rule{
		{ID: "secret.in-command", Pack: "secrets", Title: "a secret stands in the command line", Severity: rules.Medium, Action: rules.Warn,
			Why: "Command lines end up in histories, process lists and logs.", Instead: "read it from the environment or a secret store where it is needed", Refs: refs},
		{ID: "secret.in-prompt", Pack: "secrets", Title: "a secret stands in the prompt", Severity: rules.High, Action: rules.Block,
			Why: "The prompt is sent to the model's provider and kept in the session.", Instead: "take it out and say where it can be read from; if it is real and has been sent before, replace it", Refs: refs},
		{ID: "secret.in-result", Pack: "secrets", Title: "a secret in the result of a tool was masked", Severity: rules.Medium, Action: rules.Warn,
			Why: "What a tool prints enters the conversation and its logs.", Instead: "work with the name of the secret, not its value", Refs: append([]string{"CWE-532"}, stands...)},
		{ID: "secret.unread", Pack: "secrets", Title: "part of this text was not read for secrets and security rules", Severity: rules.Medium, Action: rules.Warn,
			Why: "It is very large, or made so that reading all of it takes too long.", Instead: "write smaller files, or show the person what this one holds", Refs: []string{"CWE-400"}},
		{ID: "secret.to-mcp", Pack: "secrets", Title: "a secret would be sent to an MCP server", Severity: rules.High, Action: rules.Ask,
			Why: "The server gets to know it and may log it.", Instead: "let the server read it from its own configuration", Refs: refs},
	}
}

func secretRule(id string) rules.Rule {
	list := SecretRules()
	return list[slices.IndexFunc(list, func(r rules.Rule) bool { return r.ID == id })]
}
