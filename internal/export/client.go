package export

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/consent"
)

// Network is how connections are made. The zero value is the real one; tests
// replace parts to see what is looked up and reached.
type Network struct {
	Dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	Proxy func(*http.Request) (*url.URL, error)
}

func (n Network) dial() func(context.Context, string, string) (net.Conn, error) {
	if n.Dial != nil {
		return n.Dial
	}
	return (&net.Dialer{Timeout: 10 * time.Second}).DialContext
}

func (n Network) proxy() func(*http.Request) (*url.URL, error) {
	if n.Proxy != nil {
		return n.Proxy
	}
	return http.ProxyFromEnvironment
}

// Client reaches the host of target and nothing else. Redirects are refused
// and every connection is checked before its name is looked up. A proxy is
// honoured unless it is a host of ours, and is only asked for that host.
func Client(s consent.Settings, target *url.URL, n Network) (*http.Client, error) {
	roots, err := roots(s.CA)
	if err != nil {
		return nil, err
	}
	allowed := []string{hostPort(target)}
	p, err := n.proxy()(&http.Request{URL: target})
	if err != nil {
		return nil, fmt.Errorf("read proxy settings: %w", err)
	}
	if p != nil {
		if host := p.Hostname(); !plainHost(host) || s.Region.Bars(host) || host == s.Region.API() {
			return nil, fmt.Errorf("the proxy %s is refused: it is a host of ours", host)
		}
		allowed = append(allowed, hostPort(p))
	}
	tr := &http.Transport{
		Proxy:               http.ProxyURL(p),
		DialContext:         pinned(n.dial(), allowed, target.Host),
		TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
	}
	return &http.Client{Transport: tr, Timeout: time.Minute, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		return finalError("refused a redirect to " + r.URL.Host + ": events go to " + target.Host + " only")
	}}, nil
}

// pinned dials allowed addresses only.
func pinned(dial func(context.Context, string, string) (net.Conn, error), allowed []string, host string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		for _, a := range allowed {
			if strings.EqualFold(a, addr) {
				return dial(ctx, network, addr)
			}
		}
		return nil, finalError("refused to connect to " + addr + ": events go to " + host + " only")
	}
}

// roots is nil, the system's, unless further certificates are named.
func roots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read telemetry.ca: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("read telemetry.ca: %s holds no certificate", path)
	}
	return pool, nil
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	port := "443"
	switch u.Scheme {
	case "http":
		port = "80"
	case "socks5", "socks5h":
		port = "1080"
	}
	return net.JoinHostPort(u.Hostname(), port)
}
