package threads

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A chat that stops waiting stays in its place for a while, as what it has become:
// a row that a leader was reading does not vanish without a word.
const (
	leftFor  = 10 * time.Second
	mostLeft = 5 // at a time: the newest

	// steady is how far the next snapshot may be for a chat to have left before
	// the eyes of whoever watches: not where time is travelled or skipped. While the
	// floor is being read, and a moment longer, what is known changes, not the floor.
	steady = 3 * time.Second
)

// A leftRow is a chat that has just stopped waiting.
type leftRow struct {
	row     model.Row // as it is now
	at      int       // its row in the waiting part
	since   time.Time
	outcome string
	by      safetext.Text // who has acknowledged it
	shown   bool          // there is room for it
}

// updateLeft finds the chats that waited in the rows listed so far and do not in
// next. It is to be called before next is listed.
func (p *Pane) updateLeft(next []*model.Row, now time.Time) {
	was := p.floorAt
	p.floorAt = now
	if gap := now.Sub(was); gap < 0 || gap > steady || p.Partial || now.Before(p.Changes.quietUntil) {
		p.leftRows = nil
		return
	}
	places := make(map[model.Key]int, p.block.waiting)
	for i := range p.block.waiting {
		if p.rows[i] >= 0 {
			places[p.Row(i).Key] = i
		}
	}
	kept := p.leftRows[:0]
	for _, l := range p.leftRows {
		if now.Sub(l.since) < leftFor {
			kept = append(kept, l)
		}
	}
	p.leftRows = kept
	for _, r := range next {
		at, waited := places[r.Key]
		switch {
		case r.Wait.Running:
			p.dropLeft(r.Key)
		case waited && r.Key != p.ackedHere:
			p.leftRows = append(p.leftRows, leftRow{row: *r, at: at, since: now, outcome: outcome(p.Row(at), r), by: r.AckedBy})
		case !waited:
			p.refreshLeft(r)
		}
	}
	p.leftRows = p.leftRows[max(0, len(p.leftRows)-mostLeft):]
}

// dropLeft drops a chat that waits again.
func (p *Pane) dropLeft(k model.Key) {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == k {
			p.leftRows = append(p.leftRows[:i], p.leftRows[i+1:]...)
			return
		}
	}
}

// refreshLeft takes the newest of a chat that has left.
func (p *Pane) refreshLeft(r *model.Row) {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == r.Key {
			p.leftRows[i].row = *r
		}
	}
}

// hasLeft reports whether a chat is shown among the waiting ones as what it has become.
func (p *Pane) hasLeft(k model.Key) bool {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == k {
			return p.leftRows[i].shown
		}
	}
	return false
}

// outcome says what a chat has become since it waited.
func outcome(was, is *model.Row) string {
	waited := was.Wait.For
	if is.LastAt.After(was.Wait.Since) && !was.Wait.Since.IsZero() {
		waited = is.LastAt.Sub(was.Wait.Since)
	}
	switch after := " after " + draw.Duration(waited); {
	case is.Acked:
		return draw.Acknowledged
	case is.Missed:
		return "missed" + after
	case is.LastSide == model.SideAgent || is.LastSide == model.SideBot:
		return "answered" + after
	case is.Over:
		return "ended after " + draw.Duration(was.Wait.For)
	}
	return draw.Standing(is)
}

// leftMark is the sign before it.
func leftMark(lk *draw.Style, r *model.Row) string {
	switch {
	case r.Acked:
		return "a"
	case r.Missed, r.Over && r.LastSide == model.SideVisitor:
		return lk.Glyphs.Broken
	}
	return lk.Glyphs.Sent
}
