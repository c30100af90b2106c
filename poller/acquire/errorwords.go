package acquire

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

var faultWords = [...]string{"unknown fault", "unreachable", "time-out", "token rejected", "forbidden", "not Acquire",
	"rate limited", "server error", "unexpected status", "API error", "unreadable answer", "answer too big", "stopped", "no token", "no list"}

// Error returns a short name of the fault.
func (f Fault) Error() string {
	if int(f) < len(faultWords) {
		return faultWords[f]
	}
	return faultWords[0]
}

// Error returns one sentence for the user. What to do precedes the server's text, which
// a narrow screen may cut off.
func (e *Error) Error() string {
	what, do := e.sentence()
	if !e.Detail.IsEmpty() {
		what += `, it says "` + strings.ReplaceAll(e.Detail.String(), `"`, "'") + `"` // so that its quotes do not end ours
	}
	if do == "" {
		return what
	}
	return what + ": " + do
}

// Unwrap returns the cause, for errors.Is and errors.As. Its text is not safe for the screen.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the error's Fault.
func (e *Error) Is(target error) bool {
	f, ok := target.(Fault)
	return ok && f == e.Fault
}

// sentence returns what happened, and what to do.
func (e *Error) sentence() (what, do string) {
	op := e.Op
	if op == "" {
		op = "API"
	}
	switch e.Fault {
	case FaultUnreachable:
		return "Acquire cannot be reached (" + unreachableWords(e.Err) + ")", "check the network, the VPN or proxy, and api.url"
	case FaultTimeout:
		return "Acquire did not answer the " + op + " request in time" + viaWords(e.Err), "if this stays, check the network or raise api.timeout"
	case FaultTokenRejected:
		return e.tokenSentence()
	case FaultForbidden:
		return fmt.Sprintf("Acquire forbids the %s request (%d)", op, e.Status), "ask an administrator whether the token may do this, and whether Settings > For Developers > API Token and Whitelist lists this machine's address"
	case FaultNotAcquire:
		return "a web page or a redirect came in place of Acquire's answer" + e.status(), "log in to the network's portal if there is one, else check api.url and the token"
	case FaultRateLimited:
		return fmt.Sprintf("Acquire asks for fewer requests (%d)%s", e.Status, e.pause()), "lower api.requests_per_second if this stays"
	case FaultServer:
		return fmt.Sprintf("Acquire has a problem of its own (%d)%s", e.Status, e.pause()), "nothing to do on this side; if this stays, ask Acquire's support"
	case FaultStatus:
		return fmt.Sprintf("Acquire answered the %s request with status %d, which it does not document", op, e.Status), "check that api.url is the address of Acquire's API and not of its app or of another program"
	case FaultAPI:
		return "Acquire answered the " + op + " request with an error", "check that the token's account may use the API"
	case FaultUnreadable:
		return "Acquire's answer to the " + op + " request cannot be read (" + unreadableWords(e.Err) + ")", "if this stays, look for a proxy in between or a change of the API"
	case FaultTooBig:
		return fmt.Sprintf("Acquire's answer to the %s request is far too big (%d MiB is the limit) and was not read", op, maxBody>>20), "if this stays, look for a proxy in between or a change of the API"
	case FaultNoList:
		return "Acquire's answer to the " + op + " request does not contain the list", "if this stays, Acquire may have changed its answers: run floorwatch check"
	case FaultNoToken:
		if e.Err != nil {
			do = e.Err.Error()
		}
		return "there is no token for Acquire", do
	case FaultStopped:
		return "the " + op + " request was stopped before Acquire answered (" + stoppedWords(e.Err) + ")", ""
	}
	return "the " + op + " request failed", "look into the log"
}

func (e *Error) tokenSentence() (what, do string) {
	advice := e.advice
	if advice == "" {
		advice = "put it where token_file points"
	}
	advice = "make a new one under Settings > For Developers and " + advice
	own, ok := errors.AsType[tokenError](e.Err)
	switch {
	case ok:
		return fmt.Sprintf("Acquire refused the token (%d) and there is no newer one, %s", e.Status, own.Error()), advice
	}
	return fmt.Sprintf("Acquire refused the token (%d)", e.Status), advice
}

func (e *Error) status() string {
	if e.Status == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d)", e.Status)
}

func (e *Error) pause() string {
	if e.RetryAfter <= 0 {
		return ""
	}
	return ", the server asks for a pause of " + model.FormatDuration(e.RetryAfter)
}

// A tokenError is a failure to get the token. Unlike that of other causes its text is for the user.
type tokenError struct{ error }

func (e tokenError) Unwrap() error { return e.error }

// Causes of FaultUnreadable.
var (
	errEmpty   = errors.New("it is empty")
	errCut     = errors.New("it is cut off")
	errNotJSON = errors.New("it is no JSON object")
	errSlow    = errors.New("reading it takes too long")
	errHidden  = errors.New("the cause is not kept because it repeats the token")
)

func unreadableWords(err error) string {
	for _, known := range []error{errEmpty, errCut, errNotJSON, errSlow} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "it is damaged"
}

func stoppedWords(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "its time was up"
	}
	return "it is no longer wanted"
}

// maxDetail is how many characters of the server's text are shown.
const maxDetail = 200

// detail cleans and truncates the text of a server or a command. A text that repeats
// the token is dropped completely: truncation could leave most of it.
func detail(raw string, s Secret) safetext.Text {
	if s.in(raw) {
		return safetext.Line("(not shown: it repeats the token)")
	}
	line := safetext.Line(raw)
	runes := []rune(line.String())
	if len(runes) <= maxDetail {
		return line
	}
	return safetext.Line(strings.TrimSpace(string(runes[:maxDetail-1])) + "…")
}
