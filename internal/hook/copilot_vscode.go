package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// vscodeShape knows the tools of the Local harness of VS Code.
func vscodeShape(tool string) shape {
	switch tool {
	case "run_in_terminal", "runInTerminal":
		return shapeShell
	case "send_to_terminal", "terminal_input":
		return shapeTerminal
	case "create_file", "replace_string_in_file", "multi_replace_string_in_file", "insert_edit_into_file",
		"apply_patch", "edit_notebook_file", "create_directory":
		return shapeWrite
	case "read_file", "view_image", "read_notebook_cell_output", "copilot_getNotebookSummary", "get_errors":
		return shapeRead
	case "list_dir", "grep_search", "file_search":
		return shapeSearch
	case "fetch_webpage":
		return shapeFetch
	case "runSubagent", "execution_subagent", "search_subagent":
		return shapeAgent
	}
	return shapeOther
}

func vscodeTool(ev *rules.Event, at places, tool string, input gjson.Result) error {
	s := vscodeShape(tool)
	if s == shapeOther {
		if server, t, ok := doubleName(tool, ""); ok {
			ev.Tool = tool
			fillMCP(ev, server, t, input)
			return nil
		}
		if server, t, ok := singleName(tool); ok {
			ev.Tool = tool
			fillMCP(ev, server, t, input)
			return nil
		}
		if c := copilotShape(tool); c != shapeOther {
			s = c
		}
	}
	if tool == "create_and_run_task" {
		return vscodeTask(ev, tool, input)
	}
	return at.fillTool(ev, s, tool, input)
}

// vscodeTask reads the command line of a task that is made and run at once.
func vscodeTask(ev *rules.Event, tool string, input gjson.Result) error {
	obj, _ := args(input)
	task := fieldsOf(obj.get("task"))
	ev.Tool, ev.Kind = tool, rules.Command
	words := []string{task.text("command")}
	for _, a := range task.get("args").Array() {
		words = append(words, loose(a))
	}
	ev.Command = strings.TrimSpace(strings.Join(words, " "))
	return missing(ev.Command != "", tool, "command")
}
