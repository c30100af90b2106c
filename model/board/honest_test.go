package board

import (
	"slices"
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
	rough  bool // a look found soon after it what by definition is dated by the look
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
	r.disown(c, at)
	if r.later(c, at) {
		return
	}
	closed := r.closedFor(c)
	r.rough = r.rough || closed > 0 && closed < at && at-closed <= 60 || c.named != 0 && c.from < at && at-c.from < 30
	info := model.ThreadInfo{ID: c.thread.Thread, Visitor: c.thread.Visitor, Chats: []model.ChatID{c.id}, Last: c.id, Status: model.StatusOpen}
	seen := func(at int) {
		if info.At = sec(at); closed > 0 && closed <= at {
			info.Status = model.StatusClosed
		}
		if info.Agents = nil; c.named != 0 && c.from <= at && (closed == 0 || c.from <= closed) {
			info.Agents = []model.AgentID{c.named}
		}
		r.events.Threads = append(r.events.Threads, info)
	}
	seen(at)
	for _, change := range []int{c.from, closed} { // found as it happened
		if change > at && change <= r.now && !r.later(c, change) {
			seen(change)
		}
	}
}

// disown takes the name from a returning visitor's chat where it is a rule's, not known,
// that the agent is not the chat's own: by the first look at it, or since they had an earlier one.
func (r *reading) disown(c *refChat, at int) {
	for _, d := range r.floor.chats {
		if d.thread == c.thread && d.id < c.id && (c.from <= at || d.named == c.named) {
			c.named, c.from = 0, 0
		}
	}
}

// later reports whether a later chat of its thread had begun at a second: the list tells of that one then.
func (h *history) later(c *refChat, at int) bool {
	for _, d := range h.floor.chats {
		if d.thread == c.thread && d.id > c.id && second(d.msgs[0]) <= at {
			return true
		}
	}
	return false
}

// closedFor is when a chat was closed for good; 0 where it was not, or a word came after,
// or a later chat had begun.
func (h *history) closedFor(c *refChat) int {
	if c.closed == 0 || second(c.msgs[len(c.msgs)-1]) > c.closed {
		return 0
	}
	if h.later(c, c.closed) {
		return 0 // over by then
	}
	return c.closed
}

// truth is the floor as it was, each closing at its time.
func (h *history) truth() *Board {
	e := model.Event{At: noon, Messages: h.msgs, Acks: h.acks}
	for _, c := range h.floor.chats {
		info := model.ThreadInfo{ID: c.thread.Thread, Visitor: c.thread.Visitor, Chats: []model.ChatID{c.id}, Last: c.id, Status: model.StatusOpen}
		if at := second(c.msgs[0]); !h.later(c, at) {
			info.At = sec(at)
			e.Threads = append(e.Threads, info)
		}
		closed := h.closedFor(c)
		if c.named != 0 && !h.later(c, c.from) && (closed == 0 || c.from <= closed) {
			info.Agents, info.At = []model.AgentID{c.named}, sec(c.from)
			e.Threads = append(e.Threads, info)
		}
		if closed > 0 {
			info.Status, info.At = model.StatusClosed, sec(closed)
			e.Threads = append(e.Threads, info)
		}
	}
	e.Threads = slices.DeleteFunc(e.Threads, func(t model.ThreadInfo) bool { return t.At.After(sec(h.now)) })
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
			if load := f.ID == model.FigureAgentPeak || f.ID == model.FigureAgentMean; load && r.rough {
				continue
			}
			for _, of := range subjects(f, known) {
				got, is := f.Value(known, of), f.Value(truth, of)
				claims[got.Bound]++
				if !within(got, is) {
					t.Errorf("%s of %+v claims %v %v, and is %v\nread since %d: %+v\n%v", f.Name, of, got.Bound, got, is, r.began, r.events.Threads, h)
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

// subjects are what a figure can be asked about in a Snapshot: the floor, or each agent or row shown.
func subjects(f *model.Figure, s *model.Snapshot) (list []model.Subject) {
	switch {
	case f.Scope.OfFloor():
		list = append(list, model.Subject{})
	case f.Scope.OfAgent():
		for i := range s.Agents {
			list = append(list, model.Subject{Agent: s.Agents[i].ID})
		}
	default:
		for _, r := range s.Threads {
			list = append(list, model.Subject{Key: r.Key})
		}
	}
	for _, of := range list {
		of.Today = true
		list = append(list, of)
	}
	return list
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

// What a first look finds may have been true earlier: who owned a chat, which agent a wait was for, and until when.
func TestBeforeTheFirstLook(t *testing.T) {
	look := func(at int, chat model.ChatID, s model.Status, agents ...model.AgentID) model.ThreadInfo {
		return model.ThreadInfo{ID: model.ThreadID(chat), Visitor: 500 + model.VisitorID(chat), Chats: []model.ChatID{chat}, Last: chat, Status: s, Agents: agents, At: sec(at)}
	}
	for _, c := range []struct {
		name    string
		streams map[model.ChatID]string
		looks   []model.ThreadInfo
		figure  model.FigureID
		of      model.Subject
		now     int
		want    model.Bound
	}{
		{"an answer may have skipped a wait that was the agent's already", map[model.ChatID]string{1: "V0", 2: "V45 A1@45"},
			[]model.ThreadInfo{look(46, 1, model.StatusOpen, 1), look(45, 2, model.StatusOpen)}, model.FigureAgentOvertakes, model.Subject{Agent: 1}, 60, model.BoundUnknown},
		{"the first look was before an answer could skip it", map[model.ChatID]string{1: "V0", 2: "V45 A1@45"},
			[]model.ThreadInfo{look(30, 1, model.StatusOpen, 1), look(45, 2, model.StatusOpen)}, model.FigureAgentOvertakes, model.Subject{Agent: 1}, 60, model.BoundExact},
		{"it found nobody named", map[model.ChatID]string{1: "V0", 2: "V45 A1@45"},
			[]model.ThreadInfo{look(46, 1, model.StatusOpen), look(45, 2, model.StatusOpen)}, model.FigureAgentOvertakes, model.Subject{Agent: 1}, 60, model.BoundExact},
		{"how many chats an agent had at once", map[model.ChatID]string{1: "V0 A1@5"},
			[]model.ThreadInfo{look(40, 1, model.StatusOpen, 2)}, model.FigureAgentPeak, model.Subject{Agent: 1}, 60, model.BoundAbout},
		{"until when the agent had it", map[model.ChatID]string{1: "V0 A1@5"},
			[]model.ThreadInfo{look(5, 1, model.StatusOpen), look(400, 1, model.StatusClosed)}, model.FigureAgentPeak, model.Subject{Agent: 1}, 600, model.BoundAbout},
		{"closed between two looks close by", map[model.ChatID]string{1: "V0 A1@5"},
			[]model.ThreadInfo{look(370, 1, model.StatusOpen), look(400, 1, model.StatusClosed)}, model.FigureAgentPeak, model.Subject{Agent: 1}, 600, model.BoundExact},
		{"who did not answer in time", map[model.ChatID]string{1: "V0", 2: "V5 A1@6"},
			[]model.ThreadInfo{look(5, 2, model.StatusOpen)}, model.FigureAgentBreaches, model.Subject{Agent: 1}, 600, model.BoundBetween},
		{"since when the agent has it", map[model.ChatID]string{1: "V0 A1@5"},
			[]model.ThreadInfo{look(9, 1, model.StatusOpen, 1)}, model.FigureAssigned, model.Subject{Key: model.Key{Visitor: 501, Thread: 1}}, 60, model.BoundLeast},
	} {
		e := model.Event{At: noon, Threads: c.looks, Coverage: &model.Coverage{
			Observed: model.Observed{At: sec(c.now), Since: sec(-7200)}, List: model.ListHealth{At: sec(c.now)},
		}}
		for chat, stream := range c.streams {
			msgs := readStream(t, chat, stream)
			for i := range msgs {
				msgs[i].Visitor, msgs[i].Thread = 500+model.VisitorID(chat), model.ThreadID(chat)
			}
			e.Messages = append(e.Messages, msgs...)
		}
		b := New(Config{})
		b.Apply(e)
		if got := model.FigureOf(c.figure).Value(b.At(sec(c.now)), c.of); got.Bound != c.want {
			t.Errorf("%s: %v %v, want %v", c.name, got.Bound, got, c.want)
		}
	}
}
