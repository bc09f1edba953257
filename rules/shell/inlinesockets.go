package shell

import "strings"

// sockets recognises a shell wired to a socket.
func (p *program) sockets(low string) {
	sock := strings.Contains(low, "socket") || strings.Contains(low, "net.connect") || strings.Contains(low, "tcpsocket") || strings.Contains(low, "fsockopen") || strings.Contains(low, "/inet/tcp") || strings.Contains(low, "createconnection")
	shell := strings.Contains(low, "/bin/sh") || strings.Contains(low, "/bin/bash") || strings.Contains(low, "dup2") || strings.Contains(low, "pty.spawn") || strings.Contains(low, "cmd.exe") || strings.Contains(low, "exec(") && strings.Contains(low, "sh -i") || p.lang == "awk" && strings.Contains(low, "getline") || strings.Contains(low, "\"sh\"") || strings.Contains(low, "'sh'")
	raw := strings.Contains(low, "socket.") || strings.Contains(low, "tcpsocket") || strings.Contains(low, "use socket") || strings.Contains(low, "fsockopen") || strings.Contains(low, "/inet/tcp")
	serves := strings.Contains(low, "bind(") && !strings.Contains(low, "connect(")
	if raw && !shell && !p.localSockets() && !serves && !strings.Contains(low, "gethostname") && !strings.Contains(low, "websocket") && !strings.Contains(low, "getaddrinfo") {
		p.a.note("socket", p.lang, p.c)
	}
	if sock && shell {
		p.emit("nc", Word{Text: "-e", Known: true}, Word{Text: "/bin/sh", Known: true})
	}
}

// localSockets reports a program whose hosts, as far as they are written out,
// are all this machine.
func (p *program) localSockets() bool {
	local := false
	for i := range p.toks {
		t := p.toks[i].text
		switch {
		case p.toks[i].kind != tokStr:
		case t == "localhost" || t == "127.0.0.1" || t == "::1":
			local = true
		case strings.Contains(t, ".") && strings.Trim(t, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == "":
			return false
		}
	}
	return local
}
