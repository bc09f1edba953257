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
		Long: `Run the hit and miss examples of custom rules, and compile them for the hook.
Without FILE: guard.yaml and security.yaml of the user and of this repository.
A FILE that holds a list is taken for security rules, any other for rules of
the guard. Exit code 3: an example does not hold.`,
		RunE: func(_ *cobra.Command, files []string) error { return a.rulesTest(files) },
	}
}

func (a *app) rulesTest(files []string) error {
	named := len(files) > 0
	if !named {
		for _, dir := range []string{string(a.machine.Dir), a.repositoryFolder()} {
			if dir != "" {
				files = append(files, filepath.Join(dir, "guard.yaml"), filepath.Join(dir, "security.yaml"))
			}
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
		n, bad, err := a.testFile(f, raw)
		if err != nil {
			return err
		}
		ran += n
		failed += bad
	}
	a.say("%s, %s failed", plural(ran, "rule"), plural(failed, "example"))
	if failed > 0 {
		return exitFindings
	}
	if !named && ran > 0 {
		return a.judge(a.machine.Env.Dir).err // compiles what changed
	}
	return nil
}

// repositoryFolder is where the repository keeps its rules, "" for none.
func (a *app) repositoryFolder() string {
	if a.machine.Repo == "" {
		return ""
	}
	return filepath.Join(a.machine.Repo, home.Base)
}

func (a *app) testFile(file string, raw []byte) (ran, failed int, err error) {
	if holdsList(file, raw) {
		list, err := rulefile.ParseSecurity(raw, file)
		if err != nil {
			return 0, 0, err
		}
		for _, b := range rulefile.TestSecurity(list) {
			failed++
			first, _, _ := strings.Cut(strings.TrimSpace(b.Example.Code), "\n")
			a.print("%s:%d  %s  %s: %s: %s\n", a.tilde(file), b.Line, b.Rule, map[bool]string{true: "does not hit", false: "hits"}[b.Hit], b.Example.Lang, clean(first))
		}
		return len(list), failed, nil
	}
	list, err := rulefile.Parse(raw, file, rulefile.Custom)
	if err != nil {
		return 0, 0, err
	}
	if err := rulefile.Taken(a.tilde(file), list, builtInRule); err != nil {
		return 0, 0, err
	}
	return len(list), a.testRules(file, list), nil
}

// holdsList tells security rules, which are a list, from rules of the guard.
func holdsList(file string, raw []byte) bool {
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && line != "---" {
			return strings.HasPrefix(line, "- ") || line == "-" || strings.HasPrefix(line, "[")
		}
	}
	return filepath.Base(file) == "security.yaml"
}

// builtInRule reports the ids that are ours.
func builtInRule(id string) bool {
	return packs.Set().Find(id) != nil || code.RuleByID(id) != nil
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
		path = filepath.ToSlash(filepath.Join(dir, path))
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
