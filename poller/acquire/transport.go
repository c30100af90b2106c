package acquire

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"crypto/tls"
)

var errOtherOrigin = errors.New("the request is not for the address that the token is for")

// A transport is the only place that puts the token into a request, and it does
// so for one origin alone. It is asked directly, without an http.Client, so
// there is nothing that could follow a redirect or keep a cookie.
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

// send adds the token to the request and sends it once. It takes the request's body over.
func (t transport) send(req *http.Request, token Secret) (*http.Response, error) {
	if originOf(req.URL) != t.origin || (req.Host != "" && req.Host != req.URL.Host) {
		if req.Body != nil {
			_ = req.Body.Close() // RoundTrip would have; nothing was read from it
		}
		return nil, errOtherOrigin
	}
	req.Header.Set("Authorization", "Bearer "+token.text())
	return t.base.RoundTrip(req)
}

// newTransport returns the connection pool. The pings find a connection that
// died without a word (a suspended laptop, a VPN that moved); without them
// HTTP/2 would send one request after another into it.
func newTransport(cfg Config) *http.Transport {
	dial := min(cfg.Timeout, 5*time.Second)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: dial, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    dial,
		ResponseHeaderTimeout:  cfg.Timeout,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConns:           cfg.InFlight,
		MaxIdleConnsPerHost:    cfg.InFlight,
		MaxConnsPerHost:        cfg.InFlight,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true, // body.go unpacks, since it must see how much came over the wire
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second},
	}
}
