package poller_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"
)

// A network stands between the client's own connection pool and servers in a bubble
// of virtual time: names that move to other hosts, hosts that fall silent.
type network struct {
	mu    sync.Mutex
	hosts map[string]*host
	name  *host // what the API's name leads to
	stuck bool  // nobody answers a dial
	mute  bool  // connections are made and then nothing comes
	dials int
}

// A host serves over connections that were dialled to it.
type host struct {
	accept chan net.Conn
	done   chan struct{}
	once   sync.Once
	wires  []*wireEnd // the client's ends
	down   bool       // dials to it hang, and its connections are silent
}

const apiAddress = "app.acquire.io:443"

// newNetwork has one host, which the API's name leads to.
func newNetwork(t *testing.T, h http.Handler, http2 bool) *network {
	n := &network{hosts: map[string]*host{}}
	n.name = n.serve(t, h, http2)
	return n
}

// serve starts a host. The end of the test stops it.
func (n *network) serve(t *testing.T, h http.Handler, http2 bool) *host {
	o := &host{accept: make(chan net.Conn), done: make(chan struct{})}
	srv := &http.Server{Handler: h, Protocols: new(http.Protocols), ErrorLog: log.New(io.Discard, "", 0), TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate().pair}}}
	srv.Protocols.SetHTTP1(!http2)
	srv.Protocols.SetHTTP2(http2)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = srv.ServeTLS(o, "", "") }()
	t.Cleanup(func() {
		_ = srv.Close()
		<-ended
		for _, w := range o.wires {
			_ = w.Close()
		}
	})
	return o
}

// dial connects to the host that the name leads to now.
func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	n.dials++
	o, stuck, mute := n.name, n.stuck || n.name.down, n.mute
	n.mu.Unlock()
	if address != apiAddress {
		return nil, &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}
	}
	if stuck {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
	}
	near, far := newWire()
	if mute {
		near.silence()
	}
	n.mu.Lock()
	o.wires = append(o.wires, near)
	n.mu.Unlock()
	select {
	case o.accept <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cut lets what is connected fall silent, and what is dialled from now on: not
// connect (stuck), or connect and fall silent (mute).
func (n *network) cut(stuck, mute bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.stuck, n.mute = stuck, mute
	n.name.silence()
}

// mend ends that for new connections; those that are silent stay so.
func (n *network) mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.stuck, n.mute = false, false
}

// move lets the name lead to another host.
func (n *network) move(to *host, down bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.name.down = down; down {
		n.name.silence()
	}
	n.name = to
}

// open counts the client's connections to a host.
func (n *network) open(o *host) (count int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, w := range o.wires {
		if !w.closed() {
			count++
		}
	}
	return count
}

func (o *host) silence() {
	for _, w := range o.wires {
		w.silence()
	}
}

// Accept, Close and Addr make a host a net.Listener.
func (o *host) Accept() (net.Conn, error) {
	select {
	case c := <-o.accept:
		return c, nil
	case <-o.done:
		return nil, net.ErrClosed
	}
}

func (o *host) Close() error {
	o.once.Do(func() { close(o.done) })
	return nil
}

func (o *host) Addr() net.Addr { return wireAddr{} }

type wireAddr struct{}

func (wireAddr) Network() string { return "tcp" }
func (wireAddr) String() string  { return apiAddress }

// A wireEnd is one end of a connection. Unlike net.Pipe's it holds what was
// written, as a kernel does, so that no writer ever waits.
type wireEnd struct {
	in, out *stream
}

// A stream is one direction.
type stream struct {
	mu       sync.Mutex
	more     *sync.Cond
	data     []byte
	ended    bool // by the writer
	shut     bool // by the reader
	silent   bool // nothing arrives any more
	deadline time.Time
}

func newWire() (near, far *wireEnd) {
	a, b := &stream{}, &stream{}
	a.more, b.more = sync.NewCond(&a.mu), sync.NewCond(&b.mu)
	return &wireEnd{a, b}, &wireEnd{b, a}
}

func (w *wireEnd) silence() {
	for _, s := range []*stream{w.in, w.out} {
		s.mu.Lock()
		s.silent = true
		s.mu.Unlock()
	}
}

func (w *wireEnd) closed() bool {
	w.in.mu.Lock()
	defer w.in.mu.Unlock()
	return w.in.shut
}

func (w *wireEnd) Read(p []byte) (int, error) {
	s := w.in
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.shut:
			return 0, net.ErrClosed
		case !s.deadline.IsZero() && !time.Now().Before(s.deadline):
			return 0, os.ErrDeadlineExceeded
		case len(s.data) > 0 && !s.silent:
			n := copy(p, s.data)
			s.data = s.data[n:]
			return n, nil
		case s.ended && !s.silent:
			return 0, io.EOF
		}
		s.more.Wait()
	}
}

func (w *wireEnd) Write(p []byte) (int, error) {
	s := w.out
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return 0, net.ErrClosed
	}
	if s.shut && !s.silent {
		return 0, &net.OpError{Op: "write", Net: "tcp", Err: os.ErrClosed}
	}
	if !s.silent {
		s.data = append(s.data, p...)
	}
	s.more.Broadcast()
	return len(p), nil
}

func (w *wireEnd) Close() error {
	for _, s := range []*stream{w.in, w.out} {
		s.mu.Lock()
		if s == w.in {
			s.shut = true
		} else {
			s.ended = true
		}
		s.more.Broadcast()
		s.mu.Unlock()
	}
	return nil
}

func (w *wireEnd) LocalAddr() net.Addr  { return wireAddr{} }
func (w *wireEnd) RemoteAddr() net.Addr { return wireAddr{} }

func (w *wireEnd) SetDeadline(t time.Time) error { return w.SetReadDeadline(t) }

// SetWriteDeadline has nothing to do: a write never waits.
func (w *wireEnd) SetWriteDeadline(time.Time) error { return nil }

func (w *wireEnd) SetReadDeadline(t time.Time) error {
	s := w.in
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = t
	s.more.Broadcast()
	if d := time.Until(t); !t.IsZero() && d > 0 {
		time.AfterFunc(d, func() { s.mu.Lock(); s.more.Broadcast(); s.mu.Unlock() })
	}
	return nil
}

type identity struct {
	pair  tls.Certificate
	roots *x509.CertPool
}

// certificate is of the API's name, valid in this time and in a bubble's.
var certificate = sync.OnceValue(func() identity {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	name, _, _ := net.SplitHostPort(apiAddress)
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return identity{tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots}
})
