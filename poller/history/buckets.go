package history

import (
	"fmt"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// By is what a row of a report's table stands for.
type By string

// The values of By.
const (
	ByHour    By = "hour"    // one for each hour, from local hour to hour
	ByDay     By = "day"     // one for each local day of the period
	ByWeekday By = "weekday" // one for each weekday, Monday first
	ByAgent   By = "agent"   // one for each agent, ordered by name
	ByTeam    By = "team"    // one for each team, ordered by name
	ByLoad    By = "load"    // one for each class of load, see model.LoadTable
)

// Bys lists all values of By.
var Bys = []By{ByHour, ByDay, ByWeekday, ByAgent, ByTeam, ByLoad}

// DefaultBy returns ByHour for up to two days, else ByDay.
func DefaultBy(p Period) By {
	var sum time.Duration
	for _, s := range p.Spans {
		sum += s.To.Sub(s.From)
	}
	if sum <= 50*time.Hour {
		return ByHour
	}
	return ByDay
}

// buckets are the rows of a report's table that are spans of time.
type buckets struct {
	by   By
	p    Period
	rows []ledger.PeriodRow
	last int // the row of the previous slot: slots come in order
	span int // the shift of the previous slot
}

func newBuckets(by By, p Period, until time.Time) *buckets {
	b := &buckets{by: by, p: p}
	if by == ByWeekday {
		for i := range 7 {
			b.rows = append(b.rows, ledger.PeriodRow{Label: time.Weekday((i + 1) % 7).String()})
		}
		return b
	}
	if by != ByHour && by != ByDay {
		return b
	}
	for _, s := range p.Spans {
		b.addRows(s, until)
	}
	b.name()
	return b
}

// addRows splits a span into rows at the beginning of each hour or day, and where clocks change. A day's shift is one row.
func (b *buckets) addRows(s ledger.TimeSpan, until time.Time) {
	to := model.EarlierTime(s.To, until)
	for at := s.From.In(b.p.Loc); at.Before(to); at = at.Add(ledger.SlotLength) {
		last := len(b.rows) - 1
		if !at.Equal(s.From) && !b.begins(at) {
			b.rows[last].To = at.Add(ledger.SlotLength)
			continue
		}
		b.rows = append(b.rows, ledger.PeriodRow{From: at, To: at.Add(ledger.SlotLength)})
	}
	if last := len(b.rows) - 1; last >= 0 && b.rows[last].To.After(to) {
		b.rows[last].To = to.In(b.p.Loc)
	}
}

func (b *buckets) begins(at time.Time) bool {
	before := at.Add(-ledger.SlotLength)
	if b.by == ByDay {
		return !b.p.Shift && at.Day() != before.Day()
	}
	_, a := at.Zone()
	_, z := before.Zone()
	return at.Minute() == 0 || a != z
}

// name labels the rows. The second of two hours with the same label gets the zone's abbreviation.
func (b *buckets) name() {
	date, day := ledger.DateLayout(b.p.Spans, b.p.Loc), ""
	if n := len(b.rows); n > 0 && b.rows[0].From.Format(time.DateOnly) != b.rows[n-1].From.Format(time.DateOnly) {
		if day = "Mon 2 "; b.rows[n-1].From.Sub(b.rows[0].From) > 27*24*time.Hour { // the day of the month may occur twice
			day = "Mon " + date + " "
		}
	}
	for i := range b.rows {
		r := &b.rows[i]
		if b.by == ByDay {
			r.Label = r.From.Format("Mon " + date)
			continue
		}
		r.Label = hourWord(r.From) + "-" + endWord(r.To)
		r.Label = r.From.Format(day) + r.Label
		if i > 0 && b.rows[i-1].Label == r.Label {
			r.Label += " " + r.From.Format("MST")
		}
	}
}

func hourWord(t time.Time) string {
	if t.Minute() == 0 {
		return t.Format("15")
	}
	return fmt.Sprintf("%02d:%02d", t.Hour(), t.Minute())
}

// endWord returns what clocks show when an hour ends; if they change just then, what they would have shown.
func endWord(t time.Time) string {
	last := t.Add(-ledger.SlotLength)
	t = time.Date(last.Year(), last.Month(), last.Day(), last.Hour(), last.Minute(), 0, 0, time.UTC).Add(ledger.SlotLength)
	if t.Hour() == 0 && t.Minute() == 0 {
		return "24"
	}
	return hourWord(t)
}

// at returns the row that a slot belongs to; nil if there is none.
func (b *buckets) at(start time.Time) *ledger.PeriodRow {
	if b.by == ByWeekday {
		return &b.rows[(int(b.dayOf(start).In(b.p.Loc).Weekday())+6)%7]
	}
	for range b.rows {
		if r := &b.rows[b.last]; !start.Before(r.From) && start.Before(r.To) {
			return r
		}
		b.last = (b.last + 1) % len(b.rows)
	}
	return nil
}

// dayOf returns a moment of the day that a slot belongs to: of a shift, that on which it begins.
func (b *buckets) dayOf(start time.Time) time.Time {
	if !b.p.Shift {
		return start
	}
	for range b.p.Spans {
		if s := b.p.Spans[b.span]; !start.Before(s.From) && start.Before(s.To) {
			return s.From
		}
		b.span = (b.span + 1) % len(b.p.Spans)
	}
	return start
}

// fillWatched fills in how much of each row was watched, and whether some of it was not read.
func (b *buckets) fillWatched(p Period, until time.Time, watched []ledger.TimeSpan, part []time.Time) {
	if b.by == ByWeekday {
		days := newBuckets(ByDay, p, until)
		days.fillWatched(p, until, watched, part)
		for _, d := range days.rows {
			r := b.at(d.From)
			r.Length, r.Watched, r.HasUnread = r.Length+d.Length, r.Watched+d.Watched, r.HasUnread || d.HasUnread
		}
		return
	}
	for i := range b.rows {
		fillRowWatched(&b.rows[i], watched, part)
	}
}

// noticed is the longest delay until a Watch records that the floor is watched.
const noticed = time.Minute

func fillRowWatched(r *ledger.PeriodRow, watched []ledger.TimeSpan, part []time.Time) {
	s := ledger.TimeSpan{From: r.From, To: r.To}
	r.Length = s.To.Sub(s.From)
	for _, w := range watched {
		r.Watched += w.Overlap(s)
		r.Ended = r.Ended || w.From.Before(s.To) && !w.To.Before(s.To.Add(-noticed))
	}
	for _, at := range part {
		r.HasUnread = r.HasUnread || !at.Before(s.From) && at.Before(s.To)
		r.Ended = r.Ended && !at.Equal(ledger.SlotStart(s.To))
	}
}
