package alert

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
)

// A Remembered is the part of an alert that is kept across a restart, so that an alert sent before it is not sent
// as new again and its end is sent. It holds numbers, times and fixed words, never a name or a message's text.
type Remembered struct {
	ID    string         `json:"id,omitempty"` // its id in a Notice; empty: it was never sent
	Kind  string         `json:"kind"`
	Level string         `json:"level"`
	Chat  model.ChatID   `json:"chat,omitempty"`
	Began *time.Time     `json:"began,omitempty"` // of a chat: when the wait began
	Since time.Time      `json:"since"`           // when it was found
	Told  map[string]int `json:"told,omitempty"`  // how often it was sent, by receiver; 0: it may not have arrived

	Over bool `json:"-"` // it has ended: kept only for receivers that were not sent the end
}

// AwayNote is the remark that nobody could be called for a time before the start.
func AwayNote(away time.Duration) string {
	return "floorwatch was away for " + model.FormatDuration(away) + ": nobody was called"
}

// A Keeper is a Hook that remembers alerts across restarts. No method may block.
type Keeper interface {
	// Recall returns what the previous process stored. It is called once.
	Recall() []Remembered
	// Remember stores what list returns; list is called before Remember returns or never.
	Remember(list func() []Remembered)
}

// rememberEvery is how often the alerts are stored.
const rememberEvery = time.Second

// ReceiverKey returns a receiver's key in the stored alerts: a route's name if it is unique, otherwise
// its place in the file; "command" for the command of [alerts] (route < 0).
func (c Config) ReceiverKey(route int) string {
	if route < 0 {
		return "command"
	}
	name, same := c.Routes[route].Name, 0
	for i := range c.Routes {
		if c.Routes[i].Name == name {
			same++
		}
	}
	if name == "" || same > 1 {
		return "route " + strconv.Itoa(route+1)
	}
	return "route " + strconv.Quote(name)
}

// receivers returns the callers of c that are kept across restarts, by key.
func (w *Tracker) receivers(c Config) map[string]*Caller {
	all := map[string]*Caller{}
	if len(c.Command) > 0 {
		all[c.ReceiverKey(-1)] = &w.screenCaller
	}
	for i := range c.Routes {
		all[c.ReceiverKey(i)] = w.caller(i)
	}
	return all
}

// restore loads, once, what the previous process stored.
func (w *Tracker) restore(c Config, h Hook) {
	k, ok := h.(Keeper)
	if !ok || w.restored {
		return
	}
	w.restored = true
	callers := w.receivers(c)
	for _, r := range k.Recall() {
		a := r.alert()
		if a == nil {
			continue
		}
		for key, n := range r.Told {
			if caller := callers[key]; caller != nil {
				caller.restoreSent(a, n, w.at)
			}
		}
		w.beforeRestart = append(w.beforeRestart, a)
		if live := alertOf(w.Live, a.ID); live != nil {
			w.adopt(live, live.wait.Since)
		}
	}
}

// restoreSent records how often an alert was sent to a receiver before the restart. The time is not stored: the alert
// repeats one interval from now, so that a program that keeps restarting does not send it each time.
func (c *Caller) restoreSent(a *Alert, times int, now time.Time) {
	if c.timesSent == nil {
		c.timesSent = map[*Alert]int{}
	}
	if c.lastSent == nil {
		c.lastSent = map[*Alert]time.Time{}
	}
	c.timesSent[a], c.lastSent[a] = times, now
}

// alert is the alert that r describes; nil if its kind is unknown.
func (r *Remembered) alert() *Alert {
	kind, known := model.ConcernKindOf(r.Kind)
	if !known {
		return nil
	}
	a := &Alert{
		ID: alertID{kind, r.Chat}, Level: max(model.LevelOf(r.Level), model.LevelCritical), FoundAt: r.Since, noticeID: r.ID, What: "found before floorwatch was started again",
	}
	if r.Began != nil {
		a.wait.Since, a.began = *r.Began, *r.Began
	}
	return a
}

// adopt continues the alert of the same wait from before the restart in a: it keeps its age and id and is repeated
// only as often as is left. A later wait of the same chat is a new alert.
func (w *Tracker) adopt(a *Alert, since time.Time) {
	since = since.Truncate(time.Second)
	i := slices.IndexFunc(w.beforeRestart, func(old *Alert) bool { return old.ID == a.ID && !since.After(old.wait.Since) })
	if i < 0 {
		return
	}
	old := w.beforeRestart[i]
	w.beforeRestart = without(w.beforeRestart, old)
	if a.noticeID, a.began = old.noticeID, old.began; old.FoundAt.Before(a.FoundAt) {
		a.FoundAt = old.FoundAt
	}
	for _, c := range append([]*Caller{&w.screenCaller}, w.routes...) {
		if n, ok := c.timesSent[old]; ok {
			c.restoreSent(a, n, c.lastSent[old])
			delete(c.timesSent, old)
			delete(c.lastSent, old)
		}
	}
}

// endBefore ends alerts from before the restart that are no longer found, as soon as that is certain: a chat's once
// its messages or the whole floor have been read, a figure's once the floor has been read.
func (w *Tracker) endBefore(s *model.Snapshot, h model.Health) {
	if len(w.beforeRestart) == 0 || w.noData || !h.State.Current() {
		return
	}
	read, kept := !h.State.FirstRead(), w.beforeRestart[:0]
	for _, a := range w.beforeRestart {
		known := read || a.ID.kind == model.ConcernData
		if a.ID.Chat != 0 {
			known = read && (w.Unread == "" || chatRead(s, a.ID.Chat))
		}
		if !known {
			kept = append(kept, a)
			continue
		}
		if a.Ended, a.How = s.Now, endingOfAlert(s, a); alertOf(w.Live, a.ID) != nil {
			a.How = EndAnswered // and waiting again
		}
		a.Acked = a.How == EndAcknowledged
		w.archive(a)
	}
	clear(w.beforeRestart[len(kept):])
	w.beforeRestart = kept
}

// chatRead reports whether the messages of a chat are up to date.
func chatRead(s *model.Snapshot, chat model.ChatID) bool {
	return slices.ContainsFunc(s.Threads, func(r *model.Row) bool {
		return r.Chat == chat && !r.PolledAt.IsZero() && !r.Unsure && r.AsOf.IsZero()
	})
}

// startOver drops all alerts after the clock was set back so far that new times cannot be compared with theirs. Receivers of an
// alert are still sent its end, once.
func (w *Tracker) startOver() {
	fresh := Tracker{Floor: w.Floor, Hold: w.Hold, Teams: w.Teams, Zone: w.Zone, restored: w.restored, beforeRestart: w.beforeRestart}
	fresh.screenCaller = Caller{timesSent: w.screenCaller.timesSent, lastSent: w.screenCaller.lastSent, heldQuiet: w.screenCaller.heldQuiet}
	for _, c := range w.routes {
		fresh.routes = append(fresh.routes, &Caller{timesSent: c.timesSent, lastSent: c.lastSent, heldQuiet: c.heldQuiet})
	}
	for _, a := range w.Live {
		if slices.ContainsFunc(append([]*Caller{&fresh.screenCaller}, fresh.routes...), func(c *Caller) bool { return c.timesSent[a] > 0 }) {
			fresh.beforeRestart = append(fresh.beforeRestart, a)
		}
	}
	*w = fresh
}

// remembered returns what must survive a restart.
func (w *Tracker) remembered() []Remembered {
	var list []Remembered
	for _, a := range w.beforeRestart {
		list = append(list, a.remembered())
	}
	for _, a := range w.Live {
		if a.noticeID != "" || !a.Acked && w.at.Sub(a.FoundAt) >= w.Hold {
			list = append(list, a.remembered())
		}
	}
	for _, a := range w.Ended {
		if a.noticeID != "" {
			list = append(list, a.remembered())
		}
	}
	return list
}

func (a *Alert) remembered() Remembered {
	began := a.began
	if began.IsZero() {
		began = a.wait.Since
	}
	if a.ID.Chat == 0 {
		began = time.Time{}
	}
	return Remembered{
		ID: a.noticeID, Kind: a.ID.kind.String(), Level: a.Level.String(), Chat: a.ID.Chat,
		Began: noticeTime(began), Since: a.FoundAt.UTC().Truncate(time.Second), Over: a.Acked || !a.Ended.IsZero(),
	}
}

// notify sends a Notice to a receiver, and stores it first: a program that ends while sending must not send it again
// after a restart.
func (w *Tracker) notify(h Hook, route int, n Notice) {
	if k, ok := h.(Keeper); ok {
		k.Remember(w.remembered)
	}
	h.Notify(route, n)
}

// keep passes what must survive a restart to the Hook, at most every rememberEvery.
func (w *Tracker) keep(h Hook) {
	k, ok := h.(Keeper)
	if !ok || w.at.Sub(w.lastKept) < rememberEvery && !w.at.Before(w.lastKept) {
		return
	}
	w.lastKept = w.at
	k.Remember(w.remembered)
}
