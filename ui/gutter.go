package ui

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A gutter is our part of a transcript's row, left of the strangers' text:
// time, sender, ticks and a badge. It stands on every row, so no text can pass
// for a row of somebody else.
type gutter struct {
	time   int // cells, 0 where there is no room
	sender int
}

// The gutter's columns: two cells for ticks, one for a badge, blanks between.
const (
	ticksCol = 2
	badgeCol = 1
)

// gutterFor returns the gutter for a transcript of w cells.
func gutterFor(w int) gutter {
	switch {
	case w >= 72:
		return gutter{8, 12}
	case w >= 46:
		return gutter{8, 8}
	case w >= 36:
		return gutter{5, 8}
	case w >= 24:
		return gutter{0, 8}
	}
	return gutter{}
}

func (g gutter) width() int {
	n := ticksCol + badgeCol + 1
	if g.time > 0 {
		n += g.time + 1
	}
	if g.sender > 0 {
		n += g.sender + 1
	}
	return n
}

// draw draws a message as rows of w cells.
func (g gutter) draw(lk *look, m *model.Message, back backing, w int, zone *time.Location) []string {
	room := max(1, w-g.width())
	of := textRole(m)
	rows := wrap(lk, m.Text, room)
	lines := make([]string, 0, len(rows))
	for i, row := range rows {
		l := lk.line(back, w)
		g.put(l, m, i > 0, zone)
		switch {
		case m.Bare:
			l.put(roleOurs, "(let go)")
		case m.Text.IsEmpty():
			l.put(roleOurs, "(empty)")
		}
		l.row(of, row)
		lines = append(lines, l.String())
	}
	return lines
}

// put draws the gutter. Rows after a message's first have it in the background.
func (g gutter) put(l *line, m *model.Message, again bool, zone *time.Location) {
	if g.time > 0 {
		l.cell(unlessAgain(roleDim, again), clockTime(m.SentAt, zone, g.time), g.time)
		l.gap(1)
	}
	of, word := sender(m)
	if g.sender > 0 {
		if word == "" {
			g.name(l, unlessAgain(of, again), m.Name)
		} else {
			l.cell(unlessAgain(of, again), word, g.sender)
		}
		l.gap(1)
	}
	of, sign := ticks(l.lk, m)
	l.cell(unlessAgain(of, again), sign, ticksCol)
	of, sign = badge(l.lk, m)
	l.cell(of, sign, badgeCol)
	l.gap(1)
}

// name draws an agent's or a bot's name: the first of several where they do not fit.
func (g gutter) name(l *line, of role, name safetext.Text) {
	name = l.lk.known(name)
	given, _, several := strings.Cut(name.String(), " ")
	if several && !name.Marked() && l.lk.width(name.String()) > g.sender {
		l.cell(of, given, g.sender)
		return
	}
	l.text(of, name, g.sender)
}

func unlessAgain(r role, again bool) role {
	if again {
		return roleDim
	}
	return r
}

// sender is the role of who speaks and the word for it; an empty word means the name.
// A visitor is always "visitor": no name of a stranger's own stands in the gutter.
func sender(m *model.Message) (role, string) {
	switch m.Kind {
	case model.KindNote:
		return roleDim, "note"
	case model.KindEvent:
		return roleDim, "event"
	case model.KindFeedback:
		return roleDim, "feedback"
	case model.KindEmail:
		return roleDim, "e-mail"
	}
	switch m.Side {
	case model.SideVisitor:
		return roleVisitor, "visitor"
	case model.SideAgent:
		return roleAgent, unnamed(m, "agent")
	case model.SideBot:
		return roleBot, unnamed(m, "bot")
	}
	return roleDim, "unknown"
}

func unnamed(m *model.Message, word string) string {
	if m.Name.IsEmpty() {
		return word
	}
	return ""
}

// textRole keeps in the background what counts in no figure.
func textRole(m *model.Message) role {
	if m.Kind == model.KindMessage || m.Kind == model.KindUnknown && m.Side == model.SideVisitor {
		return roleText
	}
	return roleDim
}

// ticks says whether the other side has seen a message.
func ticks(lk *look, m *model.Message) (role, string) {
	if m.Kind != model.KindMessage && m.Kind != model.KindUnknown || m.Side == model.SideUnknown {
		return roleDim, ""
	}
	switch {
	case m.Seen == model.SeenYes:
		return roleDim, lk.glyphs.seen
	case m.Seen == model.SeenUnknown:
		return roleDim, lk.glyphs.odd
	case m.Side == model.SideVisitor:
		return roleWarn, lk.glyphs.unseen
	}
	return roleDim, lk.glyphs.sent
}

// badge says that a text is not what was sent, or no longer what was sent at first.
func badge(lk *look, m *model.Message) (role, string) {
	switch {
	case m.Text.Marked():
		return roleWarn, lk.glyphs.marked
	case m.Edited:
		return roleDim, lk.glyphs.edited
	}
	return roleDim, ""
}
