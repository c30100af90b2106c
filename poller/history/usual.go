package history

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// UsualOptions say what is compared.
type UsualOptions struct {
	Weeks  int      // how many weeks back; 0: nothing is usual
	Except []string // dates that are like no other
}

// A Past is the floor's slots of some weeks, from which follows what is usual.
type Past struct {
	loc    *time.Location
	o      UsualOptions
	before time.Time // only what ended by then counts
	days   map[string]pastDay
	slots  map[int64]*ledger.SlotFigures
	last   *ledger.Day // the newest
}

// A pastDay is a day that may be compared.
type pastDay struct {
	watched []ledger.TimeSpan
	part    map[int64]bool
	open    bool // a visitor wrote between 9:00 and 17:00
}

// ReadPast reads the weeks before a moment, for bands of that moment, of the week
// before it and of later ones. Days with other business hours than
// hours (a hash of the history) are not compared, nor are damaged ones.
func ReadPast(src Source, before time.Time, loc *time.Location, o UsualOptions, hours string) (*Past, error) {
	p := newPast(before, loc, o)
	return p, eachPastDay(src, before, loc, o, hours, DepthFloor, p.add)
}

func newPast(before time.Time, loc *time.Location, o UsualOptions) *Past {
	return &Past{loc: loc, o: o, before: before, days: map[string]pastDay{}, slots: map[int64]*ledger.SlotFigures{}}
}

// eachPastDay gives the days before a moment, and that of it, which may be compared.
func eachPastDay(src Source, before time.Time, loc *time.Location, o UsualOptions, hours string, depth Depth, take func(*ledger.Day)) error {
	names, err := src.Days()
	if err != nil {
		return err
	}
	from := before.In(loc).AddDate(0, 0, -7*o.Weeks-8).Format(time.DateOnly)
	to := before.In(loc).AddDate(0, 0, 1).Format(time.DateOnly)
	names = slices.DeleteFunc(names, func(name string) bool { return name < from || name > to || slices.Contains(o.Except, name) })
	return readAhead(src, names, func(int) Depth { return depth }, func(_ int, r readFile) error {
		var damaged *DamagedError
		switch {
		case errors.As(r.err, &damaged) || errors.Is(r.err, fs.ErrNotExist):
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

// add adds a day that comes after those before it.
func (p *Past) add(d *ledger.Day) {
	from := d.From
	if p.last != nil && p.last.To.After(d.From) { // the zone was changed
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

// window adds up the slots of (end − length, end]; ok is false where it is not to be compared.
func (p *Past) window(end time.Time, length time.Duration) (f ledger.SlotFigures, ok bool) {
	ok = p.eachSlot(end, length, func(s *ledger.SlotFigures) { f.Add(s) })
	return f, ok
}

// newChats is window of the new chats alone: sums of histograms cost twenty times as much.
func (p *Past) newChats(end time.Time, length time.Duration) (n int, ok bool) {
	ok = p.eachSlot(end, length, func(s *ledger.SlotFigures) { n += s.NewChats() })
	return n, ok
}

// eachSlot gives the slots of (end − length, end] that hold something to take, and
// reports whether that time is to be compared.
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

// Bands returns what is usual in (end − length, end]: the same span of local
// time on the same weekday of the weeks before, and half an hour earlier and later.
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

// ends are those of the windows of one week back that may be compared with one that ends at a time.
func (p *Past) ends(end time.Time, week int) [3]time.Time {
	end = end.In(p.loc).Add(ledger.SlotLength / 2).Truncate(ledger.SlotLength) // to the quarter
	last := end.Add(-time.Second)                                              // 24:00 belongs to the day that ends
	y, m, d := last.Date()
	wall := time.Date(y, m, d-7*week, last.Hour(), last.Minute(), 0, 0, time.UTC)
	centre, _ := wallTime(wall.Truncate(ledger.SlotLength), p.loc)
	centre = centre.Add(ledger.SlotLength)
	return [3]time.Time{centre.Add(-30 * time.Minute), centre, centre.Add(30 * time.Minute)}
}

// band is the median and p10 to p90 by nearest rank.
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

// Usual returns what is usual on the local day of a moment: the bands of the half
// hours that end at each of its quarters and of the day up to each, for the live screen.
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
