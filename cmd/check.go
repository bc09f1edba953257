package cmd

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"mvdan.cc/sh/v3/syntax"

	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules"
)

const checkLong = `Judge a shell command as the hooks would, without running anything. With --file
the content of a file is judged, with --payload a tool payload of an agent.

With --batch it reads JSON lines {"command", "cwd", "home"} and writes one JSON line
{"action", "rule", "why"} for each, in order, as they come. The action is allow,
warn, ask or block. A line that cannot be read is answered {"line", "error"} with
action block. Exit 0 when the command may run, 3 when it would be asked about or
blocked; --batch exits 0, or 1 when a line could not be read.

With --lookup the registries you have configured are asked for packages that a
command installs and that are not known here; only their names are sent.`

const checkExample = `  vibedefend check -- 'rm -rf ~/project && echo done'
  vibedefend check -- psql -h db.prod.example.com -c 'drop table users'
  vibedefend check --batch < commands.jsonl`

func newCheck(a *app) *cobra.Command {
	var batch, asJSON bool
	var other checkOther
	var ask checkLookup
	c := &cobra.Command{
		Use:     "check -- COMMAND...",
		Short:   "Judge a command without running it",
		Long:    checkLong,
		Example: checkExample,
		Args: func(c *cobra.Command, args []string) error {
			if other.given() {
				return cobra.NoArgs(c, args)
			}
			return commandArgs(&batch)(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case other.given():
				return a.checkOther(other, asJSON)
			case batch:
				return a.checkBatch()
			}
			return a.check(args, asJSON, ask)
		},
	}
	c.Flags().SetInterspersed(false)
	c.Flags().BoolVar(&batch, "batch", false, "JSON lines in, JSON lines out")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	c.Flags().StringVar(&other.file, "file", "", "judge the content of this file, as if an agent were about to write it")
	c.Flags().StringVar(&other.agent, "payload", "", "judge a tool payload of this agent on standard input")
	c.Flags().StringVar(&other.event, "event", "", "the event of the payload, where it does not say itself")
	c.Flags().BoolVar(&ask.on, "lookup", false, "ask your registries whether packages exist that are not known here")
	c.Flags().StringArrayVar(&ask.registries, "registry", nil, "with --lookup: `NAME=URL` of a registry (npm, pypi, crates, gems, go), may be repeated")
	c.MarkFlagsMutuallyExclusive("batch", "file", "payload", "lookup")
	return c
}

// commandArgs wants a command, but none with --batch.
func commandArgs(batch *bool) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case *batch && len(args) > 0:
			return errors.New("--batch reads commands from standard input and takes none as arguments")
		case !*batch && len(args) == 0:
			return errors.New("no command given")
		}
		return nil
	}
}

// shellText is a command line as a shell would be given it. One argument is
// taken for a whole line, several for the words of one.
func shellText(args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	words := make([]string, len(args))
	for i, w := range args {
		q, err := syntax.Quote(w, syntax.LangBash)
		if err != nil {
			return "", fmt.Errorf("quote %q: %w", w, err)
		}
		words[i] = q
	}
	return strings.Join(words, " "), nil
}

// checked is the answer of check in JSON.
type checked struct {
	Version  int            `json:"version"`
	Action   string         `json:"action"`
	Rule     string         `json:"rule"`
	Why      string         `json:"why"`
	Instead  string         `json:"instead,omitempty"`
	Findings []findingEntry `json:"findings"`
}

type findingEntry struct {
	Rule     string `json:"rule"`
	Action   string `json:"action"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Why      string `json:"why"`
	Instead  string `json:"instead,omitempty"`
	Path     string `json:"path,omitempty"`
	Layer    string `json:"layer,omitempty"`
}

func (a *app) check(args []string, asJSON bool, ask checkLookup) error {
	line, err := shellText(args)
	if err != nil {
		return err
	}
	if len(ask.registries) > 0 && !ask.on {
		return usagef("vibedefend check --help", "--registry does nothing without --lookup")
	}
	v, err := a.judge(a.machine.Env.Dir).evaluate(line, a.machine.Env.Dir)
	if err == nil && ask.on {
		err = a.checkPackages(&v, line, ask.registries)
	}
	if err != nil {
		return err
	}
	return a.tellVerdict(v, asJSON)
}

func (a *app) tellVerdict(v rules.Verdict, asJSON bool) (err error) {
	if asJSON {
		err = a.json(a.verdict(v))
	} else {
		a.printVerdict(v)
	}
	if err == nil && v.Action >= rules.Ask {
		err = exitFindings
	}
	return err
}

func (a *app) verdict(v rules.Verdict) checked {
	out := checked{Version: 1, Action: v.Action.String(), Findings: []findingEntry{}}
	for _, f := range v.Findings {
		out.Findings = append(out.Findings, findingEntry{
			f.Rule, f.Action.String(), f.Severity.String(), f.Title, a.tilde(f.Why), a.tilde(f.Instead), a.tilde(f.Path), f.Layer})
	}
	if len(out.Findings) > 0 {
		f := out.Findings[0]
		out.Rule, out.Why, out.Instead = f.Rule, f.Why, f.Instead
	}
	return out
}

func (a *app) printVerdict(v rules.Verdict) {
	s := a.style(a.out)
	if len(v.Findings) == 0 {
		a.print("%s\n", s.Word(v.Action.String()))
		return
	}
	for _, f := range v.Findings {
		a.print("%s  %s  %s\n", s.Word(f.Action.String()), f.Rule, clean(a.tilde(f.Title)))
		a.print("%s", prompt.Indent("    ", clean(a.tilde(f.Why))))
		if f.Instead != "" {
			a.print("%s", prompt.Indent("    ", "instead: "+clean(a.tilde(f.Instead))))
		}
	}
}

// batchLine is one question of check --batch.
type batchLine struct {
	Command *string `json:"command"`
	CWD     string  `json:"cwd"`
	Home    string  `json:"home"`
}

// batchAnswer is its answer. A line that cannot be read is blocked, as the
// hook would.
type batchAnswer struct {
	Line   int    `json:"line,omitempty"` // of one that cannot be read
	Action string `json:"action"`
	Rule   string `json:"rule"`
	Why    string `json:"why"`
	Error  string `json:"error,omitempty"`
}

// checkBatch answers each line before it reads the next.
func (a *app) checkBatch() error {
	in, out := bufio.NewReaderSize(a.in, 1<<16), bufio.NewWriter(a.out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	judges := map[string]judge{}
	bad := 0
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			answer := a.answerLine(line, judges)
			if answer.Error != "" {
				answer.Line = n
				bad++
			}
			if e := enc.Encode(answer); e != nil {
				return fmt.Errorf("write the answer: %w", e)
			}
		}
		if in.Buffered() == 0 || err != nil {
			if e := out.Flush(); e != nil {
				return fmt.Errorf("write the answer: %w", e)
			}
		}
		if errors.Is(err, io.EOF) {
			return badLines(bad)
		}
		if err != nil {
			return fmt.Errorf("read commands: %w", err)
		}
	}
}

// badLines is the end of a batch that had lines which could not be judged.
func badLines(n int) error {
	if n == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%s could not be judged", plural(n, "line")), `the answers say why, under "error"`)
}

func (a *app) answerLine(line []byte, judges map[string]judge) batchAnswer {
	var q batchLine
	if err := json.Unmarshal(line, &q); err != nil || q.Command == nil {
		return batchAnswer{Action: rules.Block.String(), Error: `want one JSON object a line, {"command": "...", "cwd": "...", "home": "..."}`,
			Why: "the line could not be read"}
	}
	if q.CWD == "" {
		q.CWD = a.machine.Env.Dir
	}
	if q.Home == "" {
		q.Home = a.machine.Env.Home
	}
	place := q.CWD + "\x00" + q.Home
	j, ok := judges[place]
	if !ok {
		j = a.judgeFor(q.CWD, q.Home)
		judges[place] = j
	}
	v, err := j.evaluate(*q.Command, q.CWD)
	if err != nil {
		return batchAnswer{Action: rules.Block.String(), Why: "the command could not be judged", Error: a.tilde(err.Error())}
	}
	c := a.verdict(v)
	return batchAnswer{Action: c.Action, Rule: c.Rule, Why: c.Why}
}
