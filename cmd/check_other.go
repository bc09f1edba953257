package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/cybedefend/vibedefend/internal/hook"
	"github.com/cybedefend/vibedefend/rules"
)

// checkOther is what check judges beside commands.
type checkOther struct{ file, agent, event string }

func (o checkOther) given() bool { return o.file != "" || o.agent != "" }

func (a *app) checkOther(o checkOther, asJSON bool) error {
	ev, err := a.otherEvent(o)
	if err != nil {
		return err
	}
	j := a.judge(ev.CWD)
	if j.err != nil {
		return j.err
	}
	if ev.Root == "" {
		ev.Root = j.root
	}
	world := j.world
	if o.file != "" {
		world = unwritten{world, ev.Writes[0].Path}
	}
	return a.tellVerdict(j.engine.Evaluate(ev, world), asJSON)
}

// unwritten is a world in which one file is not there yet, so that all of its
// content counts as new.
type unwritten struct {
	rules.World
	path string
}

func (w unwritten) Exists(path string) (file, dir bool) {
	if path == w.path {
		return false, false
	}
	return w.World.Exists(path)
}

func (a *app) otherEvent(o checkOther) (*rules.Event, error) {
	if o.file != "" {
		return a.fileEvent(o.file)
	}
	codec, ok := hook.Named(o.agent)
	if !ok {
		return nil, usagef("vibedefend check --help", "%q is no agent: want claude-code, cursor, codex, windsurf, devin or copilot", o.agent)
	}
	raw, err := io.ReadAll(io.LimitReader(a.in, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("read payload: %w", err)
	}
	p, err := hook.Open(raw)
	if err != nil {
		return nil, fmt.Errorf("read payload: %w", err)
	}
	env := hook.Env{Home: a.machine.Env.Home, Dir: a.machine.Env.Dir, OS: runtime.GOOS, Getenv: a.getenv, Wired: func(string) bool { return false }}
	c, err := codec.Decode(o.event, env, p)
	if err != nil {
		return nil, withHint(fmt.Errorf("read payload: %w", err), "pass --event where the payload does not name its event")
	}
	return &c.Event, nil
}

// fileEvent is an agent about to write a file as it stands.
func (a *app) fileEvent(file string) (*rules.Event, error) {
	path := file
	if !filepath.IsAbs(path) {
		path = filepath.Join(a.machine.Env.Dir, path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if len(raw) > 4<<20 {
		return nil, errors.New("the file is larger than 4 MB")
	}
	return &rules.Event{Agent: "check", Phase: rules.Before, Kind: rules.FileWrite, CWD: a.machine.Env.Dir, CanAsk: true,
		Writes: []rules.FileChange{{Op: rules.Create, Path: path, New: string(raw)}}}, nil
}
