package ui

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A concern is what an alert of a figure is about; alerts of a wait have concernWait.
type concern uint8

const (
	concernWait concern = iota // a visitor waits, or is unseen, or seen without a reply
	concernFirst
	concernNext
	concernMissed
	concernData
)

// An alertID names what an alert is about: a chat that waits, or a figure.
type alertID struct {
	concern concern
	chat    model.ChatID // 0: a figure
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

// holdAlerts is how long something must be critical to be an alert. A thread is
// read chat by chat: for a second or two it can seem to wait for what was
// answered long ago.
const holdAlerts = 3 * time.Second

// backBy is how far the server's clock may be set back before all that was seen is void.
const backBy = 5 * time.Minute

// A watch tells what is critical on the floor, and remembers what was. It is fed
// with one Snapshot after the other, the times rising; where they go back, as in
// a replay, it starts anew. The zero watch is ready.
type watch struct {
	hold  time.Duration // how long something must be critical to be an alert
	found []*alert      // critical, and not yet for that long
	at    time.Time
	live  []*alert // in the order they were found
	ended []*alert // in the order they ended
	round int
	told  time.Time // the last notification
}

// A reading is how well the floor is being read, as far as alerts are concerned.
type reading struct {
	state model.State
	age   time.Duration // of what is shown
	level model.Level   // of age
}

// observe takes in what the floor is like now.
func (w *watch) observe(s *model.Snapshot, r reading) {
	if s.Now.Before(w.at.Add(-backBy)) {
		*w = watch{hold: w.hold}
	}
	w.at = s.Now
	w.round++
	for i := range s.Threads {
		if row := &s.Threads[i]; row.Wait.Running {
			w.thread(s.Now, row)
		}
	}
	w.figures(s)
	w.reading(s.Now, r)
	w.end(s)
}

// thread raises an alert where one of a waiting visitor's clocks is critical.
// One wait has one alert however many of its clocks are.
func (w *watch) thread(now time.Time, r *model.Row) {
	level := max(r.Wait.Level, r.SeenFor.Level, r.Unseen.Level)
	if level < model.LevelCritical {
		return
	}
	a := w.raise(now, alertID{concernWait, r.Chat}, r.Wait.Since)
	a.key, a.name, a.wait, a.what = r.Key, r.Name, r.Wait, waitingSince(r)
	a.level = max(a.level, level)
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
	s += duration(r.Wait.For)
	switch {
	case r.SeenFor.Level >= model.LevelCritical:
		s += ", seen " + duration(r.SeenFor.For)
	case r.Unseen.Level >= model.LevelCritical:
		s += ", unseen"
	}
	return s
}

// figures raises an alert for each critical figure of the last half hour.
func (w *watch) figures(s *model.Snapshot) {
	h := &s.Headline.HalfHour
	w.share(s.Now, concernFirst, "first replies in time: ", h.FirstService)
	w.share(s.Now, concernNext, "next replies in time: ", h.NextService)
	if h.MissedLevel >= model.LevelCritical {
		w.figure(s.Now, concernMissed, h.MissedLevel, "missed in 30 min: "+strconv.Itoa(h.Missed))
	}
}

func (w *watch) share(now time.Time, c concern, words string, s model.ServiceLevel) {
	if p, ok := s.Percent(); ok && s.Level >= model.LevelCritical {
		w.figure(now, c, s.Level, words+strconv.Itoa(p)+"% of "+strconv.Itoa(s.Of))
	}
}

// reading raises an alert where the floor is not read: nothing else on the screen is worth much then.
func (w *watch) reading(now time.Time, r reading) {
	switch {
	case r.state == model.StateTokenRejected || r.state == model.StatePortal:
		w.figure(now, concernData, model.LevelCritical, "nothing is read: "+r.state.String())
	case r.level >= model.LevelCritical:
		w.figure(now, concernData, r.level, "data is "+duration(r.age)+" old: "+r.state.String())
	}
}

func (w *watch) figure(now time.Time, c concern, l model.Level, what string) {
	a := w.raise(now, alertID{concern: c}, time.Time{})
	a.what, a.level = what, max(a.level, l)
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
		a = w.hear(now, id, since)
	}
	a.round = w.round
	return a
}

// hear returns a new alert, which goes on as one when it has been heard of for long enough.
func (w *watch) hear(now time.Time, id alertID, since time.Time) *alert {
	a := alertOf(w.found, id)
	if a != nil && since.After(a.wait.Since) {
		w.found = without(w.found, a)
		a = nil
	}
	if a == nil {
		a = &alert{id: id, from: now}
		w.found = append(w.found, a)
	}
	if now.Sub(a.from) >= w.hold {
		w.found = without(w.found, a)
		w.live = append(w.live, a)
	}
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
	w.found = slices.DeleteFunc(w.found, func(a *alert) bool { return a.round != w.round })
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

func (w *watch) close(a *alert, now time.Time) {
	a.ended = now
	w.ended = append(w.ended, a)
	if len(w.ended) > maxEnded {
		w.ended = slices.Delete(w.ended, 0, len(w.ended)-maxEnded)
	}
}

// acknowledge notes that somebody knows that a chat waits, or takes it back.
func (w *watch) acknowledge(chat model.ChatID, known bool) {
	if a := alertOf(w.live, alertID{concernWait, chat}); a != nil {
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

// worse orders alerts by how much somebody should do about them. Without data the rest is hearsay.
func worse(a, b *alert) int {
	return cmp.Or(
		order(a.acked, b.acked), order(b.id.concern == concernData, a.id.concern == concernData),
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
