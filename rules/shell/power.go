package shell

func (a *analysis) power(src string, st *state, in *Stream)  {}
func (a *analysis) cmdExe(src string, st *state, in *Stream) {}
func (a *analysis) pwsh(c *Call, st *state) *Stream          { return &Stream{From: []*Call{c}} }
func (a *analysis) cmdCall(c *Call, st *state) *Stream       { return &Stream{From: []*Call{c}} }
