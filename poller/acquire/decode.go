package acquire

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strings"
	"time"
)

// maxDecode limits the time to decode an answer's rows. 16 MiB take some 100 ms, and many times
// that on a busy machine: 3 s were not enough for 20,000 valid rows there. An answer that takes
// this long was built to, and it occupies a place among the concurrent requests.
const maxDecode = 30 * time.Second

// decode checks a complete answer with a 2xx status and passes its data to read.
func (c *Client) decode(ctx context.Context, op string, res *http.Response, token held, body []byte, meta *Meta, read func(*scanner, *Meta)) error {
	e := &Error{Op: op, Status: res.StatusCode, Fault: FaultUnreadable}
	body = bare(body)
	asJSON, asHTML := mediaType(res.Header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		e.Err = errEmpty
		return e
	case body[0] == '<', asHTML && !isJSON(body):
		e.Fault = FaultNotAcquire
		return e
	case !isJSON(body), body[0] != '{':
		e.Err = errNotJSON
		return e
	}
	if !asJSON {
		meta.Drift.OddEnvelope++
	}
	began := c.now()
	slow := func() bool { return c.now().Sub(began) > maxDecode }
	all := &scanner{text: body, stop: func() bool { return ctx.Err() != nil || slow() }}
	env := readEnvelope(all, func(s *scanner) {
		read(s, meta)
	})
	switch {
	case ctx.Err() != nil:
		e.Fault, e.Err = FaultStopped, ctx.Err()
		return e
	case slow():
		e.Err = errSlow
		return e
	}
	if env.failed() {
		e.Fault, e.Detail = FaultAPI, detail(env.errorText(), token.Secret)
		return e
	}
	if string(env.success) != "true" {
		meta.Drift.OddEnvelope++
	}
	return nil
}

// bare trims blanks and a byte order mark from a body.
func bare(body []byte) []byte {
	const blanks = " \t\r\n"
	return bytes.Trim(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), blanks)
}

// mediaType reports whether a Content-Type says JSON in UTF-8, and whether it says HTML.
func mediaType(header string) (asJSON, asHTML bool) {
	kind, params, err := mime.ParseMediaType(header)
	if err != nil {
		return false, false
	}
	charset := strings.ToLower(params["charset"])
	asJSON = kind == "application/json" && (charset == "" || charset == "utf-8" || charset == "utf8")
	return asJSON, kind == "text/html" || kind == "application/xhtml+xml"
}
