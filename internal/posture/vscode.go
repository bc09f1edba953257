package posture

// appDirs returns the user-settings folders of an editor built on VS Code,
// with those of its profiles.
func (s *scan) appDirs(names ...string) []string {
	base := s.inHome(".config")
	switch s.env.OS {
	case "darwin":
		base = s.inHome("Library", "Application Support")
	case "windows":
		base = s.appData()
	}
	var out []string
	for _, name := range names {
		user := s.env.Join(base, name, "User")
		out = append(out, user)
		list, err := s.env.FS.ReadDir(s.env.Join(user, "profiles"))
		if err != nil {
			continue
		}
		for _, e := range list {
			out = append(out, s.env.Join(user, "profiles", e.Name()))
		}
	}
	return out
}

var vscodeNames = []string{"Code", "Code - Insiders", "VSCodium"}

// editorSettings reads the settings files of an editor: the user's, those of
// the repository and of its workspace files.
func (s *scan) editorSettings(names ...string) []place {
	var out []place
	for _, dir := range s.appDirs(names...) {
		out = append(out, s.read(s.env.Join(dir, "settings.json"), scopeUser, settingsDialect))
	}
	for _, root := range s.roots() {
		out = append(out, s.read(s.env.Join(root, ".vscode", "settings.json"), scopeProject, settingsDialect))
		for _, f := range s.glob(root, ".code-workspace", false) {
			p := s.read(f, scopeProject, settingsDialect)
			p.root = p.root.get("settings")
			out = append(out, p)
		}
	}
	return out
}

func (s *scan) vscodeSwitches() {
	for _, p := range s.editorSettings(vscodeNames...) {
		if v := p.root.flat("chat.useHooks"); v.isFalse() {
			s.add("copilot.vscode-hooks-off", p, v.line, "chat.useHooks", "")
		}
		for _, m := range p.root.flat("chat.hookFilesLocations").members {
			if m.value.isFalse() && (m.key == "~/.copilot/hooks" || m.key == "~/.copilot/hooks/") {
				s.add("copilot.vscode-location-off", p, m.line, "chat.hookFilesLocations", m.key)
			}
		}
	}
	policy := s.read(s.vscodePolicy(), scopeManaged, settingsDialect)
	if v := policy.root.get("ChatHooks"); v.isFalse() {
		s.add("copilot.vscode-hooks-off", policy, v.line, "ChatHooks", "")
	}
	if v := policy.root.get("ChatAllowManagedHooksOnly"); v.isTrue() {
		s.add("copilot.managed-only", policy, v.line, "ChatAllowManagedHooksOnly", "")
	}
}

// vscodePolicy is the policy file of Linux; elsewhere policies are no files.
func (s *scan) vscodePolicy() string { return s.env.System("/etc/vscode/policy.json") }
