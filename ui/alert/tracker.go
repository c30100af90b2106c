// Package alert tracks what is critical on the floor and decides when people are notified. What is
// critical is decided by the model's Concerns. It imports model and safetext only; the list of alerts,
// the wall and --plain read its Tracker. Notifications hold fixed words and numbers only.
package alert

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// An alertID identifies what an alert is about.
type alertID struct {
	kind model.ConcernKind
	Chat model.ChatID // 0: a figure, the data, the coverage or a route
}

// Figure is the figure that an alert is about; FigureNone if it is about a chat or the data.
func (id alertID) Figure() model.FigureID { return id.kind.Figure() }

// An Alert is one thing that is or was critical.
type Alert struct {
	ID           alertID
	Key          model.Key     // of the thread; zero for a figure
	Name         safetext.Text // of the visitor: for the screen, never for a notification
	Agent        Assigned      // the chat's agent when it was last found
	What         string        // description in fixed words when it was last found
	forms        [2]wordForms  // the same for a list: while it is open, and after its end
	Level        model.Level
	wait         model.Clock   // of the visitor, when it was last found
	FoundAt      time.Time     // when it was found
	overBy       time.Duration // how long a wait had been over its limit then
	noticeID     string        // its id in a Notice, fixed when it was first sent
	began        time.Time     // when the visitor's wait began, as of then
	firstReading time.Time     // of a wait: the first reading of its thread that showed it …
	lastReading  time.Time     // … and the last one that agreed
	lastFound    time.Time     // when it was last found
	// earlier is when it became critical before the Tracker began; zero if it did not, or that is not known.
	earlier time.Time
	Before  bool      // it ended before the Tracker began, so nobody was called
	Ended   time.Time // zero: still open
	Acked   bool      // somebody acknowledged it

	AckedBy   safetext.Text // empty if not known
	Claimed   bool          // a leader is on it, so that it does not escalate
	ClaimedBy safetext.Text // empty if not known

	How        Ending // EndNone while open
	team       string // of the chat's agent; empty if none
	outOfHours bool   // outside business hours at the last observation: nobody is called
	round      int    // the last observation that found it
}

// Assigned is the agent of a chat; zero for a figure.
type Assigned struct {
	ID   model.AgentID // 0: unassigned
	Name safetext.Text // empty if not known
}

// Since returns when the alert reached its limit, which is before FoundAt if a wait was already over its limit.
func (a *Alert) Since() time.Time { return a.FoundAt.Add(-a.overBy) }

// Lasted returns how long the alert lasted, or has lasted at now.
func (a *Alert) Lasted(now time.Time) time.Duration {
	if !a.Ended.IsZero() {
		now = a.Ended
	}
	return max(0, now.Sub(a.Since()))
}

// maxEnded is how many ended alerts are kept: a bad day's worth.
const maxEnded = 300

// SettleFor is how soon a figure's alert can reopen as the same one: a share
// that oscillates around its limit is one alert.
const SettleFor = time.Minute

// HoldFor is how long something must be critical before people are called and it is
// kept in the list. A thread is read chat by chat: for a second or two it can seem to wait for
// a message that was answered long ago.
const HoldFor = 3 * time.Second

// backBy is how far the server's clock may be set back before the Tracker starts over.
const backBy = 5 * time.Minute

// fillTime is how long after the first read data still comes in: threads that are polled
// rarely are read last.
const fillTime = time.Minute

// A Tracker keeps the alerts of the floor, open and ended, from the model's Concerns. It observes one
// Snapshot after another, with rising times; if they go back, as in a replay, it starts over. The zero
// Tracker is ready to use. It is not safe for concurrent use.
type Tracker struct {
	Floor        string        // the floor's name, part of the alerts' ids
	Hold         time.Duration // how long something must be critical before people are called
	first        time.Time     // of the first observation
	at           time.Time
	noData       bool     // the data is too old to judge anything, or there is none
	Live         []*Alert // in the order they were found
	Ended        []*Alert // in the order they ended
	teamView     string   // the team of the last observation; "" is the whole floor
	round        int
	screenCaller Caller         // for bell, desktop and the command of [alerts]
	routes       []*Caller      // of each route
	Teams        []model.Team   // by which routes are chosen
	Zone         *time.Location // of quiet hours; nil: as the times come
	Unread       string         // in fixed words: why not all waiting chats are known; empty if they are

	beforeRestart []*Alert  // found before a restart, and not yet known to go on or to have ended
	restored      bool      // they were asked for
	lastKept      time.Time // when the alerts were last stored

	lookedBack bool      // what was critical before the first observation has been found …
	Back       time.Time // … from then on
}

// unread describes how much of the floor has not been read, if waiting chats may be among it.
func unread(s *model.Snapshot) string {
	d := &s.Coverage.Debts
	switch {
	case s.WaitsKnown():
		return ""
	case d.Total > d.Read:
		return strconv.Itoa(d.Total-d.Read) + " of " + strconv.Itoa(d.Total) + " not read yet"
	}
	return "not all of the floor has been read"
}

// Observe updates the alerts from the floor as it is now and its concerns.
func (w *Tracker) Observe(s *model.Snapshot, h model.Health, list []model.Concern) {
	if s.Now.Before(w.at.Add(-backBy)) {
		w.startOver()
	}
	if w.first.IsZero() {
		w.first = s.Now
	}
	w.at, w.Unread, w.teamView = s.Now, unread(s), s.Team.String()
	w.round++
	w.noData = false
	for i := range list {
		c := &list[i]
		id := alertID{c.Kind, c.Chat}
		if c.Kind == model.ConcernData {
			w.noData = c.Level >= model.LevelCritical || !c.Clock.Running
		}
		unsure := c.Unsure || c.Level < model.LevelCritical && c.AtMost >= model.LevelCritical
		if max(c.Level, c.AtMost) < model.LevelCritical || unsure && alertOf(w.Live, id) == nil {
			continue // old data raises no alert; alerts it raised before stay open
		}
		w.updateAlert(s, c)
	}
	w.end(s)
	w.endBefore(s, h)
}

// updateAlert raises or updates the alert of a critical concern.
func (w *Tracker) updateAlert(s *model.Snapshot, c *model.Concern) {
	var since time.Time
	if c.Chat != 0 {
		since = c.Clock.Since
	}
	a := w.raise(s.Now, alertID{c.Kind, c.Chat}, since)
	if a.What == "" {
		a.overBy = c.Reason.Over
	}
	if !c.Unsure {
		a.Level = max(a.Level, c.Level)
	}
	a.What, a.forms, a.outOfHours = ConcernWords(s, c), concernForms(s, c), c.Closed
	if c.Chat == 0 {
		return
	}
	a.Key, a.wait = c.Key, c.Clock
	if r := s.Thread(c.Key); r != nil {
		a.Name, a.lastReading, a.Agent = r.Name, r.PolledAt, Assigned{r.Owner, r.OwnerName}
		a.Claimed, a.ClaimedBy = r.Claimed, r.ClaimedBy
		if a.firstReading.IsZero() {
			a.firstReading = r.PolledAt
		}
		a.team = w.teamOf(s, r.Owner)
	}
}

// teamOf returns the name of an agent's team; "" if the agent has none.
func (w *Tracker) teamOf(s *model.Snapshot, id model.AgentID) string {
	if id == 0 || len(w.Teams) == 0 {
		return ""
	}
	i := slices.IndexFunc(s.Agents, func(a model.AgentRow) bool { return a.ID == id })
	if i < 0 {
		return ""
	}
	if t := model.TeamOf(w.Teams, id, s.Agents[i].Department); t != nil {
		return t.Name
	}
	return ""
}

// floorKey returns the floor's part of an alert's id. A chat's alert has the same id in every view; a figure of
// a team's view has a different one from the floor's.
func (w *Tracker) floorKey(a *Alert) string {
	if a.ID.Chat == 0 && a.ID.kind.Figure() != model.FigureNone && w.teamView != "" {
		return w.Floor + "\nteam " + w.teamView
	}
	return w.Floor
}

// raise returns the alert of id: the open one, an ended one that is still the same, or a new
// one. since identifies a visitor's wait.
func (w *Tracker) raise(now time.Time, id alertID, since time.Time) *Alert {
	a := alertOf(w.Live, id)
	if a != nil && since.After(a.wait.Since) {
		w.Live = without(w.Live, a)
		w.close(a, now, EndAnswered) // and waiting again since the last observation
		a = nil
	}
	if a == nil {
		a = w.revive(now, id, since)
	}
	if a == nil {
		a = &Alert{ID: id, FoundAt: now}
		w.Live = append(w.Live, a)
		w.adopt(a, since)
	}
	a.round, a.lastFound = w.round, now
	return a
}

func without(list []*Alert, a *Alert) []*Alert {
	return slices.DeleteFunc(list, func(o *Alert) bool { return o == a })
}

// revive reopens an ended alert if it is about the same wait, or about a figure that was within
// its limit only for a moment. A reopened alert is not new.
func (w *Tracker) revive(now time.Time, id alertID, since time.Time) *Alert {
	a := alertOf(w.Ended, id)
	switch {
	case a == nil:
		return nil
	case id.Chat != 0 && !a.wait.Since.Equal(since):
		return nil
	case id.Chat == 0 && now.Sub(a.Ended) >= SettleFor:
		return nil
	}
	w.Ended = without(w.Ended, a)
	a.Ended, a.How = time.Time{}, EndNone
	if id.Chat != 0 {
		a.Acked = false // the acknowledgement was withdrawn
	}
	w.Live = append(w.Live, a)
	return a
}

// alertOf returns the last alert of id.
func alertOf(list []*Alert, id alertID) *Alert {
	for _, a := range slices.Backward(list) {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// end closes the alerts that this observation has not found.
func (w *Tracker) end(s *model.Snapshot) {
	live := w.Live[:0]
	for _, a := range w.Live {
		if a.round == w.round {
			live = append(live, a)
			continue
		}
		how := endingOfAlert(s, a)
		a.Acked = a.Acked || how == EndAcknowledged
		if r := s.Thread(a.Key); r != nil && a.Acked && a.ID.Chat == r.Chat {
			a.AckedBy = r.AckedBy
		}
		w.close(a, s.Now, how)
	}
	clear(w.Live[len(live):])
	w.Live = live
}

// close ends an alert, and drops one that was too short to be sent.
func (w *Tracker) close(a *Alert, now time.Time, how Ending) {
	a.Ended, a.How = now, how
	if a.lastFound.Sub(a.FoundAt) < w.Hold {
		return
	}
	w.archive(a)
}

// archive adds an alert to the ended ones.
func (w *Tracker) archive(a *Alert) {
	w.Ended = append(w.Ended, a)
	if len(w.Ended) > maxEnded {
		w.Ended = slices.Delete(w.Ended, 0, len(w.Ended)-maxEnded)
	}
}

// Acknowledge marks the alert of a waiting chat as acknowledged, or withdraws that.
func (w *Tracker) Acknowledge(chat model.ChatID, known bool) {
	if a := alertOf(w.Live, alertID{model.ConcernWait, chat}); a != nil {
		a.Acked = known
	}
}
