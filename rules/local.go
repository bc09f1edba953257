package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// What talks to this machine only is judged by every host that a call names,
// never by a word that stands somewhere in it.

// httpClient reports programs whose operands are addresses.
func httpClient(name string) bool {
	switch name {
	case "curl", "curlie", "wget", "http", "https", "xh", "fetch", "aria2c", "axel", "invoke-webrequest", "invoke-restmethod", "lynx", "w3m":
		return true
	}
	return false
}

// httpValued are the flags of these that take the next word.
const httpValued = httpFirst + " -O" + httpLast

// curl takes -O without a word.
const curlValued = httpFirst + httpLast

const (
	httpFirst = "-A --user-agent -b --cookie -c --cookie-jar -C -d --data --data-ascii --data-binary --data-raw --data-urlencode --json -D --dump-header -e --referer -E --cert --key --cacert --capath -F --form --form-string -H --header -K --config -m --max-time --connect-timeout -o --output"
	httpLast  = " --output-document -P -r --range -T --upload-file -u --user -U --user -w --write-out -X --request --retry --retry-delay --retry-max-time --method --body-data --body-file --post-data --post-file --timeout --tries -t --limit-rate -method -headers -body -outfile -infile -contenttype -a --auth --session --oauth2-bearer -y -Y -z"
)

// maxAddresses is how many arguments are looked at for hosts.
const maxAddresses = 512

// callHosts lists the hosts that a call talks to.
func callHosts(c *shell.Call) []string {
	var hosts []string
	if len(c.Args) > maxAddresses {
		few := *c
		few.Args = c.Args[:maxAddresses]
		return append(callHosts(&few), "?") // the rest may be anywhere
	}
	if !httpClient(c.Name) {
		for i := range c.Args {
			if h := hostOf(c.Args[i].Text); h != "" {
				hosts = append(hosts, h)
			}
		}
		return hosts
	}
	valued := httpValued
	if c.Name == "curl" {
		valued = curlValued
	}
	for _, o := range c.Operands(valued) {
		first := c.Name == "http" || c.Name == "https" || c.Name == "xh"
		if first && strings.Trim(o.Text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
			continue // the method
		}
		hosts = append(hosts, addressHost(o.Text))
		if first {
			break // the rest are fields of the request
		}
	}
	for i := range c.Args {
		switch prev := c.Arg(i - 1); prev {
		case "--url", "-x", "--proxy", "--preproxy", "--socks5", "--socks5-hostname", "-uri", "-proxy":
			hosts = append(hosts, addressHost(c.Args[i].Text))
		case "--resolve", "--connect-to":
			hosts = append(hosts, c.Args[i].Text) // another machine under this name
		}
		if u, ok := strings.CutPrefix(c.Args[i].Text, "--url="); ok {
			hosts = append(hosts, addressHost(u))
		}
	}
	return hosts
}

// addressHost is the host of an address with or without its scheme.
func addressHost(s string) string {
	if h := hostOf(s); h != "" || strings.Contains(s, "://") {
		return h
	}
	if strings.HasPrefix(s, ":") || strings.HasPrefix(s, "/") {
		return "localhost" // httpie's :3000/path
	}
	return hostOf("http://" + s)
}

// onlyLocal reports a call that names hosts, all of them this machine.
func onlyLocal(c *shell.Call) bool {
	if bareSocket(c.Name) {
		return socketLocal(c)
	}
	hosts := callHosts(c)
	if len(hosts) == 0 {
		if w, ok := c.Value("-h", "--host"); ok {
			return isLocalHost(addressHost(w.Text)) && w.Text != ""
		}
		if ops := c.Operands("-c -u -U"); len(ops) == 1 && !httpClient(c.Name) {
			return isLocalHost(addressHost(ops[0].Text))
		}
		return false
	}
	return allLocal(hosts)
}

func allLocal(hosts []string) bool {
	for _, h := range hosts {
		if h == "" || !isLocalHost(h) {
			return false
		}
	}
	return len(hosts) > 0
}

// localValue reports an address of this machine as the value of a flag.
func localValue(v string) bool {
	h := addressHost(v)
	return h == "localstack" || h != "" && isLocalHost(h)
}
