package posture

import "github.com/cybedefend/vibedefend/detect"

// column is what posture knows of one agent.
type column struct {
	agent    string
	kinds    []Entry
	switched func(*scan)
	hooks    func(*scan) []hookFile
	dangers  []Entry
	risks    func(*scan)
	mcp      func(*scan) []mcpSource
	// trusted lists the folders the agent was told to trust; nil where it
	// keeps no list in a file.
	trusted func(*scan) []string
	mends   []mending
}

// columns is the table of agents, in the order of detection.
func columns() []column {
	return []column{
		{"claude-code", claudeKinds, claudeSwitches, claudeHooks, claudeDangers, claudeRisks, claudeMCP, claudeTrusted, claudeMends},
		{"cursor", cursorKinds, cursorSwitches, cursorHooks, cursorDangers, cursorRisks, cursorMCP, nil, cursorMends},
		{"codex", codexKinds, codexSwitches, codexHooks, codexDangers, codexRisks, codexMCP, codexTrustedFolders, codexMends},
		{"windsurf", windsurfKinds, windsurfSwitches, windsurfHooks, windsurfDangers, windsurfRisks, windsurfMCP, nil, windsurfMends},
		{"copilot", copilotKinds, copilotSwitches, copilotHooks, copilotDangers, copilotRisks, copilotMCP, copilotTrusted, copilotMends},
	}
}

// SwitchedOff lists every setting that keeps hooks of ours from running, or
// weakens them, in the files of all agents (or of those named), the
// environment and the repository. A healthy machine gives none.
func SwitchedOff(env detect.Env, repo string, agents ...string) []Finding {
	var out []Finding
	for _, c := range columns() {
		if !wanted(c.agent, agents) {
			continue
		}
		s := &scan{env: env, repo: repo, agent: c.agent, kinds: c.kinds}
		c.switched(s)
		out = append(out, s.out...)
	}
	return sorted(out)
}

func wanted(agent string, agents []string) bool {
	if len(agents) == 0 {
		return true
	}
	for _, a := range agents {
		if a == agent {
			return true
		}
	}
	return false
}
