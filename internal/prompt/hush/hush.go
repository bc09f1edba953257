// Package hush keeps a library from talking to the terminal before main.
//
// While it is initialised, bubbletea writes a query for the background colour
// to any terminal on stdout and waits up to five seconds for the answer: in
// every command, "version" too, and for ever so often in a terminal that does
// not answer. It does not where TERM says dumb. Go initialises packages by
// import path as far as their imports allow, and bubbletea imports packages of
// golang.org/x, so this one comes first; a script in cmd/testdata proves it.
package hush

import "os"

var term, set = hush()

func hush() (string, bool) {
	t, ok := os.LookupEnv("TERM")
	_ = os.Setenv("TERM", "dumb")
	return t, ok
}

// Restore puts TERM back. The program calls it before anything reads TERM.
func Restore() {
	if os.Getenv("TERM") != "dumb" {
		return // restored, or changed on purpose since
	}
	if set {
		_ = os.Setenv("TERM", term)
	} else {
		_ = os.Unsetenv("TERM")
	}
}
