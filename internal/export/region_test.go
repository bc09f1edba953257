package export

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/consent"
	"github.com/cybedefend/vibedefend/internal/spool"
)

// heard collects names that were asked for.
type heard struct {
	mu    sync.Mutex
	names []string
}

func (h *heard) add(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.names = append(h.names, name)
}

func (h *heard) unique() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := slices.Clone(h.names)
	slices.Sort(out)
	return slices.Compact(out)
}

// nameServer answers every question with 127.0.0.1 and remembers the names.
func nameServer(t *testing.T, h *heard) *net.Resolver {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			if a, name := reply(buf[:n]); a != nil {
				h.add(name)
				_, _ = c.WriteTo(a, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

// reply answers one question of the domain name system (RFC 1035, 4.1).
func reply(q []byte) (answer []byte, name string) {
	if len(q) < 12 {
		return nil, ""
	}
	i := 12
	var labels []string
	for i < len(q) && q[i] != 0 && i+1+int(q[i]) <= len(q) {
		labels = append(labels, string(q[i+1:i+1+int(q[i])]))
		i += 1 + int(q[i])
	}
	if i+5 > len(q) {
		return nil, ""
	}
	isA := q[i+2] == 1
	out := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, q[12:i+5]...)
	if isA {
		out[7] = 1
		out = append(out, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
	}
	return out, strings.ToLower(strings.Join(labels, "."))
}

// authority signs for both regions' hosts, so that only our own pinning can
// keep them apart. It returns the server's certificate and the file of roots.
func authority(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, DNSNames: []string{EU.API(), US.API(), "otel.example.com"}}
	der, err := x509.CreateCertificate(rand.Reader, tpl, tpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// world is a small internet on loopback: every name leads to one server,
// which remembers the hosts it was asked for.
type world struct {
	asked, reached *heard
	net            Network
	roots          string
	port           string
	answer         func(http.ResponseWriter, *http.Request)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{asked: &heard{}, reached: &heard{}}
	cert, roots := authority(t)
	w.roots = roots
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.reached.add(r.Host)
		if w.answer != nil {
			w.answer(rw, r)
		}
	}))
	srv.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	srv.StartTLS()
	t.Cleanup(srv.Close)
	_, w.port, _ = net.SplitHostPort(srv.Listener.Addr().String())
	res := nameServer(t, w.asked)
	w.net.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		ips, err := res.LookupHost(ctx, host)
		if err != nil {
			return nil, err
		}
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(ips[0], w.port))
	}
	w.net.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	return w
}

func (w *world) flush(t *testing.T, s consent.Settings) (Sent, error) {
	t.Helper()
	s.Token, s.CA = "tok", w.roots
	f := Flusher{Settings: s, Version: "test", Spool: spool.Dir(filepath.Join(t.TempDir(), "spool")), Network: w.net,
		Sleep: func(context.Context, time.Duration) {}}
	add(t, f, "a", "b")
	return f.Flush(t.Context())
}

func (w *world) only(t *testing.T, host string) {
	t.Helper()
	for _, h := range []*heard{w.asked, w.reached} {
		if got := h.unique(); len(got) > 1 || len(got) == 1 && got[0] != host {
			t.Errorf("asked for or reached %v, only %s may be", got, host)
		}
	}
}

func TestRegionReachesItsOwnHostOnly(t *testing.T) {
	for _, c := range []struct{ own, other Region }{{EU, US}, {US, EU}} {
		t.Run(string(c.own)+" accepts", func(t *testing.T) {
			w := newWorld(t)
			if sent, err := w.flush(t, consent.Settings{Region: c.own}); err != nil || sent.Events != 2 {
				t.Fatalf("%+v %v", sent, err)
			}
			w.only(t, c.own.API())
			if got := w.reached.unique(); len(got) != 1 {
				t.Errorf("reached %v", got)
			}
		})
		t.Run(string(c.own)+" redirects", func(t *testing.T) {
			for _, code := range []int{301, 302, 303, 307, 308} {
				w := newWorld(t)
				w.answer = func(rw http.ResponseWriter, _ *http.Request) {
					rw.Header().Set("Location", "https://"+c.other.API()+"/v1/logs")
					rw.WriteHeader(code)
				}
				if _, err := w.flush(t, consent.Settings{Region: c.own}); err == nil || !strings.Contains(err.Error(), "redirect") {
					t.Errorf("%d: %v", code, err)
				}
				w.only(t, c.own.API())
			}
		})
		t.Run(string(c.own)+" fails", func(t *testing.T) {
			w := newWorld(t)
			w.answer = func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Alt-Svc", `h2="`+c.other.API()+`:443"`)
				rw.WriteHeader(http.StatusServiceUnavailable)
			}
			if _, err := w.flush(t, consent.Settings{Region: c.own}); err == nil {
				t.Error("no error")
			}
			w.only(t, c.own.API())
		})
		t.Run(string(c.own)+" misconfigured", func(t *testing.T) {
			for _, endpoint := range []string{"https://" + c.other.API(), "https://" + strings.ToUpper(c.other.API()) + ".:443/v1/logs",
				"https://mcp-" + string(c.other) + ".cybedefend.com"} {
				w := newWorld(t)
				if _, err := w.flush(t, consent.Settings{Region: c.own, Endpoint: endpoint}); err == nil {
					t.Errorf("%s: no error", endpoint)
				}
				w.only(t, "")
			}
		})
		t.Run(string(c.own)+" behind the other host as proxy", func(t *testing.T) {
			w := newWorld(t)
			w.net.Proxy = func(*http.Request) (*url.URL, error) {
				return &url.URL{Scheme: "https", Host: c.other.API()}, nil
			}
			if _, err := w.flush(t, consent.Settings{Region: c.own}); err == nil || !strings.Contains(err.Error(), "refused") {
				t.Errorf("got %v", err)
			}
			w.only(t, "")
		})
	}
}

// TestProxyIsAskedForTheOneHost puts a CONNECT proxy in between.
func TestProxyIsAskedForTheOneHost(t *testing.T) {
	w, asked := newWorld(t), &heard{}
	port := w.port
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go tunnel(c, "127.0.0.1:"+port, asked)
		}
	}()
	w.net.Dial = nil
	w.net.Proxy = func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "http", Host: l.Addr().String()}, nil
	}
	sent, err := w.flush(t, consent.Settings{Region: EU})
	if err != nil || sent.Events != 2 {
		t.Fatalf("%+v %v", sent, err)
	}
	if got := asked.unique(); len(got) != 1 || got[0] != EU.API()+":443" {
		t.Errorf("the proxy was asked for %v", got)
	}
	if got := w.asked.unique(); len(got) != 0 {
		t.Errorf("names looked up beside the proxy: %v", got)
	}
}

func tunnel(c net.Conn, to string, asked *heard) {
	defer c.Close()
	in := bufio.NewReader(c)
	req, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	asked.add(req.Host)
	up, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer up.Close()
	fmt.Fprint(c, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(up, in) }()
	_, _ = io.Copy(c, up)
}

func TestUntrustedCertificateIsRefused(t *testing.T) {
	w := newWorld(t)
	w.roots = ""
	f := Flusher{Settings: consent.Settings{Region: EU, Token: "tok"}, Version: "test", Attempts: 1,
		Spool: spool.Dir(filepath.Join(t.TempDir(), "spool")), Network: w.net}
	add(t, f, "a")
	if _, err := f.Flush(t.Context()); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Fatalf("got %v", err)
	}
}

func TestClientDialsNothingElse(t *testing.T) {
	w := newWorld(t)
	s := consent.Settings{Region: EU, CA: w.roots}
	target, err := Target(s)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Client(s, target, w.net)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{"https://" + US.API(), "http://" + EU.API(), "https://127.0.0.1:" + w.port} {
		if _, err := c.Get(u); err == nil || !strings.Contains(err.Error(), "refused to connect") {
			t.Errorf("%s: %v", u, err)
		}
	}
	w.only(t, "")
}
