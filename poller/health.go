package poller

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

const (
	rateOver    = 10 * time.Second
	reportEvery = time.Second
	lateLeast   = 10 * time.Second
	skewSamples = 9
	skewShown   = 30 * time.Second // shown from here on, for leaders who compare with a wall clock
	blindFew    = 3                // so many consecutive unreadable threads mean that none can be read
	pausedLeast = 3 * time.Second  // PAUSED is shown for at least so long
)

// A health derives the state of the reading.
type health struct {
	*base
	stats   *stats
	census  *census
	limit   *throttle.RateLimit
	breaker *throttle.CircuitBreaker
	trouble failureRun
	notes   [schedule.Kinds]string // by kind, what fails without stopping the rest
}

// report sends Health when it has changed, and at least every second.
func (r *health) report(now time.Time) {
	v := r.stats
	if now.Sub(v.countedAt) >= reportEvery {
		v.countedAt = now
		r.census.count(v, now)
	}
	h := r.at(now)
	was := &v.reported
	same := h.State == was.State && h.Why == was.Why && h.RetryAt.IsZero() == was.RetryAt.IsZero() && h.RetryAt.Sub(was.RetryAt).Abs() < reportEvery
	if same && now.Sub(v.reportedAt) < reportEvery {
		return
	}
	v.reported, v.reportedAt = h, now
	out := h
	out.At = v.stampAt(now)
	if !out.At.After(v.reportedStamp) { // the server's clock was set back: the newest time wins, which must be this one
		out.At = v.reportedStamp.Add(1)
	}
	if !out.RetryAt.IsZero() {
		out.RetryAt = model.LaterTime(out.RetryAt, out.At)
	}
	v.reportedStamp = out.At
	r.out.send(model.Event{Health: &out}, now)
}

// at returns the state of the reading at now.
func (r *health) at(now time.Time) model.Health {
	v := r.stats
	for len(v.sent) > 0 && now.Sub(v.sent[0]) >= rateOver {
		v.sent = v.sent[1:]
	}
	over := min(max(now.Sub(r.began), time.Second), rateOver)
	h := model.Health{
		LastGood: v.server(v.lastGood),
		Rate:     float64(len(v.sent)) / over.Seconds(),
		Skew:     v.skew,
		Targets:  len(r.census.threads.byKey),
		ReadDone: v.readDone,
		ReadAll:  v.readAll,
		Read:     v.readOver,
		Drift:    v.drift,

		ReadFailed: v.readFailed,
		Failing:    r.census.failingItems(v),
	}
	var why string
	h.State, why = r.state(now)
	h.Why = safetext.Line(why)
	switch {
	case r.breaker.Open:
		h.RetryAt = v.server(r.breaker.Until)
	case r.blind(now):
		h.RetryAt = v.server(v.unreadDue)
	case r.failingNow(now):
		if due, ok := r.sched.Next(); ok {
			h.RetryAt = v.server(due)
		}
	}
	if !h.RetryAt.IsZero() { // the request is under way or due
		h.RetryAt = model.LaterTime(h.RetryAt, v.server(now))
	}
	return h
}

// failingNow reports whether there have been only failures for a while, or ever.
func (r *health) failingNow(now time.Time) bool {
	return r.trouble.streak > 0 && (r.stats.lastGood.IsZero() || now.Sub(r.stats.lastGood) > answerGrace)
}

// blind reports whether no thread can be read, although lists may be: none was for a
// while, and three different ones, or all, have failed twice since.
func (r *health) blind(now time.Time) bool {
	v := r.stats
	return v.unread > 0 && v.unread >= min(blindFew, len(r.census.threads.byKey)) && now.Sub(v.messagesGood) > answerGrace
}

// state returns the worst state and its sentence.
func (r *health) state(now time.Time) (model.State, string) {
	v := r.stats
	switch {
	case !v.paused.IsZero() && (now.Sub(v.paused) < pausedLeast || v.lastGood.Before(v.paused) && !r.breaker.Open && r.trouble.streak == 0):
		return model.StatePaused, fmt.Sprintf("this program did not run for %s; it is reading everything again", model.FormatDuration(v.pausedFor))
	case r.breaker.Open || r.failingNow(now):
		return r.trouble.state, r.trouble.why
	case r.blind(now):
		return v.unreadState, v.unreadWhy
	case v.lastGood.IsZero():
		return model.StateStarting, "waiting for the first answer"
	case !v.malformedAt.IsZero() && now.Sub(v.malformedAt) < evidence.DriftFor:
		return model.StateDrift, fmt.Sprintf("%d rows could not be understood since the start; Acquire may have changed its answers, run floorwatch check", v.drift.Malformed)
	case !v.freshness.OldestRead.IsZero() && v.freshness.Cause != model.CauseBackOff: // a thread that fails is counted among the remarks, and is a debt
		return model.StateLate, model.LateSentence(model.Clock{Running: true, Since: v.freshness.OldestRead, For: v.server(now).Sub(v.freshness.OldestRead)}, v.freshness.Cause)
	}
	return model.StateLive, strings.Join(r.remarks(now), "; ")
}

// remarks returns remarks for the state LIVE. The coverage reports progress.
func (r *health) remarks(now time.Time) []string {
	v := r.stats
	var list []string
	if v.failing > 0 {
		list = append(list, fmt.Sprintf("%d of %d chats cannot be read", v.failing, len(r.census.threads.byKey)))
	}
	if v.failingLists > 0 {
		list = append(list, fmt.Sprintf("the chat lists of %d of %d visitors cannot be read", v.failingLists, len(r.census.visitors.byID)))
	}
	if r.limit.Slowed() {
		list = append(list, "Acquire asked to slow down: "+model.RequestRate(float64(r.limit.Limit()))+" instead of "+model.RequestRate(r.limit.Full)+"; "+model.SharingAdvice)
	}
	if odd := v.anomalies(now); odd != "" {
		list = append(list, "DRIFT: "+odd+"; all of it is counted at the end of the explanations")
	}
	if s := v.skew.Abs(); s > skewShown {
		list = append(list, fmt.Sprintf("Acquire's clock and this machine's differ by %s; every wait goes by Acquire's", model.FormatDuration(s)))
	}
	for k := range schedule.Kinds {
		if r.notes[k] != "" {
			list = append(list, k.String()+" cannot be read: "+r.notes[k])
		}
	}
	return list
}
