package ui

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// An alertID names what an alert is about: a chat that waits, or a figure.
type alertID struct {
	kind model.ConcernKind
	chat model.ChatID // 0: a figure
}

// An alert is one thing that is or was critical.
type alert struct {
	id    alertID
	key   model.Key     // of the thread; zero for a figure
	name  safetext.Text // of the visitor: for the screen, never for a notification
	what  string        // in our words, as of the last time it was so
	level model.Level
	wait  model.Clock // of the visitor, as of the last time it was so
	from  time.Time   // when it was found
	code  string      // its name in a Notice; it stays what it was when it was first told
	began time.Time   // when the visitor's wait began, as of then
	news  time.Time   // when it came to its level; zero: it had it when the floor was first read
	last  time.Time   // when it was last found so
	ended time.Time   // zero: it goes on
	acked bool        // somebody said that they know

	told  int // notifications it was in
	round int // the last observation that found it so
}

// lasted is how long the alert went on, or has gone on at now.
func (a *alert) lasted(now time.Time) time.Duration {
	if !a.ended.IsZero() {
		now = a.ended
	}
	return max(0, now.Sub(a.from))
}

// maxEnded is how many alerts are remembered after they have ended: a bad day's worth.
const maxEnded = 300

// settleFor is how soon a figure's alert comes back as the same one: a share
// that swings around its limit is one piece of news.
const settleFor = time.Minute

// holdAlerts is how long something must be critical before anybody is called,
// and to be remembered. A thread is read chat by chat: for a second or two it
// can seem to wait for what was answered long ago.
const holdAlerts = 3 * time.Second

// backBy is how far the server's clock may be set back before all that was seen is void.
const backBy = 5 * time.Minute

// fillsFor is how long after the first read the floor still fills up: what is
// looked at seldom is read last.
const fillsFor = time.Minute

// A watch remembers what is critical on the floor, and what was; what that is
// the model's Concerns say. It is fed with one Snapshot after the other, the
// times rising; where they go back, as in a replay, it forgets all. The zero
// watch is ready.
type watch struct {
	floor  string        // its name, a part of what alerts are called
	hold   time.Duration // how long something must be critical before anybody is called
	at     time.Time
	filled time.Time               // when the first read was found to be over
	levels map[alertID]model.Level // of the concerns of the last observation
	blind  bool                    // the data are too old to say anything, or there are none
	live   []*alert                // in the order they were found
	ended  []*alert                // in the order they ended
	round  int
	told   time.Time // the last notification
}

// observe takes the floor as it is now, with what of it has reached a limit.
func (w *watch) observe(s *model.Snapshot, h model.Health, list []model.Concern) {
	if s.Now.Before(w.at.Add(-backBy)) {
		*w = watch{floor: w.floor, hold: w.hold}
	}
	w.at = s.Now
	w.round++
	w.blind = false
	settled := w.settled(h)
	levels := make(map[alertID]model.Level, len(list))
	for i := range list {
		c := &list[i]
		id := alertID{c.Kind, c.Chat}
		levels[id] = c.Level
		if c.Kind == model.ConcernData {
			w.blind = c.Level >= model.LevelCritical || !c.Clock.Running
		}
		if c.Level < model.LevelCritical {
			continue
		}
		_, known := w.levels[id]
		w.note(s, c, settled || known)
	}
	w.levels = levels
	w.end(s)
}

// settled reports whether the first read has been over for a while, so that
// what comes in bad has become so, or was out of reach till now.
func (w *watch) settled(h model.Health) bool {
	if w.filled.IsZero() && !h.LastGood.IsZero() && !h.Reading() {
		w.filled = w.at
	}
	return !w.filled.IsZero() && !h.Reading() && w.at.Sub(w.filled) >= fillsFor
}

// note raises the alert of a critical concern, or takes it on. news says that it became so just now.
func (w *watch) note(s *model.Snapshot, c *model.Concern, news bool) {
	var since time.Time
	if c.Kind == model.ConcernWait {
		since = c.Clock.Since
	}
	a := w.raise(s.Now, alertID{c.Kind, c.Chat}, since)
	if c.Level > a.level && news {
		a.news = s.Now
	}
	a.level = max(a.level, c.Level)
	a.what = concernWords(s, c)
	if c.Kind != model.ConcernWait {
		return
	}
	a.key, a.wait = c.Key, c.Clock
	if r := s.Thread(c.Key); r != nil {
		a.name = r.Name
	}
}

// concernWords say in our words what is wrong.
func concernWords(s *model.Snapshot, c *model.Concern) string {
	switch c.Kind {
	case model.ConcernFirstReply:
		return "first replies in time: " + shareWords(c.Service)
	case model.ConcernNextReply:
		return "next replies in time: " + shareWords(c.Service)
	case model.ConcernMissed:
		return "missed in 30 min: " + strconv.Itoa(c.Count)
	case model.ConcernData:
		if !c.Clock.Running || c.State == model.StateTokenRejected || c.State == model.StatePortal {
			return "nothing is read: " + c.State.String()
		}
		return "data is " + model.FormatDuration(c.Clock.For) + " old: " + c.State.String()
	}
	if r := s.Thread(c.Key); r != nil {
		return waitingSince(r)
	}
	return "waits " + model.FormatDuration(c.Clock.For)
}

func shareWords(s model.ServiceLevel) string {
	p, _ := s.Percent()
	return strconv.Itoa(p) + "% of " + strconv.Itoa(s.Of)
}

// atLeastSign stands in the words of an alert; the screen may have another sign for it.
const atLeastSign = "≥"

// waitingSince says in our words what is wrong with a wait.
func waitingSince(r *model.Row) string {
	s := "waits "
	if r.First {
		s = "no first reply "
	}
	if r.Wait.AtLeast {
		s += atLeastSign
	}
	s += model.FormatDuration(r.Wait.For)
	switch {
	case r.SeenFor.Level >= model.LevelCritical:
		s += ", seen " + model.FormatDuration(r.SeenFor.For)
	case r.Unseen.Level >= model.LevelCritical:
		s += ", unseen"
	}
	return s
}

// raise returns the alert of id: the one that goes on, the one that had ended
// if it is the same still, or a new one. since names a visitor's wait.
func (w *watch) raise(now time.Time, id alertID, since time.Time) *alert {
	a := alertOf(w.live, id)
	if a != nil && since.After(a.wait.Since) {
		w.live = without(w.live, a)
		w.close(a, now) // answered and waiting again since the last look
		a = nil
	}
	if a == nil {
		a = w.revive(now, id, since)
	}
	if a == nil {
		a = &alert{id: id, from: now}
		w.live = append(w.live, a)
	}
	a.round, a.last = w.round, now
	return a
}

func without(list []*alert, a *alert) []*alert {
	return slices.DeleteFunc(list, func(o *alert) bool { return o == a })
}

// revive takes up an alert that had ended where it is about the same wait, or
// about a figure that was well for a moment only. It is no news.
func (w *watch) revive(now time.Time, id alertID, since time.Time) *alert {
	a := alertOf(w.ended, id)
	switch {
	case a == nil:
		return nil
	case id.chat != 0 && !a.wait.Since.Equal(since):
		return nil
	case id.chat == 0 && now.Sub(a.ended) >= settleFor:
		return nil
	}
	w.ended = without(w.ended, a)
	a.ended = time.Time{}
	if id.chat != 0 {
		a.acked = false // the acknowledgement was taken back
	}
	w.live = append(w.live, a)
	return a
}

// alertOf returns the last alert of id.
func alertOf(list []*alert, id alertID) *alert {
	for _, a := range slices.Backward(list) {
		if a.id == id {
			return a
		}
	}
	return nil
}

// end closes the alerts that this round has not found.
func (w *watch) end(s *model.Snapshot) {
	live := w.live[:0]
	for _, a := range w.live {
		if a.round == w.round {
			live = append(live, a)
			continue
		}
		a.acked = a.acked || a.id.chat != 0 && acknowledged(s, a.id.chat)
		w.close(a, s.Now)
	}
	clear(w.live[len(live):])
	w.live = live
}

func acknowledged(s *model.Snapshot, chat model.ChatID) bool {
	i := slices.IndexFunc(s.Threads, func(r model.Row) bool { return r.Chat == chat })
	return i >= 0 && s.Threads[i].Acked
}

// close ends an alert, and forgets one that nobody was called for.
func (w *watch) close(a *alert, now time.Time) {
	a.ended = now
	if a.last.Sub(a.from) < w.hold {
		return
	}
	w.ended = append(w.ended, a)
	if len(w.ended) > maxEnded {
		w.ended = slices.Delete(w.ended, 0, len(w.ended)-maxEnded)
	}
}

// acknowledge notes that somebody knows that a chat waits, or takes it back.
func (w *watch) acknowledge(chat model.ChatID, known bool) {
	if a := alertOf(w.live, alertID{model.ConcernWait, chat}); a != nil {
		a.acked = known
	}
}

// open is how many alerts go on that nobody has acknowledged.
func (w *watch) open() int {
	n := 0
	for _, a := range w.live {
		if !a.acked {
			n++
		}
	}
	return n
}

// since is how many alerts go on that have come up after t.
func (w *watch) since(t time.Time) int {
	n := 0
	for _, a := range w.live {
		if a.from.After(t) && !a.acked {
			n++
		}
	}
	return n
}

// list returns all alerts: those that go on, the worst first, then the others, the last ended first.
func (w *watch) list() []*alert {
	out := slices.Clone(w.live)
	slices.SortStableFunc(out, worse)
	for _, a := range slices.Backward(w.ended) {
		out = append(out, a)
	}
	return out
}

// newFor is how long what has become critical, or worse, counts as news.
const newFor = 2 * time.Minute

// fresh returns the waits that have become critical a short while ago, or have
// become worse: the worst first, then the newest.
func (w *watch) fresh(now time.Time) []*alert {
	var out []*alert
	for _, a := range w.live {
		age := now.Sub(a.news)
		if a.id.kind == model.ConcernWait && !a.news.IsZero() && age >= 0 && age < newFor {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(x, y *alert) int {
		return cmp.Or(cmp.Compare(y.level, x.level), y.news.Compare(x.news), cmp.Compare(x.id.chat, y.id.chat))
	})
	return out
}

// worse orders alerts by how much somebody should do about them. Without data the rest is hearsay.
func worse(a, b *alert) int {
	return cmp.Or(
		order(a.acked, b.acked), order(b.id.kind == model.ConcernData, a.id.kind == model.ConcernData),
		cmp.Compare(b.level, a.level), cmp.Compare(b.wait.For, a.wait.For),
		a.from.Compare(b.from), cmp.Compare(a.id.chat, b.id.chat),
	)
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// next is the time of the nearest alert before t (d < 0) or after it.
func (w *watch) next(t time.Time, d int) (at time.Time, found bool) {
	for _, a := range w.list() {
		if c := a.from.Compare(t); c != d {
			continue
		}
		if !found || a.from.Compare(at) == -d {
			at, found = a.from, true
		}
	}
	return at, found
}
