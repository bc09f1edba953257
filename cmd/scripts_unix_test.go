//go:build unix

package cmd

// scripts is the folder of the stories that hold on this system: most of them
// name paths, shells and modes of Unix.
const scripts = "testdata"
