package board

import (
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A rowOrder is the rows of a book in the order of the screen. A tick fills only
// those that may have changed, and hands out the others as they were: what was
// handed out is never written to.
type rowOrder struct {
	stale   []*shelf     // whose rows have to be filled again
	list    []*model.Row // as last handed out
	waiting int          // of list, at its beginning
	gaps    map[model.Key][]model.MessageID

	taken, put, waits []*model.Row // memory for the next order
}

// refill notes that a shelf's row may have changed.
func (s *shelf) refill() {
	if !s.stale {
		s.stale = true
		s.book.order.stale = append(s.book.order.stale, s)
	}
}

// rows returns the rows of all threads in the order of the screen. Nobody may change them.
func (k *book) rows() []*model.Row {
	o := &k.order
	o.noteGaps(k)
	o.noteAgents(k)
	for _, e := range k.live {
		if k.now >= e.shelf.due {
			e.shelf.refill()
		}
	}
	stale := o.stale
	o.stale = nil
	for _, s := range stale {
		if old := s.row; old != nil && !old.Wait.Running {
			o.taken = append(o.taken, old)
		}
		s.row, s.stale = nil, false
		if s.newest == nil || s.gone || s.outOfView(k.now) {
			continue
		}
		if k.fill(s); s.row.Wait.Running {
			o.waits = append(o.waits, s.row)
		} else {
			o.put = append(o.put, s.row)
		}
		if s.due <= k.now {
			s.refill()
		}
	}
	o.arrange()
	return o.list
}

// arrange makes the next list: those that wait, of which all are new, and the
// others as they stood but for what has changed among them.
func (o *rowOrder) arrange() {
	rest := o.list[o.waiting:]
	if n := len(o.waits) + len(rest) - len(o.taken) + len(o.put); len(o.waits)+o.waiting+len(o.taken)+len(o.put) > 0 {
		for _, rows := range [][]*model.Row{o.waits, o.taken, o.put} {
			slices.SortFunc(rows, compareRows)
		}
		o.list = merged(append(make([]*model.Row, 0, n), o.waits...), rest, o.taken, o.put)
		o.waiting = len(o.waits)
	}
	for _, rows := range []*[]*model.Row{&o.waits, &o.taken, &o.put} {
		clear(*rows) // they may be gone for good
		*rows = (*rows)[:0]
	}
}

// merged appends rest to list, without those taken from it and with those put
// into it. All are in the order of the screen.
func merged(list, rest, taken, put []*model.Row) []*model.Row {
	place := func(of []*model.Row) int {
		if len(of) == 0 {
			return len(rest)
		}
		i, _ := slices.BinarySearchFunc(rest, of[0], compareRows)
		return i
	}
	for len(taken)+len(put) > 0 {
		if at := place(put); len(put) > 0 && at <= place(taken) {
			list = append(append(list, rest[:at]...), put[0])
			rest, put = rest[at:], put[1:]
			continue
		}
		at := place(taken)
		list = append(list, rest[:at]...)
		rest, taken = rest[at+1:], taken[1:]
	}
	return append(list, rest...)
}

// noteGaps finds the rows in which other messages may be missing than before.
func (o *rowOrder) noteGaps(k *book) {
	was, is := o.gaps, k.b.gapsAt(k.now)
	o.gaps = is
	for _, keys := range []map[model.Key][]model.MessageID{was, is} {
		for key := range keys {
			if t := k.b.threads[key]; !k.past && t != nil && t.shelf != nil && !slices.Equal(was[key], is[key]) {
				t.shelf.refill()
			}
		}
	}
}

// noteAgents finds the rows whose owner has got another name.
func (o *rowOrder) noteAgents(k *book) {
	if !k.relabel {
		return
	}
	k.relabel = false
	names := map[model.AgentID]safetext.Text{}
	for _, s := range k.shelves {
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
