package ui

import (
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A find is a search in the words of a thread.
type find struct {
	draw.Phrase
	at model.MessageID // the match that is shown; 0: none
}

func (f *find) active() bool { return len(f.Terms) > 0 }

// matches reports whether a message holds what is looked for, whatever the case and the accents.
func (f *find) matches(m *model.Message) bool {
	return strings.Contains(draw.Fold(m.Text.String()), strings.Join(f.Terms, " "))
}

// found are the numbers of the messages that match, and which of them is shown (from 0; -1: none).
func (p *transcriptPane) hits() (hits []int, at int) {
	at = -1
	for i := range p.messages {
		if !p.find.matches(&p.messages[i]) {
			continue
		}
		if p.messages[i].ID == p.find.at {
			at = len(hits)
		}
		hits = append(hits, i)
	}
	return hits, at
}

// seekNewest shows the newest match.
func (p *transcriptPane) seekNewest() {
	p.find.at = 0
	if p.find.active() {
		p.seek(-1)
	}
}

// seek shows the match d further on; behind the last one it is the first again.
func (p *transcriptPane) seek(d int) {
	hits, at := p.hits()
	if len(hits) == 0 {
		p.find.at = 0
		return
	}
	if at < 0 && d < 0 {
		at = 0
	}
	at = (at + d + len(hits)) % len(hits)
	p.find.at = p.messages[hits[at]].ID
	p.reveal()
}

// reveal has the match that is shown in the window, where there is one.
func (p *transcriptPane) reveal() {
	for i, r := range p.rows {
		if p.find.at != 0 && r.id == p.find.at && r.nth == 0 && (i < p.top || i >= p.top+p.height) {
			p.scrollTo(i - p.height/3)
		}
	}
}

// found says which of how many matches is shown.
func (p *transcriptPane) found() []draw.Piece {
	hits, at := p.hits()
	if len(hits) == 0 {
		return []draw.Piece{{Role: draw.RoleText, Text: "nothing"}, {Role: draw.RoleDim, Text: " matches "}, {Role: draw.RoleText, Text: p.find.Query}}
	}
	return []draw.Piece{{Role: draw.RoleText, Text: strconv.Itoa(at+1) + " of " + strconv.Itoa(len(hits))}, {Role: draw.RoleDim, Text: " matching "}, {Role: draw.RoleText, Text: p.find.Query}}
}

// highlight draws the rows of the match that is shown as those of a selected row.
func (p *transcriptPane) highlight(lk *draw.Style, lines []string) {
	if p.find.at == 0 {
		return
	}
	var drawn []string
	for i := range lines {
		r := p.rows[p.top+i]
		if r.id != p.find.at || r.nth < 0 {
			continue
		}
		if drawn == nil {
			drawn = p.selected(lk)
		}
		if r.nth < len(drawn) {
			lines[i] = drawn[r.nth]
		}
	}
}

// selected are the rows of the match that is shown.
func (p *transcriptPane) selected(lk *draw.Style) []string {
	for i := range p.messages {
		if m := &p.messages[i]; m.ID == p.find.at {
			return gutterFor(p.width).draw(lk, m, draw.OnSelected, p.width, p.zone)
		}
	}
	return nil
}
