package poller

import (
	"context"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
	"floorwatch/poller/schedule"
)

// How long after its last word a chat is what, as the metrics have it.
const (
	activeFor = 5 * time.Minute
	quietFor  = 30 * time.Minute // then the chat is over and nobody waits in it
)

// A target is a thread that is polled.
type target struct {
	key     model.Key
	live    schedule.Entry // its newest chat, again and again
	past    schedule.Entry // its earlier chats, once
	cursor  cursor.Cursor
	memory  cursor.SeenIDs // of what the answers held
	watched bool           // a [[watch]] section names it; never retired
	closed  bool           // the thread list says so
	owned   bool           // the thread list names an agent
	read    bool           // read once with success
	tried   bool           // answered once, be it with rows that nobody could read

	newestID model.MessageID // the largest id delivered
	born     time.Time       // by the server's clock
	good     time.Time       // the last good answer, by our clock
	word     time.Time       // the last row of the newest chat, by the server's clock
	changed  time.Time       // when a message first came that was not there the time before
	waits    time.Time       // since when an answer is pressing that was not before, by our clock
	waiting  bool            // the visitor spoke last in the newest chat
}

// failing reports whether the thread cannot be read: the last request failed, or no answer yet held a row that could be read.
func (t *target) failing() bool { return t.live.Fails > 0 || t.tried && !t.read }

// classAt derives the class from what the answers held. changed stands beside
// the sent times because those may be off by a time zone, which would make a
// busy floor look idle.
func (t *target) classAt(now time.Time) schedule.Class {
	last := t.word
	if last.After(now) {
		last = now
	}
	if t.changed.After(last) {
		last = t.changed
	}
	switch age := now.Sub(last); {
	case last.IsZero() || age >= quietFor:
		return schedule.ClassIdle
	case t.waiting && !t.closed:
		return schedule.ClassWaiting
	case age < activeFor:
		return schedule.ClassActive
	}
	return schedule.ClassQuiet
}

// listen takes the class's facts from the messages of the newest chat.
func (t *target) listen(msgs []model.Message, newest model.ChatID) {
	var last, visitor, agent, bot moment
	missed := false
	for i := range msgs {
		m := &msgs[i]
		if m.Chat != newest {
			continue
		}
		missed = missed || m.Missed || m.Offline
		last = last.later(momentOf(m)) // an event too: "joined" is a sign of life
		if m.Kind != model.KindMessage && (m.Kind != model.KindUnknown || m.Side != model.SideVisitor) {
			continue
		}
		at := momentOf(m)
		switch m.Side {
		case model.SideVisitor:
			visitor = visitor.later(at)
		case model.SideAgent:
			agent = agent.later(at)
		case model.SideBot:
			bot = bot.later(at)
		}
	}
	if agent.id == 0 && !t.owned { // a bot's word counts for nothing once a human has the chat
		agent = bot
	}
	t.word = last.at
	t.waiting = !missed && visitor.id != 0 && agent.later(visitor).id == visitor.id
}

// A moment orders messages as the metrics do: by sent time, then id.
type moment struct {
	at time.Time
	id model.MessageID // 0: none
}

func momentOf(m *model.Message) moment {
	if m.SentAt.IsZero() {
		return moment{m.FirstAt, m.ID}
	}
	return moment{m.SentAt, m.ID}
}

func (a moment) later(b moment) moment {
	if a.id == 0 || b.at.After(a.at) || b.at.Equal(a.at) && b.id > a.id {
		return b
	}
	return a
}

// askLive and askPast prepare the target's requests.
func (p *Poller) askLive(t *target) schedule.Call {
	return p.askMessages(t, t.cursor.Ask(p.way(t.key)), p.gotLive)
}

func (p *Poller) askPast(t *target, now time.Time) schedule.Call {
	if q, ok := t.cursor.Owes(p.way(t.key), p.cutoff()); ok {
		return p.askMessages(t, q, p.gotPast)
	}
	if q, ok := t.memory.Ask(&t.cursor, p.way(t.key), now); ok {
		return p.askMessages(t, q, p.gotGap)
	}
	return nil
}

func (p *Poller) askMessages(t *target, q cursor.Question, got func(*target, cursor.Question, acquire.Messages, time.Time)) schedule.Call {
	req := acquire.MessagesRequest{Visitor: t.key.Visitor, Thread: t.key.Thread, LastChat: q.Number}
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := p.src.Messages(ctx, req)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error {
			p.heard(ans.Meta, now)
			got(t, q, ans, now)
			return nil
		}, nil
	}
}

// gotLive takes in an answer about a target's newest chat.
func (p *Poller) gotLive(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	if ans.Rows > 0 && len(ans.Messages) == 0 {
		p.requeue(t, now, false) // rows that nobody can read say nothing about the cursor
		return
	}
	empty := t.cursor.Missing(q.Chat)
	way, again := t.cursor.Answered(q, p.chatsOf(t, ans.Messages), p.way(t.key))
	p.learn(t.key, way)
	p.notice(t, ans.Messages, empty, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut, Gaps: p.compare(t, q, ans, t.live.Asked, now)}
	if !again {
		t.good, t.read = now, true
		e.Polled = []model.Polled{{Key: t.key, At: p.server(now)}}
	}
	p.send(e, now)
	p.requeue(t, now, again)
}

// notice takes the facts for the class from an answer. empty says that the chat
// was asked for before and held nothing, so that its first word is news too.
func (p *Poller) notice(t *target, msgs []model.Message, empty bool, now time.Time) {
	fresh := t.newestID
	for i := range msgs {
		if p.belongs(t, &msgs[i]) {
			fresh = max(fresh, msgs[i].ID)
		}
	}
	if fresh > t.newestID && t.read && (t.newestID > 0 || empty) {
		t.changed = p.server(now)
		p.visitor(t.key.Visitor).news = now
	}
	t.newestID = fresh
	last := t.cursor.LastDelivered()
	if last != 0 && slices.ContainsFunc(msgs, func(m model.Message) bool { return m.Chat == last }) {
		t.listen(msgs, last)
	}
}

// gotPast takes in an answer about an earlier chat.
func (p *Poller) gotPast(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	t.cursor.Paid(q, p.chatsOf(t, ans.Messages))
	p.notice(t, ans.Messages, false, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut, Gaps: p.compare(t, q, ans, t.past.Asked, now)}
	e.Gaps = append(e.Gaps, p.lostEnd(t, q, ans, now)...)
	p.send(e, now)
	p.queuePast(t, now)
}

// requeue queues a target that has been asked; at once where again is set.
func (p *Poller) requeue(t *target, now time.Time, again bool) {
	p.queuePast(t, now)
	if again {
		p.sched.Add(&t.live, schedule.ClassWaiting, now)
		return
	}
	t.tried = true
	c := p.classOf(t, now)
	if c == schedule.ClassIdle && p.stale(t, now) {
		p.retire(t)
		return
	}
	if c < schedule.ClassIdle {
		p.keepLooking(p.visitor(t.key.Visitor), now)
	}
	every := spreadBy(p.rng, p.sched.Interval(c))
	if t.live.Class == schedule.ClassFirst && c >= schedule.ClassQuiet {
		every = time.Duration(float64(every) * p.firstPhase())
	}
	p.sched.Add(&t.live, c, t.live.Asked.Add(every))
}

// firstPhase is how far the first read has come, from 0 to 1, and by so much of
// its interval a thread is asked again: the first read comes round to hundreds within
// seconds, and a whole interval later they would all be due together.
func (p *Poller) firstPhase() float64 {
	left := p.sched.Queued(schedule.ClassFirst)
	done := len(p.targets) - left
	left += p.sched.Queued(schedule.ClassLookup)
	return float64(done) / float64(done+left)
}

func (p *Poller) queuePast(t *target, now time.Time) {
	due, ok := now, true
	if _, owes := t.cursor.Owes(p.way(t.key), p.cutoff()); !owes {
		due, ok = t.memory.Due()
	}
	if ok && (!t.past.Queued || t.past.Fails == 0 && due.Before(t.past.Due)) {
		p.sched.Add(&t.past, schedule.ClassHistory, due)
	}
}

func (p *Poller) classOf(t *target, now time.Time) schedule.Class {
	if t.key == p.screen {
		return schedule.ClassWaiting
	}
	return t.classAt(p.server(now))
}

// belongs reports whether a message counts for t's cursor: of its visitor or of a
// chat that was asked for, and of no chat that the thread list gives to another thread.
func (p *Poller) belongs(t *target, m *model.Message) bool {
	if m.Chat <= 0 || m.Visitor != t.key.Visitor && !t.cursor.Has(m.Chat) {
		return false
	}
	owner, claimed := p.claimed(t.key.Visitor, m.Chat)
	return !claimed || owner == t.key.Thread
}

// chatsOf returns the sent time of the newest message of each chat that belongs to t.
func (p *Poller) chatsOf(t *target, msgs []model.Message) map[model.ChatID]time.Time {
	got := make(map[model.ChatID]time.Time, 1)
	for i := range msgs {
		m := &msgs[i]
		if last, known := got[m.Chat]; (!known || m.SentAt.After(last)) && p.belongs(t, m) {
			got[m.Chat] = m.SentAt
		}
	}
	return got
}

// stale reports whether nobody has said a word in t for longer than lookback.
func (p *Poller) stale(t *target, now time.Time) bool {
	last := t.word
	if t.changed.After(last) {
		last = t.changed
	}
	if last.IsZero() {
		last = t.born
	}
	return !t.watched && t.read && p.server(now).Sub(last) > p.cfg.Lookback
}

// cutoff is how far back a last word counts, by the server's clock.
func (p *Poller) cutoff() time.Time { return p.server(p.turn).Add(-p.cfg.Lookback) }

// way returns how chats are asked for in this account.
func (p *Poller) way(k model.Key) cursor.Way { return p.ways[wayIndex(k)] }

// learn notes how chats are asked for in this account.
func (p *Poller) learn(k model.Key, w cursor.Way) { p.ways[wayIndex(k)] = w }

func wayIndex(k model.Key) int {
	if k.Thread == model.NoThread {
		return 1
	}
	return 0
}
