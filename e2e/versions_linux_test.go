package e2e

import (
	"context"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/e2e/agents"
	"github.com/cybedefend/vibedefend/e2e/mock"
)

var fetchedOlder = sync.OnceValues(func() (agents.Set, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	return agents.FetchOlder(ctx)
})

// olderRelease is a release that cannot do all that the newest can.
type olderRelease struct {
	driver
	version string
	notes   []string // what doctor says of it
	// opens says that a call passes once our program is gone, which the newest
	// release stops or denies.
	opens bool
}

// olderCast is one older release of each agent that can still be had. Codex's
// is locked for Linux on x64.
func olderCast(t *testing.T) []olderRelease {
	t.Helper()
	s, err := fetchedOlder()
	if err != nil {
		t.Fatal(err)
	}
	claude := claudeAt(s.Claude)
	claude.told = "VibeDefend blocked this" // it puts nothing before the reason
	return []olderRelease{
		{claude, "2.1.100", []string{"lets a call pass when our hook fails or is gone", "drops all hooks of a file that names an event it does not know"}, true},
		{codexAt(s.Codex), "0.150.0", nil, true},
		{copilotAt(s, plainModel), "1.0.55", []string{"lets a call pass when our hook fails"}, true},
	}
}

// What holds with the newest releases holds with older ones, as far as doctor
// says it does: the dangerous calls do not happen, the model is told why, and
// uninstall leaves every file of the user as it was.
func TestOlderReleases(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Fatal("the older releases are locked for x64")
	}
	for _, d := range olderCast(t) {
		t.Run(d.name, func(t *testing.T) {
			b := boxWith(t, d.build)
			m := mock.Start(t)
			d.prepare(b, m)
			was := b.Snap()
			b.Must(0, "install", "--yes", "--agent", d.id)
			st := newStage(b, m, d.hooks)
			steps := append(dangers(st)[:4], tampering(st)[6:9]...)
			turns, kept := script(d.driver, "call", append(steps, harmless(st)[:3]...))
			m.Play(mock.Conversation{Marker: "E2E-MAIN", Turns: turns})
			r := d.start(b, m, d.modes[0], "E2E-MAIN do it")
			prove(t, d.driver, m, kept)
			if t.Failed() {
				t.Logf("%s\n%s", d.name, r)
			}
			notes := b.Must(0, "doctor", "--agent", d.id).Out
			for _, n := range d.notes {
				if !strings.Contains(notes, d.version+" "+n) {
					t.Errorf("doctor does not say that %s %s:\n%s", d.version, n, notes)
				}
			}
			b.Uninstall()
			now := b.Snap()
			for path, text := range was {
				if now[path] != text && !strings.HasPrefix(path, "project/.git") {
					t.Errorf("%s is not as before:\n%s\nbut\n%s", path, text, now[path])
				}
			}
			ours(t, b)
		})
	}
}

// What doctor says that an older release cannot do, it cannot.
func TestOlderReleasesOpenWhenWeAreGone(t *testing.T) {
	for _, d := range olderCast(t) {
		t.Run(d.name, func(t *testing.T) {
			st, m := installed(t, d.driver, func(*stage) []mock.Conversation {
				call, _ := d.call("touch", shell("touch passed"))
				return []mock.Conversation{{Marker: "E2E-MAIN", Turns: []mock.Turn{{call}}}}
			})
			if err := os.RemoveAll(st.Path(".cybedefend/bin")); err != nil {
				t.Fatal(err)
			}
			r := d.start(st.Box, m, d.modes[0], "E2E-MAIN do it")
			if passed := st.Has("project/passed"); passed != d.opens {
				text, _ := m.Result("touch")
				t.Errorf("the call passed: %v, want %v; the model was told %q\n%s", passed, d.opens, text, r)
			}
		})
	}
}
