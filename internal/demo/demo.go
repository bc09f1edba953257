// Package demo shows the whole road in a throw-away home: it wires all agents,
// lets each of them try a short story of calls through the command lines that
// their own files then hold, and takes everything back.
//
// Nothing dangerous is run. A call is a payload on the standard input of our
// own program, and only our program is started.
package demo

import (
	"fmt"
	"os"
	"sort"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/installers"
	"github.com/cybedefend/vibedefend/internal/doctor"
	"github.com/cybedefend/vibedefend/internal/posture"
	"github.com/cybedefend/vibedefend/internal/settings"
	"github.com/cybedefend/vibedefend/internal/setup"
)

// Result is how the demo went.
type Result struct {
	Wired  []string // files of agents that were written
	Scenes []Scene
	Doctor []doctor.Line
	Left   []string // paths that are not as before after uninstall
	Same   int      // files that are
	Stage  string   // the folder, where it was kept
}

// Scene is one call of the story and what each agent made of the answer.
type Scene struct {
	Title string
	Stop  bool
	Parts []Part
}

// Part is one agent in a scene.
type Part struct {
	Agent, Surface, Name string
	Reply                Reply
	Holds                bool
}

// Held reports whether all of it went as it should.
func (r Result) Held() bool {
	for _, s := range r.Scenes {
		for _, p := range s.Parts {
			if !p.Holds {
				return false
			}
		}
	}
	return len(r.Scenes) == len(story) && doctor.Findings(r.Doctor) == 0 && len(r.Left) == 0
}

// Run plays the demo with the program at self. tell is called after each
// step. The stage is removed unless keep is set.
func Run(self string, keep bool, tell func(Result)) (r Result, err error) {
	t, err := build()
	if err != nil {
		return r, err
	}
	if keep {
		r.Stage = t.root
	} else {
		defer os.RemoveAll(t.root)
	}
	before, err := t.snapshot()
	if err != nil {
		return r, err
	}
	for _, step := range []func(*Result) error{
		func(r *Result) error { return t.install(r, self) },
		t.play,
		func(r *Result) error {
			r.Doctor = doctor.Run(doctor.Of(t.machine, self, nil))
			return nil
		},
		func(r *Result) error { return t.uninstall(r, before) },
	} {
		if err := step(&r); err != nil {
			return r, err
		}
		tell(r)
	}
	return r, nil
}

func (t stage) install(r *Result, self string) error {
	copies, err := setup.Copies(t.machine.Dir, self)
	if err != nil {
		return err
	}
	if err := setup.Place(copies); err != nil {
		return err
	}
	a := settings.Answers{Region: "local", Trust: true}
	for _, ag := range detect.Agents() {
		c := settings.Choice{Agent: ag.ID}
		a.Agents = append(a.Agents, c)
	}
	if _, err := settings.Save(t.machine.Dir, a); err != nil {
		return err
	}
	plans, _, err := setup.Stored(t.machine, nil)
	if err != nil {
		return err
	}
	report, err := installers.Apply(t.machine.Dir, plans, installers.ApplyOptions{Home: t.home, Repo: t.project})
	if err == nil && len(report.Failed) > 0 {
		err = fmt.Errorf("install: %s: %w", report.Failed[0].Path, report.Failed[0].Err)
	}
	r.Wired = sorted(report.Changed)
	return err
}

// play lets every agent try every scene.
func (t stage) play(r *Result) error {
	hooks := posture.Hooks(t.machine.Env, t.project)
	for _, s := range story {
		shown := Scene{Title: s.title, Stop: s.stop}
		for _, p := range players() {
			h, err := p.line(hooks, p.gate(s.deed))
			if err != nil {
				return err
			}
			reply := t.call(p, s, h)
			shown.Parts = append(shown.Parts, Part{p.agent, p.surface, p.name, reply, s.holds(reply)})
		}
		r.Scenes = append(r.Scenes, shown)
	}
	return nil
}

func (t stage) uninstall(r *Result, before snapshot) error {
	for _, o := range []installers.RevertOptions{
		{Home: t.home, Scopes: []installers.Scope{installers.User}},
		{Home: t.home, Repo: t.project, Scopes: []installers.Scope{installers.Project}},
	} {
		report, err := installers.Revert(t.machine.Dir, nil, nil, o)
		if err == nil && len(report.Failed) > 0 {
			err = fmt.Errorf("uninstall: %s: %w", report.Failed[0].Path, report.Failed[0].Err)
		}
		if err != nil {
			return err
		}
	}
	if err := setup.Unplace(t.machine.Dir); err != nil {
		return err
	}
	if _, err := setup.Clean(t.machine.Dir, true); err != nil {
		return err
	}
	after, err := t.snapshot()
	if err != nil {
		return err
	}
	r.Left = before.differs(after)
	r.Same = len(before) - len(r.Left)
	return nil
}

func sorted(list []string) []string {
	sort.Strings(list)
	return list
}
