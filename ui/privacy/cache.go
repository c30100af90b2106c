package privacy

import (
	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A Cache hides what Masks say in one Snapshot after another. Two Snapshots share
// the rows that did not change between them, and so do the masked ones: a tick
// masks only rows that are new. Nobody may change a masked row either. The zero
// Cache is ready for use, by one goroutine.
type Cache struct {
	masks Masks
	rows  map[*model.Row]*model.Row // masked by masks, by the row they were made of
	last  *model.Snapshot           // with nothing hidden
}

// spareRows is how many rows a Cache holds beyond twice those of the last Snapshot.
const spareRows = 100

// Snapshot returns s with the visitors' names and the last words hidden; s
// itself where nothing is to be hidden. A new row costs 0.3 µs where there is
// nothing to hide in its text, another one a look-up.
func (c *Cache) Snapshot(m Masks, s *model.Snapshot) *model.Snapshot {
	if m != c.masks {
		c.masks, c.rows = m, nil
	}
	if c.last = s; m == (Masks{}) {
		return s
	}
	if c.rows == nil {
		c.rows = make(map[*model.Row]*model.Row, len(s.Threads))
	}
	out := *s
	out.Threads = make([]*model.Row, len(s.Threads))
	for i, r := range s.Threads {
		masked := c.rows[r]
		if masked == nil {
			masked = m.row(r)
			c.rows[r] = masked
		}
		out.Threads[i] = masked
	}
	if len(c.rows) > 2*len(s.Threads)+spareRows {
		clear(c.rows)
		for i, r := range s.Threads {
			c.rows[r] = out.Threads[i]
		}
	}
	return &out
}

// Name is the name of a thread's visitor as it is known, whether or not it is hidden: for what else is to be masked.
func (c *Cache) Name(k model.Key) safetext.Text {
	if c.last == nil {
		return safetext.Text{}
	}
	r := c.last.Thread(k)
	if r == nil {
		return safetext.Text{}
	}
	return r.Name
}

// row returns a masked copy of a row.
func (m Masks) row(r *model.Row) *model.Row {
	masked := *r
	masked.Name, masked.LastText = m.Name(r.Name), m.Text(r.LastText, r.Name)
	return &masked
}
