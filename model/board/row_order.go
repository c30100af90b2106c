package board

import (
	"slices"
	"unsafe"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A rowOrder keeps the rows of all threads in screen order. A tick refills only rows that may have changed,
// gives new times to rows of which only clocks run, and returns all others as they were. A row that was
// returned is never modified.
type rowOrder struct {
	stale   []*threadEntry // whose rows must be filled again
	ticking []*threadEntry // whose rows have running clocks
	list    []*model.Row   // as last handed out
	waiting int            // how many rows at the start of list wait
	gaps    map[model.Key][]model.MessageID

	block           []model.Row // memory for the next ticking rows
	swaps           []swap      // memory for the next order
	inserted, waits []*model.Row
}

// A swap removes a row that does not wait from the list, or replaces it by one with the same place.
type swap struct{ old, by *model.Row }

// markStale records that a thread's row may have changed.
func (te *threadEntry) markStale() {
	if !te.stale {
		te.stale = true
		te.metrics.order.stale = append(te.metrics.order.stale, te)
	}
}

// rows returns the rows of all threads in screen order. They must not be changed.
func (m *metrics) rows() []*model.Row {
	o := &m.order
	o.noteGaps(m)
	o.noteAgents(m)
	for _, e := range m.live {
		if m.now >= e.parent.due {
			e.parent.markStale()
		}
	}
	stale, ticking := o.stale, o.ticking
	o.stale, o.ticking = nil, make([]*threadEntry, 0, len(ticking)+len(stale))
	for _, te := range ticking {
		if te.stale { // it is filled completely below
			continue
		}
		old := te.row
		te.row = o.newRow()
		te.advanceClocks(old)
		o.ticking = append(o.ticking, te)
		o.replace(old, te.row)
	}
	for _, te := range stale {
		old := te.row
		te.row, te.stale = nil, false
		if te.newest != nil && !te.removed && !te.outOfView(m.now) {
			m.fillRow(te)
			if te.due <= m.now {
				te.markStale()
			} else if ticks(te.row) {
				o.ticking = append(o.ticking, te)
			}
		}
		o.replace(old, te.row)
	}
	o.arrange()
	return o.list
}

// ticks reports whether a clock of a row runs, so that the row changes every second. Assigned alone does not change
// it: see model.Row.
func ticks(r *model.Row) bool { return r.Wait.Running || r.Flood.Running }

// rowsOfBlock is how many ticking rows are allocated at once: as many as fit into 32 kB, less the 8 bytes that Go's
// allocator needs. Above that it would take whole pages from the heap each time, and clear them.
const rowsOfBlock = (32<<10 - 8) / unsafe.Sizeof(model.Row{})

// newRow returns an empty row from the current block.
func (o *rowOrder) newRow() *model.Row {
	if len(o.block) == 0 {
		o.block = make([]model.Row, rowsOfBlock)
	}
	r := &o.block[0]
	o.block = o.block[1:]
	return r
}

// replace records that a thread's row has changed from old to r. Either may be nil.
func (o *rowOrder) replace(old, r *model.Row) {
	out := old != nil && !old.Wait.Running
	switch {
	case r != nil && r.Wait.Running:
		o.waits = append(o.waits, r)
	case r != nil && out && compareRows(old, r) == 0:
		o.swaps = append(o.swaps, swap{old, r})
		return
	case r != nil:
		o.inserted = append(o.inserted, r)
	}
	if out {
		o.swaps = append(o.swaps, swap{old: old})
	}
}

// arrange builds the next list: the waiting rows, which are all new, then the others in their former order
// with the recorded changes.
func (o *rowOrder) arrange() {
	if len(o.waits)+o.waiting+len(o.swaps)+len(o.inserted) > 0 {
		slices.SortFunc(o.waits, compareRows)
		slices.SortFunc(o.inserted, compareRows)
		slices.SortFunc(o.swaps, func(a, b swap) int { return compareRows(a.old, b.old) })
		list := make([]*model.Row, 0, len(o.waits)+len(o.list)-o.waiting+len(o.inserted))
		o.list = merged(append(list, o.waits...), o.list[o.waiting:], o.swaps, o.inserted)
		o.waiting = len(o.waits)
	}
	for _, rows := range []*[]*model.Row{&o.waits, &o.inserted} {
		clear(*rows) // do not keep removed rows alive
		*rows = (*rows)[:0]
	}
	clear(o.swaps)
	o.swaps = o.swaps[:0]
}

// merged appends rest to list, applying the swaps and inserting the rows of put. All are in screen order.
// Rows to be swapped are found by address, which needs no look at the others.
func merged(list, rest []*model.Row, swaps []swap, put []*model.Row) []*model.Row {
	place := func() int {
		if len(put) == 0 {
			return len(rest)
		}
		i, _ := slices.BinarySearchFunc(rest, put[0], compareRows)
		return i
	}
	for at := place(); len(swaps)+len(put) > 0; {
		n := at // rows that stay before the next insertion or swap
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

// noteGaps marks the rows whose gaps have changed.
func (o *rowOrder) noteGaps(m *metrics) {
	was, is := o.gaps, m.b.gapsAt(m.now)
	o.gaps = is
	for _, keys := range []map[model.Key][]model.MessageID{was, is} {
		for key := range keys {
			if t := m.b.threads[key]; !m.past && t != nil && t.entry != nil && !slices.Equal(was[key], is[key]) {
				t.entry.markStale()
			}
		}
	}
}

// noteAgents marks the rows whose owner's name has changed.
func (o *rowOrder) noteAgents(m *metrics) {
	if !m.namesChanged {
		return
	}
	m.namesChanged, m.roster = false, nil
	names := map[model.AgentID]safetext.Text{}
	for _, te := range m.threads {
		if te.row == nil || te.row.Owner == 0 {
			continue
		}
		name, ok := names[te.row.Owner]
		if !ok {
			name = m.agentName(te.row.Owner)
			names[te.row.Owner] = name
		}
		if name != te.row.OwnerName {
			te.markStale()
		}
	}
}
