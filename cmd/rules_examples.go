package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/rulefile"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
	"github.com/cybedefend/vibedefend/rules/packs"
)

func newRulesTest(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "test [FILE...]",
		Short: "Run the hit and miss examples of custom rules",
		Long: `Run the hit and miss examples of custom rules. Without FILE: guard.yaml of the user
and of this repository. Exit code 3: an example does not hold.`,
		RunE: func(_ *cobra.Command, files []string) error { return a.rulesTest(files) },
	}
}

func (a *app) rulesTest(files []string) error {
	named := len(files) > 0
	if !named {
		files = []string{filepath.Join(string(a.machine.Dir), "guard.yaml")}
		if a.machine.Repo != "" {
			files = append(files, filepath.Join(a.machine.Repo, home.Base, "guard.yaml"))
		}
	}
	failed, ran := 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if errors.Is(err, fs.ErrNotExist) && !named {
			continue
		}
		if err != nil {
			return fmt.Errorf("read custom rules: %w", err)
		}
		list, err := rulefile.Parse(raw, f, rulefile.Custom)
		if err != nil {
			return err
		}
		if err := ownIDs(a.tilde(f), list); err != nil {
			return err
		}
		ran += len(list)
		failed += a.testRules(f, list)
	}
	a.say("%s, %s failed", plural(ran, "rule"), plural(failed, "example"))
	if failed > 0 {
		return exitFindings
	}
	return nil
}

// ownIDs refuses an id that a built-in rule or another one of the file has:
// exceptions and overrides would mean both.
func ownIDs(file string, list []rulefile.Rule) error {
	seen := map[string]bool{}
	for _, r := range list {
		if seen[r.Rule.ID] || packs.Set().Find(r.Rule.ID) != nil || code.RuleByID(r.Rule.ID) != nil {
			return withHint(fmt.Errorf("read %s:%d: the id %s is taken", file, r.Line, r.Rule.ID), "give the rule an id of its own, such as team."+r.Rule.ID)
		}
		seen[r.Rule.ID] = true
	}
	return nil
}

// testRules prints the examples that do not hold and returns their number.
func (a *app) testRules(file string, list []rulefile.Rule) int {
	dir := a.machine.Env.Dir
	world := a.judge(dir).world
	bad := rulefile.Test(list, func(p *rules.Policy, text string) []string {
		var ids []string
		for _, f := range rules.New(p, packs.Set()).Evaluate(exampleEvent(text, dir, a.machine.Repo), world).Findings {
			ids = append(ids, f.Rule)
		}
		return ids
	})
	for _, b := range bad {
		a.print("%s:%d  %s  %s: %s\n", a.tilde(file), b.Line, b.Rule, map[bool]string{true: "does not hit", false: "hits"}[b.Hit], clean(b.Example))
	}
	return len(bad)
}

// exampleEvent is a call as examples write it: a command line, or one of
// read:PATH, write:PATH TEXT, url:URL, mcp:SERVER/TOOL ARGS, powershell:…, cmd:….
func exampleEvent(text, dir, root string) *rules.Event {
	ev := &rules.Event{Agent: "check", Phase: rules.Before, Kind: rules.Command, CWD: dir, Root: root, CanAsk: true, Command: text}
	kind, rest, _ := strings.Cut(text, ":")
	path, more, _ := strings.Cut(rest, " ")
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	switch kind {
	case "read":
		ev.Kind, ev.Command, ev.Reads = rules.FileRead, "", []string{path}
	case "write":
		ev.Kind, ev.Command, ev.Writes = rules.FileWrite, "", []rules.FileChange{{Op: rules.Create, Path: path, New: more}}
	case "url":
		ev.Kind, ev.Command, ev.URLs = rules.WebFetch, "", []string{rest}
	case "mcp":
		name, args, _ := strings.Cut(rest, " ")
		server, tool, _ := strings.Cut(name, "/")
		ev.Kind, ev.Command, ev.MCP = rules.MCPCall, "", &rules.MCPRequest{Server: server, Tool: tool, Args: json.RawMessage(args)}
	case "powershell", "cmd":
		ev.Command, ev.Shell = rest, kind
	}
	return ev
}
