package rules

import "github.com/cybedefend/vibedefend/rules/shell"

// effects works out what a command does and reports it as signals.
func (j *judgement) effects(c *shell.Call) {
	j.environment(c)
	j.redirections(c)
	j.deletions(c)
	j.writes(c)
	j.secrets(c)
	j.code(c)
	j.database(c)
	j.objectCalls(c)
	j.network(c)
	j.packages(c)
	j.disks(c)
	j.verbs(c)
	j.elsewhere(c)
	j.mounts(c)
	j.everyContainer(c)
	if c.Name == "git" {
		j.git(c)
	}
}
