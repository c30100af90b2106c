package transcript

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
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
func (g gutter) draw(lk *draw.Style, m *model.Message, back draw.Backing, w int, zone *time.Location) []string {
	room := max(1, w-g.width())
	of := textRole(m)
	rows := draw.Wrap(lk, m.Text, room)
	lines := make([]string, 0, len(rows))
	for i, row := range rows {
		l := lk.Line(back, w)
		g.put(l, m, i > 0, zone)
		switch {
		case m.Gone:
			l.Put(draw.RoleOurs, "(deleted in Acquire)")
		case m.Bare:
			l.Put(draw.RoleOurs, "(let go)")
		case m.Text.IsEmpty():
			l.Put(draw.RoleOurs, "(empty)")
		}
		l.Row(of, row)
		lines = append(lines, l.String())
	}
	return lines
}

// put draws the gutter. Rows after a message's first have it in the background.
func (g gutter) put(l *draw.Line, m *model.Message, again bool, zone *time.Location) {
	if g.time > 0 {
		l.Cell(unlessAgain(draw.RoleDim, again), draw.ClockTime(m.SentAt, zone, g.time), g.time)
		l.Gap(1)
	}
	of, word := sender(m)
	if g.sender > 0 {
		if word == "" {
			g.name(l, unlessAgain(of, again), m.Name)
		} else {
			l.Cell(unlessAgain(of, again), word, g.sender)
		}
		l.Gap(1)
	}
	of, sign := ticks(l.Style, m)
	l.Cell(unlessAgain(of, again), sign, ticksCol)
	of, sign = badge(l.Style, m)
	l.Cell(of, sign, badgeCol)
	l.Gap(1)
}

// name draws an agent's or a bot's name: the first of several where they do not fit.
func (g gutter) name(l *draw.Line, of draw.Role, name safetext.Text) {
	name = l.Style.Known(name)
	given, _, several := strings.Cut(name.String(), " ")
	if several && !name.Marked() && l.Style.Width(name.String()) > g.sender {
		l.Cell(of, given, g.sender)
		return
	}
	l.Text(of, name, g.sender)
}

func unlessAgain(r draw.Role, again bool) draw.Role {
	if again {
		return draw.RoleDim
	}
	return r
}

// sender is the role of who speaks and the word for it; an empty word means the name.
// A visitor is always "visitor": no name of a stranger's own stands in the gutter.
func sender(m *model.Message) (draw.Role, string) {
	switch m.Kind {
	case model.KindNote:
		return draw.RoleDim, "note"
	case model.KindEvent:
		return draw.RoleDim, "event"
	case model.KindFeedback:
		return draw.RoleDim, "feedback"
	case model.KindEmail:
		return draw.RoleDim, "e-mail"
	}
	switch m.Side {
	case model.SideVisitor:
		return draw.RoleVisitor, "visitor"
	case model.SideAgent:
		return draw.RoleAgent, unnamed(m, "agent")
	case model.SideBot:
		return draw.RoleBot, unnamed(m, "bot")
	}
	return draw.RoleDim, "unknown"
}

// Author says in a word who wrote a message, an agent without the name.
func Author(m *model.Message) string {
	if of, who := sender(m); who != "" && of != draw.RoleAgent {
		return who
	}
	return "agent"
}

func unnamed(m *model.Message, word string) string {
	if m.Name.IsEmpty() {
		return word
	}
	return ""
}

// textRole keeps in the background what counts in no figure.
func textRole(m *model.Message) draw.Role {
	if m.Kind == model.KindMessage || m.Kind == model.KindUnknown && m.Side == model.SideVisitor {
		return draw.RoleText
	}
	return draw.RoleDim
}

// ticks says whether the other side has seen a message.
func ticks(lk *draw.Style, m *model.Message) (draw.Role, string) {
	if m.Kind != model.KindMessage && m.Kind != model.KindUnknown || m.Side == model.SideUnknown {
		return draw.RoleDim, ""
	}
	switch {
	case m.Seen == model.SeenYes:
		return draw.RoleDim, lk.Glyphs.Seen
	case m.Seen == model.SeenUnknown:
		return draw.RoleDim, lk.Glyphs.Odd
	case m.Side == model.SideVisitor:
		return draw.RoleWarn, lk.Glyphs.Unseen
	}
	return draw.RoleDim, lk.Glyphs.Sent
}

// badge says that a text is not what was sent, or no longer what was sent at first.
func badge(lk *draw.Style, m *model.Message) (draw.Role, string) {
	switch {
	case m.Text.Marked():
		return draw.RoleWarn, lk.Glyphs.Marked
	case m.Edited:
		return draw.RoleDim, lk.Glyphs.Edited
	}
	return draw.RoleDim, ""
}
