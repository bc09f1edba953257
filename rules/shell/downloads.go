package shell

import (
	"strings"
)

// downloaded remembers files that come from the network.
func (a *analysis) downloaded(c *Call, st *state) {
	for _, p := range Downloads(c) {
		if p = join(st.dir, p); p != "" {
			a.wrote(p, &Stream{From: []*Call{c}}, false)
		}
	}
}

// Downloads returns the files a call brings from the network.
func Downloads(c *Call) []string {
	switch c.Name {
	case "curl":
		if w, ok := c.Value("-o", "--output"); ok {
			return []string{w.Text}
		}
		for _, w := range c.Args { // -fsSLo file
			if len(w.Text) > 2 && w.Text[0] == '-' && w.Text[1] != '-' && strings.HasSuffix(w.Text, "o") {
				return after(c, w.Text)
			}
		}
		if c.Has("-O", "--remote-name") {
			return urlBases(c)
		}
	case "wget":
		if w, ok := c.Value("-O", "--output-document"); ok {
			if w.Text == "-" {
				return nil
			}
			return []string{w.Text}
		}
		for _, w := range c.Args {
			if len(w.Text) > 2 && w.Text[0] == '-' && w.Text[1] != '-' && strings.HasSuffix(w.Text, "O") {
				return after(c, w.Text)
			}
		}
		return urlBases(c)
	case "aria2c", "axel", "http", "https", "fetch":
		if w, ok := c.Value("-o", "--out", "--output"); ok {
			return []string{w.Text}
		}
		if c.Name == "aria2c" || c.Name == "axel" {
			return urlBases(c)
		}
	case "scp", "rsync":
		ops := c.Operands("-P -i -o -F -e -l -S --exclude --include")
		if n := len(ops); n > 1 && strings.Contains(ops[0].Text, ":") && !strings.Contains(ops[n-1].Text, ":") {
			return []string{ops[n-1].Text}
		}
	case "invoke-webrequest", "invoke-restmethod", "start-bitstransfer":
		return powerDownloads(c)
	}
	return nil
}

// powerDownloads reads the parameters of PowerShell, which may be cut short,
// and those of the curl and wget that its aliases hide.
func powerDownloads(c *Call) []string {
	for i, w := range c.Args {
		low := lowerASCII(w.Text)
		if i+1 < len(c.Args) && len(low) > 3 && (strings.HasPrefix("-outfile", low) || strings.HasPrefix("-destination", low)) {
			return []string{c.Args[i+1].Text}
		}
	}
	switch name := strings.TrimSuffix(lowerASCII(base(c.Path)), ".exe"); name {
	case "curl", "wget":
		as := *c
		as.Name = name
		return Downloads(&as)
	}
	return nil
}

func after(c *Call, flag string) []string {
	for i, w := range c.Args {
		if w.Text == flag && i+1 < len(c.Args) && c.Args[i+1].Text != "-" {
			return []string{c.Args[i+1].Text}
		}
	}
	return nil
}

func urlBases(c *Call) []string {
	for _, w := range c.Args {
		if i := strings.Index(w.Text, "://"); i > 0 {
			p, _, _ := strings.Cut(w.Text[i+3:], "?")
			if b := base(p); b != "" && strings.Contains(p, "/") {
				return []string{b}
			}
		}
	}
	return nil
}
