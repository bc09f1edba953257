package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// noticeText wraps a notice as each language comments, and gives a file that
// needs one.
var noticeText = []struct{ lang, file, open, code string }{
	{"ts", "src/a%d.ts", "/*\n * %s\n */\n\n", "export function run%d() { return 1 }\n"},
	{"js block without stars", "lib/a%d.js", "/*\n   %s\n*/\n", "function run%d() { return 1 }\n"},
	{"python", "app/a%d.py", "#!/usr/bin/env python\n# %s\n\n", "def run_%d():\n    return 1\n"},
	{"go", "pkg/a%d/a.go", "// %s\n\n", "package a\n\nfunc Run%d() int { return 1 }\n"},
	{"java", "src/main/java/x/A%d.java", "/*\n * %s\n */\n", "package x;\n\nclass A%d { int run() { return 1; } }\n"},
	{"kotlin", "src/main/kotlin/x/A%d.kt", "// %s\n", "package x\n\nclass A%d { fun run(): Int { return 1 } }\n"},
	{"csharp", "src/A%d.cs", "// %s\n\n", "namespace X;\n\npublic class A%d { public int Run() { return 1; } }\n"},
	{"ruby", "lib/a%d.rb", "# frozen_string_literal: true\n\n# %s\n\n", "class A%d\n  def run\n    1\n  end\nend\n"},
	{"php", "src/A%d.php", "<?php\n\n/*\n * This is a part of the shop.\n *\n * %s\n */\n\n", "namespace X;\n\nclass A%d { public function run() { return 1; } }\n"},
	{"rust", "src/a%d.rs", "// %s\n\n", "pub fn run_%d() -> u8 { 1 }\n"},
}

func TestNoticeAtTheHead(t *testing.T) {
	for _, tc := range noticeText {
		t.Run(tc.lang, func(t *testing.T) {
			files := map[string]string{}
			headless := func(code string) string {
				if strings.HasPrefix(tc.open, "<?php") {
					return "<?php\n\n" + code
				}
				return code
			}
			for i := range 30 {
				files[fmt.Sprintf(tc.file, i)] = fmt.Sprintf(tc.open, fmt.Sprintf("Copyright (c) %d-present The Orchard Authors. All rights reserved.", 2015+i%9)) + fmt.Sprintf(tc.code, i)
			}
			odd := fmt.Sprintf(tc.file, 77)
			files[odd] = headless(fmt.Sprintf(tc.code, 77))
			r := want(t, mined(t, repo(t, files)), business.FileHeader, "The Orchard Authors")
			if r.Support != 30 || r.Sites != 31 || len(r.Violations) != 1 || r.Violations[0] != odd+":1" {
				t.Errorf("%s %d/%d %v", r.Statement, r.Support, r.Sites, r.Violations)
			}
			fresh := fmt.Sprintf(tc.file, 88)
			if got := business.Fresh([]business.Rule{r}, fresh, nil, []byte(files[odd])); len(got) != 1 {
				t.Errorf("a new file without the notice: %v", got)
			}
			if got := business.Fresh([]business.Rule{r}, odd, []byte(files[odd]), []byte(files[odd]+"\n")); len(got) != 0 {
				t.Errorf("an old file without it: %v", got)
			}
			if got := business.Fresh([]business.Rule{r}, fresh, nil, []byte(files[fmt.Sprintf(tc.file, 3)])); len(got) != 0 {
				t.Errorf("a new file with it: %v", got)
			}
		})
	}
}

func TestNoNoticeOfTheProject(t *testing.T) {
	notice := "// Copyright (c) 2020 Elsewhere Ltd.\n\n"
	for name, files := range map[string]map[string]string{
		"a small folder of others' code": func() map[string]string {
			files := family(12, "src/vendored/a%d.ts", notice+"export function run%d() { return 1 }\n", nil)
			for i := range 80 {
				files[fmt.Sprintf("src/b%d.ts", i)] = fmt.Sprintf("export function go%d() { return 1 }\n", i)
			}
			return files
		}(),
		"scripts that are served as they are": family(20, "web/static/editor/a%d.js", notice+"function run%d() { return 1 }\n", map[string]string{"web/b.js": "function b() { return 1 }\n", "web/c.js": "function c() { return 1 }\n", "web/d.js": "function d() { return 1 }\n", "web/e.js": "function e() { return 1 }\n", "web/f.js": "function f() { return 1 }\n"}),
		"half of the files": func() map[string]string {
			files := family(20, "src/a%d.ts", notice+"export function run%d() { return 1 }\n", nil)
			for i := range 20 {
				files[fmt.Sprintf("src/b%d.ts", i)] = fmt.Sprintf("export function go%d() { return 1 }\n", i)
			}
			return files
		}(),
		"a comment about licences further down": family(20, "src/a%d.ts", "export function run%d() { return 1 }\n// the licence is checked elsewhere\n", nil),
	} {
		t.Run(name, func(t *testing.T) {
			if got := find(mined(t, repo(t, files)), business.FileHeader); len(got) != 0 {
				t.Errorf("found %+v", got)
			}
		})
	}
}

func TestLineOfTheNotice(t *testing.T) {
	for _, tc := range []struct{ head, want string }{
		{"# This file may be used under the terms of the Orchard Public\n# License, v. 2.0. See there.\n", "This file may be used under the terms of the Orchard Public License, v. 2.0. See there."},
		{"# Makes pickles of what grows here.\n# License: MIT\n", "License: MIT"},
		{"// Under the Orchard License, v. 2.0. See the file\n", "Under the Orchard License, v. 2.0. See the file"},
		{"// Copyright (c) 2019, 2021-2024 Orchard\n", "Copyright (c) Orchard"},
		{"/*\n * SPDX-FileCopyrightText: 2020 Ann\n * SPDX-FileCopyrightText: 2021 Bob\n * SPDX-License-Identifier: MIT\n */\n", "SPDX-License-Identifier: MIT"},
		{"// SPDX-FileCopyrightText: 2020 Ann\n", "SPDX-FileCopyrightText: Ann"},
	} {
		if f, _ := business.Read("a.go", []byte(tc.head+"\npackage a\n\nfunc Run() {}\n")); f.Header != tc.want {
			t.Errorf("%q: got %q", tc.head, f.Header)
		}
	}
}

func FuzzHeader(f *testing.F) {
	for _, tc := range noticeText {
		f.Add(fmt.Sprintf(tc.open, "Copyright (c) 2015 The Orchard Authors"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"a.go", "a.php"} {
			if got, _ := business.Read(name, []byte(text)); len(got.Header) > 100 || strings.ContainsAny(got.Header, "\n") {
				t.Errorf("%q", got.Header)
			}
		}
	})
}

// Files that name a licence each, not the same, have the tag in common.
func TestLicencesThatDiffer(t *testing.T) {
	tag := func(licence string) string {
		return "// SPDX-License-Identifier: " + licence + "\n\nexport function run%d() { return 1 }\n"
	}
	files := family(30, "src/a%d.ts", tag("MIT"), family(30, "lib/b%d.ts", tag("Apache-2.0"), map[string]string{"src/odd.ts": "export function odd() { return 1 }\n"}))
	r := want(t, mined(t, repo(t, files)), business.FileHeader, "`SPDX-License-Identifier:` and their licence")
	if r.Support != 60 || r.Sites != 61 || len(r.Scope.Paths) != 0 {
		t.Errorf("%s %d/%d %v", r.Statement, r.Support, r.Sites, r.Scope)
	}
	for text, want := range map[string]int{files["lib/b3.ts"]: 0, tag("EUPL-1.2"): 0, files["src/odd.ts"]: 1} {
		if got := business.Fresh([]business.Rule{r}, "src/new.ts", nil, []byte(text)); len(got) != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
