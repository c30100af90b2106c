package fakeacquire

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

// floodBase is where the ids of a flood begin, far above all others.
const floodBase = 1 << 40

const portal = `<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head>` +
	`<body><h1>Welcome</h1><form>Please accept the terms to go online.</form></body></html>`

func (f Fault) serveStatus(w http.ResponseWriter) {
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	if f.Location != "" {
		w.Header().Set("Location", f.Location)
	}
	send(w, f.Status, failure(fmt.Sprintf("%d %s", f.Status, http.StatusText(f.Status))))
}

// errorBody returns a failed answer in one of the three forms that the documentation allows for.
func (f Fault) errorBody() []byte {
	text := string(appendString(nil, f.Text, false))
	switch f.Kind {
	case KindErrorObject:
		return []byte(`{"success":false,"error":{"code":"ERROR_INVALID_INPUT","message":` + text + `},"data":null}`)
	case KindErrorList:
		return []byte(`{"success":false,"error":null,"errors":[{"status":"422","title":"Invalid","details":` + text + `}]}`)
	default:
		return []byte(`{"success":false,"error":` + text + `,"data":[]}`)
	}
}

func nested() []byte {
	const deep = 20_000
	return []byte(`{"success":true,"error":null,"data":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + "}")
}

// serveBomb sends 100 gzip members, each with a MiB of spaces inside one JSON object: about 102 KB on the wire.
func serveBomb(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(http.StatusOK)
	for _, part := range bomb() {
		if _, err := w.Write(part); err != nil {
			return // the client has gone
		}
	}
}

// bomb returns the parts of a compressed answer with 100 MiB of spaces.
var bomb = sync.OnceValue(func() [][]byte {
	best := packer(gzip.BestCompression)
	head := packWith(best, []byte(`{"success":true,"error":null,"data":{"messages":[`))
	blanks := packWith(best, bytes.Repeat([]byte{' '}, 1<<20))
	tail := packWith(best, []byte(`]}}`))
	return append([][]byte{head}, append(repeat(blanks, 100), tail)...)
})

func repeat(part []byte, n int) [][]byte {
	parts := make([][]byte, n)
	for i := range parts {
		parts[i] = part
	}
	return parts
}

// packers are reused: each has most of a megabyte, which took longer to allocate than a small answer takes to
// compress.
var packers = sync.Pool{New: func() any { return packer(gzip.HuffmanOnly) }}

// pack compresses an answer, quickly rather than well.
func pack(b []byte) []byte {
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	return packWith(z, b)
}

func packer(level int) *gzip.Writer {
	z, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the levels are ours
	}
	return z
}

func packWith(z *gzip.Writer, b []byte) []byte {
	var out bytes.Buffer
	z.Reset(&out)
	_, _ = z.Write(b) // a Buffer takes everything
	_ = z.Close()
	return out.Bytes()
}

// flood returns an answer with n messages of the requested chat, with ids that nothing else has, one second apart
// up to now.
func (s *Server) flood(c call, n int) []byte {
	if n == 0 {
		n = 100_000
	}
	s.Mu.Lock()
	defer s.Mu.Unlock()
	last, _ := strconv.ParseInt(c.form.get("last_chat_id"), 10, 64)
	now := s.Clock().Unix()
	e := encoder{d: s.dialect, zone: time.UTC, now: now}
	v := &account.Visitor{ID: c.visitor, Name: "Flood"}
	ch := &account.Chat{ID: model.ChatID(last), Visitor: v}
	e.begin()
	e.open('{')
	e.key("messages")
	e.open('[')
	for i := range n {
		e.message(&account.Message{ID: model.MessageID(floodBase + i), Chat: ch, At: now - int64(n-i), Sender: account.SenderVisitor,
			Typ: account.TypeMessage, Text: "line " + strconv.Itoa(i)})
	}
	e.close(']')
	e.close('}')
	e.close('}')
	return e.b
}

// sendHalf sends the header and half of the body.
func sendHalf(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body[:len(body)/2])
	flush(w)
}

// drip sends a body byte by byte.
func (s *Server) drip(w http.ResponseWriter, r *http.Request, status int, body []byte, every time.Duration) {
	if every == 0 {
		every = 100 * time.Millisecond
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	for i := range body {
		if _, err := w.Write(body[i : i+1]); err != nil {
			return
		}
		flush(w)
		if !pause(r.Context(), s.gone, every) {
			panic(http.ErrAbortHandler)
		}
	}
}

func flush(w http.ResponseWriter) {
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// stall waits until the client gives up or the server is closed.
func (s *Server) stall(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.gone:
	}
	panic(http.ErrAbortHandler)
}

// reset ends the connection, with a TCP reset if there is one.
func reset(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}

// pause waits for d. It returns false if the client or the server has gone before.
func pause(ctx context.Context, gone <-chan struct{}, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-gone:
	}
	return false
}
