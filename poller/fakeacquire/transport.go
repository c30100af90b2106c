package fakeacquire

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	"floorwatch/poller/guard"
)

// errReset is what a client gets if a connection ends before its answer.
var errReset = errors.New("read: connection reset by peer")

// Transport returns a transport that calls the server in memory, whatever host the request names: for virtual
// time, where a socket would not work, and for --demo. Answers are streamed as over a network, and gzip is
// decompressed as by net/http.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ h http.Handler }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(r.Context())
	in := r.Clone(ctx)
	in.Header = received(r.Header)
	unzip := in.Header.Get("Accept-Encoding") == ""
	if unzip {
		in.Header.Set("Accept-Encoding", "gzip")
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := newWriter()
	guard.Go("the handler", func() error { t.h.ServeHTTP(w, in); return nil }, func(err error) { w.end(ctx, err) })
	select {
	case <-w.ready:
	case <-ctx.Done():
		cancel()
		return nil, r.Context().Err()
	}
	if w.failed != nil {
		cancel()
		return nil, w.failed
	}
	res := w.response(r)
	stop := context.AfterFunc(ctx, func() { w.body.CloseWithError(ctx.Err()) })
	res.Body = &body{ReadCloser: res.Body, end: func() { stop(); cancel() }}
	if unzip && res.Header.Get("Content-Encoding") == "gzip" {
		res.Header.Del("Content-Encoding")
		res.Header.Del("Content-Length")
		res.ContentLength, res.Uncompressed = -1, true
		res.Body = &unzipped{from: res.Body}
	}
	return res, nil
}

// received returns a header as a client receives it: with canonical names, and without names that have no value.
func received(sent http.Header) http.Header {
	h := make(http.Header, len(sent))
	for name, values := range sent {
		for _, v := range values {
			h.Add(name, v)
		}
	}
	return h
}

// A writer is the in-memory http.ResponseWriter. The handler's side writes header and status until ready is
// closed, and never afterwards.
type writer struct {
	head   http.Header
	sent   http.Header // head when the status was written
	status int
	left   int64 // bytes still promised by Content-Length; -1: none
	read   *io.PipeReader
	body   *io.PipeWriter
	once   sync.Once
	ready  chan struct{} // closed when the header is complete, or failed
	failed error         // the connection ended before the header
}

func newWriter() *writer {
	w := &writer{head: http.Header{}, left: -1, ready: make(chan struct{})}
	w.read, w.body = io.Pipe()
	return w
}

// end is called after the handler: it has finished, the client has gone, or it panicked.
func (w *writer) end(ctx context.Context, err error) {
	if p, ok := errors.AsType[*guard.Panic](err); ok && p.Thrown == http.ErrAbortHandler {
		err = errReset
	}
	if gone := ctx.Err(); gone != nil {
		err = gone // more informative than the handler's error
	}
	if err != nil {
		w.once.Do(func() { w.failed = err; close(w.ready) })
		w.body.CloseWithError(err)
		return
	}
	w.WriteHeader(http.StatusOK)
	if w.left > 0 {
		w.body.CloseWithError(io.ErrUnexpectedEOF)
		return
	}
	w.body.Close()
}

// Header returns the header that WriteHeader sends.
func (w *writer) Header() http.Header { return w.head }

// WriteHeader sends the header. Only the first call counts.
func (w *writer) WriteHeader(status int) {
	w.once.Do(func() {
		w.status = status
		w.sent = w.head.Clone()
		if n, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil {
			w.left = n
		}
		close(w.ready)
	})
}

// Write returns once the client has read p, or closed the body.
func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	n, err := w.body.Write(p)
	if w.left > 0 {
		w.left -= int64(n)
	}
	return n, err
}

// Flush does nothing, because nothing is buffered.
func (w *writer) Flush() {}

func (w *writer) response(r *http.Request) *http.Response {
	length := int64(-1)
	if n, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil {
		length = n
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		StatusCode:    w.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.sent,
		Body:          w.read,
		ContentLength: length,
		Request:       r,
	}
}

// A body cancels its request when it is closed.
type body struct {
	io.ReadCloser
	end func()
}

// Close makes the handler's writes fail, so that it ends.
func (b *body) Close() error {
	err := b.ReadCloser.Close()
	b.end()
	return err
}

// unzipped decompresses gzip, starting at the first read as net/http does.
type unzipped struct {
	from io.ReadCloser
	zip  *gzip.Reader
	err  error
}

// Read returns decompressed bytes.
func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil && u.err == nil {
		u.zip, u.err = gzip.NewReader(u.from)
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.zip.Read(p)
}

// Close closes the compressed stream.
func (u *unzipped) Close() error { return u.from.Close() }
