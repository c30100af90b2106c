package board

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// A reading is what somebody knows at h.now who began to read a history at a
// second: the first look at each thread, and what was not read.
type reading struct {
	*history
	began  int
	events model.Event
}

// drawReading draws how much of a history has been read, in which order.
func drawReading(t *rapid.T, h *history) *reading {
	r := &reading{history: h, began: rapid.IntRange(-1, h.now).Draw(t, "began")}
	r.events = model.Event{At: noon, Acks: h.acks}
	var debts []model.Debt
	unread := map[model.Key]bool{}
	for _, c := range h.floor.chats {
		if _, drawn := unread[c.thread]; !drawn {
			unread[c.thread] = rapid.IntRange(0, 3).Draw(t, "unread") == 3
			if unread[c.thread] {
				debts = append(debts, model.Debt{Kind: model.DebtUnread, Live: true, Until: r.until(t, c.thread)})
			}
		}
		if unread[c.thread] {
			continue
		}
		if !c.begun(h.now) {
			continue
		}
		for _, m := range c.msgs {
			if second(m) <= h.now {
				r.events.Messages = append(r.events.Messages, m)
			}
		}
		r.look(t, c)
	}
	r.events.Coverage = &model.Coverage{
		Observed: model.Observed{At: sec(h.now), Since: sec(r.began)}, List: model.ListHealth{At: sec(h.now)}, Debts: model.SumDebts(sec(h.now), debts),
	}
	return r
}

// until is the newest word that a thread holds by now, or a time after it, or that it is not known.
func (r *reading) until(t *rapid.T, k model.Key) (until time.Time) {
	if rapid.Bool().Draw(t, "until unknown") {
		return until
	}
	for _, m := range r.msgs {
		if m.Visitor == k.Visitor && m.Thread == k.Thread && second(m) <= r.now && m.SentAt.After(until) {
			until = m.SentAt
		}
	}
	return until
}

// look adds what the first looks at a chat's thread, from the beginning of the reading on, say of it.
func (r *reading) look(t *rapid.T, c *refChat) {
	at := rapid.IntRange(max(0, r.began, second(c.msgs[0])), r.now).Draw(t, "looked at")
	for _, d := range r.floor.chats {
		if d.thread == c.thread && d.id > c.id && second(d.msgs[0]) <= at {
			return // the list tells of the newest chat only
		}
	}
	closed := r.closedFor(c)
	info := model.ThreadInfo{ID: c.thread.Thread, Visitor: c.thread.Visitor, Chats: []model.ChatID{c.id}, Last: c.id, Status: model.StatusOpen, At: sec(at)}
	if closed > 0 && closed <= at {
		info.Status = model.StatusClosed
	}
	r.events.Threads = append(r.events.Threads, info)
	if closed > at && closed <= r.now { // found as it happened
		info.Status, info.At = model.StatusClosed, sec(closed)
		r.events.Threads = append(r.events.Threads, info)
	}
}

// closedFor is when a chat was closed for good; 0 where it was not, or a word came after,
// or a later chat had begun.
func (h *history) closedFor(c *refChat) int {
	if c.closed == 0 || second(c.msgs[len(c.msgs)-1]) > c.closed {
		return 0
	}
	for _, d := range h.floor.chats {
		if d.thread == c.thread && d.id > c.id && second(d.msgs[0]) <= c.closed {
			return 0 // over by then, and the list tells of the newest chat only
		}
	}
	return c.closed
}

// truth is the floor as it was, each closing at its time.
func (h *history) truth() *Board {
	e := model.Event{At: noon, Messages: h.msgs, Acks: h.acks}
	for _, c := range h.floor.chats {
		if at := h.closedFor(c); at > 0 {
			e.Threads = append(e.Threads, model.ThreadInfo{
				ID: c.thread.Thread, Visitor: c.thread.Visitor, Chats: []model.ChatID{c.id}, Last: c.id, Status: model.StatusClosed, At: sec(at),
			})
		}
	}
	e.Coverage = &model.Coverage{List: model.ListHealth{At: sec(h.now)}} // each closing is at the time that is told
	b := New(Config{})
	b.Apply(e)
	return b
}

// Whatever of a floor has been read, and since when: no figure that claims to be
// exact differs from the truth, no "at least" is above it, no "at most" below it
// and no "between" beside it.
func TestNoFigureClaimsMoreThanIsKnown(t *testing.T) {
	claims := map[model.Bound]int{}
	holds := func(t *rapid.T) {
		h := drawHistory(t)
		h.now += rapid.SampledFrom([]int{0, 0, 600, 1500, 1790}).Draw(t, "later") // chats that began before the window
		r := drawReading(t, h)
		b := New(Config{})
		b.Apply(r.events)
		known, truth := b.At(sec(h.now)), h.truth().At(sec(h.now))
		list := model.Figures()
		for i := range list {
			f := &list[i]
			if !f.Scope.OfFloor() {
				continue
			}
			for _, of := range []model.Subject{{}, {Today: true}} {
				got, is := f.Value(known, of), f.Value(truth, of)
				claims[got.Bound]++
				if !within(got, is) {
					t.Errorf("%s (today: %v) claims %v %v, and is %v\nread since %d: %+v\n%v", f.Name, of.Today, got.Bound, got, is, r.began, r.events.Threads, h)
				}
			}
		}
	}
	for range 5 {
		rapid.Check(t, holds)
	}
	for _, b := range []model.Bound{model.BoundExact, model.BoundLeast, model.BoundAbout, model.BoundBetween, model.BoundUnknown} {
		if claims[b] == 0 && !testing.Short() {
			t.Errorf("no figure claimed to be %v", b)
		}
	}
}

// within reports whether the truth is where a value says.
func within(v, truth model.Value) bool {
	switch v.Bound {
	case model.BoundExact:
		return v.OK == truth.OK && v.Number == truth.Number
	case model.BoundLeast:
		return truth.Number >= v.Number
	case model.BoundMost:
		return truth.Number <= v.Number
	case model.BoundBetween:
		return v.Number <= truth.Number && truth.Number <= v.UpTo
	}
	return true
}
