package home

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestTilde(t *testing.T) {
	h := filepath.FromSlash("/home/ada")
	tests := [][2]string{
		{h, "~"},
		{filepath.Join(h, "a", "b"), filepath.FromSlash("~/a/b")},
		{filepath.FromSlash("/home/adam/a"), filepath.FromSlash("/home/adam/a")},
		{"a", "a"},
	}
	if runtime.GOOS == "windows" {
		h = `C:\Users\Ada`
		tests = [][2]string{{`C:\Users\Ada\a`, `~\a`}, {"c:/users/ADA/a", "~/a"}, {`C:\Users\Adam`, `C:\Users\Adam`}, {"C:/Users/Ada", "~"}}
	}
	for _, tt := range tests {
		if got := Tilde(tt[0], h); got != tt[1] {
			t.Errorf("Tilde(%s) = %s, want %s", tt[0], got, tt[1])
		}
	}
	if got := Tilde("/a", ""); got != "/a" {
		t.Errorf("without a home: %s", got)
	}
}
