package business

import (
	"bytes"
	"path"
	"strings"
)

// Bounds of what is read of a file's first comment.
const (
	headLines  = 25
	mostHeader = 100
)

// header is the first line of a file's first comment that speaks of copyright
// or licence, without comment marks and years; "" where there is none. Of the
// SPDX tags it is the one that names the licence: owners differ by file.
func header(content []byte) string {
	n, block, owner, before := 0, false, "", ""
	for line := range bytes.Lines(content) {
		if n++; n > headLines {
			break
		}
		text := strings.TrimSpace(strings.TrimPrefix(string(line), "\ufeff"))
		switch {
		case text == "", strings.HasPrefix(text, "#!"), strings.HasPrefix(text, "<?php"), strings.HasPrefix(text, "declare(strict_types"), strings.HasPrefix(text, `"use `), strings.HasPrefix(text, "'use "):
			continue
		case !block && !comment(text):
			return owner
		}
		block = (block || strings.HasPrefix(text, "/*")) && !strings.Contains(text, "*/")
		switch {
		case !notice(text), owner != "" && !strings.Contains(text, "SPDX-License-Identifier:"):
		case strings.Contains(text, "SPDX-FileCopyrightText:"):
			owner = plainHeader(text)
		default:
			if goesOn(before, plainHeader(text)) {
				return plainHeader(before + " " + plainHeader(text))
			}
			return plainHeader(text)
		}
		before = text
	}
	return owner
}

// goesOn reports whether a line is the rest of the sentence that the line
// above began: "is subject to the terms of the Orchard Public" "License, v. 2.0".
func goesOn(above, line string) bool {
	words := strings.Fields(above)
	first, _, _ := strings.Cut(line, " ")
	return len(words) > 3 && !strings.ContainsAny(above[len(above)-1:], ".:;") && strings.EqualFold(strings.TrimRight(first, ".,;:"), "license")
}

func comment(line string) bool {
	for _, mark := range []string{"//", "/*", "*", "#", "--", "<!--", `"""`} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}

func notice(line string) bool {
	low := strings.ToLower(line)
	return strings.Contains(low, "copyright") || strings.Contains(low, "licen") || strings.Contains(low, "spdx-") || strings.Contains(low, "all rights reserved")
}

// plainHeader cuts comment marks and years from a line: they differ from file
// to file.
func plainHeader(line string) string {
	line = strings.TrimSpace(strings.Trim(line, "/*#-<!>\" \t"))
	var words []string
	for _, w := range strings.Fields(line) {
		if bare := strings.Trim(w, "0123456789-–,.()"); (bare != "" || version(w)) && !strings.EqualFold(bare, "present") {
			words = append(words, w)
		}
	}
	text := strings.Join(words, " ")
	if len(text) > mostHeader {
		text = strings.ToValidUTF8(text[:mostHeader], "")
		text = text[:max(strings.LastIndexByte(text, ' '), 1)]
	}
	return text
}

// version reports whether a word of digits is the version of a licence, no year.
func version(w string) bool {
	w = strings.Trim(w, ",.()-–")
	return w != "" && (len(w) < 4 || strings.Contains(w, ".")) && !strings.ContainsAny(w, ",-–")
}

// HasHeader reports whether a file's header is one of some notices, or begins
// as one that ends in a colon.
func HasHeader(notices []string, header string) bool {
	for _, n := range notices {
		if n == header || strings.HasSuffix(n, ":") && strings.HasPrefix(header, n) {
			return true
		}
	}
	return false
}

// Headed reports whether a file is one that could begin with a notice: one
// with code in it, and no markup around that.
func Headed(f *Facts) bool {
	switch path.Ext(f.Path) {
	case ".vue", ".svelte", ".html", ".prisma", ".sql":
		return false
	}
	return len(f.Units) > 0
}
