package board

import (
	"cmp"
	"slices"

	"floorwatch/model"
)

// active reports whether a chat counts towards concurrency at second t.
func (f *refFloor) active(c *refChat, t int) bool {
	if !c.begun(t) {
		return false
	}
	s := f.at(c, t)
	return !s.over && (s.waiting || s.lastWord >= 0 && s.lastWord > t-600)
}

// concurrency returns an agent's chats at t, the peak since and the mean over (t−1800, t].
func (f *refFloor) concurrency(a model.AgentID, t int) (now, peak int, mean float64) {
	sum := 0
	for s := t - 1800; s <= t; s++ {
		now = 0
		for _, c := range f.chats {
			if f.active(c, s) && f.at(c, s).owner == a {
				now++
			}
		}
		if s < t {
			sum += now
		}
		peak = max(peak, now)
	}
	return now, peak, float64(sum) / 1800
}

// state works out an agent's state and k.
func (f *refFloor) state(a model.AgentID, t int) (model.AgentState, int) {
	var worst *refChat
	since, lastA := 0, -1
	for _, c := range f.chats {
		for _, m := range c.upTo(t) {
			if m.Side == model.SideAgent && m.Sender == a {
				lastA = max(lastA, second(m))
			}
		}
		if !c.begun(t) {
			continue
		}
		if s := f.at(c, t); s.waiting && s.owner == a && (worst == nil || s.since < since) {
			worst, since = c, s.since
		}
	}
	switch {
	case worst != nil:
		return f.towards(a, worst, since, lastA, t)
	case lastA < 0 || t-lastA >= 1800:
		return model.AgentGone, 0
	case t-lastA < 300:
		return model.AgentActive, 0
	}
	return model.AgentIdle, 0
}

func (f *refFloor) towards(a model.AgentID, c *refChat, since, lastA, t int) (model.AgentState, int) {
	k, overtaken := 0, false
	for _, d := range f.chats {
		if d == c {
			continue
		}
		for _, m := range d.upTo(t) {
			k += btoi(m.Side == model.SideAgent && m.Sender == a && second(m) > since)
		}
		if !d.begun(t) {
			continue
		}
		for _, u := range f.turns(d, t) {
			if u.reply < 0 || u.agent != a || u.start-since < 30 {
				continue
			}
			s := f.at(c, u.reply)
			overtaken = overtaken || s.waiting && s.since == since && s.owner == a
		}
	}
	switch {
	case k > 0 && overtaken:
		return model.AgentOvertaking, k
	case k > 0:
		return model.AgentBusy, k
	case lastA < 0 || t-lastA >= 180:
		return model.AgentSilent, 0
	}
	return model.AgentQuiet, 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sortMessages(list []model.Message) {
	slices.SortFunc(list, func(a, b model.Message) int { return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID)) })
}
