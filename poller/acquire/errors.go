package acquire

import (
	"time"

	"floorwatch/model/safetext"
)

// A Fault is the kind of an Error, and the error that errors.Is finds in it.
type Fault uint8

// Faults. As errors they are targets for errors.Is: errors.Is(err, FaultTimeout).
const (
	FaultUnreachable   Fault = iota + 1 // no connection: DNS, refused, reset, TLS
	FaultTimeout                        // no full answer in time
	FaultTokenRejected                  // 401
	FaultForbidden                      // 403
	FaultNotAcquire                     // HTML, a redirect: a portal or a wrong address
	FaultRateLimited                    // 429
	FaultServer                         // 5xx
	FaultStatus                         // any other HTTP status
	FaultAPI                            // success false, or an error text, with 2xx
	FaultUnreadable                     // empty, truncated, or not JSON
	FaultTooBig                         // over the body limit after decompression
	FaultStopped                        // the caller's context was done; says nothing about Acquire
	FaultNoToken                        // no request was sent: there is no token (a command failed)
	FaultNoList                         // a good answer without the list that was asked for: it is unknown, not empty
)

// An Error is any failure of a request. Its text is one sentence for the user that says
// what happened and what to do; it never contains the token.
type Error struct {
	Fault      Fault
	Op         string        // "message", "thread", "profile list", "agents list", "chat statistics", "team analytics"
	Status     int           // HTTP status; 0 if there was no answer
	RetryAfter time.Duration // with FaultRateLimited and FaultServer; 0 if the server sent none
	Detail     safetext.Text // the server's error text, cleaned and truncated
	Err        error         // the cause; its text is not shown

	advice string // with FaultTokenRejected: where to put a new token
}
