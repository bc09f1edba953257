// Package export sends metadata of events to the tenant of the chosen region.
//
// It runs in a process of its own, never in a hook. The region decides the
// host; a machine set to one region cannot reach the other's, by redirect,
// proxy, retry or mistake, because the only connection it may open is checked
// against that one host.
package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/home"
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
	{EU, "api-eu.cybedefend.com", "https://mcp-eu.cybedefend.com/mcp"},
	{US, "api-us.cybedefend.com", "https://mcp-us.cybedefend.com/mcp"},
}

// ParseRegion reads eu, us or local.
func ParseRegion(s string) (Region, error) {
	switch r := Region(strings.ToLower(s)); r {
	case EU, US, Local:
		return r, nil
	}
	return "", fmt.Errorf("unknown region %q: want eu, us or local", s)
}

// MCP is the address of the region's MCP server, "" for Local.
func (r Region) MCP() string {
	for _, h := range hosts {
		if h.region == r {
			return h.mcp
		}
	}
	return ""
}

// Settings decide whether, where and as whom events are sent.
type Settings struct {
	Region  Region
	Consent bool
	// Endpoint is a company's own OpenTelemetry endpoint, "" for the region's.
	Endpoint string
	Token    string
	// HashPaths replaces paths by their hash.
	HashPaths bool
	// Why says why nothing is sent, "" when it is.
	Why string
}

// Load reads the settings of d and the environment. A repository is never
// asked: where data goes is the machine's decision.
func Load(d home.Dir, getenv func(string) string) (Settings, error) {
	raw, err := os.ReadFile(d.Config())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Settings{}, fmt.Errorf("read configuration: %w", err)
	}
	if len(raw) > 0 && !gjson.ValidBytes(raw) {
		return Settings{}, fmt.Errorf("read configuration: %s is not valid JSON", d.Config())
	}
	get := func(key string) gjson.Result { return gjson.GetBytes(raw, key) }
	s := Settings{Region: Local, Consent: get("telemetry.enabled").Bool(),
		Endpoint: get("telemetry.endpoint").String(), HashPaths: get("telemetry.hashPaths").Bool()}
	if r := get("region").String(); r != "" {
		if s.Region, err = ParseRegion(r); err != nil {
			return Settings{}, fmt.Errorf("read configuration: %w", err)
		}
	}
	if s.Token, err = token(d, s.Region, getenv); err != nil {
		return Settings{}, err
	}
	s.Why = s.whyNot(getenv)
	return s, nil
}

func (s Settings) whyNot(getenv func(string) string) string {
	switch {
	case s.Region == Local:
		return "the region is local: nothing leaves this machine"
	case !s.Consent:
		return "sending is off (vibedefend telemetry on)"
	case getenv("DO_NOT_TRACK") != "" && getenv("DO_NOT_TRACK") != "0":
		return "DO_NOT_TRACK is set"
	case s.Token == "":
		return "no token (vibedefend login)"
	}
	return ""
}

// Target is the one address events may be sent to.
func (s Settings) Target() (*url.URL, error) {
	if s.Region == Local {
		return nil, errors.New("the region is local: there is no address to send to")
	}
	if s.Endpoint == "" {
		for _, h := range hosts {
			if h.region == s.Region {
				return &url.URL{Scheme: "https", Host: h.api, Path: "/v1/logs"}, nil
			}
		}
		return nil, fmt.Errorf("unknown region %q", s.Region)
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, fmt.Errorf("telemetry.endpoint %q is not an address such as https://otel.example.com", s.Endpoint)
	}
	if u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, fmt.Errorf("telemetry.endpoint must use https, got %q", u.Scheme)
	}
	for _, h := range hosts {
		if strings.EqualFold(u.Hostname(), h.api) && h.region != s.Region {
			return nil, fmt.Errorf("telemetry.endpoint is the %s host but the region is %s", h.region, s.Region)
		}
	}
	if !strings.HasSuffix(u.Path, "/v1/logs") {
		u.Path = strings.TrimRight(u.Path, "/") + "/v1/logs"
	}
	return u, nil
}

func loopback(host string) bool {
	return host == "127.0.0.1" || host == "::1" || host == "localhost"
}

func credentials(d home.Dir) string { return filepath.Join(string(d), "credentials.json") }

// token takes the environment before the file. Each region has its own.
func token(d home.Dir, r Region, getenv func(string) string) (string, error) {
	if t := strings.TrimSpace(getenv("CYBEDEFEND_TOKEN")); t != "" {
		return t, nil
	}
	all, err := readCredentials(d)
	return all[r], err
}

func readCredentials(d home.Dir) (map[Region]string, error) {
	raw, err := os.ReadFile(credentials(d))
	if errors.Is(err, fs.ErrNotExist) {
		return map[Region]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	var file struct{ Tokens map[Region]string }
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("read credentials: %s is damaged, log in again: %w", credentials(d), err)
	}
	if file.Tokens == nil {
		file.Tokens = map[Region]string{}
	}
	return file.Tokens, nil
}

// Login stores the token of a region, readable by the user alone.
func Login(d home.Dir, r Region, token string) error {
	if r == Local {
		return errors.New("the region is local: there is nothing to log in to")
	}
	all, err := readCredentials(d)
	if err != nil {
		all = map[Region]string{} // logging in again is how a damaged file is mended
	}
	all[r] = token
	return writeCredentials(d, all)
}

// Logout removes the tokens of every region. It reports whether there were any.
func Logout(d home.Dir) (bool, error) {
	err := os.Remove(credentials(d))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove credentials: %w", err)
	}
	return true, nil
}

func writeCredentials(d home.Dir, all map[Region]string) error {
	raw, err := json.MarshalIndent(map[string]any{"version": 1, "tokens": all}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode credentials: %w", err)
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("make %s: %w", d, err)
	}
	tmp := credentials(d) + ".tmp"
	if err := os.WriteFile(tmp, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	if err := os.Rename(tmp, credentials(d)); err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	return nil
}
