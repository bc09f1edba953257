package detecttest

import "github.com/cybedefend/vibedefend/detect"

// Linux is a machine with all five agents.
func Linux(environ ...string) detect.Env {
	const home = "/home/dev"
	return Env("linux", home, FS{
		home + "/.local/bin/claude":                                                        "-> " + home + "/.local/share/claude/versions/2.1.330",
		home + "/.local/share/claude/versions/2.1.330":                                     "elf",
		home + "/.claude/":                                                                 "",
		"/usr/share/cursor/resources/app/product.json":                                     `{"nameShort":"Cursor","version":"3.18.25"}`,
		"/usr/share/cursor/resources/app/package.json":                                     `{"name":"Cursor","version":"3.18.25"}`,
		home + "/.local/bin/cursor-agent":                                                  "-> " + home + "/.local/share/cursor-agent/versions/2026.09.10-fd3934a/cursor-agent",
		home + "/.local/share/cursor-agent/versions/2026.09.10-fd3934a/cursor-agent":       "sh",
		"/usr/local/bin/codex":                                                             "-> /usr/local/lib/node_modules/@openai/codex/bin/codex.js",
		"/usr/local/lib/node_modules/@openai/codex/bin/codex.js":                           "js",
		"/usr/local/lib/node_modules/@openai/codex/package.json":                           `{"name":"@openai/codex","version":"0.169.0"}`,
		"/usr/share/windsurf/resources/app/product.json":                                   `{"version":"3.4.1"}`,
		home + "/.local/bin/devin":                                                         "-> " + home + "/.local/share/devin/cli/_versions/3000.6.14/bin/devin",
		home + "/.local/share/devin/cli/_versions/3000.6.14/bin/devin":                     "elf",
		home + "/.local/share/JetBrains/GoLand2026.2/codeium/lib/c.jar":                    "jar",
		home + "/.nvm/versions/node/v22.4.0/bin/copilot":                                   "-> " + home + "/.nvm/versions/node/v22.4.0/lib/node_modules/@github/copilot/index.js",
		home + "/.nvm/versions/node/v22.4.0/lib/node_modules/@github/copilot/index.js":     "js",
		home + "/.nvm/versions/node/v22.4.0/lib/node_modules/@github/copilot/package.json": `{"name":"@github/copilot","version":"1.0.102"}`,
		"/usr/bin/code":                              "-> /usr/share/code/bin/code",
		"/usr/share/code/bin/code":                   "sh",
		"/usr/share/code/resources/app/product.json": `{"version":"1.121.0"}`,
		home + "/.vscode/extensions/github.copilot-chat-0.42.0/package.json": `{"name":"copilot-chat","version":"0.42.0"}`,
	}, append([]string{"PATH=/usr/local/bin:/usr/bin:/bin"}, environ...)...)
}

// MacOS is a machine with all five agents, as their bundles and Homebrew put
// them.
func MacOS(environ ...string) detect.Env {
	const home = "/Users/dev"
	return Env("darwin", home, FS{
		"/opt/homebrew/bin/claude":                                                                    "-> /opt/homebrew/Caskroom/claude-code/2.1.300/claude",
		"/opt/homebrew/Caskroom/claude-code/2.1.300/claude":                                           "macho",
		"/Applications/Cursor.app/Contents/Info.plist":                                                plist("3.18.25"),
		"/Applications/Cursor.app/Contents/Resources/app/product.json":                                `{"version":"3.18.25"}`,
		"/opt/homebrew/bin/codex":                                                                     "-> /opt/homebrew/Caskroom/codex/0.155.1/codex-aarch64-apple-darwin",
		"/opt/homebrew/Caskroom/codex/0.155.1/codex-aarch64-apple-darwin":                             "macho",
		"/Applications/Windsurf.app/Contents/Info.plist":                                              plist("1.12.40"),
		"/Applications/Visual Studio Code.app/Contents/Info.plist":                                    plist("1.109.2"),
		"/Applications/Visual Studio Code.app/Contents/Resources/app/extensions/copilot/package.json": `{"name":"copilot-chat"}`,
	}, append([]string{"PATH=/usr/bin:/bin"}, environ...)...)
}

// Windows is a machine with all five agents, installed for one user.
func Windows(environ ...string) detect.Env {
	const home = `C:\Users\dev`
	const roaming, local = home + `\AppData\Roaming`, home + `\AppData\Local`
	return Env("windows", home, FS{
		roaming + `\npm\claude.cmd`: "cmd",
		roaming + `\npm\node_modules\@anthropic-ai\claude-code\package.json`: `{"name":"@anthropic-ai/claude-code","version":"2.1.100"}`,
		local + `\Programs\cursor\Cursor.exe`:                                "exe",
		local + `\Programs\cursor\resources\app\product.json`:                `{"version":"1.7.52"}`,
		local + `\cursor-agent\cursor-agent.exe`:                             "exe",
		roaming + `\npm\codex.cmd`:                                           "cmd",
		roaming + `\npm\node_modules\@openai\codex\package.json`:             `{"name":"@openai/codex","version":"0.120.0"}`,
		local + `\Programs\Devin\resources\app\product.json`:                 `{"version":"3.9.19"}`,
		roaming + `\npm\copilot.cmd`:                                         "cmd",
		roaming + `\npm\node_modules\@github\copilot\package.json`:           `{"name":"@github/copilot","version":"0.0.390"}`,
		local + `\Programs\Microsoft VS Code\resources\app\product.json`:     `{"version":"1.121.0"}`,
		local + `\Programs\Microsoft VS Code\Code.exe`:                       "exe",
		home + `\.vscode\extensions\github.copilot-chat-0.42.0\package.json`: `{"version":"0.42.0"}`,
	}, append([]string{`PATH=C:\Windows\system32;` + roaming + `\npm`, "APPDATA=" + roaming, "LOCALAPPDATA=" + local, `ProgramFiles=C:\Program Files`}, environ...)...)
}

func plist(version string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
	<key>CFBundleShortVersionString</key>
	<string>` + version + `</string>
</dict></plist>
`
}
