package history

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// UsualOptions configure the computation of usual values.
type UsualOptions struct {
	Weeks  int      // how many past weeks are used; 0: there are no usual values
	Except []string // dates that are left out
}

// A Past holds the floor's slots of some weeks and computes the usual values from them.
type Past struct {
	loc    *time.Location
	o      UsualOptions
	before time.Time // only slots that ended by then count
	days   map[string]pastDay
	slots  map[int64]*ledger.SlotFigures
	last   *ledger.Day // the newest
}

// A pastDay is a day that is used for the usual values.
type pastDay struct {
	watched []ledger.TimeSpan
	part    map[int64]bool
	open    bool // a visitor wrote between 9:00 and 17:00
}

// ReadPast reads the weeks before a moment, from which bands of that moment, of the week before it and of later times
// can be computed. It leaves out days that cannot be read, and days whose business hours differ from hours, the hash
// that their files contain.
func ReadPast(src Source, before time.Time, loc *time.Location, o UsualOptions, hours string) (*Past, error) {
	p := newPast(before, loc, o)
	return p, eachPastDay(src, before, loc, o, hours, DepthFloor, p.add)
}

func newPast(before time.Time, loc *time.Location, o UsualOptions) *Past {
	return &Past{loc: loc, o: o, before: before, days: map[string]pastDay{}, slots: map[int64]*ledger.SlotFigures{}}
}

// eachPastDay calls take with each usable day up to and including the day of a moment.
func eachPastDay(src Source, before time.Time, loc *time.Location, o UsualOptions, hours string, depth Depth, take func(*ledger.Day)) error {
	names, err := src.Days()
	if err != nil {
		return err
	}
	from := before.In(loc).AddDate(0, 0, -7*o.Weeks-8).Format(time.DateOnly)
	to := before.In(loc).AddDate(0, 0, 1).Format(time.DateOnly)
	names = slices.DeleteFunc(names, func(name string) bool { return name < from || name > to || slices.Contains(o.Except, name) })
	return readAhead(src, names, func(int) Depth { return depth }, func(_ int, r readFile) error {
		switch {
		case unusable(r.err):
			return nil
		case r.err != nil:
			return r.err
		}
		if r.day.Hours == hours {
			take(r.day)
		}
		return nil
	})
}

// add adds a day. Days must be added in order.
func (p *Past) add(d *ledger.Day) {
	from := d.From
	if p.last != nil && p.last.To.After(d.From) { // the time zone has been changed
		from = handover(p.last, d)
		maps.DeleteFunc(p.slots, func(start int64, _ *ledger.SlotFigures) bool { return start >= from.Unix() })
	}
	p.last = d
	day := pastDay{watched: d.Watched, part: map[int64]bool{}}
	for _, at := range d.IncompleteSlots {
		day.part[at.Unix()] = true
	}
	for i := range d.Slots {
		s := &d.Slots[i]
		if s.Start.Before(from) {
			continue
		}
		if p.slots[s.Start.Unix()] == nil {
			p.slots[s.Start.Unix()] = &ledger.SlotFigures{}
		}
		p.slots[s.Start.Unix()].Add(&s.SlotFigures)
		hour := s.Start.In(p.loc).Hour()
		day.open = day.open || s.Visitors > 0 && hour >= 9 && hour < 17
	}
	p.days[d.Date] = day
}

// window returns the sum of the slots of (end − length, end]; ok is false if that time cannot be used.
func (p *Past) window(end time.Time, length time.Duration) (f ledger.SlotFigures, ok bool) {
	ok = p.eachSlot(end, length, func(s *ledger.SlotFigures) { f.Add(s) })
	return f, ok
}

// newChats returns only the new chats of a window: adding up histograms as well takes twenty times as long.
func (p *Past) newChats(end time.Time, length time.Duration) (n int, ok bool) {
	ok = p.eachSlot(end, length, func(s *ledger.SlotFigures) { n += s.NewChats() })
	return n, ok
}

// eachSlot calls take with each slot of (end − length, end] that is not empty, and reports whether that time can be
// used.
func (p *Past) eachSlot(end time.Time, length time.Duration, take func(*ledger.SlotFigures)) (ok bool) {
	var watched time.Duration
	for at := end.Add(ledger.SlotLength - length); !at.After(end); at = at.Add(ledger.SlotLength) {
		s, ok := p.slot(at)
		if !ok {
			return false
		}
		watched += s.watched
		if s.figures != nil {
			take(s.figures)
		}
	}
	return watched*5 >= length*4
}

// Bands returns the usual values of (end − length, end]. They are computed from the same span of local time on the same
// weekday of the past weeks, and from the spans half an hour earlier and later.
func (p *Past) Bands(end time.Time, length time.Duration, minTurns int) model.UsualBands {
	var values [model.UsualFigures][]int
	var days [model.UsualFigures]int
	length = length.Round(ledger.SlotLength)
	for week := 1; week <= p.o.Weeks; week++ {
		var on [model.UsualFigures]bool
		for _, at := range p.ends(end, week) {
			f, ok := p.window(at, length)
			if !ok {
				continue
			}
			for id := range model.UsualFigures {
				if v, ok := f.Usual(id, minTurns); ok {
					values[id] = append(values[id], v)
					on[id] = true
				}
			}
		}
		for id := range on {
			if on[id] {
				days[id]++
			}
		}
	}
	var bands model.UsualBands
	for id := range bands {
		bands[id] = band(values[id], days[id])
	}
	return bands
}

// ends returns the ends of the windows, week weeks back, that a window ending at end is compared with.
func (p *Past) ends(end time.Time, week int) [3]time.Time {
	end = end.In(p.loc).Add(ledger.SlotLength / 2).Truncate(ledger.SlotLength) // the nearest quarter hour
	last := end.Add(-time.Second)                                              // 24:00 belongs to the day that ends
	y, m, d := last.Date()
	wall := time.Date(y, m, d-7*week, last.Hour(), last.Minute(), 0, 0, time.UTC)
	centre, _ := wallTime(wall.Truncate(ledger.SlotLength), p.loc)
	centre = centre.Add(ledger.SlotLength)
	return [3]time.Time{centre.Add(-30 * time.Minute), centre, centre.Add(30 * time.Minute)}
}

// band returns the median and p10 to p90 by nearest rank.
func band(values []int, days int) model.Band {
	b := model.Band{N: len(values), Days: days}
	if len(values) == 0 {
		return b
	}
	slices.Sort(values)
	at := func(p int) int { return values[max(0, model.NearestRank(len(values), p))] }
	b.Lo, b.Median, b.Hi = at(10), at(50), at(90)
	return b
}

// Usual returns the usual values of the local day of a moment, for the live screen: for each of its quarter hours, the
// bands of the half hour and of the day up to then.
func (p *Past) Usual(at time.Time, minTurns int) model.Usual {
	from, to := dayBounds(at, p.loc)
	u := model.Usual{Start: from.In(p.loc), At: at}
	for id := range model.UsualFigures {
		u.Figures = append(u.Figures, model.UsualSeries{Figure: id})
		u.Day = append(u.Day, model.UsualSeries{Figure: id})
	}
	soFar := p.daySoFar(from, to, minTurns)
	for end := from; end.Before(to); end = end.Add(ledger.SlotLength) {
		for id, b := range p.Bands(end, 30*time.Minute, minTurns) {
			u.Figures[id].Append(b)
		}
		u.Hour.Append(p.news(end, time.Hour))
		for id, b := range soFar[len(u.Hour.N)-1] {
			u.Day[id].Append(b)
		}
	}
	return u
}
