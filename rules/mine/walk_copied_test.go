package mine

import (
	"slices"
	"strings"
	"testing"
)

func TestCopiedLibraries(t *testing.T) {
	ours := "Copyright 2020 Farm\n" + strings.Repeat("You may use, copy and change this program as you like under these terms of the farm. ", 12)
	theirs := "Copyright 2011 Mill\n" + strings.Repeat("Redistribution in source and binary forms is permitted provided that the mill is named. ", 12)
	tr, err := walk(repo(t, map[string]string{
		"LICENSE": ours, "composer.json": `{"name":"farm/farm"}`,
		"lib/Mill/LICENSE.txt": theirs, "lib/Mill/Wheel.php": "<?php\n",
		"lib/grain/grain/composer.json": `{"name":"grain/grain"}`, "lib/grain/grain/src/Grain.php": "<?php\n",
		"libs/rows/LICENSE": strings.Replace(ours, "2020", "2021", 1), "libs/rows/rows.go": "package rows\n",
		"lib/farm/composer.json": `{"name":"farm/rows"}`, "lib/farm/Rows.php": "<?php\n",
		"packages/mill/LICENSE": theirs, "packages/mill/mill.go": "package mill\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[string]bool{"lib/Mill/Wheel.php": false, "lib/grain/grain/src/Grain.php": false, "libs/rows/rows.go": true, "lib/farm/Rows.php": true, "packages/mill/mill.go": true} {
		if got := slices.Contains(tr.files, f); got != want {
			t.Errorf("%s: %v, want %v", f, got, want)
		}
	}
}
