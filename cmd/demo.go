package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/internal/demo"
	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/prompt"
)

const demoLong = `Show the whole road in a throw-away home, without touching anything of yours:
wire all five agents, let each of them try a short story of calls through the
command lines in its own files, run doctor, uninstall, and compare every file
with what it was.

Nothing dangerous is run: each call is text that our own program judges. Exit 0
only when every verdict, doctor and the comparison are as they should be.`

func newDemo(a *app) *cobra.Command {
	var keep, asJSON bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show it stop dangerous calls, in a throw-away home",
		Long:  demoLong,
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.demo(keep, asJSON) },
	}
	c.Flags().BoolVar(&keep, "keep", false, "leave the throw-away home to look at")
	c.Flags().BoolVar(&asJSON, "json", false, "answer in JSON")
	return c
}

type demoAnswer struct {
	Version int         `json:"version"`
	Held    bool        `json:"held"`
	Wired   []string    `json:"wired"`
	Scenes  []demoScene `json:"scenes"`
	Doctor  struct {
		Findings int           `json:"findings"`
		Lines    []doctor.Line `json:"lines"`
	} `json:"doctor"`
	Left  []string `json:"left"`
	Same  int      `json:"same"`
	Stage string   `json:"stage,omitempty"`
}

type demoScene struct {
	Title string     `json:"title"`
	Stop  bool       `json:"stop"`
	Calls []demoCall `json:"calls"`
}

type demoCall struct {
	Agent   string `json:"agent"`
	Surface string `json:"surface,omitempty"`
	demo.Reply
	Held bool `json:"held"`
}

func (a *app) demo(keep, asJSON bool) error {
	step := 0
	tell := func(r demo.Result) {
		if step++; !asJSON {
			a.tellStep(step, r)
		}
	}
	r, err := demo.Run(a.self, keep, tell)
	if err != nil {
		return withHint(fmt.Errorf("demo: %w", err), "nothing of yours was touched; check that the temp folder can be written and run from")
	}
	if asJSON {
		err = a.json(answerOf(r))
	} else {
		a.closeDemo(r)
	}
	if err == nil && !r.Held() {
		err = exitFailure
	}
	return err
}

// tellStep prints what a step of the demo showed.
func (a *app) tellStep(step int, r demo.Result) {
	s := a.style(a.out)
	switch step {
	case 1:
		a.print("%s\n", s.Bold("A throw-away home, all five agents wired"))
		a.print("  install wrote %s\n\n", plural(len(r.Wired), "file"))
	case 2:
		for i, scene := range r.Scenes {
			a.tellScene(i+1, scene)
		}
	case 3:
		n := doctor.Findings(r.Doctor)
		a.print("%s  %s\n", s.Bold("Doctor"), demoWord(s, n == 0, "healthy, "+plural(len(r.Doctor), "check"), plural(n, "finding")))
		for _, l := range r.Doctor {
			if l.State != doctor.OK && l.State != doctor.Note {
				a.print("%s", prompt.Indent("  ", clean(l.State+" "+l.Agent+" "+l.Message)))
			}
		}
	case 4:
		a.print("%s  %s\n", s.Bold("Uninstall"), demoWord(s, len(r.Left) == 0,
			fmt.Sprintf("all %d files and folders are byte for byte as before", r.Same), plural(len(r.Left), "path")+" differ from before"))
		for _, p := range r.Left {
			a.print("  %s\n", clean(p))
		}
	}
}

func demoWord(s prompt.Style, good bool, yes, no string) string {
	if good {
		return s.Word("ok") + "  " + yes
	}
	return s.Word("failed") + "  " + no
}

func (a *app) tellScene(n int, scene demo.Scene) {
	s := a.style(a.out)
	a.print("%s\n", s.Bold(fmt.Sprintf("%d. An agent %s", n, scene.Title)))
	var rows [][]string
	var reasons []string
	for _, p := range scene.Parts {
		verdict := p.Reply.Verdict
		answer := p.Reply.Answer
		if !p.Holds {
			answer += "  (not as it should be)"
		}
		rows = append(rows, []string{"  " + p.Name, verdict, clean(answer)})
		if p.Reply.Reason != "" && !slices.Contains(reasons, p.Reply.Reason) {
			reasons = append(reasons, p.Reply.Reason)
		}
	}
	a.print("%s", s.Table([]string{"  AGENT", "VERDICT", "ANSWER IN ITS OWN DIALECT"}, rows, 1))
	if len(reasons) > 0 {
		a.print("  the agent is told:\n")
		for line := range strings.Lines(shortest(reasons)) {
			a.print("%s", prompt.Indent("    ", clean(strings.TrimSpace(line))))
		}
	}
	a.print("\n")
}

// shortest picks one wording of the same reason: dialects add their own.
func shortest(list []string) string {
	best := list[0]
	for _, s := range list {
		if len(s) < len(best) {
			best = s
		}
	}
	return best
}

func (a *app) closeDemo(r demo.Result) {
	if r.Stage != "" {
		a.say("kept %s", r.Stage)
	}
	if r.Held() {
		a.say("\nAll of it held. Wire the agents of this machine with: vibedefend install")
		return
	}
	a.complain("not all of it held: see the lines above")
}

func answerOf(r demo.Result) demoAnswer {
	out := demoAnswer{Version: 1, Held: r.Held(), Wired: nonNil(r.Wired), Scenes: []demoScene{}, Left: nonNil(r.Left), Same: r.Same, Stage: r.Stage}
	out.Doctor.Findings, out.Doctor.Lines = doctor.Findings(r.Doctor), nonNil(r.Doctor)
	for _, s := range r.Scenes {
		scene := demoScene{Title: s.Title, Stop: s.Stop}
		for _, p := range s.Parts {
			scene.Calls = append(scene.Calls, demoCall{p.Agent, p.Surface, p.Reply, p.Holds})
		}
		out.Scenes = append(out.Scenes, scene)
	}
	return out
}
