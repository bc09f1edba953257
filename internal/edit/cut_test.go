package edit

import "testing"

func TestCuts(t *testing.T) {
	src := []byte("hello world")
	cuts := []Cut{{Off: 0, Old: "hello", New: "bye"}, {Off: 4, Old: "world", New: ""}, {Off: 4, New: "moon"}}
	out, err := ApplyCuts(src, cuts)
	if err != nil || string(out) != "bye moon" {
		t.Fatalf("%q, %v", out, err)
	}
	back, err := InvertCuts(out, cuts)
	if err != nil || string(back) != string(src) {
		t.Errorf("%q, %v", back, err)
	}
	for _, bad := range []Cut{{Off: -1}, {Off: 99}, {Off: 0, Old: "x"}, {Off: 8, Old: "rlds"}} {
		if _, err := ApplyCuts(src, []Cut{bad}); err == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
	for _, p := range [][2]string{{"", ""}, {"", "a"}, {"a", ""}, {"aaa", "aa"}, {"abc", "axc"}, {"x", "y"}} {
		cuts := Between([]byte(p[0]), []byte(p[1]))
		if got, err := ApplyCuts([]byte(p[0]), cuts); err != nil || string(got) != p[1] {
			t.Errorf("%q: %q, %v", p, got, err)
		}
	}
}
