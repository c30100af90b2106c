package poller

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
)

// A hall is a whole working day in memory: past and future are scripted, and
// answers hold what is so at the virtual moment.
type hall struct {
	mu       sync.Mutex
	t0       time.Time
	latency  time.Duration
	reading  reading
	wildcard bool                       // thread -1 means any, and the profile list names chats
	stamps   string                     // what moves the list's stamps: message, chat, null
	byID     bool                       // order of the list
	stuck    func(model.VisitorID) bool // whose stamps stop moving after two minutes; nil: nobody's
	hints    bool                       // unseen_count and message_date in the thread list
	ctx      context.Context
	failOp   func(op string, at time.Duration) error
	skew     func(at time.Duration) time.Duration // of the Date header against our clock; nil: none

	visitors []*hallVisitor
	byVis    map[model.VisitorID]*hallVisitor
	chats    []*hallChat
	nextMsg  model.MessageID
	sent     []time.Time
	ops      map[string]int
	listAt   time.Time
	listed   []*hallVisitor
	listedSt []time.Time
}

type hallVisitor struct {
	id      model.VisitorID
	chats   []*hallChat // in order of start
	msgs    []model.Message
	moves   []time.Time // of messages
	chatMov []time.Time // of starts and closings
}

type hallChat struct {
	v      *hallVisitor
	id     model.ChatID
	thread model.ThreadID
	start  time.Time
	join   time.Time // zero: nobody
	closed time.Time // zero: never
	next   time.Time // a later chat of the thread began; zero: none
	msgs   []model.Message
}

func makeHall(seed uint64, threads int, span, future time.Duration, ancient int) *hall {
	rng := rand.New(rand.NewPCG(seed, 1))
	h := &hall{t0: time.Now(), latency: 80 * time.Millisecond, stamps: "message", hints: true, byVis: map[model.VisitorID]*hallVisitor{}, ops: map[string]int{}}
	ex := func(mean float64) time.Duration { return time.Duration(rng.ExpFloat64() * mean * float64(time.Second)) }
	nextV, nextT, nextC := model.VisitorID(60_001), model.ThreadID(4001), model.ChatID(106_001)
	for range ancient {
		v := &hallVisitor{id: nextV}
		nextV++
		at := h.t0.Add(-span - 26*time.Hour - ex(200000))
		c := &hallChat{v: v, id: nextC, thread: nextT, start: at, closed: at.Add(time.Minute)}
		nextC++
		nextT++
		c.msgs = []model.Message{{Chat: c.id, Visitor: v.id, Thread: c.thread, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage}}
		v.chats = []*hallChat{c}
		h.visitors = append(h.visitors, v)
		h.chats = append(h.chats, c)
	}
	rate := float64(threads) / 0.92 / span.Seconds()
	var free []*hallVisitor
	for at := h.t0.Add(-span); at.Before(h.t0.Add(future)); at = at.Add(ex(1 / rate)) {
		var v *hallVisitor
		thread := model.ThreadID(0)
		if len(free) > 20 && rng.Float64() < 0.2 {
			v = free[rng.IntN(len(free))]
			last := v.chats[len(v.chats)-1]
			end := last.msgs[len(last.msgs)-1].SentAt
			if !last.closed.IsZero() {
				end = model.LaterTime(end, last.closed)
			}
			if at.Sub(end) < 10*time.Minute {
				v = nil
			} else if rng.Float64() < 0.6 {
				thread = last.thread
				last.next = at
			}
		}
		if v == nil {
			v = &hallVisitor{id: nextV}
			nextV++
			h.visitors = append(h.visitors, v)
			free = append(free, v)
		}
		if thread == 0 {
			thread = nextT
			nextT++
		}
		c := &hallChat{v: v, id: nextC, thread: thread, start: at}
		nextC++
		say := func(side model.Side, t time.Time) {
			c.msgs = append(c.msgs, model.Message{Chat: c.id, Visitor: v.id, Thread: thread, SentAt: t, Side: side, Kind: model.KindMessage})
		}
		t := at
		switch p := rng.Float64(); {
		case p < 0.05: // nobody answers
			say(model.SideVisitor, t)
			if rng.Float64() < 0.5 {
				say(model.SideVisitor, t.Add(20*time.Second+ex(60)))
			}
			if rng.Float64() < 0.7 {
				c.closed = c.msgs[len(c.msgs)-1].SentAt.Add(60*time.Second + ex(500))
			}
		default:
			c.join = t.Add(time.Duration(3+rng.IntN(17)) * time.Second)
			for turn := 0; ; turn++ {
				say(model.SideVisitor, t)
				if rng.Float64() < 0.3 {
					t = t.Add(time.Second * time.Duration(3+rng.IntN(12)))
					say(model.SideVisitor, t)
				}
				if turn > 0 && rng.Float64() < 0.15 {
					break
				} // thanks
				delay := 5*time.Second + ex(35)
				if rng.Float64() < 0.08 {
					delay = time.Duration(120+rng.IntN(780)) * time.Second
				}
				if turn == 0 {
					delay = max(delay, c.join.Sub(c.start)+2*time.Second)
				}
				t = t.Add(delay)
				say(model.SideAgent, t)
				if rng.Float64() < 0.18 {
					break
				}
				t = t.Add(8*time.Second + ex(37))
			}
			if rng.Float64() < 0.85 {
				c.closed = t.Add(20*time.Second + ex(120))
			}
		}
		v.chats = append(v.chats, c)
		h.chats = append(h.chats, c)
	}
	var all []*model.Message
	for _, c := range h.chats {
		for i := range c.msgs {
			all = append(all, &c.msgs[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *model.Message) int { return a.SentAt.Compare(b.SentAt) })
	h.nextMsg = 944_001
	for _, m := range all {
		m.ID = h.nextMsg
		h.nextMsg += 2
	}
	for _, v := range h.visitors {
		h.byVis[v.id] = v
		for _, c := range v.chats {
			v.msgs = append(v.msgs, c.msgs...)
			for i := range c.msgs {
				v.moves = append(v.moves, c.msgs[i].SentAt)
			}
			v.chatMov = append(v.chatMov, c.start)
			if !c.closed.IsZero() {
				v.chatMov = append(v.chatMov, c.closed)
			}
		}
		slices.SortStableFunc(v.msgs, func(a, b model.Message) int { return a.SentAt.Compare(b.SentAt) })
		slices.SortFunc(v.moves, time.Time.Compare)
		slices.SortFunc(v.chatMov, time.Time.Compare)
	}
	return h
}

func lastBefore(list []time.Time, now time.Time) time.Time {
	i, _ := slices.BinarySearchFunc(list, now.Add(1), time.Time.Compare)
	if i == 0 {
		return time.Time{}
	}
	return list[i-1]
}
