package transcript

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A gutter is the left part of a transcript's row, before the message's text: time,
// sender, a badge and ticks. It is blank in the further rows of a message, so that no text
// can pass for another sender's row: whatever it says, it is to the right of these columns.
type gutter struct {
	time   int // cells, 0 where there is no room
	sender int
	row    int // the row of a message that has the gutter: the first that is visible; with a sign if others are above it
}

// The gutter's columns: one cell for a badge, two for ticks, then a blank.
const (
	badgeCol = 1
	ticksCol = 2
)

// gutterFor returns the gutter for a transcript of w cells.
func gutterFor(w int) gutter {
	switch {
	case w >= 36:
		return gutter{time: 5, sender: 8}
	case w >= 24:
		return gutter{sender: 8}
	}
	return gutter{}
}

func (g gutter) width() int {
	n := g.sender + badgeCol + ticksCol + 1
	if g.time > 0 {
		n += g.time + 1
	}
	return n
}

// A repetition says which part of a message's gutter repeats that of the message above.
type repetition uint8

const (
	repeatsNothing repetition = iota
	repeatsSender             // same sender, other time
	repeatsBoth
)

// repeats says what m repeats of the message above it.
func (g gutter) repeats(above, m *model.Message, zone *time.Location) repetition {
	_, was := sender(above)
	_, is := sender(m)
	switch {
	case was != is || above.Side != m.Side || above.Name != m.Name || above.Sender != m.Sender:
		return repeatsNothing
	case draw.ClockTime(above.SentAt, zone, 5) != draw.ClockTime(m.SentAt, zone, 5):
		return repeatsSender
	}
	return repeatsBoth
}

// draw draws a message as rows of w cells.
func (g gutter) draw(style *draw.Style, m *model.Message, again repetition, back draw.Background, w int, zone *time.Location) []string {
	room := max(1, w-g.width())
	of := textRole(m)
	rows := draw.Wrap(style, m.Text, room)
	lines := make([]string, 0, len(rows))
	for i, row := range rows {
		l := style.Line(back, w)
		if i == g.row {
			g.drawPrefix(l, m, again, zone)
		} else {
			l.Gap(g.width())
		}
		switch {
		case m.Gone:
			l.Put(draw.RoleOurs, "(deleted in Acquire)")
		case m.Bare:
			l.Put(draw.RoleOurs, "(dropped)")
		case m.Text.IsEmpty():
			l.Put(draw.RoleOurs, safetext.Empty)
		}
		l.Row(of, row)
		lines = append(lines, l.String())
	}
	return lines
}

// drawPrefix draws the gutter itself.
func (g gutter) drawPrefix(l *draw.Line, m *model.Message, again repetition, zone *time.Location) {
	if g.time > 0 {
		text := draw.ClockTime(m.SentAt, zone, g.time)
		if again == repeatsBoth {
			text = ""
		}
		l.Cell(draw.RoleDim, text, g.time)
		l.Gap(1)
	}
	switch of, word := sender(m); {
	case again != repeatsNothing:
		l.Gap(g.sender)
	case word == "":
		g.drawName(l, of, m.Name)
	default:
		l.Cell(of, word, g.sender)
	}
	of, sign := badge(l.Style, m)
	l.Cell(of, sign, badgeCol)
	of, sign = ticks(l.Style, m)
	l.Cell(of, sign, ticksCol)
	if g.row > 0 {
		l.Cell(draw.RoleDim, l.Style.Glyphs.Ellipsis, 1)
		return
	}
	l.Gap(1)
}

// drawName draws an agent's or a bot's name: only the first name if not all fits.
func (g gutter) drawName(l *draw.Line, of draw.Role, name safetext.Text) {
	name = l.Style.Known(name)
	given, _, several := strings.Cut(name.String(), " ")
	if several && !name.Marked() && l.Style.Width(name.String()) > g.sender {
		l.Cell(of, given, g.sender)
		return
	}
	l.Text(of, name, g.sender)
}

// sender is the role and the word of a message's sender; an empty word means the name.
// A visitor is always "visitor": the gutter never shows a name that a stranger chose.
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

// Author says in a word who wrote a message, without names.
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

// textRole dims messages that count in no figure.
func textRole(m *model.Message) draw.Role {
	if m.Kind == model.KindMessage || m.Kind == model.KindUnknown && m.Side == model.SideVisitor {
		return draw.RoleText
	}
	return draw.RoleDim
}

// ticks says whether the other side has seen a message.
func ticks(style *draw.Style, m *model.Message) (draw.Role, string) {
	if m.Kind != model.KindMessage && m.Kind != model.KindUnknown || m.Side == model.SideUnknown {
		return draw.RoleDim, ""
	}
	switch {
	case m.Seen == model.SeenYes:
		return draw.RoleDim, style.Glyphs.Seen
	case m.Seen == model.SeenUnknown:
		return draw.RoleDim, style.Glyphs.Odd
	case m.Side == model.SideVisitor:
		return draw.RoleWarn, style.Glyphs.Unseen
	}
	return draw.RoleDim, style.Glyphs.Sent
}

// badge marks a text that was partly replaced, or edited after it was sent.
func badge(style *draw.Style, m *model.Message) (draw.Role, string) {
	switch {
	case m.Text.Marked():
		return draw.RoleWarn, style.Glyphs.Marked
	case m.Edited:
		return draw.RoleDim, style.Glyphs.Edited
	}
	return draw.RoleDim, ""
}
