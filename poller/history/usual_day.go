package history

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// daySoFar returns the usual values of a day from its beginning to the end of each of its slots; the first entry has no
// length and no Band. They are computed from stretches of the same length that begin at midnight of the same weekday of
// the past weeks, and half an hour earlier and later. Each stretch is extended slot by slot, so that a day takes no longer
// to compute than its half hours do.
func (p *Past) daySoFar(from, to time.Time, minTurns int) []model.UsualBands {
	slots := int(to.Sub(from)/ledger.SlotLength) + 1
	values := make([][model.UsualFigures][]int, slots)
	days := make([][model.UsualFigures]int, slots)
	y, m, d := from.In(p.loc).Date()
	for week := 1; week <= p.o.Weeks; week++ {
		on := make([][model.UsualFigures]bool, slots)
		midnight, _ := wallTime(time.Date(y, m, d-7*week, 0, 0, 0, 0, time.UTC), p.loc)
		for _, shift := range []time.Duration{-30 * time.Minute, 0, 30 * time.Minute} {
			p.grow(midnight.Add(shift), slots, func(i int, f *ledger.SlotFigures) {
				for id := range model.UsualFigures {
					if v, ok := f.Usual(id, minTurns); ok {
						values[i][id] = append(values[i][id], v)
						on[i][id] = true
					}
				}
			})
		}
		for i := range on {
			for id := range on[i] {
				if on[i][id] {
					days[i][id]++
				}
			}
		}
	}
	bands := make([]model.UsualBands, slots)
	for i := range bands {
		for id := range bands[i] {
			bands[i][id] = band(values[i][id], days[i][id])
		}
	}
	return bands
}

// grow calls take with the sum of each stretch that begins at a time, one slot longer each time, up to the first slot
// that cannot be used.
func (p *Past) grow(from time.Time, slots int, take func(i int, f *ledger.SlotFigures)) {
	var f ledger.SlotFigures
	var watched time.Duration
	for i := 1; i < slots; i++ {
		end := from.Add(time.Duration(i) * ledger.SlotLength)
		last, ok := p.slot(end)
		if !ok {
			return
		}
		watched += last.watched
		if last.figures != nil {
			f.Add(last.figures)
		}
		if watched*5 >= end.Sub(from)*4 {
			take(i, &f)
		}
	}
}

// A pastSlot is a slot of a pastDay.
type pastSlot struct {
	figures *ledger.SlotFigures // nil: nothing happened
	watched time.Duration
}

// slot returns the slot that ends at a time; ok is false if it cannot be used.
func (p *Past) slot(end time.Time) (s pastSlot, ok bool) {
	at := end.Add(-ledger.SlotLength)
	day, known := p.days[at.In(p.loc).Format(time.DateOnly)]
	if !known || !day.open || day.part[at.Unix()] || end.After(p.before) {
		return pastSlot{}, false
	}
	s.figures = p.slots[at.Unix()]
	for _, w := range day.watched {
		s.watched += w.Overlap(ledger.TimeSpan{From: at, To: end})
	}
	return s, true
}
