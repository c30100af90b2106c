package history

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// news returns the band of new chats in (end − length, end].
func (p *Past) news(end time.Time, length time.Duration) model.Band {
	var values []int
	days := 0
	for week := 1; week <= p.o.Weeks; week++ {
		was := len(values)
		for _, at := range p.ends(end, week) {
			if n, ok := p.newChats(at, length); ok {
				values = append(values, n)
			}
		}
		if len(values) > was {
			days++
		}
	}
	return band(values, days)
}

// expectError applies the formula for expected chats to every half hour of the last 20 days and returns its mean error
// in per cent; 0 if there was no half hour to try it on.
func (p *Past) expectError(now time.Time, horizon time.Duration) (percent float64) {
	missed, chats := 0, 0
	end := now.Truncate(30 * time.Minute)
	for at := end.AddDate(0, 0, -20); at.Add(horizon).Before(end); at = at.Add(30 * time.Minute) {
		hour, ok := p.newChats(at, time.Hour)
		next, also := p.newChats(at.Add(horizon), horizon)
		if !ok || !also {
			continue
		}
		usual, u := p.news(at.Add(horizon), horizon), p.news(at, time.Hour)
		if !usual.Known() || !u.Known() {
			continue
		}
		missed += abs(model.ExpectedChats(usual.Median, hour, u.Median) - next)
		chats += next
	}
	if chats == 0 {
		return 0
	}
	return float64((100*missed + chats/2) / chats)
}

func abs(n int) int { return max(n, -n) }

// loadClasses is the number of classes of equal size into which half hours are sorted.
const loadClasses = 8

// A halfHour is a past half hour in the load table.
type halfHour struct {
	load    float64
	service int
}

// ReadLoad returns the service levels of past half hours by their load: new chats for each agent who wrote something. It
// uses the watched half hours of the weeks before now.
func ReadLoad(src Source, now time.Time, loc *time.Location, o UsualOptions, hours string, target, minTurns int) (*model.LoadTable, error) {
	l := loads{from: loadFrom(now, loc, o), now: now, minTurns: minTurns}
	err := eachPastDay(src, now, loc, o, hours, DepthAll, l.add)
	return loadTable(l.list, target), err
}

// loads collects the half hours of days, beginning with one day.
type loads struct {
	from     string
	now      time.Time
	minTurns int
	list     []halfHour
}

// loadFrom returns the first day whose half hours count.
func loadFrom(now time.Time, loc *time.Location, o UsualOptions) string {
	return now.In(loc).AddDate(0, 0, -7*o.Weeks).Format(time.DateOnly)
}

func (l *loads) add(d *ledger.Day) {
	if d.Date >= l.from {
		l.list = append(l.list, halfHours(d, l.now, l.minTurns)...)
	}
}

// halfHours returns the half hours of a day that were watched and have enough turns.
func halfHours(d *ledger.Day, now time.Time, minTurns int) []halfHour {
	type sum struct {
		figures ledger.SlotFigures
		writers map[model.AgentID]bool
	}
	sums := map[int64]*sum{}
	for i := range d.Slots {
		s := &d.Slots[i]
		at := s.Start.Truncate(30 * time.Minute).Unix()
		if sums[at] == nil {
			sums[at] = &sum{writers: map[model.AgentID]bool{}}
		}
		sums[at].figures.Add(&s.SlotFigures)
		if s.Agent > 0 && s.Replies > 0 { // below are the sums of teams
			sums[at].writers[s.Agent] = true
		}
	}
	for _, at := range d.IncompleteSlots {
		delete(sums, at.Truncate(30*time.Minute).Unix())
	}
	var list []halfHour
	for at, s := range sums {
		span := ledger.TimeSpan{From: time.Unix(at, 0), To: time.Unix(at, 0).Add(30 * time.Minute)}
		service, ok := s.figures.Usual(model.UsualFirstService, minTurns)
		if ok && len(s.writers) > 0 && !span.To.After(now) && d.WatchedIn(span) >= 24*time.Minute {
			list = append(list, halfHour{float64(s.figures.NewChats()) / float64(len(s.writers)), service})
		}
	}
	return list
}

// ReadUsual computes everything that the screen shows from the history on the local day of now: the usual values, the mean
// error of the expected chats, and the load table. target is the service level, in per cent, that counts as held.
func ReadUsual(src Source, now time.Time, loc *time.Location, o UsualOptions, hours string, target, minTurns int) (model.Usual, error) {
	past, l := newPast(now, loc, o), loads{from: loadFrom(now, loc, o), now: now, minTurns: minTurns}
	err := eachPastDay(src, now, loc, o, hours, DepthAll, func(d *ledger.Day) {
		past.add(d)
		l.add(d)
	})
	if err != nil {
		return model.Usual{}, err
	}
	u := past.Usual(now, minTurns)
	u.Error, u.ErrorHour = past.expectError(now, 30*time.Minute), past.expectError(now, time.Hour)
	u.Load = loadTable(l.list, target)
	return u, nil
}

// loadTable sorts half hours into classes of equal size.
func loadTable(list []halfHour, target int) *model.LoadTable {
	slices.SortFunc(list, func(a, b halfHour) int {
		return cmp.Or(cmp.Compare(a.load, b.load), cmp.Compare(a.service, b.service))
	})
	t := &model.LoadTable{Target: target}
	for i := range loadClasses {
		part := list[i*len(list)/loadClasses : (i+1)*len(list)/loadClasses]
		if len(part) == 0 {
			continue
		}
		c := model.LoadClass{Lo: part[0].load, Hi: part[len(part)-1].load, N: len(part)}
		var service []int
		for _, h := range part {
			service = append(service, h.service)
			if h.service >= target {
				c.HeldTarget++
			}
		}
		b := band(service, 0)
		c.P10, c.P90 = b.Lo, b.Hi
		t.Classes = append(t.Classes, c)
	}
	return t
}
