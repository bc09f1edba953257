package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// remember keeps what a session wrote and downloaded, for verdicts on running
// it later. What cannot be stored is forgotten.
func (d Deps) remember(c Call, v rules.Verdict) {
	ev := &c.Event
	if ev.Kind == rules.SessionStart {
		_ = world.PruneSessions(d.Dir, d.Now())
	}
	if ev.Session == "" || ev.Phase != rules.Before || v.Action == rules.Block {
		return
	}
	written, downloaded := arrivals(ev, d.Env)
	if len(written)+len(downloaded) == 0 {
		return
	}
	s := world.OpenSession(d.Dir, ev.Session)
	_ = s.Remember(false, slashed(written)...)
	_ = s.Remember(true, slashed(downloaded)...)
}

// arrivals lists the files an event writes and those it brings from the
// network. A command is looked into only where it could do either.
func arrivals(ev *rules.Event, env Env) (written, downloaded []string) {
	for _, w := range ev.Writes {
		if w.Op != rules.Delete {
			written = append(written, w.Path)
		}
	}
	if !fetches(ev.Command) {
		return written, nil
	}
	for _, call := range shell.Analyze(ev.Command, shell.Options{Dir: ev.CWD, Home: env.Home, Shell: ev.Shell}).Calls {
		if call.Host != "" || call.Dir == "" {
			continue
		}
		files := shell.Downloads(call)
		if out := call.OutTo; out != "" && fetches(call.Name) {
			files = append(files, out)
		}
		for _, f := range files {
			downloaded = append(downloaded, placesOf(env, call.Dir).abs(f))
		}
	}
	return written, downloaded
}

func fetches(command string) bool {
	command = strings.ToLower(command)
	for _, w := range []string{"curl", "wget", "aria2c", "axel", "fetch", "http", "scp", "rsync", "iwr", "irm", "invoke-", "bits"} {
		if strings.Contains(command, w) {
			return true
		}
	}
	return false
}

// slashed spells paths as the engine does.
func slashed(paths []string) []string {
	for i, p := range paths {
		if strings.Contains(p, `:\`) || strings.HasPrefix(p, `\\`) {
			paths[i] = strings.ReplaceAll(p, `\`, "/")
		}
	}
	return paths
}
