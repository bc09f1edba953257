package world

import "slices"

// Written lists the files that the session's own tools wrote, sorted.
func (s *Session) Written() []string {
	var out []string
	for p, how := range s.how {
		if how == "written" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}
