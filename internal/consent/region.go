package consent

import (
	"fmt"
	"strings"
)

// Region is where a tenant lives.
type Region string

// The regions. Local means that nothing leaves the machine.
const (
	EU    Region = "eu"
	US    Region = "us"
	Local Region = "local"
)

// hosts is the one place that knows the hosts of the regions.
var hosts = [...]struct {
	region   Region
	api, mcp string
}{
	{EU, "api-eu.cybedefend.com", "mcp-eu.cybedefend.com"},
	{US, "api-us.cybedefend.com", "mcp-us.cybedefend.com"},
}

// ParseRegion reads eu, us or local.
func ParseRegion(s string) (Region, error) {
	switch r := Region(strings.ToLower(s)); r {
	case EU, US, Local:
		return r, nil
	}
	return "", fmt.Errorf("unknown region %q: want eu, us or local", s)
}

// API is the host that takes the region's events, "" for Local.
func (r Region) API() string {
	for _, h := range hosts {
		if h.region == r {
			return h.api
		}
	}
	return ""
}

// MCP is the address of the region's MCP server, "" for Local.
func (r Region) MCP() string {
	for _, h := range hosts {
		if h.region == r {
			return "https://" + h.mcp + "/mcp"
		}
	}
	return ""
}

// Bars reports whether a machine of this region may not reach a host: every
// host of ours but the region's own. Names are compared as they resolve:
// without case and without the final dot.
func (r Region) Bars(host string) bool {
	host = strings.ToLower(strings.TrimRight(host, "."))
	if host != "cybedefend.com" && !strings.HasSuffix(host, ".cybedefend.com") {
		return false
	}
	return r == Local || host != r.API()
}
