package acquire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
)

var errOtherOrigin = errors.New("the request is not for the address that the token is for")

// A transport adds the token to requests, the only place that does, and only for one
// origin. It is used without an http.Client, so that nothing follows redirects or keeps
// cookies.
type transport struct {
	origin origin
	base   http.RoundTripper
}

// An origin is where a token may go.
type origin struct{ scheme, host, port string }

func originOf(u *url.URL) origin {
	o := origin{strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()}
	if o.port == "" {
		o.port = map[string]string{"https": "443", "http": "80"}[o.scheme]
	}
	return o
}

// send adds the token to the request and sends it once. It closes the request's body.
func (t transport) send(req *http.Request, token Secret) (*http.Response, error) {
	if originOf(req.URL) != t.origin || (req.Host != "" && req.Host != req.URL.Host) {
		if req.Body != nil {
			_ = req.Body.Close() // RoundTrip was not called, which would close it
		}
		return nil, errOtherOrigin
	}
	req.Header.Set("Authorization", "Bearer "+token.text())
	res, err := t.base.RoundTrip(req)
	return res, via(t.base, req, err)
}

// A dialer looks a host up and connects to it.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// within returns d with a time-out.
func (d dialer) within(limit time.Duration) dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		return d(ctx, network, address)
	}
}

// thisMachine reports whether a URL's host is this machine: the name localhost in any letter case,
// with or without the root's dot, or a loopback address (127.0.0.0/8, ::1, also mapped into IPv6; no zone).
// It decides both where the token may be sent without TLS and where no proxy is used: two different
// rules would send the token in clear to a proxy.
func thisMachine(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback() && a.Zone() == ""
}

// proxyFor returns the proxy that the environment names for a request, and none for this
// machine: net/http only recognizes localhost in lower case.
func proxyFor(req *http.Request) (*url.URL, error) {
	if thisMachine(req.URL.Hostname()) {
		return nil, nil
	}
	return http.ProxyFromEnvironment(req)
}

// ProxyOf returns the host of the proxy between this machine and the address of cfg, never its user or password;
// "" if there is none.
func ProxyOf(cfg Config) (string, error) {
	req, err := http.NewRequest(http.MethodGet, cfg.URL, nil)
	if err != nil {
		return "", errors.New("api.url cannot be read")
	}
	proxy, err := proxyFor(req)
	if err == nil && proxy == nil && !thisMachine(req.URL.Hostname()) {
		err = unreadProxy()
	}
	if err != nil || proxy == nil {
		return "", err
	}
	return proxy.Host, nil
}

// unreadProxy returns an error if the environment names a proxy that net/http cannot parse, which it silently ignores.
func unreadProxy() error {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		text := os.Getenv(name)
		if text == "" {
			continue
		}
		for _, try := range []string{text, "http://" + text} {
			if u, err := url.Parse(try); err == nil && u.Scheme != "" && u.Host != "" {
				return nil
			}
		}
		return errors.New(name + " is not the address of a proxy")
	}
	return nil
}

// Outside returns a transport for requests that are not for Acquire, such as those of webhooks: they go through the same
// proxies, to servers of the same authorities, and without the token. WhyUnreached says why one failed. It is safe for
// concurrent use.
func Outside(cfg Config) (http.RoundTripper, error) {
	roots, err := cfg.authorities()
	if err != nil {
		return nil, err
	}
	t := newTransport(cfg, nil, roots)
	t.DisableKeepAlives = true // there is a request now and then
	return outside{t}, nil
}

type outside struct{ *http.Transport }

func (o outside) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := o.Transport.RoundTrip(req)
	return res, via(o.Transport, req, err)
}

// newTransport returns the connection pool. Its pings detect a connection that died
// silently (a suspended laptop, a VPN that moved), into which HTTP/2 would otherwise send
// one request after another.
func newTransport(cfg Config, dial dialer, roots *x509.CertPool) *http.Transport {
	var proxy func(*http.Request) (*url.URL, error)
	if dial == nil {
		dial, proxy = (&net.Dialer{KeepAlive: 15 * time.Second}).DialContext, proxyFor
	}
	limit := min(cfg.Timeout, 5*time.Second)
	return &http.Transport{
		Proxy:                  proxy,
		OnProxyConnectResponse: refuseProxy,
		DialContext:            dial.within(limit),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:    limit,
		ResponseHeaderTimeout:  cfg.Timeout,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConns:           cfg.MaxInFlight(),
		MaxIdleConnsPerHost:    cfg.MaxInFlight(),
		MaxConnsPerHost:        cfg.MaxInFlight(),
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true, // body.go unpacks, since it must count the bytes received
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second},
	}
}
