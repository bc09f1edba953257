package detect

const (
	vscodeFloor     = "1.110"
	copilotCLIFloor = "0.0.396"
)

func copilot() Agent {
	return Agent{
		ID:       "copilot",
		Name:     "GitHub Copilot",
		Surfaces: []Surface{{"copilot-cli", "Copilot CLI"}, {"vscode", "Copilot in VS Code"}},
		Find:     findCopilot,
		Limits: []Limit{
			{"1.0.57", "copilot-cli", "lets a call pass when our hook fails", "run `npm install -g @github/copilot@latest`"},
		},
	}
}

func findCopilot(e Env) []Found {
	var out []Found
	if f, ok := findCopilotCLI(e); ok {
		out = append(out, f)
	}
	if f, ok := findVSCode(e); ok {
		out = append(out, f)
	}
	if len(out) == 0 {
		out = e.residue("copilot", "copilot-cli", CopilotDir(e), CopilotDir(e))
	}
	return out
}

func findCopilotCLI(e Env) (Found, bool) {
	f := Found{Agent: "copilot", Surface: "copilot-cli", Root: CopilotDir(e)}
	for _, p := range e.programs("copilot") {
		v := e.npmVersion(p, "@github/copilot")
		if v == "" {
			v = folderVersion(p.real, "copilot")
		}
		f.Evidence = append(f.Evidence, p.path)
		if v != "" && (f.Version == "" || Compare(v, f.Version) < 0) {
			f.Version = v
		}
	}
	f = grade(f, copilotCLIFloor, "Copilot CLI 0.0.396 or newer: npm install -g @github/copilot@latest")
	return f, len(f.Evidence) > 0
}

// findVSCode counts an editor only where Copilot Chat is part of it: as an
// extension, or built in as in current releases.
func findVSCode(e Env) (Found, bool) {
	f := Found{Agent: "copilot", Surface: "vscode", Root: CopilotDir(e)}
	for _, ed := range e.editors(codeApps(e), codeFolders(e), "code", "code-insiders") {
		chat := e.chatExtension()
		if chat == "" && ed.resources != "" {
			if p := e.Join(ed.resources, "app", "extensions", "copilot"); e.IsDir(p) {
				chat = p
			}
		}
		if chat == "" {
			continue
		}
		f.Evidence = append(f.Evidence, ed.where, chat)
		if ed.version != "" && (f.Version == "" || Compare(ed.version, f.Version) < 0) {
			f.Version = ed.version
		}
	}
	if len(f.Evidence) == 0 {
		if chat := e.remoteChat(); chat != "" {
			f.Evidence = append(f.Evidence, chat+" (remote side of VS Code)")
		}
	}
	f = grade(f, vscodeFloor, "VS Code 1.110 or newer: Help > Check for Updates")
	return f, len(f.Evidence) > 0
}

func (e Env) chatExtension() string {
	for _, d := range []string{".vscode", ".vscode-insiders"} {
		if folder, _ := e.extension(e.Join(e.Home, d, "extensions"), "github.copilot-chat"); folder != "" {
			return folder
		}
	}
	return ""
}

// remoteChat finds the extension in the server half of an SSH, WSL or
// container session, whose hooks run on this machine.
func (e Env) remoteChat() string {
	for _, d := range []string{".vscode-server", ".vscode-server-insiders"} {
		if folder, _ := e.extension(e.Join(e.Home, d, "extensions"), "github.copilot-chat"); folder != "" {
			return folder
		}
	}
	return ""
}

func codeApps(e Env) []string {
	var out []string
	for _, n := range []string{"Visual Studio Code.app", "Visual Studio Code - Insiders.app"} {
		out = append(out, e.System("/Applications/"+n), e.Join(e.Home, "Applications", n))
	}
	return out
}

func codeFolders(e Env) []string {
	switch e.OS {
	case "windows":
		var out []string
		for _, n := range []string{"Microsoft VS Code", "Microsoft VS Code Insiders"} {
			out = append(out, e.Join(e.localAppData(), "Programs", n), e.Join(e.programFiles(), n))
		}
		return out
	case "linux":
		return []string{e.System("/usr/share/code"), e.System("/usr/share/code-insiders"), e.System("/snap/code/current/usr/share/code")}
	}
	return nil
}
