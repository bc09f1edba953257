package hook

import (
	"os"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/internal/audit"
	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/detach"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/spool"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
)

// commandBytes bounds a command in the trail.
const commandBytes = 4 << 10

// settings say what is kept and sent. What cannot be read, or was found
// through a HOME that is not the account's, switches nothing on.
func (d Deps) settings() consent.Settings {
	if d.Foreign {
		return consent.Settings{Why: "HOME is not the account's"}
	}
	s, err := consent.Load(consent.Place{Dir: d.Dir, Managed: policy.Managed(d.Env.OS, d.Env.getenv), Getenv: d.Env.getenv})
	if err != nil {
		return consent.Settings{Why: err.Error()}
	}
	return s
}

// plain reports whether nothing is to be told about a verdict.
func plain(v rules.Verdict, failure string) bool {
	return v.Action == rules.Allow && failure == "" && len(v.Passed) == 0
}

// keep writes a record into the trail and, where a person agreed, what may
// leave of it into the spool. Neither decides: a call is answered even when
// they cannot be written; doctor finds that out.
func (d Deps) keep(c Call, v rules.Verdict, r audit.Record, s consent.Settings) {
	var err error
	if r.ID, err = audit.NewID(); err != nil {
		return
	}
	for _, f := range v.Passed {
		r.Allowed = append(r.Allowed, f.Rule)
		if len(v.Findings) == 0 {
			r.Severity, r.Layer = f.Severity.String(), "exception"
		}
	}
	if r.Rules == nil && r.Allowed == nil {
		r.Severity = ""
	}
	if s.Commands {
		r.Command = clip(code.Redact(c.Event.Command))
	}
	t := audit.Trail{Dir: d.Dir.Audit(), MaxBytes: s.MaxBytes, MaxAge: s.MaxAge, Keep: s.Keep}
	_ = t.Append(r)
	if s.Why != "" || plain(v, r.Error) {
		return
	}
	if p, err := consent.OfRepository(c.Event.Root); err == nil && s.Fits(p) {
		e := spool.From(r)
		e.Project = p.ID
		_ = spool.Dir(s.Spool(d.Dir)).Add(e)
	}
}

func clip(s string) string {
	if len(s) <= commandBytes {
		return s
	}
	return strings.ToValidUTF8(s[:commandBytes], "") + "..."
}

// flush starts the sending of what waits, when that is due, and does not wait
// for it.
func (d Deps) flush(c Call, s consent.Settings) {
	if s.Why != "" || !spool.Dir(s.Spool(d.Dir)).Due(d.Now(), c.Event.Kind == rules.SessionEnd) {
		return
	}
	_ = detach.Start(d.Dir.Program(), string(d.Dir), flushEnv(os.Environ(), string(d.Dir), d.Env.Home), "flush", "--quiet")
}

// flushEnv leaves out what would tell the program to trust other certificates:
// a repository can set variables for the hooks of some agents. A company's own
// are named in telemetry.ca.
func flushEnv(env []string, dir, userHome string) []string {
	out := slices.DeleteFunc(slices.Clone(env), func(kv string) bool {
		k, _, _ := strings.Cut(strings.ToUpper(kv), "=")
		return k == "SSL_CERT_FILE" || k == "SSL_CERT_DIR" || k == "GODEBUG" || k == "CYBEDEFEND_HOME" || k == "HOME" || k == "USERPROFILE"
	})
	return append(out, "CYBEDEFEND_HOME="+dir, "HOME="+userHome, "USERPROFILE="+userHome)
}
