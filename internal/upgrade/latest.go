// Package upgrade tells which release is the newest and how this copy of the
// program came here. Nothing in it runs unless a person asks.
package upgrade

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Page is where people find releases, and Source what Latest asks unless told
// otherwise.
const (
	Page   = "https://github.com/cybedefend/vibedefend/releases"
	Source = "https://api.github.com/repos/cybedefend/vibedefend/releases/latest"
)

const (
	patience = 5 * time.Second
	most     = 1 << 20 // bytes of an answer that are read
)

// Latest asks source, with one GET and nothing in it about this machine, and
// returns the version it names: the tag_name of a JSON document.
func Latest(source string) (Version, error) {
	u, err := url.Parse(source)
	if err != nil || u.Host == "" {
		return Version{}, fmt.Errorf("ask for the newest release: %q is not an address", source)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return Version{}, fmt.Errorf("ask for the newest release: %s is not https", u.Redacted())
	}
	raw, err := get(u)
	if err != nil {
		return Version{}, fmt.Errorf("ask %s for the newest release: %w", u.Host, err)
	}
	var answer struct {
		Tag string `json:"tag_name"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return Version{}, fmt.Errorf("read the answer of %s: %w", u.Host, err)
	}
	v, err := Parse(answer.Tag)
	if err != nil {
		return Version{}, fmt.Errorf("read the answer of %s: %w", u.Host, err)
	}
	return v, nil
}

func get(u *url.URL) ([]byte, error) {
	req, err := http.NewRequest(http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	// The name of the library, its default, would say which Go built us.
	req.Header.Set("User-Agent", "vibedefend")
	req.Header.Set("Accept", "application/json")
	client := http.Client{Timeout: patience, CheckRedirect: sameHost}
	res, err := client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) { // its text repeats the whole address
			err = wrapped.Err
		}
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answered %s", res.Status)
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err == nil && len(raw) > most {
		err = errors.New("it answered more than a megabyte")
	}
	return raw, err
}

// sameHost follows a renamed repository, and nothing that leads elsewhere.
func sameHost(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if next.URL.Host != first.Host || next.URL.Scheme != first.Scheme || len(before) > 3 {
		return fmt.Errorf("it sends on to %s", next.URL.Host)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
