package board

import (
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A rowOrder is the rows of the metrics in the order of the screen. A tick fills only
// those that may have changed, gives those of which only clocks run the new times,
// and hands out the others as they were: what was handed out is never written to.
type rowOrder struct {
	stale   []*threadEntry // whose rows have to be filled again
	ticking []*threadEntry // of whose rows clocks run
	list    []*model.Row   // as last handed out
	waiting int            // of list, at its beginning
	gaps    map[model.Key][]model.MessageID

	block      []model.Row // memory for the next rows that tick
	swaps      []swap      // memory for the next order
	put, waits []*model.Row
}

// A swap takes a row that does not wait out of the list, or puts one with the same place there.
type swap struct{ old, by *model.Row }

// refill notes that a thread entry's row may have changed.
func (s *threadEntry) refill() {
	if !s.stale {
		s.stale = true
		s.metrics.order.stale = append(s.metrics.order.stale, s)
	}
}

// rows returns the rows of all threads in the order of the screen. Nobody may change them.
func (k *metrics) rows() []*model.Row {
	o := &k.order
	o.noteGaps(k)
	o.noteAgents(k)
	for _, e := range k.live {
		if k.now >= e.parent.due {
			e.parent.refill()
		}
	}
	stale, ticking := o.stale, o.ticking
	o.stale, o.ticking = nil, make([]*threadEntry, 0, len(ticking)+len(stale))
	for _, s := range ticking {
		if s.stale { // it is filled whole below
			continue
		}
		old := s.row
		s.row = o.next()
		s.tick(old)
		o.ticking = append(o.ticking, s)
		o.note(old, s.row)
	}
	for _, s := range stale {
		old := s.row
		s.row, s.stale = nil, false
		if s.newest != nil && !s.gone && !s.outOfView(k.now) {
			k.fill(s)
			if s.due <= k.now {
				s.refill()
			} else if ticks(s.row) {
				o.ticking = append(o.ticking, s)
			}
		}
		o.note(old, s.row)
	}
	o.arrange()
	return o.list
}

// ticks reports whether a clock of a row runs, so that the next moment's is another.
func ticks(r *model.Row) bool { return r.Wait.Running || r.Assigned.Running || r.Flood.Running }

// rowsOfBlock is how many rows that tick are allocated at once: some 30 kB.
const rowsOfBlock = 40

// next returns memory for a row.
func (o *rowOrder) next() *model.Row {
	if len(o.block) == 0 {
		o.block = make([]model.Row, rowsOfBlock)
	}
	r := &o.block[0]
	o.block = o.block[1:]
	return r
}

// note notes that a thread's row is another. Either may be nil: there was none, or there is none now.
func (o *rowOrder) note(old, r *model.Row) {
	out := old != nil && !old.Wait.Running
	switch {
	case r != nil && r.Wait.Running:
		o.waits = append(o.waits, r)
	case r != nil && out && compareRows(old, r) == 0:
		o.swaps = append(o.swaps, swap{old, r})
		return
	case r != nil:
		o.put = append(o.put, r)
	}
	if out {
		o.swaps = append(o.swaps, swap{old: old})
	}
}

// arrange makes the next list: those that wait, of which all are new, and the
// others as they stood but for what has changed among them.
func (o *rowOrder) arrange() {
	if len(o.waits)+o.waiting+len(o.swaps)+len(o.put) > 0 {
		slices.SortFunc(o.waits, compareRows)
		slices.SortFunc(o.put, compareRows)
		slices.SortFunc(o.swaps, func(a, b swap) int { return compareRows(a.old, b.old) })
		list := make([]*model.Row, 0, len(o.waits)+len(o.list)-o.waiting+len(o.put))
		o.list = merged(append(list, o.waits...), o.list[o.waiting:], o.swaps, o.put)
		o.waiting = len(o.waits)
	}
	for _, rows := range []*[]*model.Row{&o.waits, &o.put} {
		clear(*rows) // they may be gone for good
		*rows = (*rows)[:0]
	}
	clear(o.swaps)
	o.swaps = o.swaps[:0]
}

// merged appends rest to list, with the swaps made and the rows put into it. All
// are in the order of the screen. Rows to be swapped are looked for by their
// address: that needs no look into the others.
func merged(list, rest []*model.Row, swaps []swap, put []*model.Row) []*model.Row {
	place := func() int {
		if len(put) == 0 {
			return len(rest)
		}
		i, _ := slices.BinarySearchFunc(rest, put[0], compareRows)
		return i
	}
	for at := place(); len(swaps)+len(put) > 0; {
		n := at // so many stay before the next row that is put or swapped
		if len(swaps) > 0 {
			if i := slices.Index(rest[:at], swaps[0].old); i >= 0 {
				n = i
			}
		}
		list, rest, at = append(list, rest[:n]...), rest[n:], at-n
		if at == 0 && len(put) > 0 {
			list, put = append(list, put[0]), put[1:]
			at = place()
			continue
		}
		if swaps[0].by != nil {
			list = append(list, swaps[0].by)
		}
		rest, swaps, at = rest[1:], swaps[1:], at-1
	}
	return append(list, rest...)
}

// noteGaps finds the rows in which other messages may be missing than before.
func (o *rowOrder) noteGaps(k *metrics) {
	was, is := o.gaps, k.b.gapsAt(k.now)
	o.gaps = is
	for _, keys := range []map[model.Key][]model.MessageID{was, is} {
		for key := range keys {
			if t := k.b.threads[key]; !k.past && t != nil && t.entry != nil && !slices.Equal(was[key], is[key]) {
				t.entry.refill()
			}
		}
	}
}

// noteAgents finds the rows whose owner has got another name.
func (o *rowOrder) noteAgents(k *metrics) {
	if !k.relabel {
		return
	}
	k.relabel, k.staff = false, nil
	names := map[model.AgentID]safetext.Text{}
	for _, s := range k.threads {
		if s.row == nil || s.row.Owner == 0 {
			continue
		}
		name, ok := names[s.row.Owner]
		if !ok {
			name = k.agentName(s.row.Owner)
			names[s.row.Owner] = name
		}
		if name != s.row.OwnerName {
			s.refill()
		}
	}
}
