package poller

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/schedule"
)

const (
	rateOver    = 10 * time.Second
	reportEvery = time.Second
	driftFor    = time.Minute // a row that could not be read is shown for so long
	lateLeast   = 10 * time.Second
	skewSamples = 9
	skewShown   = 30 * time.Second // from here on a leader is told, who compares with a clock on the wall
	blindFew    = 3                // so many threads in a row that cannot be read stand for all
	unsureFor   = 2 * time.Second  // after a pause nothing is stamped before an answer, or so long
	pausedLeast = 3 * time.Second  // PAUSED stands at least so long, to be seen
)

// report sends Health when it has changed, and every second at least.
func (p *Poller) report(now time.Time) {
	v := &p.vitals
	if now.Sub(v.countedAt) >= reportEvery {
		v.countedAt = now
		p.count(now)
	}
	if !v.paused.IsZero() && now.Sub(v.paused) < unsureFor && v.lastGood.Before(v.paused) && p.trouble.row == 0 {
		v.reportedAt = now
		return // a stamp from the future would outlast all later ones
	}
	h := p.health(now)
	was := &v.reported
	same := h.State == was.State && h.Why == was.Why && h.RetryAt.Equal(was.RetryAt)
	if same && now.Sub(v.reportedAt) < reportEvery {
		return
	}
	v.reported, v.reportedAt = h, now
	out := h
	out.At = p.stampAt(now)
	if !out.At.After(v.told) { // the server's clock was set back: the newest stamp wins, and that has to be this one
		out.At = v.told.Add(1)
	}
	v.told = out.At
	p.send(model.Event{Health: &out}, now)
}

// count goes over all targets for the figures that need it.
func (p *Poller) count(now time.Time) {
	v := &p.vitals
	v.late, v.failing, v.failingLists, v.unread, v.unreadDue = 0, 0, 0, 0, time.Time{}
	bound := max(3*p.cfg.Waiting, lateLeast)
	for _, t := range p.targets {
		if t.failing() {
			v.failing++
		}
		if t.live.Fails > 1 && !t.live.Asked.Before(v.messagesGood) {
			if v.unread++; v.unreadDue.IsZero() || t.live.Due.Before(v.unreadDue) {
				v.unreadDue = t.live.Due
			}
		}
		if t.live.Class <= schedule.ClassWaiting && t.live.Fails == 0 {
			v.late = max(v.late, now.Sub(later(t.good, t.waits)))
		}
	}
	if v.late <= bound {
		v.late = 0
	}
	for _, w := range p.visitors {
		if w.look.Fails > 0 {
			v.failingLists++
		}
	}
	if !v.readOver {
		p.countFirst()
	}
}

// countFirst follows the first read to its end: the list of visitors, the thread list of each,
// and each thread were read with success. What fails is counted and asked again, never taken as done.
func (p *Poller) countFirst() {
	v := &p.vitals
	v.readDone, v.readAll, v.readFailed = 0, len(p.targets), 0
	for _, t := range p.targets {
		switch {
		case t.read:
			v.readDone++
		case t.failing():
			v.readFailed++
		}
	}
	left := func(e *schedule.Entry) {
		v.readAll++
		if e.Fails > 0 {
			v.readFailed++
		}
	}
	for _, w := range p.visitors {
		if w.unlooked() {
			left(&w.look)
		}
	}
	if p.cfg.Discover && !p.sweep.once {
		left(&p.sweep.entry)
	}
	v.readOver = v.readDone == v.readAll
	if v.readOver {
		v.readFailed = 0
	}
}

// failingItems is how many threads and lists cannot be read.
func (p *Poller) failingItems() int {
	n := p.vitals.failing + p.vitals.failingLists
	for _, e := range []*schedule.Entry{&p.sweep.entry, &p.agents.entry, &p.totals.entry} {
		if e.Fails > 0 {
			n++
		}
	}
	return n
}

// health returns the state of the reading at now.
func (p *Poller) health(now time.Time) model.Health {
	v := &p.vitals
	for len(v.sent) > 0 && now.Sub(v.sent[0]) >= rateOver {
		v.sent = v.sent[1:]
	}
	over := min(max(now.Sub(p.began), time.Second), rateOver)
	h := model.Health{
		LastGood: serverTime(v.lastGood, v.skew),
		Rate:     float64(len(v.sent)) / over.Seconds(),
		Skew:     v.skew,
		Targets:  len(p.targets),
		ReadDone: v.readDone,
		ReadAll:  v.readAll,
		Read:     v.readOver,
		Drift:    v.drift,

		ReadFailed: v.readFailed,
		Failing:    p.failingItems(),
	}
	var why string
	h.State, why = p.state(now)
	h.Why = safetext.Line(why)
	switch {
	case p.gate.closed:
		h.RetryAt = serverTime(p.gate.until, v.skew)
	case p.blind(now):
		h.RetryAt = serverTime(v.unreadDue, v.skew)
	case p.failingNow(now):
		if due, ok := p.sched.Next(); ok {
			h.RetryAt = serverTime(due, v.skew)
		}
	}
	return h
}

// failingNow reports whether failures are all there is: nothing good for a while, or ever.
func (p *Poller) failingNow(now time.Time) bool {
	return p.trouble.row > 0 && (p.vitals.lastGood.IsZero() || now.Sub(p.vitals.lastGood) > answerGrace)
}

// blind reports whether no thread at all can be read, though lists may answer: for a
// while none was, and three different ones, or all there are, have failed twice since.
func (p *Poller) blind(now time.Time) bool {
	v := &p.vitals
	return v.unread > 0 && v.unread >= min(blindFew, len(p.targets)) && now.Sub(v.messagesGood) > answerGrace
}

// state returns the word and the sentence, the worst first.
func (p *Poller) state(now time.Time) (model.State, string) {
	v := &p.vitals
	switch {
	case !v.paused.IsZero() && (now.Sub(v.paused) < pausedLeast || v.lastGood.Before(v.paused) && !p.gate.closed && p.trouble.row == 0):
		return model.StatePaused, fmt.Sprintf("this program did not run for %s; it is reading everything again", model.FormatDuration(v.pausedFor))
	case p.gate.closed || p.failingNow(now):
		return p.trouble.state, p.trouble.why
	case p.blind(now):
		return v.unreadState, v.unreadWhy
	case v.lastGood.IsZero():
		return model.StateStarting, "waiting for the first answer"
	case !v.malformedAt.IsZero() && now.Sub(v.malformedAt) < driftFor:
		return model.StateDrift, fmt.Sprintf("%d rows could not be understood since the start; Acquire may have changed its answers, run floorwatch check", v.drift.Malformed)
	case v.late > 0:
		return model.StateLate, fmt.Sprintf("a waiting thread was last read %s ago; Acquire answers slowly, or %d threads are too many for %.3g requests a second", model.FormatDuration(v.late), len(p.targets), p.perSecond)
	}
	return model.StateLive, strings.Join(p.remarks(now), "; ")
}

// remarks are what is worth saying while all is well.
func (p *Poller) remarks(now time.Time) []string {
	v := &p.vitals
	var list []string
	switch {
	case v.readOver:
	case p.cfg.Discover && !p.sweep.once:
		list = append(list, "reading the list of visitors")
	case v.readAll > 0:
		list = append(list, fmt.Sprintf("reading %d of %d threads", v.readDone, v.readAll))
	}
	if v.failing > 0 {
		list = append(list, fmt.Sprintf("%d of %d threads cannot be read", v.failing, len(p.targets)))
	}
	if v.failingLists > 0 {
		list = append(list, fmt.Sprintf("the thread lists of %d of %d visitors cannot be read", v.failingLists, len(p.visitors)))
	}
	if limit := float64(p.limiter.Limit()); limit < p.perSecond {
		list = append(list, fmt.Sprintf("Acquire asked to slow down: %.3g instead of %.3g requests a second", limit, p.perSecond))
	}
	if odd := v.odd(now); odd != "" {
		list = append(list, "DRIFT: "+odd+"; all of it is counted at the end of the explanations")
	}
	if s := v.skew.Abs(); s > skewShown {
		list = append(list, fmt.Sprintf("Acquire's clock and this machine's differ by %s; every wait goes by Acquire's", model.FormatDuration(s)))
	}
	for k := range schedule.Kinds {
		if p.notes[k] != "" {
			list = append(list, k.String()+" cannot be read: "+p.notes[k])
		}
	}
	return list
}
