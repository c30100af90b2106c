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

// It is not documented whether thread_id -1 is a value ("of no thread") or means any thread. If it means any, and
// the profile list names each visitor's newest chat, one request returns a visitor's newest messages without their
// thread list: the first read then requests the messages of the last hour first and the thread lists afterwards,
// which finds all waits in half the time with as many requests. One request shows which it is.
type wildcard struct {
	entry schedule.Entry // the entry of that request
	asked bool
	holds bool
}

// tryWildcard tests once whether thread -1 returns a chat that its thread has just returned.
func (s *threads) tryWildcard(t *target, q cursor.Question, now time.Time) {
	if s.wild.asked || t.key.Thread <= 0 || !t.cursor.Got(q.Chat) || !s.visitors.named(t.key.Visitor) {
		return
	}
	s.wild.asked = true
	s.wild.entry = schedule.Entry{Kind: schedule.KindMessages, Ask: func(time.Time) schedule.Call {
		req := acquire.MessagesRequest{Visitor: t.key.Visitor, Thread: model.NoThread, LastChat: q.Number}
		return func(ctx context.Context) (func(time.Time) error, error) {
			ans, err := s.src.Messages(ctx, req)
			if err != nil {
				return nil, err
			}
			return func(now time.Time) error {
				s.out.noteAnswer(ans.Meta, now)
				s.wild.holds = slices.ContainsFunc(ans.Messages, func(m model.Message) bool { return m.Chat == q.Chat })
				s.visitors.messagesFirst(now)
				s.coverage.recount = true
				return nil
			}, nil
		}
	}}
	s.sched.Add(&s.wild.entry, schedule.PriorityFresh, now)
}

// named reports whether the profile list names a visitor's newest chat.
func (s *visitors) named(id model.VisitorID) bool {
	v := s.byID[id]
	return v != nil && v.chat > 0
}

// messagesFirst requests the messages of all visitors whose thread lists are queued for the last hour, once that is possible.
func (s *visitors) messagesFirst(now time.Time) {
	if !s.threads.wild.holds {
		return
	}
	for _, v := range s.byID {
		if v.listEntry.Queued && v.listEntry.Priority == schedule.PriorityLastHour && v.listRead.IsZero() {
			s.askUnlisted(v, now)
		}
	}
}

// askUnlisted requests the newest messages of a visitor whose thread list was never read, and queues that list after the messages of others.
func (s *visitors) askUnlisted(v *visitor, now time.Time) {
	if v.chat <= 0 || len(v.targets) > 0 {
		return
	}
	s.targetIn(schedule.PriorityLastHour, model.Key{Visitor: v.id, Thread: model.NoThread}, []model.ChatID{v.chat}, time.Time{}, 0, now)
	v.listEntry.Rank += int64(hotSpan / time.Second)
	s.sched.Add(&v.listEntry, schedule.PriorityLastHour, s.began)
}

// listFirst queues a waiting visitor's thread list before those of others whose messages were read without it.
func (s *visitors) listFirst(id model.VisitorID) {
	if v := s.visitor(id); v.listEntry.Queued && v.listEntry.Priority == schedule.PriorityLastHour {
		v.listEntry.Rank -= 2 * int64(hotSpan/time.Second)
		s.sched.Add(&v.listEntry, schedule.PriorityLastHour, s.began)
	}
}

// adopt turns the target that read a visitor's messages without their thread list into the target of their thread,
// so that they need not be read again. It returns false if they belong to several threads.
func (s *visitors) adopt(v *visitor, ti model.ThreadInfo, now time.Time) bool {
	key := model.Key{Visitor: v.id, Thread: ti.ID}
	t := s.threads.byKey[model.Key{Visitor: v.id, Thread: model.NoThread}]
	if !s.threads.wild.holds || t == nil || t.watched || ti.ID <= 0 || s.threads.byKey[key] != nil || !t.cursor.Only(chatsOf(ti)) {
		return false
	}
	delete(s.threads.byKey, t.key)
	t.key = key
	s.threads.byKey[key] = t
	if t.read {
		s.out.send(model.Event{Polled: []model.Polled{{Key: key, At: t.answered}}}, now)
	}
	return true
}
