// Package export sends metadata of events to the tenant of the chosen region,
// or to a company's own OpenTelemetry endpoint.
//
// It runs in a process of its own, never in a hook. The region decides the
// host; a machine set to one region cannot reach the other's, by redirect,
// proxy, retry or mistake, because the only connection it may open is checked
// against that one host before its name is looked up.
package export

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/cybedefend/vibedefend/internal/consent"
)

// Region is where a tenant lives.
type Region = consent.Region

// The regions. Local means that nothing leaves the machine.
const (
	EU    = consent.EU
	US    = consent.US
	Local = consent.Local
)

// ParseRegion reads eu, us or local.
func ParseRegion(s string) (Region, error) { return consent.ParseRegion(s) }

// Target is the one address that events may be sent to.
func Target(s consent.Settings) (*url.URL, error) {
	if s.Region.API() == "" {
		return nil, errors.New("the region is local: there is no address to send to")
	}
	if s.Endpoint == "" {
		return &url.URL{Scheme: "https", Host: s.Region.API(), Path: "/v1/logs"}, nil
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !plainHost(u.Hostname()) {
		return nil, fmt.Errorf("telemetry.endpoint %q is not an address such as https://otel.example.com", s.Endpoint)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, fmt.Errorf("telemetry.endpoint must use https, got %q", u.Scheme)
	}
	if s.Region.Bars(u.Hostname()) {
		return nil, fmt.Errorf("telemetry.endpoint is %s but the region is %s, whose only host is %s", u.Hostname(), s.Region, s.Region.API())
	}
	if !strings.HasSuffix(u.Path, "/v1/logs") {
		u.Path = strings.TrimRight(u.Path, "/") + "/v1/logs"
	}
	return u, nil
}

// plainHost refuses letters and dots of other scripts, which name resolution
// would turn into ordinary ones after our check.
func plainHost(host string) bool {
	return !strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '%' })
}

func loopback(host string) bool {
	return host == "127.0.0.1" || host == "::1" || host == "localhost"
}
