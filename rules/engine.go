package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// Engine judges events by a policy and a set of rules. It holds no state and
// may be used by several goroutines.
type Engine struct {
	policy   *Policy
	set      Source
	contents Content
}

// New returns an engine. A nil policy is the built-in default; builtin is
// normally packs.BuiltIn().
func New(policy *Policy, builtin Source) *Engine {
	if policy == nil {
		policy = &Policy{}
	}
	if builtin == nil {
		builtin = &Set{}
	}
	return &Engine{policy: policy, set: builtin}
}

// Policy returns what the engine judges by.
func (e *Engine) Policy() *Policy { return e.policy }

// Evaluate judges one event. It never runs or writes anything.
func (e *Engine) Evaluate(ev *Event, w World) Verdict {
	j := newJudgement(e, ev, w)
	j.event()
	return j.verdict()
}

// Explain is Evaluate with the road that led to the verdict.
func (e *Engine) Explain(ev *Event, w World) (Verdict, Trace) {
	j := newJudgement(e, ev, w)
	j.trace = &Trace{}
	j.event()
	return j.verdict(), *j.trace
}

// Trace is how a verdict came about.
type Trace struct {
	Calls   []TraceCall `json:"calls,omitempty"`
	Opened  []string    `json:"opened,omitempty"`
	Trouble string      `json:"trouble,omitempty"`
	Hits    []TraceHit  `json:"hits,omitempty"`
	// Packages are those asked for anew that are not fine.
	Packages []deps.Finding `json:"-"`
}

// TraceCall is one simple command that was found.
type TraceCall struct {
	Line string   `json:"line"`
	Dir  string   `json:"dir,omitempty"`
	Via  []string `json:"via,omitempty"`
	Host string   `json:"host,omitempty"`
}

// TraceHit is one rule that matched.
type TraceHit struct {
	Rule    string `json:"rule"`
	Segment string `json:"segment,omitempty"`
	Action  string `json:"action"`
	Default string `json:"default"`
	Layer   string `json:"layer"`
	Allowed string `json:"allowed,omitempty"` // exception that let it pass
}

// judgement is one run of an engine over one event.
type judgement struct {
	*Engine
	ev     *Event
	told   *Event // as the codec wrote it, which is what a call is known by
	w      World
	site   site
	trace  *Trace
	found  []Finding
	passed []Finding      // allowed by an exception
	acts   map[string]int // rule and path already found
	hash   string
	loaded bool // a call before this one loaded a file of secrets

	depth  int // scripts read
	script *shell.Script
	ops    []operand
	args   argIndex
	call   *shell.Call
}

func newJudgement(e *Engine, ev *Event, w World) *judgement {
	j := &judgement{Engine: e, ev: slashed(ev), told: ev, w: w}
	ev = j.ev
	j.site = site{root: ev.Root, cwd: ev.CWD, world: w}
	if w != nil {
		j.site.home, j.site.temps = w.Home(), w.Temp()
	}
	return j
}

// event looks at everything the event holds.
func (j *judgement) event() {
	ev := j.ev
	if ev.Phase == After || ev.Phase == Lifecycle {
		return
	}
	for _, p := range j.policy.Stale {
		j.signal("policy.stale", nil, p, p)
	}
	if ev.Command != "" {
		j.command(ev.Command, ev.Shell)
	}
	if ev.Input != "" {
		j.command(ev.Input, ev.Shell)
	}
	for i := range ev.Writes {
		j.fileChange(&ev.Writes[i])
		j.content(&ev.Writes[i])
	}
	for _, p := range ev.Reads {
		j.fileRead(p)
	}
	for _, u := range ev.URLs {
		j.fetch(u)
	}
	if ev.MCP != nil {
		j.mcp(ev.MCP)
	}
	j.spoken()
}

// signal reports something worked out; the rules that answer to it are found.
func (j *judgement) signal(name string, c *shell.Call, path, detail string) {
	for i := range j.policy.Layers {
		if s := j.policy.Layers[i].Rules; s != nil {
			for _, r := range s.signal(name) {
				j.hit(s.rule(r), j.policy.Layers[i].Name, c, path, detail)
			}
		}
	}
	for _, r := range j.set.signal(name) {
		j.hit(j.set.rule(r), "", c, path, detail)
	}
}

// hit records that a rule matched.
func (j *judgement) hit(r *Rule, layer string, c *shell.Call, path, detail string) {
	key := r.ID + "\x00" + path
	if _, ok := j.acts[key]; ok {
		return
	}
	if j.acts == nil {
		j.acts = make(map[string]int, 4)
	}
	j.acts[key] = len(j.found)
	if len(j.found) > 64 {
		return
	}
	own := *r
	own.layer = layer
	act, by := j.policy.decide(&own, j.ev, path)
	seg := ""
	if c != nil {
		seg = clipText(c.Line(), 100)
	}
	allowed := j.allowed(r, path)
	if j.trace != nil {
		j.trace.Hits = append(j.trace.Hits, TraceHit{r.ID, seg, act.String(), r.Action.String(), by, allowed})
	}
	if act == Allow {
		return
	}
	if allowed != "" {
		j.passed = append(j.passed, Finding{Rule: r.ID, Action: act, Severity: r.Severity, Path: path, Layer: by})
		return
	}
	title := r.Title
	if detail != "" {
		title += ": " + clipText(detail, 80)
	}
	j.found = append(j.found, Finding{Rule: r.ID, Action: act, Severity: r.Severity, Title: title, Why: r.Why,
		Instead: r.Instead, Path: path, Layer: by, Segment: seg})
}

func clipText(s string, n int) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i] + " …"
	}
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// verdict merges the findings by the strictest and words them.
func (j *judgement) verdict() Verdict {
	v := Verdict{Passed: j.passed}
	for i := range j.found {
		f := j.found[i]
		if j.policy.Mode == Observe && f.Action > Warn {
			f.Action = Warn
		}
		if f.Action == Ask && !j.ev.CanAsk {
			f.Action = j.askFallback()
		}
		v.Add(f)
	}
	sortFindings(v.Findings)
	if v.Action == Ask || v.Action == Block {
		v.Code = codeOf(j.callHash())
	}
	v.Context = modelText(&v)
	v.UserText = userText(&v)
	return v
}

func (j *judgement) askFallback() Action {
	if j.policy.AskFallback == Warn {
		return Warn
	}
	return Block
}

// sortFindings puts the strictest and gravest first; insertion keeps order.
func sortFindings(f []Finding) {
	for i := 1; i < len(f); i++ {
		for k := i; k > 0 && before(&f[k], &f[k-1]); k-- {
			f[k], f[k-1] = f[k-1], f[k]
		}
	}
}

func before(a, b *Finding) bool {
	if a.Action != b.Action {
		return a.Action > b.Action
	}
	return a.Severity > b.Severity
}
