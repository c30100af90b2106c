package threads

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A chat that stops waiting keeps its place for a while and shows what became of it, so that a
// row that a leader is reading does not just vanish.
const (
	leftFor  = 10 * time.Second
	mostLeft = 5 // at a time: the newest

	// steady is the longest step between snapshots for which rows are kept: not during time travel or
	// jumps. During a full read, and shortly after it, our knowledge changes and not the floor.
	steady = 3 * time.Second
)

// A leftRow is a chat that has just stopped waiting.
type leftRow struct {
	row     model.Row // as it is now
	at      int       // its former row in the waiting part
	since   time.Time
	outcome outcome
	shown   bool // there is room for it
}

// updateLeft finds the chats that were waiting in the listed rows and are not in next. Call it
// before next is listed.
func (p *Pane) updateLeft(next []*model.Row, now time.Time) {
	was := p.floorAt
	p.floorAt = now
	if gap := now.Sub(was); gap < 0 || gap > steady || p.Partial || p.Past || now.Before(p.Changes.quietUntil) {
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
			p.leftRows = append(p.leftRows, leftRow{row: *r, at: at, since: now, outcome: outcomeOf(p.Row(at), r)})
		case !waited:
			p.refreshLeft(r)
		}
	}
	p.leftRows = p.leftRows[max(0, len(p.leftRows)-mostLeft):]
}

// dropLeft removes a chat that is waiting again.
func (p *Pane) dropLeft(k model.Key) {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == k {
			p.leftRows = append(p.leftRows[:i], p.leftRows[i+1:]...)
			return
		}
	}
}

// refreshLeft updates the row of a chat that has stopped waiting.
func (p *Pane) refreshLeft(r *model.Row) {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == r.Key {
			p.leftRows[i].row = *r
		}
	}
}

// hasLeft reports whether a chat that stopped waiting is still shown in its place.
func (p *Pane) hasLeft(k model.Key) bool {
	for i := range p.leftRows {
		if p.leftRows[i].row.Key == k {
			return p.leftRows[i].shown
		}
	}
	return false
}

// An outcome is what became of a chat that was waiting.
type outcome struct {
	word  string        // empty: it waits, or has not just stopped
	agent model.AgentID // who answered it, or had it; 0: no agent
	by    safetext.Text // the name of that agent or of the bot, or who acknowledged it; may be empty
	after string        // how long it waited, after a blank; may be empty
}

// outcomeOf says what became of a chat that was waiting.
func outcomeOf(was, is *model.Row) outcome {
	waited := was.Wait.For
	if is.LastAt.After(was.Wait.Since) && !was.Wait.Since.IsZero() {
		waited = is.LastAt.Sub(was.Wait.Since)
	}
	o := outcome{agent: was.Owner, by: was.OwnerName, after: " after " + draw.Duration(waited)}
	switch {
	case is.Acked:
		return outcome{word: draw.Acknowledged, by: is.AckedBy}
	case is.Missed:
		o.word = "missed"
	case is.LastSide == model.SideAgent || is.LastSide == model.SideBot:
		o.word, o.agent, o.by = "answered", is.LastBy, is.LastName
		if o.agent == is.Owner && o.by.IsEmpty() {
			o.by = is.OwnerName
		}
	case is.Over:
		o.word, o.after = "ended", " after "+draw.Duration(was.Wait.For)
	default:
		o.word, o.after = draw.ChatStatus(is), ""
	}
	return o
}

// leftMark is the mark of its row.
func leftMark(style *draw.Style, r *model.Row) string {
	switch {
	case r.Acked:
		return "a"
	case r.Missed, r.Over && r.LastSide == model.SideVisitor:
		return style.Glyphs.Broken
	}
	return style.Glyphs.Sent
}
