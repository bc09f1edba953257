package detect

// Agents is the table of agents, in the order they are shown.
func Agents() []Agent {
	return []Agent{claudeCode(), cursor(), codex(), windsurf(), copilot()}
}

// ByID returns the row of an agent.
func ByID(id string) (Agent, bool) {
	for _, a := range Agents() {
		if a.ID == id {
			return a, true
		}
	}
	return Agent{}, false
}

// All finds every surface of every agent on the machine.
func All(env Env) []Found {
	var all []Found
	for _, a := range Agents() {
		all = append(all, a.Find(env)...)
	}
	return all
}

// Of keeps what was found of one agent.
func Of(found []Found, agent string) []Found {
	var kept []Found
	for _, f := range found {
		if f.Agent == agent {
			kept = append(kept, f)
		}
	}
	return kept
}
