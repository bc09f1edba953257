package hook

import (
	"fmt"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// shape says what a tool does, and so which arguments to look for. Each column
// names its own tools; how arguments are spelled varies less, and is read here
// for all of them.
type shape int

const (
	shapeOther shape = iota
	shapeShell
	shapePowerShell
	shapeTerminal // feeds text to a running shell
	shapeWrite    // creates or edits files, in whatever form
	shapeDelete
	shapeRead
	shapeSearch
	shapeFetch
	shapeAgent
	shapeMCP
)

// Spellings of arguments, most specific first.
var (
	pathKeys    = []string{"file_path", "filePath", "notebook_path", "target_file", "path", "dirPath", "absolute_path", "filename", "uri"}
	oldKeys     = []string{"old_string", "oldString", "old_str"}
	newKeys     = []string{"new_string", "newString", "new_str"}
	contentKeys = []string{"content", "file_text", "contents", "text"}
	insertKeys  = []string{"code", "code_edit", "newCode", "new_source", "insert_text"}
	listKeys    = []string{"edits", "replacements", "changes"}
	commandKeys = []string{"command", "cmd", "command_line", "script"}
	cwdKeys     = []string{"working_directory", "workdir", "cwd", "directory"}
	inputKeys   = []string{"chars", "input", "text", "data", "content", "command"}
)

// errArgs is returned when a tool that can do harm hides what it would do.
type errArgs struct{ tool, missing string }

func (e errArgs) Error() string {
	return fmt.Sprintf("the arguments of %s hold no %s", e.tool, e.missing)
}

// fillTool reads the arguments of a tool into ev and sets its kind.
func (p places) fillTool(ev *rules.Event, s shape, name string, input gjson.Result) error {
	ev.Tool = name
	obj, text := args(input)
	switch s {
	case shapeShell, shapePowerShell:
		if s == shapePowerShell {
			ev.Shell = "powershell"
		}
		return p.fillCommand(ev, obj, text)
	case shapeTerminal:
		return p.fillInput(ev, obj, text)
	case shapeWrite:
		return p.fillWrites(ev, obj, text)
	case shapeDelete:
		ev.Kind = rules.FileWrite
		for _, f := range p.paths(obj, text) {
			ev.Writes = append(ev.Writes, rules.FileChange{Op: rules.Delete, Path: f})
		}
		return missing(len(ev.Writes) > 0, name, "path")
	case shapeRead, shapeSearch:
		ev.Kind = rules.FileRead
		ev.Reads = p.reads(s, obj, text)
	case shapeFetch:
		ev.Kind = rules.WebFetch
		ev.URLs = urls(obj, text)
	case shapeAgent:
		ev.Kind = rules.ToolOther
		ev.Prompt = obj.str("prompt", "message", "task")
	default:
		return p.fillUnknown(ev, obj)
	}
	return nil
}

func missing(ok bool, tool, what string) error {
	if ok {
		return nil
	}
	return errArgs{tool, what}
}

func (p places) fillCommand(ev *rules.Event, obj fields, text string) error {
	ev.Kind = rules.Command
	found := text != ""
	ev.Command = text
	for _, k := range commandKeys {
		if v := obj.get(k); v.Exists() && v.Type != gjson.Null {
			ev.Command, found = commandText(v), true
			break
		}
	}
	if d := obj.str(cwdKeys...); d != "" {
		ev.CWD = p.abs(d)
	}
	p.addShellPatch(ev)
	return missing(found, ev.Tool, "command")
}

// addShellPatch adds the files of a patch inside a command.
func (p places) addShellPatch(ev *rules.Event) {
	changes, dir := shellPatch(ev.Command)
	at := p
	at.cwd = ev.CWD
	if dir != "" {
		at.cwd = at.abs(dir)
	}
	ev.Writes = append(ev.Writes, at.placed(changes)...)
}

// commandText reads a command that is a string or a list of arguments.
func commandText(v gjson.Result) string {
	if !v.IsArray() {
		return loose(v)
	}
	var words []string
	for _, e := range v.Array() {
		words = append(words, loose(e))
	}
	if len(words) == 3 && strings.HasPrefix(words[1], "-") && strings.HasSuffix(words[1], "c") {
		return words[2] // sh -c, bash -lc
	}
	for i, w := range words {
		if strings.ContainsAny(w, " \t\n'\"\\$`&|;<>()*?[]{}#~!") || w == "" {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

func (p places) fillInput(ev *rules.Event, obj fields, text string) error {
	ev.Kind = rules.TerminalInput
	if d := obj.str(cwdKeys...); d != "" {
		ev.CWD = p.abs(d)
	}
	ev.Input = text
	for _, k := range inputKeys {
		if v := obj.get(k); v.Exists() && v.Type != gjson.Null {
			ev.Input = loose(v)
			return nil
		}
	}
	return missing(text != "", ev.Tool, "text")
}

// fillUnknown keeps what a tool we do not know would most likely do.
func (p places) fillUnknown(ev *rules.Event, obj fields) error {
	ev.Kind = rules.ToolOther
	if c := obj.str("command", "cmd", "command_line"); c != "" {
		return p.fillCommand(ev, obj, "")
	}
	if len(p.paths(obj, "")) > 0 && (obj.get(oldKeys...).Exists() || obj.get(newKeys...).Exists() || obj.get(contentKeys...).Exists()) {
		return p.fillWrites(ev, obj, "")
	}
	ev.Prompt = obj.str("prompt")
	ev.URLs = urls(obj, "")
	return nil
}

// paths collects the paths an object names, absolute.
func (p places) paths(obj fields, text string) []string {
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, p.abs(s))
		}
	}
	add(strings.TrimSpace(text))
	for _, k := range append(pathKeys, "paths", "files", "file_paths") {
		v := obj.get(k)
		if v.IsArray() {
			for _, e := range v.Array() {
				add(e.String())
			}
		} else if v.Type == gjson.String {
			add(v.Str)
		}
	}
	return out
}

// reads lists what is read. A search in a folder reads the folder, or the one
// file that its filter names.
func (p places) reads(s shape, obj fields, text string) []string {
	out := p.paths(obj, text)
	if s != shapeSearch {
		return out
	}
	if len(out) == 0 {
		out = append(out, p.cwd)
	}
	if g := obj.str("glob", "includePattern", "include", "include_pattern"); g != "" {
		name := strings.TrimPrefix(g, "**/")
		if !strings.ContainsAny(name, "*?[{") {
			at := p
			at.cwd = out[0]
			out = append(out, at.abs(name))
		}
	}
	return out
}

func urls(obj fields, text string) []string {
	var out []string
	if text != "" {
		out = append(out, text)
	}
	for _, k := range []string{"url", "urls"} {
		v := obj.get(k)
		for _, e := range v.Array() {
			if e.Type == gjson.String && e.Str != "" {
				out = append(out, e.Str)
			}
		}
	}
	return out
}
