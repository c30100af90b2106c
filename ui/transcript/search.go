package transcript

import (
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A search is a search in a thread's messages.
type search struct {
	draw.Phrase
	at model.MessageID // the match that is shown; 0: none
}

func (f *search) Active() bool { return len(f.Terms) > 0 }

// matches reports whether a message contains the query, ignoring case and accents.
func (f *search) matches(m *model.Message) bool {
	return strings.Contains(draw.Fold(m.Text.String()), strings.Join(f.Terms, " "))
}

// matchIndexes returns the indexes of the matching messages, and which of them is shown (from 0; -1: none).
func (p *Pane) matchIndexes() (hits []int, at int) {
	at = -1
	for i := range p.Messages {
		if !p.Search.matches(&p.Messages[i]) {
			continue
		}
		if p.Messages[i].ID == p.Search.at {
			at = len(hits)
		}
		hits = append(hits, i)
	}
	return hits, at
}

// SeekNewest selects the newest match and scrolls to it.
func (p *Pane) SeekNewest() {
	p.Search.at = 0
	if p.Search.Active() {
		p.Seek(-1)
	}
}

// Seek shows the match d further on, around the ends.
func (p *Pane) Seek(d int) {
	hits, at := p.matchIndexes()
	if len(hits) == 0 {
		p.Search.at = 0
		return
	}
	if at < 0 && d < 0 {
		at = 0
	}
	at = (at + d + len(hits)) % len(hits)
	p.Search.at = p.Messages[hits[at]].ID
	p.reveal()
}

// reveal scrolls the current match into the window, if there is one.
func (p *Pane) reveal() {
	for i, r := range p.rows {
		if p.Search.at != 0 && r.id == p.Search.at && r.nth == 0 && (i < p.top || i >= p.top+p.height) {
			p.scrollTo(i - p.height/3)
		}
	}
}

// searchStatus says which of how many matches is shown.
func (p *Pane) searchStatus() []draw.Piece {
	hits, at := p.matchIndexes()
	if len(hits) == 0 {
		return []draw.Piece{{Role: draw.RoleText, Text: "nothing"}, {Role: draw.RoleDim, Text: " matches "}, {Role: draw.RoleText, Text: p.Search.Query}}
	}
	return []draw.Piece{{Role: draw.RoleText, Text: strconv.Itoa(at+1) + " of " + strconv.Itoa(len(hits))}, {Role: draw.RoleDim, Text: " matching "}, {Role: draw.RoleText, Text: p.Search.Query}}
}

// highlight draws the rows of the current match as selected rows.
func (p *Pane) highlight(style *draw.Style, lines []string) {
	if p.Search.at == 0 {
		return
	}
	var drawn []string
	for i := range lines {
		r := p.rows[p.top+i]
		if r.id != p.Search.at || r.nth < 0 {
			continue
		}
		if drawn == nil {
			drawn = p.selected(style)
		}
		if r.nth < len(drawn) {
			lines[i] = drawn[r.nth]
		}
	}
}

// selected are the rows of the current match, drawn as selected.
func (p *Pane) selected(style *draw.Style) []string {
	for i := range p.Messages {
		if m := &p.Messages[i]; m.ID == p.Search.at {
			return gutterFor(p.width).draw(style, m, repeatsNothing, draw.OnSelected, p.width, p.Zone)
		}
	}
	return nil
}
