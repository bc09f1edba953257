package cmd

import (
	"fmt"
	"time"

	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/rulefile"
	"github.com/cybedefend/vibedefend/internal/setup"
	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// judge is the engine as the hooks use it in a folder.
type judge struct {
	root   string
	engine *rules.Engine
	world  rules.World
	policy *rules.Policy
	own    policy.Security
	err    error // why the policy cannot be read
}

// judge loads the policy that holds in folder dir.
func (a *app) judge(dir string) judge { return a.judgeFor(dir, a.machine.Env.Home) }

// judgeFor judges as if home were the user's; the policy stays this one's.
func (a *app) judgeFor(dir, home string) judge {
	m := a.machine
	j := judge{root: setup.Repo(dir, home)}
	o := a.policyOf(j.root)
	p, err := policy.Load(o)
	if err != nil {
		j.err = err
		return j
	}
	j.policy = p
	if j.own, j.err = policy.LoadSecurity(o); j.err != nil {
		return j
	}
	text := content.New(m.Dir, j.root).RuledBy(func() (policy.Security, error) { return j.own, nil })
	j.engine = rules.New(p, packs.BuiltIn()).WithContent(text.Content)
	j.world = world.New(world.Options{Home: home, Dir: m.Dir, Root: j.root, OS: m.Env.OS, Getenv: a.getenv})
	return j
}

// policyOf loads what a hook loads, and compiles rules that wait for it.
func (a *app) policyOf(root string) policy.Options {
	m := a.machine
	return policy.Options{Dir: m.Dir, Root: root, OS: m.Env.OS, Getenv: a.getenv, Now: time.Now, Compile: rulefile.Rules(builtInRule), CompileSecurity: rulefile.Security}
}

// evaluate judges a command. A fault of ours is an error, as in the hook, and
// does not end a batch.
func (j judge) evaluate(command, dir string) (v rules.Verdict, err error) {
	if j.err != nil {
		return rules.Verdict{}, j.err
	}
	defer func() {
		if r := recover(); r != nil {
			v, err = rules.Verdict{}, fmt.Errorf("judge the command: a fault of ours (%v); please report it", r)
		}
	}()
	return j.engine.Evaluate(j.event(command, dir), j.world), nil
}

func (j judge) explain(command, dir string) (rules.Verdict, rules.Trace, error) {
	if j.err != nil {
		return rules.Verdict{}, rules.Trace{}, j.err
	}
	v, t := j.engine.Explain(j.event(command, dir), j.world)
	return v, t, nil
}

// event is a shell command of an agent that can ask.
func (j judge) event(command, dir string) *rules.Event {
	return &rules.Event{
		Agent: "check", Phase: rules.Before, Kind: rules.Command, Command: command,
		CWD: dir, Root: j.root, CanAsk: true,
	}
}
