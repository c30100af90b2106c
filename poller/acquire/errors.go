package acquire

import (
	"time"

	"floorwatch/model/safetext"
)

// A Fault is the kind of an Error.
type Fault uint8

// Faults.
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
)

// An Error is every outcome of a call but success. Its text is one sentence
// for people that names what happened and what to do; it never holds the token.
type Error struct {
	Fault      Fault
	Op         string        // "message", "thread", "profile list", "agents list"
	Status     int           // HTTP status; 0 where there was no answer
	RetryAfter time.Duration // with FaultRateLimited and FaultServer; 0 where the server named none
	Detail     safetext.Text // the server's words, cleaned and capped
	Err        error         // the cause; its text is not shown
}
