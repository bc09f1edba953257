package posture

import (
	"strings"

	"github.com/cybedefend/vibedefend/detect"
)

// Hook is one command line that an agent's files hold for an event.
type Hook struct {
	Agent   string
	Surface string // "cascade", "devin", "jetbrains"; "" where an agent has one format
	Scope   string
	File    string
	Line    int
	Event   string
	Shell   string // key that holds the line: "command", "bash", "powershell", ...
	Command string
	Ours    bool   // exactly a line we render, and calls our program
	Like    bool   // looks like ours and is not
	Why     string // what is wrong with a look-alike
}

// Hooks lists the command lines in the hook files of the agents named, or of
// all, in the order in which they stand there.
func Hooks(env detect.Env, repo string, agents ...string) []Hook {
	var out []Hook
	for _, c := range columns() {
		if !wanted(c.agent, agents) {
			continue
		}
		s := &scan{env: env, repo: repo, agent: c.agent, kinds: c.kinds}
		for _, f := range c.hooks(s) {
			for _, e := range f.entries {
				h := Hook{Agent: c.agent, Surface: f.surface, Scope: f.scope, File: f.path, Line: e.line, Event: e.event, Shell: e.key, Command: e.command}
				var st standing
				st, h.Why = s.whose(e)
				h.Ours, h.Like = st == ours, st == impostor
				out = append(out, h)
			}
		}
	}
	return out
}

// hookFile is a file of one surface with what it holds.
type hookFile struct {
	place
	surface string
	entries []entry
}

func claudeHooks(s *scan) []hookFile {
	var out []hookFile
	for _, p := range claudeFiles(s) {
		out = append(out, hookFile{p, "", grouped(p.root.get("hooks"), "command")})
	}
	return out
}

func cursorHooks(s *scan) []hookFile {
	var out []hookFile
	for _, p := range cursorFiles(s) {
		out = append(out, hookFile{p, "", flat(p.root.get("hooks"), "command")})
	}
	return out
}

func codexHooks(s *scan) []hookFile {
	f := readCodex(s)
	var out []hookFile
	for _, p := range append(append(f.hooks, f.configs...), f.require) {
		out = append(out, hookFile{p, "", codexEntries(p)})
	}
	return out
}

func windsurfHooks(s *scan) []hookFile {
	var out []hookFile
	cascade := func(surface, file, scope string) {
		p := s.read(file, scope, dialect{})
		out = append(out, hookFile{p, surface, flat(p.root.get("hooks"), "command", "powershell")})
	}
	devin := func(file, scope string) {
		p := s.read(file, scope, devinDialect)
		hooks := p.root.get("hooks")
		if strings.HasSuffix(file, ".v1.json") {
			hooks = p.root
		}
		out = append(out, hookFile{p, "devin", grouped(hooks, "command")})
	}
	codeium := detect.CodeiumDir(s.env)
	cascade("cascade", s.env.Join(codeium, "windsurf", "hooks.json"), scopeUser)
	cascade("jetbrains", s.env.Join(codeium, "hooks.json"), scopeUser)
	newer, legacy := detect.WindsurfSystem(s.env)
	cascade("cascade", s.env.Join(newer, "hooks.json"), scopeManaged)
	cascade("cascade", s.env.Join(legacy, "hooks.json"), scopeManaged)
	devin(s.env.Join(detect.DevinDir(s.env), "config.json"), scopeUser)
	for _, root := range s.roots() {
		cascade("cascade", s.env.Join(root, ".devin", "hooks.json"), scopeProject)
		cascade("cascade", s.env.Join(root, ".windsurf", "hooks.json"), scopeProject)
		devin(s.env.Join(root, ".devin", "hooks.v1.json"), scopeProject)
		devin(s.env.Join(root, ".devin", "config.json"), scopeProject)
		devin(s.env.Join(root, ".devin", "config.local.json"), scopeLocal)
	}
	return out
}

func copilotHooks(s *scan) []hookFile {
	var out []hookFile
	add := func(p place) { out = append(out, hookFile{p, "", copilotEntries(p.root.get("hooks"))}) }
	dirs := []string{detect.CopilotDir(s.env)}
	if usual := s.inHome(".copilot"); s.slash(usual) != s.slash(dirs[0]) {
		dirs = append(dirs, usual) // VS Code keeps reading it
	}
	for _, dir := range dirs {
		for _, f := range s.glob(s.env.Join(dir, "hooks"), ".json", true) {
			add(s.read(f, scopeUser, dialect{}))
		}
		add(s.read(s.env.Join(dir, "settings.json"), scopeUser, settingsDialect))
	}
	for _, f := range s.glob(detect.CopilotPolicy(s.env), ".json", false) {
		add(s.read(f, scopeManaged, dialect{}))
	}
	for _, root := range s.roots() {
		for _, f := range s.glob(s.env.Join(root, ".github", "hooks"), ".json", true) {
			add(s.read(f, scopeProject, dialect{}))
		}
		add(s.read(s.env.Join(root, ".github", "copilot", "settings.json"), scopeProject, settingsDialect))
		add(s.read(s.env.Join(root, ".github", "copilot", "settings.local.json"), scopeLocal, settingsDialect))
	}
	return out
}
