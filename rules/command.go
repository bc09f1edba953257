package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// command judges a command line.
func (j *judgement) command(text, dialect string) {
	if dialect == "" && typedForPowerShell(text) {
		dialect = "powershell"
	}
	if bombText(text) {
		j.signal("fork-bomb", nil, "", "")
	}
	opt := shell.Options{Dir: j.ev.CWD, Home: j.site.home, Shell: dialect, ReadFile: j.readScript, Tasks: j.readTask}
	s := shell.Analyze(text, opt)
	j.script = s
	j.hiddenText(text)
	for i := 0; i < len(s.Calls); i++ {
		j.oneCall(s.Calls[i])
	}
	j.notes(s)
	if j.trace != nil {
		j.traceScript(s)
	}
}

func (j *judgement) traceScript(s *shell.Script) {
	for _, c := range s.Calls {
		if len(j.trace.Calls) < 200 {
			j.trace.Calls = append(j.trace.Calls, TraceCall{clipText(c.Line(), 200), c.Dir, c.Via, c.Host})
		}
	}
	for _, n := range s.Notes {
		if n.Kind == "opened" && len(j.trace.Opened) < 200 {
			j.trace.Opened = append(j.trace.Opened, n.Text)
		}
	}
	j.trace.Trouble = s.Err
}

func (j *judgement) notes(s *shell.Script) {
	for i := range s.Notes {
		switch s.Notes[i].Kind {
		case "native":
			j.signal("code.native", s.Notes[i].Call, "", s.Notes[i].Text)
		case "function":
			if shadowed(s.Notes[i].Text) {
				j.signal("sys.shadowed", nil, "", s.Notes[i].Text)
			}
		case "inline-unknown":
			j.signal("code.piped", s.Notes[i].Call, "", s.Notes[i].Text)
		case "unsafe-load":
			j.signal("code.unsafe-load", s.Notes[i].Call, "", s.Notes[i].Text)
		case "socket":
			j.signal("net.socket", s.Notes[i].Call, "", s.Notes[i].Text)
		case "inline-decoded":
			j.signal("code.inline-decoded", s.Notes[i].Call, "", s.Notes[i].Text)
		}
		if s.Notes[i].Kind == "recursion" && (s.Notes[i].Call.Bg || s.Notes[i].Call.Piped || strings.Contains(s.Raw, "&")) {
			j.signal("fork-bomb", s.Notes[i].Call, "", "")
		}
	}
	if s.Cut {
		j.signal("too-deep", nil, "", "")
	}
}

// oneCall judges one simple command by pattern rules and by what it does.
func (j *judgement) oneCall(c *shell.Call) {
	j.call = c
	j.ops = operandsOf(c)
	j.site.far = c.Host != ""
	j.patterns(c)
	if c.Opened {
		j.openedCall(c)
		return
	}
	j.effects(c)
}

func (j *judgement) patterns(c *shell.Call) {
	if c.Has("--help") && !c.Opened && !shell.Interpreter(c.Name) {
		return // the tool explains itself and does nothing
	}
	for i := range j.policy.Layers {
		if s := j.policy.Layers[i].Rules; s != nil {
			j.patternSet(s, c, j.policy.Layers[i].Name)
		}
	}
	j.patternSet(j.set, c, "")
}

func (j *judgement) patternSet(s Source, c *shell.Call, layer string) {
	for _, refs := range [2][]PatternRef{s.words(c.Name), s.words("*")} {
		for _, r := range refs {
			if !s.may(r, c, j.ops) || !s.pattern(r).matches(c, j.ops, &j.args) {
				continue
			}
			if rule := s.rule(r.Rule); !rule.Exposed || j.exposed(c) {
				j.hit(rule, layer, c, "", "")
			}
		}
	}
}

// openedCall looks at a wrapper whose command is judged on its own.
func (j *judgement) openedCall(c *shell.Call) {
	j.environment(c)
	j.redirections(c)
	j.mounts(c)
	j.carriesHome(c)
}

// shadowed lists commands that nobody redefines for a good reason.
func shadowed(name string) bool {
	switch name {
	case "sudo", "su", "ssh", "scp", "git", "docker", "kubectl", "passwd", "gpg", "aws", "gcloud", "npm", "pip", "curl", "wget", "cd", "ls", "cat", "rm", "command_not_found_handle", "command_not_found_handler", "exit", "python", "node", "vault", "op":
		return true
	}
	return false
}
