// Package judge wires the policy, the world and the built-in rules together.
package judge

import (
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// Judge judges events of one home and repository.
type Judge struct {
	engine *rules.Engine
	home   string
	dir    home.Dir
	root   string
}

// New loads the policy that holds in a repository. root may be "".
func New(userHome string, dir home.Dir, root string) (*Judge, error) {
	p, err := policy.Load(policy.Options{Dir: dir, Root: root})
	if err != nil {
		return nil, err
	}
	return &Judge{engine: rules.New(p, packs.BuiltIn()), home: userHome, dir: dir, root: root}, nil
}

// Event judges one event.
func (j *Judge) Event(ev *rules.Event) rules.Verdict {
	return j.engine.Evaluate(ev, j.world(ev))
}

// Explain judges one event and tells the road to the verdict.
func (j *Judge) Explain(ev *rules.Event) (rules.Verdict, rules.Trace) {
	return j.engine.Explain(ev, j.world(ev))
}

func (j *Judge) world(ev *rules.Event) *world.World {
	return world.New(world.Options{Home: j.home, Dir: j.dir, Root: ev.Root, Session: ev.Session})
}

// Command judges a command line in a folder with the defaults and the policy
// of userHome, as if an agent that can ask were about to run it.
func Command(command, cwd, userHome string) (rules.Verdict, error) {
	root := Root(cwd, userHome)
	j, err := New(userHome, home.Dir(filepath.Join(userHome, home.Base)), root)
	if err != nil {
		return rules.Verdict{}, err
	}
	return j.Event(&rules.Event{Agent: "check", Phase: rules.Before, Kind: rules.Command, Command: command, CWD: cwd, Root: root, CanAsk: true}), nil
}

// Root is the repository that holds dir: the nearest folder with a .git,
// never the home itself.
func Root(dir, userHome string) string {
	for dir != "" {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir || dir == userHome {
			return ""
		}
		dir = up
	}
	return ""
}
