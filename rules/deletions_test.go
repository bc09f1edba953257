package rules_test

import (
	"path/filepath"
	"testing"

	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// Outside any repository nothing brings a deleted folder back.
func TestDeletingWithoutARepositoryIsAsked(t *testing.T) {
	e := rules.New(nil, packs.BuiltIn())
	const userHome, dir = "/home/ada", "/home/ada/plain"
	w := world.New(world.Options{Home: userHome, Dir: home.Dir(filepath.Join(userHome, home.Base))})
	for command, want := range map[string]rules.Action{
		"rm -rf chapters":           rules.Ask,
		"rm -rf node_modules build": rules.Allow,
		"ls chapters":               rules.Allow,
	} {
		ev := &rules.Event{Phase: rules.Before, Kind: rules.Command, Command: command, CWD: dir, CanAsk: true}
		if v := e.Evaluate(ev, w); v.Action != want {
			t.Errorf("%s: %v, want %v (%+v)", command, v.Action, want, v.Findings)
		}
	}
}
