package rules

import "testing"

func FuzzOpenSet(f *testing.F) {
	s := NewSet([]Rule{{ID: "a.b", Title: "t", Action: Block, Signals: []string{"x"}, URLs: []string{"*"}, Commands: []Pattern{{Cmd: []string{"rm"}}}}})
	text, err := s.Compile()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, "rm -rf x")
	f.Add([]byte(compiledHead+" 1 1 1 1 1 1 1\n{}\n\nrm 9.9\nx 9\n9 write *\n9 *\n9 *\n"), "rm x")
	f.Fuzz(func(_ *testing.T, text []byte, command string) {
		set, err := OpenSet(text)
		if err != nil {
			return
		}
		p := &Policy{Layers: []Layer{{Name: "user", Rules: set}}}
		ev := Event{Phase: Before, Kind: Command, Command: command, CWD: "/r", Root: "/r", URLs: []string{"https://a.b/c"}, MCP: &MCPRequest{Server: "s", Tool: "t"}}
		New(p, nil).Evaluate(&ev, nil)
	})
}
