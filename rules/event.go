// Package rules is the engine that judges what an agent is about to do.
//
// It knows no agent, opens no network and has no clock of its own: an Event
// comes in, the facts of the machine are asked of a World, a Verdict goes out.
package rules

import "encoding/json"

// Phase says when, relative to the deed, an agent asks.
type Phase int

// The phases of a call. Only Before and Permission can stop anything.
const (
	Before Phase = iota
	Permission
	After
	Lifecycle
)

// Kind says what is about to happen.
type Kind int

// The kinds of event, in the order of a session.
const (
	SessionStart Kind = iota
	Prompt
	Command       // a shell command line
	TerminalInput // text fed to a running terminal
	FileRead
	FileWrite
	MCPCall
	WebFetch
	ToolOther  // a tool we know nothing more about
	ToolResult // what a tool gave back
	ConfigChange
	SubagentStart
	PreCompact
	Stop
	SessionEnd
)

var kindNames = [...]string{
	"session-start", "prompt", "command", "terminal-input", "file-read",
	"file-write", "mcp-call", "web-fetch", "tool-other", "tool-result",
	"config-change", "subagent-start", "pre-compact", "stop", "session-end",
}

// String returns the stable name used in the audit trail and in policy.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// Event is what is about to happen, said without any agent's vocabulary. One
// Event may hold a command and writes (a here-document patch).
type Event struct {
	Agent   string // "claude-code", "cursor", "codex", "windsurf", "copilot"
	Surface string // harness of the agent: "cli", "cascade", "devin", "vscode"...
	Phase   Phase
	Kind    Kind

	Session  string
	Subagent string
	ToolID   string
	Tool     string // the agent's own tool name, for messages and allow lists only

	CWD  string // absolute
	Root string // absolute repository root, or ""

	Command string // shell text
	Shell   string // "" (POSIX), "powershell" or "cmd"
	Input   string // text fed to a running terminal
	Writes  []FileChange
	Reads   []string // absolute paths
	MCP     *MCPRequest
	URLs    []string
	Prompt  string
	Result  string

	// What this agent, version and event really enforce.
	CanAsk, CanAddContext, CanRedact bool
}

// Op is what happens to a file.
type Op int

// The operations of a FileChange.
const (
	Create Op = iota // create or replace the whole file
	Edit             // change parts of it
	Delete
	Move
)

// FileChange is one file touched by an event; patches are already split.
type FileChange struct {
	Op   Op
	Path string // absolute; the target of a Move
	From string // absolute; the source of a Move
	// New is the whole text of a Create.
	New string
	// Hunks are the parts of an Edit (or of a Move that also edits). A hunk
	// whose Old is empty inserts New at a place the agent did not tell.
	Hunks []Hunk
}

// Hunk replaces Old by New, once or (All) everywhere.
type Hunk struct {
	Old, New string
	All      bool
}

// MCPRequest is a call of a tool of an MCP server.
type MCPRequest struct {
	Server string // "" where the agent does not tell
	Tool   string
	Args   json.RawMessage
	Launch string // command line or URL of the server, where the agent tells
	// Readings are other "server/tool" the name may stand for, where the
	// agent's spelling leaves that open.
	Readings []string `json:",omitempty"`
}
