package installers

import (
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/hookline"
)

// cascadeEdit writes flat entries for bash and PowerShell. Cascade lets a
// call pass after a failure, so the lines of the gates turn one into a block.
func cascadeEdit(t Target) (edit.Edit, error) {
	hooks := edit.JSON{Mine: mineEntry, Sweep: [][]string{{"hooks"}}, Strict: true}
	for _, ev := range cascadeEvents {
		bash, power, err := cascadeLines(t, ev)
		if err != nil {
			return nil, err
		}
		entry := object(field{"command", bash}, field{"powershell", power}, field{"show_output", false})
		hooks.Arrays = append(hooks.Arrays, edit.Array{Path: []string{"hooks", ev.name}, Entries: []string{entry}})
	}
	return checked{hooks, void("windsurf", "hooks")}, nil
}

func cascadeLines(t Target, ev windsurfEvent) (bash, power string, err error) {
	if t.Scope == Project {
		return byName("windsurf", ev.name, "", hookline.PosixByName), byName("windsurf", ev.name, "", hookline.PowerShellByName), nil
	}
	forms := [2]hookline.Form{hookline.Posix, hookline.PowerShell}
	if ev.closed {
		forms = [2]hookline.Form{hookline.PosixClosed, hookline.PowerShellClosed}
	}
	if bash, err = t.line("windsurf", ev.name, forms[0]); err != nil {
		return "", "", err
	}
	power, err = t.line("windsurf", ev.name, forms[1])
	return bash, power, err
}

// devinEdit writes matcher groups without a matcher, which means all tools;
// "*" would not be a regular expression. Devin runs them in its own bash on
// every system.
func devinEdit(t Target, root []string) (edit.Edit, error) {
	hooks := edit.JSON{Mine: mineGroup, Sweep: [][]string{root}}
	for _, ev := range devinEvents {
		line := byName("devin", ev.name, "", hookline.PosixByName)
		if t.Scope != Project {
			form := hookline.Posix
			if ev.closed {
				form = hookline.PosixClosed
			}
			var err error
			if line, err = t.line("devin", ev.name, form); err != nil {
				return nil, err
			}
		}
		entry := group("", field{"type", "command"}, field{"command", line}, field{"timeout", 30})
		path := append(append([]string{}, root...), ev.name)
		hooks.Arrays = append(hooks.Arrays, edit.Array{Path: path, Entries: []string{entry}})
	}
	return hooks, nil
}
