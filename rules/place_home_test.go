package rules

import "testing"

// A home folder that is no repository is not taken for one when a session
// was started in it: nothing there can be brought back from git.
func TestHomeWithoutRepositoryIsHome(t *testing.T) {
	const h = "/home/ada"
	for _, c := range []struct {
		root, path string
		want       place
	}{
		{"", h + "/photos", placeHome},
		{"", h + "/node_modules", placeBuild},
		{h, h + "/photos", placeRepo},
	} {
		s := site{home: h, root: c.root, cwd: h}
		if got := s.local(target{abs: c.path}, c.path); got != c.want {
			t.Errorf("root %q, %s: place %v, want %v", c.root, c.path, got, c.want)
		}
	}
}
