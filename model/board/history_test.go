package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A history is a random floor: what the reference knows and the same as observations.
type history struct {
	floor *refFloor
	msgs  []model.Message
	infos []model.ThreadInfo
	seen  []int // when what beside the messages was observed
	acks  []model.Ack
	now   int
}

// gaps are the spans of seconds that decide something, and their neighbours.
var gaps = []int{0, 0, 1, 2, 5, 9, 10, 11, 20, 29, 30, 31, 45, 59, 60, 61, 120, 179, 180, 181, 299, 300, 301, 599, 600, 601, 1799, 1800, 1801}

func drawHistory(t *rapid.T) *history {
	h := &history{floor: &refFloor{limits: model.DefaultLimits()}}
	n := rapid.IntRange(1, 4).Draw(t, "chats")
	last := 0
	for i := range n {
		c := h.drawChat(t, model.ChatID(i+1))
		h.floor.chats = append(h.floor.chats, c)
		last = max(last, second(c.msgs[len(c.msgs)-1]))
	}
	h.now = rapid.IntRange(0, last).Draw(t, "now") + rapid.SampledFrom(gaps).Draw(t, "after")
	return h
}

// drawChat draws a chat; those of the visitor 501 share a thread.
func (h *history) drawChat(t *rapid.T, id model.ChatID) *refChat {
	c := &refChat{id: id, thread: model.Key{Visitor: model.VisitorID(id) + 600, Thread: model.NoThread}}
	if rapid.Bool().Draw(t, "shared") {
		c.thread = model.Key{Visitor: 501, Thread: 77}
	}
	at := rapid.IntRange(0, 40).Draw(t, "start") * 45
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"V", "V", "V", "A1@", "A2@", "A1@", "B", "n"}), 1, 10).Draw(t, "words")
	var stream []string
	for _, w := range words {
		stream = append(stream, fmt.Sprint(w, at))
		at += rapid.SampledFrom(gaps).Draw(t, "gap")
	}
	c.msgs = readStream(t, id, strings.Join(stream, " "))
	for i := range c.msgs {
		c.msgs[i].Visitor, c.msgs[i].Thread = c.thread.Visitor, c.thread.Thread
		if c.msgs[i].Kind == model.KindNote && rapid.Bool().Draw(t, "feedback") {
			c.msgs[i].Kind = model.KindFeedback
		}
		c.msgs[i].VisitorName = safetext.Line(fmt.Sprint("Visitor ", c.thread.Visitor))
	}
	sortMessages(c.msgs)
	h.msgs = append(h.msgs, c.msgs...)
	h.drawList(t, c, at)
	h.drawAcks(t, c)
	return c
}

// drawList draws what the thread list says of a chat.
func (h *history) drawList(t *rapid.T, c *refChat, end int) {
	start := second(c.msgs[0])
	info := model.ThreadInfo{ID: c.thread.Thread, Visitor: c.thread.Visitor, Chats: []model.ChatID{c.id}, Last: c.id}
	if rapid.IntRange(0, 3).Draw(t, "named") == 0 {
		c.named, c.from = model.AgentID(rapid.IntRange(1, 3).Draw(t, "owner")), rapid.IntRange(start, end).Draw(t, "named at")
		info.Status, info.Agents, info.At = model.StatusOpen, []model.AgentID{c.named}, sec(c.from)
		h.infos = append(h.infos, info)
	}
	if rapid.IntRange(0, 3).Draw(t, "closed") == 0 {
		c.closed = rapid.IntRange(max(start, c.from), end+60).Draw(t, "closed at") + 1
		c.stars = rapid.IntRange(0, 5).Draw(t, "stars")
		info.Status, info.Stars, info.At = model.StatusClosed, c.stars, sec(c.closed)
		h.infos = append(h.infos, info)
	}
}

// drawAcks draws a leader's word that needs no reply.
func (h *history) drawAcks(t *rapid.T, c *refChat) {
	for _, m := range c.msgs {
		if m.Side != model.SideVisitor || rapid.IntRange(0, 7).Draw(t, "acked") != 0 {
			continue
		}
		at := second(m) + rapid.SampledFrom(gaps).Draw(t, "acked after")
		c.acks = append(c.acks, refAck{at, m.ID})
		h.acks = append(h.acks, model.Ack{Chat: c.id, Upto: m.ID, At: sec(at)})
	}
}

// event is all of the history as one Event.
func (h *history) event() model.Event {
	e := model.Event{At: noon, Messages: h.msgs, Threads: h.infos, Acks: h.acks}
	if h.floor.blind {
		e.Coverage = &model.Coverage{Observed: model.Observed{At: noon, Since: sec(1e6)}}
	}
	return e
}

func (h *history) board() *Board {
	b := New(Config{})
	b.Apply(h.event())
	return b
}

// tick draws the second that follows one: some time later, or when something of the history happens and just before.
func (h *history) tick(t *rapid.T, now int) int {
	var moments []int
	note := func(at int) {
		for _, s := range []int{at - 1, at, at + 1} {
			if s > now {
				moments = append(moments, s)
			}
		}
	}
	for _, at := range h.seen {
		note(at)
	}
	for _, c := range h.floor.chats {
		note(c.from)
		note(c.closed)
		for _, a := range c.acks {
			note(a.at)
		}
		for i := range c.msgs {
			note(second(c.msgs[i]))
		}
	}
	if len(moments) == 0 || rapid.Bool().Draw(t, "any moment") {
		return now + rapid.SampledFrom(gaps).Draw(t, "tick")
	}
	return rapid.SampledFrom(moments).Draw(t, "moment")
}

// String writes the history down in the notation of the streams.
func (h *history) String() string {
	var s strings.Builder
	for _, c := range h.floor.chats {
		fmt.Fprintf(&s, "chat %d of %v:", c.id, c.thread)
		for _, m := range c.msgs {
			fmt.Fprintf(&s, " %s", strings.Fields(m.Text.String())[0])
		}
		if c.named != 0 {
			fmt.Fprintf(&s, ", agent %d named at %d", c.named, c.from)
		}
		if c.stars != 0 {
			fmt.Fprintf(&s, ", rated %d", c.stars)
		}
		if c.closed != 0 {
			fmt.Fprintf(&s, ", closed at %d", c.closed)
		}
		for _, a := range c.acks {
			fmt.Fprintf(&s, ", acknowledged up to %d at %d", a.upto, a.at)
		}
		s.WriteString("\n")
	}
	fmt.Fprintf(&s, "now %d", h.now)
	return s.String()
}

// The figures equal those of the slow second implementation.
func TestReferenceWindows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		h.floor.blind = rapid.Bool().Draw(t, "blind")
		head := h.board().At(sec(h.now)).Headline
		checkWindow(t, h, "half hour", head.HalfHour, h.now-1800)
		checkWindow(t, h, "today", head.Today, -12*3600)
	})
}

func checkWindow(t *rapid.T, h *history, name string, got model.Window, from int) {
	got.FirstService.Level, got.NextService.Level, got.MissedLevel = 0, 0, 0
	got.Unnamed = 0 // whatever else may have been is held by TestNoFigureClaimsMoreThanIsKnown
	if want := h.floor.window(from, h.now); got != want {
		t.Errorf("%s:\n got %+v\nwant %+v\n%v", name, got, want, h)
	}
}

func TestReferenceNow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		s := h.board().At(sec(h.now))
		var want model.Headline
		longest := 0
		for _, c := range h.floor.chats {
			if !c.begun(h.now) {
				continue
			}
			st := h.floor.at(c, h.now)
			if st.waiting {
				want.Waiting++
				longest = max(longest, h.now-st.since)
			}
			want.Active += btoi(h.floor.active(c, h.now))
			want.BotLane += btoi(!st.over && st.lane == model.LaneBot)
			want.Missing += btoi(!st.over && st.hasV && !st.hasA && !st.acked && st.lane != model.LaneBot && h.now-st.firstV >= 300)
		}
		g := s.Headline
		got := model.Headline{Waiting: g.Waiting, Active: g.Active, BotLane: g.BotLane, Missing: g.Missing}
		if got != want || g.Longest.For != time.Duration(longest)*time.Second {
			t.Errorf("got %+v, longest %v; want %+v, longest %ds\n%v", got, g.Longest.For, want, longest, h)
		}
		checkRows(t, h, s)
	})
}

// checkRows compares the row of each thread's newest chat.
func checkRows(t *rapid.T, h *history, s *model.Snapshot) {
	for _, r := range s.Threads {
		i := slices.IndexFunc(h.floor.chats, func(c *refChat) bool { return c.id == r.Chat })
		st := h.floor.at(h.floor.chats[i], h.now)
		wait := time.Duration(0)
		if st.waiting {
			wait = time.Duration(h.now-st.since) * time.Second
		}
		if r.Wait.Running != st.waiting || r.Wait.For != wait || r.Lane != st.lane || r.Over != st.over ||
			r.Missed != st.missed || r.Owner != st.owner || r.Unanswered != st.run || r.Acked != st.acked {
			t.Errorf("row %+v\nwant %+v\n%v", r, st, h)
		}
	}
}

func TestReferenceAgents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		for _, r := range h.board().At(sec(h.now)).Agents {
			state, k := h.floor.state(r.ID, h.now)
			if r.State != state || r.Busy != k {
				t.Errorf("agent %d: state %d, k %d; want %d, %d\n%v", r.ID, r.State, r.Busy, state, k, h)
			}
			var took []int
			breaches, overtakes := 0, 0
			for _, c := range h.floor.chats {
				if !c.begun(h.now) {
					continue
				}
				for _, u := range h.floor.turns(c, h.now) {
					if u.agent != r.ID {
						continue
					}
					at, in := h.floor.decided(u)
					breaches += btoi(!in && h.now-1800 < at && at <= h.now)
					if u.reply >= 0 && u.reply > h.now-1800 {
						took = append(took, u.reply-u.start)
						overtakes += btoi(h.floor.overtook(u, h.now, false))
					}
				}
			}
			q := refQuantile(took)
			got := model.Quantile{N: r.Turns, Median: r.Median, P90: r.P90}
			if got != q || r.Breaches != breaches || r.Overtakes != overtakes {
				t.Errorf("agent %d: %+v, %d breaches, %d overtakes; want %+v, %d, %d\n%v",
					r.ID, got, r.Breaches, r.Overtakes, q, breaches, overtakes, h)
			}
		}
	})
}

func TestReferenceConcurrency(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		for _, r := range h.board().At(sec(h.now)).Agents {
			now, peak, mean := h.floor.concurrency(r.ID, h.now)
			if r.Active != now || r.Peak != peak || r.Mean-mean > 1e-9 || mean-r.Mean > 1e-9 {
				t.Errorf("agent %d: %d active, peak %d, mean %.3f; want %d, %d, %.3f\n%v",
					r.ID, r.Active, r.Peak, r.Mean, now, peak, mean, h)
			}
		}
	})
}

// figuresOf is a Snapshot to compare: without what counts the reading itself.
func figuresOf(s *model.Snapshot) *model.Snapshot {
	s.Diagnostics.RowsDropped = 0
	return s
}
