package cmd

// scripts is the folder of the stories that hold on this system.
const scripts = "testdata/windows"
