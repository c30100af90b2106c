package acquire

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A Client sends requests to Acquire's v1 API. It starts no goroutines, does not retry
// (except after a refused token) and does not limit the rate: the poller decides when to
// send requests. Every error of its methods is an *Error. Safe for concurrent use.
type Client struct {
	cfg     Config
	base    *url.URL
	times   *time.Location // zone of the API's times
	zone    string         // the zone header
	token   *Token
	wire    transport
	dial    dialer         // for the Client's connections
	roots   *x509.CertPool // trusted authorities; nil: those of this machine
	now     func() time.Time
	clock   serverClock
	fields  fieldLog
	buffers sync.Pool // of *bytes.Buffer
}

// An Option changes how New makes a Client.
type Option func(*Client)

// WithTransport sends requests through rt instead of the Client's connection pool, for
// tests in memory. rt must not follow redirects.
func WithTransport(rt http.RoundTripper) Option { return func(c *Client) { c.wire.base = rt } }

// WithNetwork dials with dial instead of the machine's network and proxy, and trusts only
// roots, for tests of network failures.
func WithNetwork(dial func(ctx context.Context, network, address string) (net.Conn, error), roots *x509.CertPool) Option {
	return func(c *Client) { c.dial, c.roots = dial, roots }
}

// WithClock uses now instead of time.Now.
func WithClock(now func() time.Time) Option { return func(c *Client) { c.now = now } }

// New returns a Client for the API that cfg describes. The token is sent only to
// cfg.URL's scheme, host and port.
func New(cfg Config, token *Token, opts ...Option) (*Client, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if token == nil {
		return nil, errors.New("there is no API token")
	}
	base, err := parseURL(cfg.URL)
	if err != nil {
		return nil, err
	}
	times, err := cfg.Zone.location()
	if err != nil {
		return nil, err
	}
	zone, err := zoneHeader(cfg.Zone)
	if err != nil {
		return nil, err
	}
	c := &Client{cfg: cfg, base: base, times: times, zone: zone, token: token, now: time.Now}
	c.wire.origin = originOf(base)
	for _, o := range opts {
		o(c)
	}
	if c.roots == nil {
		if c.roots, err = cfg.authorities(); err != nil {
			return nil, err
		}
	}
	if c.wire.base == nil {
		c.wire.base = newTransport(cfg, c.dial, c.roots)
	}
	return c, nil
}

// Reopen returns a Client for another configuration, with the token from the source that it names. A token from the
// environment is kept, since the variable has been removed.
func (c *Client) Reopen(cfg Config) (*Client, error) {
	token, err := c.token.reopen(cfg)
	if err != nil {
		return nil, err
	}
	return New(cfg, token)
}

// Close closes the idle connections. Requests under way continue.
func (c *Client) Close() { c.Reconnect() }

// Reconnect closes the idle connections, so that the next request resolves and dials the
// host again: the old address may be dead, or no longer Acquire's.
func (c *Client) Reconnect() {
	if t, ok := c.wire.base.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

func zoneHeader(z Zone) (string, error) {
	if z.Timezone == "" {
		z.Timezone = "UTC"
	}
	if z.Offset == "" {
		z.Offset = "+00:00"
	}
	text, err := json.Marshal(z)
	return string(text), err
}

// A question is one request to the API.
type question struct {
	op   string
	path string
	form url.Values // sent as a form, unless json is set
	json string
	zone bool // send the zone header; only some endpoints document it
}

// ask sends q and passes the data of a good answer to read, which may count
// drift in the Meta. If ask fails, what read has collected is invalid.
func (c *Client) ask(ctx context.Context, q question, read func(*scanner, *Meta)) (Meta, error) {
	buf := c.buffer()
	defer c.recycle(buf)
	token, err := c.token.get(ctx)
	if err != nil {
		return Meta{}, c.noToken(ctx, q.op, 0, err)
	}
	meta, err := c.exchange(ctx, q, token, buf, read)
	if !errors.Is(err, FaultTokenRejected) {
		return meta, err
	}
	fresh, ferr := c.token.renew(ctx, token)
	if ferr != nil && token.in(ferr.Error()) {
		ferr = errHidden
	}
	if ferr != nil {
		return Meta{}, c.noToken(ctx, q.op, http.StatusUnauthorized, ferr)
	}
	if fresh.text() == token.text() {
		return meta, err
	}
	if err := resend(ctx); err != nil {
		return Meta{}, c.failed(ctx, q.op, token, http.StatusUnauthorized, err)
	}
	buf.Reset()
	return c.exchange(ctx, q, fresh, buf, read)
}

// exchange sends q once and reads the answer.
func (c *Client) exchange(ctx context.Context, q question, token held, buf *bytes.Buffer, read func(*scanner, *Meta)) (Meta, error) {
	timed, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	req, err := c.request(timed, q)
	if err != nil {
		return Meta{}, c.failed(ctx, q.op, token, 0, err)
	}
	sent := c.now()
	res, err := c.wire.send(req, token.Secret)
	if err != nil {
		return Meta{}, c.failed(ctx, q.op, token, 0, err)
	}
	defer res.Body.Close()
	received := c.now()
	at, skew := c.clock.learn(res.Header.Get("Date"), sent, received)
	meta := Meta{Skew: skew}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		_ = readBody(buf, res, maxFaultBody) // the status decides; the text only helps
		return Meta{}, c.refused(ctx, q.op, token, res, buf.Bytes())
	}
	if err := readBody(buf, res, maxBody); err != nil {
		return Meta{}, c.failed(ctx, q.op, token, res.StatusCode, err)
	}
	meta.At = at.Add(c.now().Sub(received)).UTC()
	if err := c.decode(ctx, q.op, res, token, buf.Bytes(), &meta, read); err != nil {
		return Meta{}, err
	}
	return meta, nil
}

// request builds a request without the token.
func (c *Client) request(ctx context.Context, q question) (*http.Request, error) {
	kind, body := "application/x-www-form-urlencoded", q.form.Encode()
	if q.json != "" {
		kind, body = "application/json", q.json
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath(q.path).String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("User-Agent", "floorwatch")
	if q.zone {
		req.Header["zone"] = []string{c.zone} // spelled as documented; HTTP ignores case
	}
	// All requests only read, so net/http may repeat one if the server closed the
	// connection meanwhile. The empty header allows that and is not sent.
	req.Header["Idempotency-Key"] = []string{}
	askBefore(req)
	return req, nil
}

func (c *Client) buffer() *bytes.Buffer {
	if b, ok := c.buffers.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

// recycle clears the buffer, since answers contain the agents' secret keys and
// people's messages, and keeps it unless it has grown large.
func (c *Client) recycle(b *bytes.Buffer) {
	if b.Cap() > keptBuffer {
		return
	}
	b.Reset()
	clear(b.AvailableBuffer()[:b.Available()])
	c.buffers.Put(b)
}
