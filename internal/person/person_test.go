package person

import (
	"errors"
	"testing"

	"github.com/cybedefend/vibedefend/internal/process"
)

func TestBelow(t *testing.T) {
	shell := process.Process{PID: 9, Name: "bash", Exe: "/usr/bin/bash", Args: []string{"bash", "-c", "vibedefend uninstall"}}
	for name, c := range map[string]struct {
		up   []process.Process
		env  map[string]string
		want string
	}{
		"a shell":            {up: []process.Process{shell}},
		"native claude":      {up: []process.Process{shell, {PID: 5, Name: "claude", Exe: "/opt/claude"}}, want: "Claude Code (process 5) started this command"},
		"claude as a script": {up: []process.Process{{PID: 5, Name: "node", Args: []string{"node", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js"}}}, want: "Claude Code (process 5) started this command"},
		"copilot with a flag": {up: []process.Process{{PID: 6, Name: "node", Args: []string{"node", "--no-warnings", "/x/node_modules/@github/copilot/index.js"}}},
			want: "Copilot CLI (process 6) started this command"},
		"codex on windows":           {up: []process.Process{{PID: 7, Name: "codex.exe", Exe: `C:\Tools\codex.exe`}}, want: "Codex (process 7) started this command"},
		"cursor-agent":               {up: []process.Process{{PID: 8, Name: "node", Exe: "/home/a/.local/share/cursor-agent/versions/2026.09.10-x/node"}}, want: "Cursor CLI (process 8) started this command"},
		"devin":                      {up: []process.Process{{PID: 8, Name: "devin", Exe: "/home/a/.local/share/devin/cli/_versions/3/bin/devin"}}, want: "Devin CLI (process 8) started this command"},
		"the terminal of an editor":  {up: []process.Process{shell, {PID: 4, Name: "code", Exe: "/usr/share/code/code"}}},
		"the environment tells":      {up: []process.Process{shell}, env: map[string]string{"CLAUDECODE": "1"}, want: "Claude Code started this command"},
		"a file named like an agent": {up: []process.Process{{PID: 3, Name: "vim", Args: []string{"vim", "claude"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			err := below(c.up, func(k string) string { return c.env[k] })
			if got := text(err); got != c.want {
				t.Errorf("below = %q, want %q", got, c.want)
			}
			var agent *AgentError
			if c.want != "" && !errors.As(err, &agent) {
				t.Errorf("%T is not an AgentError", err)
			}
		})
	}
}

func TestRunningGroupsByProgram(t *testing.T) {
	got := running([]process.Process{
		{PID: 1, Name: "codex"}, {PID: 2, Name: "claude"}, {PID: 3, Name: "bash"}, {PID: 4, Name: "claude"},
		{PID: 5, Name: "Cursor", Exe: "/Applications/Cursor.app/Contents/MacOS/Cursor"},
	})
	if len(got) != 3 || got[0].Name != "Claude Code" || len(got[0].PIDs) != 2 || got[1].Name != "Cursor" || got[2].Agent != "codex" {
		t.Errorf("running = %+v", got)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
