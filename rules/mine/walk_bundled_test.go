package mine

import "testing"

func TestBundledIsNoSource(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             bool
	}{
		{"webpack", "a/main.js", "/******/ (() => { // webpackBootstrap\n/******/ 	var x = {};\n", true},
		{"webpack below a notice", "a/main.js", "/*! Notice */\n/******/ (() => {\n", true},
		{"its loader", "a/main.js", "var x = 1;\nfunction __webpack_require__(id) {}\n", true},
		{"babel", "a/main.cjs", "\"use strict\";\nfunction _classCallCheck(a, b) {}\n", true},
		{"the compiler of TypeScript", "a/main.js", "var __awaiter = (this && this.__awaiter) || function () {};\n", true},
		{"esbuild", "a/main.mjs", "var __commonJS = (cb, mod) => function () {};\n", true},
		{"source", "a/main.js", "export function run() { return 1; }\n", false},
		{"source that names a helper", "a/plugin.js", "export const hot = () => __webpack_require__.h();\n", false},
		{"another language", "a/main.ts", "/******/ let x = 1;\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := bundled(c.file, []byte(c.text)); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
