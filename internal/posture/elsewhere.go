package posture

import (
	"github.com/cybedefend/vibedefend/detect"
)

// mostElsewhere bounds how many trusted folders are looked at.
const mostElsewhere = 50

// Elsewhere lists what switches hooks off in the other repositories that the
// agents trust: there the agent itself tells nobody, as our hooks do not run.
func Elsewhere(env detect.Env, repo string, agents ...string) []Finding {
	var out []Finding
	for _, c := range columns() {
		if !wanted(c.agent, agents) || c.trusted == nil {
			continue
		}
		here := &scan{env: env, repo: repo, agent: c.agent, kinds: c.kinds}
		for i, dir := range c.trusted(here) {
			if i == mostElsewhere {
				break
			}
			if here.broad(dir) || here.passes(dir) {
				continue
			}
			out = append(out, c.offIn(env, dir)...)
		}
	}
	return sorted(out)
}

// passes reports whether the folders looked at anyhow include dir.
func (s *scan) passes(dir string) bool {
	for _, r := range s.roots() {
		if s.slash(r) == s.slash(dir) {
			return true
		}
	}
	return !s.env.IsDir(dir)
}

// offIn lists what in the files of one folder switches hooks off.
func (c column) offIn(env detect.Env, dir string) []Finding {
	env.Dir = dir
	there := &scan{env: env, repo: dir, agent: c.agent, kinds: c.kinds}
	c.switched(there)
	var out []Finding
	for _, f := range there.out {
		if f.State == stateDisabled && f.File != "" && there.below(f.File, dir) {
			out = append(out, f)
		}
	}
	return out
}
