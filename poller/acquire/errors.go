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
	FaultUnreadable                     // empty, cut off, or no JSON
	FaultTooBig                         // over the body limit after decompression
	FaultStopped                        // the caller's context was done; says nothing of Acquire
	FaultNoToken                        // nothing was asked: this machine has no token to ask with (a command failed)
)

// An Error is every outcome of a call but success. Its text is one sentence
// for people that names what happened and what to do; it never holds the token.
type Error struct {
	Fault      Fault
	Op         string        // "message", "thread", "profile list", "agents list", "chat statistics", "team analytics"
	Status     int           // HTTP status; 0 where there was no answer
	RetryAfter time.Duration // with FaultRateLimited and FaultServer; 0 where the server named none
	Detail     safetext.Text // the server's words, cleaned and capped
	Err        error         // the cause; its text is not shown

	advice string // with FaultTokenRejected: what to do with a new token
}
