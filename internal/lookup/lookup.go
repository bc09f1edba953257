// Package lookup asks package registries whether a name exists and since when. It is used
// only where a person asks for it, never by a hook: the name is all that is sent.
package lookup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/rules/deps"
)

// Answer is what a registry knows of a name.
type Answer struct {
	Missing bool      `json:"missing,omitempty"`
	Since   time.Time `json:"since,omitzero"` // first published; zero where the registry does not say
	Asked   time.Time `json:"asked"`
}

// Client asks registries and remembers their answers.
type Client struct {
	Bases map[deps.Ecosystem]string // addresses of the registries
	Cache string                    // file of answers, "" for none
	HTTP  *http.Client
	Now   func() time.Time

	mu    sync.Mutex
	known map[string]Answer
	fresh bool
}

// ErrNoBase says that no registry of the ecosystem is configured.
var ErrNoBase = errors.New("no registry is configured")

const (
	timeout  = 2 * time.Second
	keep     = 7 * 24 * time.Hour
	keepNone = 24 * time.Hour // a name that is missing today may be taken tomorrow
	most     = 32 << 20
)

// Ask returns what the registry knows of a package.
func (c *Client) Ask(ctx context.Context, eco deps.Ecosystem, name string) (Answer, error) {
	base := c.Bases[eco]
	if base == "" {
		return Answer{}, ErrNoBase
	}
	key := string(eco) + " " + base + " " + name
	if a, ok := c.remembered(key); ok {
		return a, nil
	}
	a, err := c.ask(ctx, eco, strings.TrimRight(base, "/"), name)
	if err != nil {
		return a, fmt.Errorf("ask for %s: %w", name, err)
	}
	a.Asked = c.now()
	c.mu.Lock()
	c.known[key], c.fresh = a, true
	c.mu.Unlock()
	return a, nil
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

func (c *Client) ask(ctx context.Context, eco deps.Ecosystem, base, name string) (Answer, error) {
	switch eco {
	case deps.NPM:
		raw, missing, err := c.get(ctx, base+"/"+strings.Replace(url.PathEscape(name), "%40", "@", 1), "application/json")
		return Answer{Missing: missing, Since: moment(gjson.GetBytes(raw, "time.created").Str)}, err
	case deps.PyPI:
		raw, missing, err := c.get(ctx, base+"/"+url.PathEscape(normal(name))+"/", "application/vnd.pypi.simple.v1+json")
		return Answer{Missing: missing, Since: earliest(raw)}, err
	case deps.Crates:
		_, missing, err := c.get(ctx, strings.TrimPrefix(base, "sparse+")+"/"+sparse(strings.ToLower(name)), "")
		return Answer{Missing: missing}, err
	case deps.Gems:
		_, missing, err := c.get(ctx, base+"/info/"+url.PathEscape(name), "")
		return Answer{Missing: missing}, err
	}
	return c.askGo(ctx, base, name)
}

// askGo also tries the folders above: a command names packages, a registry knows modules.
func (c *Client) askGo(ctx context.Context, base, path string) (Answer, error) {
	for {
		_, missing, err := c.get(ctx, base+"/"+escaped(path)+"/@v/list", "")
		if err != nil || !missing {
			return Answer{}, err
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 || !strings.Contains(path[:i], "/") {
			return Answer{Missing: true}, nil
		}
		path = path[:i]
	}
}

func (c *Client) get(ctx context.Context, address, accept string) (raw []byte, missing bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, err
	}
	req.Header.Set("User-Agent", "vibedefend")
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, false, err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		raw, err = io.ReadAll(io.LimitReader(res.Body, most))
		return raw, false, err
	case http.StatusNotFound, http.StatusGone:
		return nil, true, nil
	}
	return nil, false, fmt.Errorf("the registry answers %s", res.Status)
}

func moment(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s)
	return t
}

func earliest(raw []byte) (first time.Time) {
	for _, v := range gjson.GetBytes(raw, "files.#.upload-time").Array() {
		if t := moment(v.Str); !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

func normal(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "_", "-"), ".", "-")
}

// sparse is the path of a crate in an index.
func sparse(name string) string {
	switch len(name) {
	case 0:
		return ""
	case 1, 2:
		return fmt.Sprintf("%d/%s", len(name), url.PathEscape(name))
	case 3:
		return "3/" + url.PathEscape(name[:1]) + "/" + url.PathEscape(name)
	}
	return url.PathEscape(name[:2]) + "/" + url.PathEscape(name[2:4]) + "/" + url.PathEscape(name)
}

// escaped writes capitals as module proxies want them.
func escaped(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('!')
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return strings.ReplaceAll((&url.URL{Path: b.String()}).EscapedPath(), "%21", "!")
}

func (c *Client) remembered(key string) (Answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[string]Answer{}
		if raw, err := os.ReadFile(c.Cache); err == nil && json.Unmarshal(raw, &c.known) != nil {
			c.known = map[string]Answer{} // damaged: asked again
		}
	}
	a, ok := c.known[key]
	age := c.now().Sub(a.Asked)
	return a, ok && age >= 0 && (age < keepNone || !a.Missing && age < keep)
}

// Save keeps the answers for the next time.
func (c *Client) Save() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fresh || c.Cache == "" {
		return nil
	}
	for k, a := range c.known {
		if c.now().Sub(a.Asked) > keep {
			delete(c.known, k)
		}
	}
	raw, err := json.Marshal(c.known)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(c.Cache), 0o700)
	}
	if err == nil {
		err = os.WriteFile(c.Cache+".tmp", raw, 0o600)
	}
	if err == nil {
		err = os.Rename(c.Cache+".tmp", c.Cache)
	}
	if err != nil {
		return fmt.Errorf("keep the registries' answers: %w", err)
	}
	return nil
}
