package poller

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// How long after its last word a chat is what, as the metrics have it.
const (
	activeFor = 5 * time.Minute
	quietFor  = 30 * time.Minute // then the chat is over and nobody waits in it
)

// A target is a thread that is polled.
type target struct {
	key               model.Key
	live              schedule.Entry // its newest chat, again and again
	past              schedule.Entry // its earlier chats, once
	cursor            cursor.Cursor
	memory            cursor.SeenIDs // of what the answers held
	watched           bool           // a [[watch]] section names it; never retired
	listedChange      bool           // the visitor's stamp has moved, and this thread is asked for that
	cameEmpty         bool           // the last answer brought nothing, though it has messages
	owned             bool           // the thread list names an agent
	read              bool           // read once with success
	unreadableAnswers int            // answers in a row in which a row could not be read
	emptyAnswers      int            // empty answers while no chat was known that they should have held
	tried             bool           // answered once, be it with rows that nobody could read

	newestID    model.MessageID // the largest id delivered
	born        time.Time       // by the server's clock
	asked       time.Time       // when the last good answer was asked for, by our clock
	lastGood    time.Time       // the last good answer, by our clock …
	answered    time.Time       // … and by the server's
	lastMessage time.Time       // the newest message, by the server's clock
	closed      time.Time       // the last look at the thread list that found it closed, by the server's clock; zero: the last one did not
	long        map[model.ChatID]longChat
	unknown     map[model.ChatID]unknownRows
	lastChat    model.ChatID // the newest chat of which messages came before the last answer
	lastRow     time.Time    // the last row of the newest chat, by the server's clock
	changed     time.Time    // when a message first came that was not there the time before
	waits       time.Time    // since when an answer is pressing that was not before, by our clock
	joined      model.ChatID // the chat whose thread list was looked at for who gave the first answer
	waiting     bool         // the visitor spoke last in the newest chat
}

// failing reports whether the thread cannot be read: the last request failed, or no answer yet held a row that could be read.
func (t *target) failing() bool { return t.live.Fails > 0 || t.tried && !t.read }

// isClosed reports whether the thread is closed as far as is known: a word newer than the look that found it closed reopens it, as it does on the Board.
func (t *target) isClosed() bool { return !t.closed.IsZero() && !t.lastMessage.After(t.closed) }

// classAt derives the class from what the answers held. changed stands beside
// the sent times because those may be off by a time zone, which would make a
// busy floor look idle.
func (t *target) classAt(now time.Time) schedule.Priority {
	last := t.lastRow
	if last.After(now) {
		last = now
	}
	if t.changed.After(last) {
		last = t.changed
	}
	switch age := now.Sub(last); {
	case last.IsZero() || age >= quietFor:
		return schedule.PriorityIdle
	case t.waiting && !t.isClosed():
		return schedule.PriorityWaiting
	case age < activeFor:
		return schedule.PriorityActive
	}
	return schedule.PriorityQuiet
}

// updateWaiting takes the class's facts from the messages of the newest chat. What the automations say answers nobody.
func (t *target) updateWaiting(msgs []model.Message, newest model.ChatID, automations map[model.AgentID]bool) {
	var last, visitor, agent, bot sentOrder
	missed := false
	for i := range msgs {
		m := &msgs[i]
		if m.Chat != newest {
			continue
		}
		missed = missed || m.Missed || m.Offline
		last = last.later(sentOrderOf(m)) // an event too: "joined" is a sign of life
		if m.Kind != model.KindMessage && (m.Kind != model.KindUnknown || m.Side != model.SideVisitor) {
			continue
		}
		at := sentOrderOf(m)
		if automations[m.Sender] {
			continue
		}
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
	t.lastRow = last.at
	t.waiting = !missed && visitor.id != 0 && agent.later(visitor).id == visitor.id
}

// A sentOrder orders messages as the metrics do: by sent time, then id.
type sentOrder struct {
	at time.Time
	id model.MessageID // 0: none
}

func sentOrderOf(m *model.Message) sentOrder {
	if m.SentAt.IsZero() {
		return sentOrder{m.FirstAt, m.ID}
	}
	return sentOrder{m.SentAt, m.ID}
}

func (a sentOrder) later(b sentOrder) sentOrder {
	if a.id == 0 || b.at.After(a.at) || b.at.Equal(a.at) && b.id > a.id {
		return b
	}
	return a
}

// threads are those that are polled.
type threads struct {
	*base
	log      *slog.Logger
	visitors *visitors
	byKey    map[model.Key]*target
	screen   model.Key      // the thread on the screen
	modes    [2]cursor.Mode // learned: how to ask for chats of threads, and of none
	overlaps [2]bool        // learned: whether answers repeat what came before
	later    [2]bool        // learned: whether they hold later chats than the one that was asked for
	doubts   *evidence.Doubts
	stamps   *timestamps
	limit    answerLimit // learned: how many rows an answer holds at most
	owesMore bool        // an answer showed that more is owed than before
	repaid   int         // live debts that an answer paid
	recalled recollection
	wild     wildcard
}

// start begins to poll a thread; a fresh one is asked about at once.
func (s *threads) start(key model.Key, chats []model.ChatID, rank int64, c schedule.Priority, now time.Time) *target {
	t := &target{key: key, born: s.out.server(now), lastGood: now}
	t.live = schedule.Entry{Kind: schedule.KindMessages, Rank: rank, Ask: func(time.Time) schedule.Call { return s.askLive(t) }}
	t.past = schedule.Entry{Kind: schedule.KindMessages, Rank: rank, Ask: func(now time.Time) schedule.Call { return s.askPast(t, now) }}
	t.cursor.Add(chats...)
	s.byKey[key] = t
	due := s.began
	if c == schedule.PriorityFresh {
		due = time.Time{}
	}
	s.sched.Add(&t.live, c, due)
	return t
}

// askSoon asks about a target in which something new was found.
func (s *threads) askSoon(t *target, now time.Time) {
	if t.live.Class > schedule.PriorityWaiting {
		t.waits = now
		s.sched.Add(&t.live, schedule.PriorityFresh, t.live.Asked.Add(s.cfg.Waiting))
	}
}

// retire stops polling a thread in which nobody has said a word for longer than lookback.
func (s *threads) retire(t *target) {
	s.sched.Retire(&t.live)
	s.sched.Retire(&t.past)
	delete(s.byKey, t.key)
	s.visitors.release(t)
}

// askLive and askPast prepare the target's requests.
func (s *threads) askLive(t *target) schedule.Call {
	q := t.cursor.Ask(s.modeFor(t.key))
	if !t.read {
		q = s.widen(t, q)
	}
	return s.askMessages(t, q, s.gotLive)
}

func (s *threads) askMessages(t *target, q cursor.Question, got func(*target, cursor.Question, acquire.Messages, time.Time)) schedule.Call {
	req := acquire.MessagesRequest{Visitor: t.key.Visitor, Thread: t.key.Thread, LastChat: q.Number}
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := s.src.Messages(ctx, req)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error {
			s.out.noteAnswer(ans.Meta, now)
			s.doubts.CountMessages(&ans, now)
			if ans.Rows > 0 && (len(ans.Messages) == 0 || ans.Unknown == ans.Rows) { // that says nothing about the cursor
				t.tried = true
				return unreadable(ans.Rows)
			}
			owed, unread := s.owes(t, now), t.unread()
			s.noteLong(t, &ans)
			t.noteUnknown(q.Chat, ans.Unknown, s.out.server(now))
			got(t, q, ans, now)
			s.owesMore = s.owesMore || s.owes(t, now) > owed
			if unread && !t.unread() {
				s.repaid++
			}
			return nil
		}, nil
	}
}

// gotLive applies an answer about a target's newest chat.
func (s *threads) gotLive(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	if t.unreadableAnswers++; ans.Drift.Malformed == 0 {
		t.unreadableAnswers = 0
	}
	empty, before := t.cursor.Missing(q.Chat), t.newestID
	way, again := t.cursor.Answered(q, s.chatsOf(t, ans.Messages), s.modeFor(t.key))
	if ans.Rows == 0 && t.newestID == 0 && t.cursor.Empty() {
		t.emptyAnswers++
		again = again || t.emptyAnswers < emptyBelieved
	}
	s.modes[modeIndex(t.key)] = way
	s.update(t, &ans, empty, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut}
	e.Gaps, e.Gone = s.compare(t, q, ans, t.live.Asked, now)
	s.noteEmptyAnswer(t, ans.Rows, now)
	if !again {
		t.asked, t.lastGood, t.answered, t.read = t.live.Asked, now, s.out.server(now), true
		e.Polled = []model.Polled{{Key: t.key, At: t.answered}}
	}
	s.visitors.judgeFirst(t.key.Visitor, now)
	s.out.send(e, now)
	s.tryWildcard(t, q, now)
	if s.wild.holds && t.waiting && t.key.Thread == model.NoThread {
		s.visitors.listFirst(t.key.Visitor)
	}
	if t.listedChange && !again {
		if t.listedChange = false; t.newestID == before {
			s.visitors.noWord(t.key.Visitor, now)
		}
	}
	s.requeue(t, now, again)
}

// update takes the facts for the class from an answer. empty says that the chat
// was asked for before and held nothing, so that its first word is news too; where rows of it could
// not be read and it brings nothing new, the words it lacks have not been unsaid.
func (s *threads) update(t *target, ans *acquire.Messages, empty bool, now time.Time) {
	msgs, partly := ans.Messages, ans.Drift.Malformed > 0
	s.clock.Note(msgs)
	fresh := t.newestID
	for i := range msgs {
		if s.belongs(t, &msgs[i]) {
			fresh = max(fresh, msgs[i].ID)
			s.learnFrom(t, &msgs[i], now)
		}
	}
	if fresh > t.newestID && t.read && (t.newestID > 0 || empty) {
		t.changed = s.out.server(now)
		s.visitors.visitor(t.key.Visitor).news = now
	}
	news := fresh > t.newestID
	t.newestID = fresh
	waited, last := t.waiting, t.cursor.LastDelivered()
	begun := last != t.lastChat && (t.read || t.live.Class == schedule.PriorityFresh)
	defer func() {
		if (waited || begun) && !t.waiting && t.joined != last { // answered, be it before it was found
			t.joined = last
			s.visitors.visitor(t.key.Visitor).joinedDue = now.Add(joinedAfter)
		}
	}()
	t.lastChat = last
	if last != 0 && (news || !partly) && slices.ContainsFunc(msgs, func(m model.Message) bool { return m.Chat == last }) {
		t.updateWaiting(msgs, last, s.people.automations)
		s.owesMore = s.people.noteWords(msgs, t.lastRow) || s.owesMore
	}
}

// requeue queues a target that has been asked; at once where again is set.
func (s *threads) requeue(t *target, now time.Time, again bool) {
	s.queuePast(t, now)
	if again {
		c, due := schedule.PriorityWaiting, now
		if !t.read && t.live.Class >= schedule.FirstBulk { // the first read of it goes on, before those of older threads
			c, due = t.live.Class, s.began
		}
		s.sched.Add(&t.live, c, due)
		return
	}
	t.tried = true
	c := s.classOf(t, now)
	if c == schedule.PriorityIdle && s.stale(t, now) {
		s.retire(t)
		return
	}
	if c < schedule.PriorityIdle || !s.trust.trusted() || s.sched.Stretch() <= 1 {
		s.visitors.scheduleList(t.key.Visitor, now)
	}
	every := s.sched.Interval(c)
	switch silent := s.visitors.visitor(t.key.Visitor).silent > 0; {
	case c == schedule.PriorityIdle:
		every = s.idleEvery(t, now)
	case c == schedule.PriorityActive && silent:
		every = s.cfg.Active
	case c == schedule.PriorityQuiet && silent:
		every = s.cfg.Quiet
	}
	if !t.isClosed() && !s.stamps.byWords() && s.sched.Stretch() <= 1 {
		every = min(every, s.cfg.turnEvery())
	}
	every = throttle.SpreadBy(s.rng, every)
	if (t.live.Class == schedule.PriorityFirstRead || t.live.Class == schedule.PriorityLastHour) && c >= schedule.PriorityQuiet {
		every = time.Duration(float64(every) * s.firstPhase())
	}
	switch {
	case t.unreadableAnswers == 1: // the row that could not be read may be the word of somebody who waits
		if every = min(every, s.cfg.Waiting); t.live.Class == schedule.PriorityFresh || t.live.Class >= schedule.FirstBulk {
			c = t.live.Class
		}
	case t.unreadableAnswers > 1:
		every = min(every, throttle.UnreadableAgain(t.unreadableAnswers-1))
	}
	s.sched.Add(&t.live, c, t.live.Asked.Add(every))
}

// firstPhase is how far the first read has come, from 0 to 1, and by so much of
// its interval a thread is asked again: the first read comes round to hundreds within
// seconds, and a whole interval later they would all be due together.
func (s *threads) firstPhase() float64 {
	left := s.sched.Queued(schedule.PriorityFirstRead) + s.sched.Queued(schedule.PriorityLastHour)
	done := len(s.byKey) - left
	left += s.sched.Queued(schedule.PriorityFirstLists)
	return float64(done) / float64(done+left)
}

func (s *threads) classOf(t *target, now time.Time) schedule.Priority {
	if t.key == s.screen {
		return schedule.PriorityWaiting
	}
	return t.classAt(s.out.server(now))
}

// stale reports whether nobody has said a word in t for longer than lookback.
func (s *threads) stale(t *target, now time.Time) bool {
	last := t.lastRow
	if t.changed.After(last) {
		last = t.changed
	}
	if last.IsZero() {
		last = t.born
	}
	return !t.watched && t.read && s.out.server(now).Sub(last) > s.cfg.Lookback
}

// modeFor returns how chats are asked for in this account.
func (s *threads) modeFor(k model.Key) cursor.Mode { return s.modes[modeIndex(k)] }

func modeIndex(k model.Key) int {
	if k.Thread == model.NoThread {
		return 1
	}
	return 0
}
