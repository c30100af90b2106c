package acquire

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter is the longest pause that a server can ask for: a wall display must recover by itself.
const maxRetryAfter = time.Hour

// failed returns the Error of a request without a complete answer.
func (c *Client) failed(ctx context.Context, op string, token held, status int, err error) *Error {
	e := &Error{Op: op, Status: status, Err: err}
	netErr, isNet := errors.AsType[net.Error](err)
	_, badDeflate := errors.AsType[flate.CorruptInputError](err)
	switch {
	case ctx.Err() != nil:
		e.Fault, e.Err = FaultStopped, ctx.Err() // more informative than the transport's
	case errors.Is(err, context.DeadlineExceeded), isNet && netErr.Timeout():
		e.Fault = FaultTimeout
	case errors.Is(err, errTooBig):
		e.Fault = FaultTooBig
	case status != 0 && errors.Is(err, io.ErrUnexpectedEOF):
		e.Fault, e.Err = FaultUnreadable, errCut
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), badDeflate:
		e.Fault = FaultUnreadable
	default:
		e.Fault = FaultUnreachable
	}
	if e.Err != nil && token.in(e.Err.Error()) { // some of net/http's errors quote a broken server's bytes
		e.Err = errHidden
	}
	return e
}

// noToken returns the Error if there is no token: after a refusal (status), or at the start (0).
func (c *Client) noToken(ctx context.Context, op string, status int, err error) *Error {
	if ctx.Err() != nil {
		return &Error{Fault: FaultStopped, Op: op, Err: ctx.Err()}
	}
	e := &Error{Fault: FaultTokenRejected, Op: op, Status: status, Err: tokenError{err}, advice: c.token.advice}
	if status == 0 {
		e.Fault = FaultNoToken
	}
	return e
}

// refused returns the Error of an answer whose status is not 2xx.
func (c *Client) refused(ctx context.Context, op string, token held, res *http.Response, body []byte) *Error {
	if ctx.Err() != nil {
		return &Error{Fault: FaultStopped, Op: op, Err: ctx.Err()}
	}
	e := &Error{Op: op, Status: res.StatusCode, advice: c.token.advice}
	switch s := res.StatusCode; {
	case s < 400:
		e.Fault = FaultNotAcquire
		return e
	case s == http.StatusUnauthorized:
		e.Fault = FaultTokenRejected
	case s == http.StatusForbidden:
		e.Fault = FaultForbidden
	case s == http.StatusTooManyRequests:
		e.Fault = FaultRateLimited
		e.RetryAfter = c.retryAfter(res.Header)
	case s >= 500:
		e.Fault = FaultServer
		e.RetryAfter = c.retryAfter(res.Header)
	default:
		e.Fault = FaultStatus
	}
	if body = bare(body); isJSON(body) {
		e.Detail = detail(readEnvelope(&scanner{text: body}, nil).errorText(), token.Secret)
	}
	return e
}

// retryAfter parses a Retry-After header: seconds, or a date by the server's clock.
// Invalid values and past dates give 0.
func (c *Client) retryAfter(h http.Header) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0
	}
	if strings.Trim(text, "0123456789") == "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(n) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now := c.now()
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
