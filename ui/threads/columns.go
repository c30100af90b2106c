package threads

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A listedRow is a chat with what the list needs to draw it.
type listedRow struct {
	*model.Row
	now   time.Time
	names draw.Names
	past  bool    // the moment shown is in the past
	left  outcome // what became of it if it has just stopped waiting
}

// columns are all columns of waiting chats, from left to right. Strangers' text is last, so
// that nothing of ours follows it.
//
// Wait and SLA are side by side, since only they change every second: the renderer writes a row
// from its first changed cell to its last.
func columns() []draw.Column[listedRow] {
	return []draw.Column[listedRow]{
		{Title: "wait", Right: true, Width: 6, Sort: uint8(ByWait), Cell: wait},
		{Title: "SLA", Right: true, Width: 8, Drop: 8, Tight: true, Cell: timeLeft},
		{Title: "seen", Width: 9, Drop: 4, Back: true, Cell: sight},
		{Title: "msgs", Right: true, Width: 4, Drop: 2, Back: true, Cell: unanswered},
		{Title: "agent", Width: 14, Least: 12, Best: []int{18}, Grow: 2, Drop: 5, Sort: uint8(ByOwner), Cell: owner},
		{Title: "agent is", Width: 9, Drop: 7, Sort: uint8(ByOwner), Cell: state},
		{Title: "notes", Width: notesWidth, Best: []int{notesWidth + 1}, Drop: 1, Back: true, Cell: kind},
		{Title: "visitor", Width: 16, Least: 9, Best: []int{20}, Grow: 1, Drop: 6, Sort: uint8(ByVisitor), Cell: visitor},
		{Title: "last message", Width: 22, Best: []int{0, draw.Rest}, Drop: 3, Back: true, Sort: uint8(ByNewest), Cell: lastMessage},
	}
}

// tables are the tables for a width, one for each kind of row.
type tables struct {
	waiting draw.Table[listedRow]
	others  draw.Table[listedRow] // not waiting: its state instead of SLA and seen
	left    draw.Table[listedRow] // just stopped waiting: how the wait ended and who answered, in place of every column but the visitor
	old     draw.Table[listedRow] // outdated: the time of its messages instead of SLA and seen
}

// tablesOn returns the tables that fit into w cells.
func tablesOn(w int) tables {
	all := columns()
	if t := draw.FitTable(all, draw.MarkCol, 1, w); t.Index("last message") < 0 {
		visitor := &all[len(all)-2]
		visitor.Best = append(visitor.Best, draw.Rest) // it is the last column
	}
	t := tables{waiting: draw.FitTable(all, draw.MarkCol, 1, w)}
	if is := t.waiting.Index("agent is"); is >= 0 && t.waiting.Index("notes") < 0 {
		t.waiting.Columns[is].Cell = stateOrClaim
	}
	from, to := 1, t.waiting.Index("agent")
	if n := t.waiting.Index("msgs"); n >= 0 {
		to = n
	}
	t.others = t.waiting.Merged(from, to, draw.Column[listedRow]{Title: "state", Cell: standing})
	t.old = t.waiting.Merged(from, to, draw.Column[listedRow]{Title: "state", Tight: true, Cell: asOf})
	t.left = t.waiting.Merged(0, t.waiting.Index("visitor"), draw.Column[listedRow]{Title: "state", Cell: became})
	t.waiting.Run, t.others.Run, t.old.Run = max(1, t.waiting.Index("SLA")+1), 1, 1
	return t
}

// sortAt is the order of the column at cell x of the heading.
func sortAt(x, w int) Order {
	t := tablesOn(w).waiting
	if c, ok := t.ColumnAt(x); ok {
		return Order(c.Sort)
	}
	return ByTimeLeft
}

// drawRow draws one chat, dimmed if it is not waiting. sign is in front of its mark: that of a chat that has just changed
// or is pinned.
func (t *tables) drawRow(style *draw.Style, r listedRow, sign string, back draw.Background, w int) string {
	l := style.Line(back, w)
	switch {
	case r.left.word != "":
		draw.Marked(l, draw.RoleGhost, leftMark(style, r.Row), sign)
		t.left.Row(l, r)
	case !r.Wait.Running:
		draw.Marked(l, draw.RoleDim, "", sign)
		t.others.Row(l, r)
	default:
		_, mark := style.RowLevel(r.Row)
		of, _, _ := runRoles(style, r.Row)
		draw.Marked(l, of, mark, sign)
		if _, _, old := draw.OldWords(r.Row); old {
			t.old.Row(l, r)
		} else {
			t.waiting.Row(l, r)
		}
	}
	return l.String()
}

// runRoles are the roles of a row's mark, wait and SLA, which are drawn as one block.
func runRoles(style *draw.Style, r *model.Row) (mark, wait, sla draw.Role) {
	of, _ := style.RowLevel(r)
	return draw.RunRoles(of, style.WaitRole(r))
}

func wait(l *draw.Line, r listedRow, w int) {
	if !r.Wait.Running {
		l.Right(draw.RoleDim, draw.Ago(r.now, r.LastAt), w)
		return
	}
	_, of, _ := runRoles(l.Style, r.Row)
	l.RightJoined(of, l.Style.ValueIn(model.ClockValue(r.Wait), w), w)
}

// timeLeft draws the SLA and the gap before it. The block of a severe wait includes one more
// blank on each side than that of a critical one.
func timeLeft(l *draw.Line, r listedRow, w int) {
	_, _, of := runRoles(l.Style, r.Row)
	s := draw.TimeLeft(r.Row)
	if r.Wait.Paused {
		s = "paused"
	}
	if r.past && r.Unsure { // it may have been answered long before
		s = l.Style.Glyphs.None
	}
	if l.Style.Width(s) > w { // "4m59s left"
		s = draw.Duration(r.Left())
	}
	if of == draw.RoleSevere && l.Style.Width(s) < w {
		s += " "
	}
	l.RightJoined(of, s, w+1)
}

// sight draws how much of the visitor's messages has been seen, coloured only if that is over its limit, or if it was
// seen so late that the chat is.
func sight(l *draw.Line, r listedRow, w int) {
	if r.Lane == model.LaneBotSilent && r.Owner == 0 { // no agent has the chat and could see it
		l.Cell(draw.RoleText, "with bot", w)
		return
	}
	word, clock := draw.SightWords(r.Row)
	level := r.SightLevel()
	of, _ := l.Style.Level(level)
	mark := l.Style.NarrowMark(level)
	if late := draw.LateSight(r.Row); late != "" {
		of, _ = l.Style.Level(r.Level)
		l.Cell(draw.Quiet(of), late, w)
		return
	}
	over := mark != "" && clock.Level == level
	if mark == "" {
		of = draw.DimUnless(r.Sight != model.SightUnknown)
	}
	if age := sightAge(r.Row, clock, over); age != "" {
		sure := age
		if clock.AtLeast {
			sure = l.Style.Glyphs.AtLeast + age
		}
		forms := []string{word + " " + sure, word + " " + age}
		if clock.For < time.Minute { // whole minutes imply "at least"
			forms[1] = word + sure
			forms = append(forms, word+" "+age)
		}
		word = l.Style.FirstThatFits(w-l.Style.Width(mark), forms...)
	}
	l.Cell(draw.Quiet(of), l.Style.FirstThatFits(w, word+" "+mark, word+mark), w)
}

// sightAge is how long the messages have been seen, in whole minutes, or the newest unseen if that
// is over its limit, in seconds below a minute. If nothing has been seen, the wait says how long.
func sightAge(r *model.Row, clock model.Clock, over bool) string {
	switch {
	case r.Sight != model.SightSeen && (r.Sight != model.SightPart || !over):
	case clock.For >= time.Minute:
		return draw.WholeMinutes(clock.For)
	case over:
		return draw.Duration(clock.For)
	}
	return ""
}

// standing draws the state of a chat that is not waiting, after a blank if there is room for both.
func standing(l *draw.Line, r listedRow, w int) {
	word := draw.ChatStatus(r.Row)
	if l.Style.Width(word) < w {
		l.Gap(1)
		w--
	}
	if word == draw.Acknowledged {
		l.By(draw.RoleDim, word, r.AckedBy, w)
	} else {
		l.Cell(draw.RoleDim, word, w)
	}
}

// asOf draws the time of a chat's messages if they are too old to be current.
func asOf(l *draw.Line, r listedRow, w int) {
	as, at, _ := draw.OldWords(r.Row)
	if s := as + " " + at; l.Style.Width(s) < w {
		at = s
	}
	l.Gap(2)
	l.Cell(draw.RoleDim, at, w-1)
}

// became draws what became of a chat that has just stopped waiting, with who answered it or had it.
func became(l *draw.Line, r listedRow, w int) {
	o := &r.left
	if o.word == draw.Acknowledged {
		l.By(draw.RoleGhost, o.word, o.by, w)
		return
	}
	before, after := o.word+" by ", o.after
	if o.word != "answered" {
		before, after = o.word+o.after+" "+l.Style.Glyphs.Dot+" ", ""
	}
	room := w - l.Style.Width(before+after)
	if room < narrowestName || o.agent == 0 && o.by.IsEmpty() {
		l.Cell(draw.RoleGhost, o.word+o.after, w)
		return
	}
	name := o.by
	if o.agent != 0 {
		name = r.names.Text(l.Style, o.agent, name, room)
	}
	row := l.Style.Known(name).Truncate(room)
	l.Put(draw.RoleGhost, before)
	l.Row(draw.RoleGhost, row)
	l.Cell(draw.RoleGhost, after, w-l.Style.Width(before)-row.Width())
}

// narrowestName is the room below which an agent is not named beside what became of a chat.
const narrowestName = 6

func unanswered(l *draw.Line, r listedRow, w int) {
	text := ""
	if r.Wait.Running {
		text = draw.Unanswered(r.Unanswered)
	}
	l.Right(draw.RoleText, text, w)
}

func owner(l *draw.Line, r listedRow, w int) {
	of := draw.DimUnless(r.Wait.Running)
	switch {
	case r.Owner == 0 && r.OwnerState == model.AgentUnknown:
		l.Cell(draw.RoleDim, "?", w)
	case r.Owner == 0 && !r.Wait.Running:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	case r.Owner == 0:
		if of = draw.RoleStrong; r.OverLimit() {
			of = draw.RoleCritical
		}
		l.Cell(of, draw.Unassigned, w)
	default:
		l.Text(of, r.names.Text(l.Style, r.Owner, r.OwnerName, w), w)
	}
}

// state draws what the agent is doing while this visitor waits. The agent's column says if the
// chat is unassigned.
func state(l *draw.Line, r listedRow, w int) {
	of, word := draw.OwnerState(r.Row)
	switch {
	case word == draw.Unassigned:
		word = ""
	case r.past && r.Unsure: // the visitor may not have been waiting
		of, word = draw.RoleDim, "?"
	case r.Lane == model.LaneBotSilent && r.Owner == 0:
		_, word = draw.StateWord(model.AgentSilent, 0, model.Clock{}) // the bot is silent; the seen column names it
	}
	l.Cell(of, l.Style.WholeWords(word, w), w)
}

// stateOrClaim is used if no other column shows claims, which matter more: the card says what
// the agent is doing.
func stateOrClaim(l *draw.Line, r listedRow, w int) {
	if r.Claimed && r.Wait.Running {
		l.Cell(draw.RoleText, claimed, w)
		return
	}
	state(l, r, w)
}

// notesWidth is the width of the longest notes. One cell more, where there is room, keeps them off the visitor's name:
// "missed? John" reads as one.
const notesWidth = len("missed?")

func kind(l *draw.Line, r listedRow, w int) {
	l.Cell(draw.DimUnless(r.Wait.Running), badges(r.Row, min(w, notesWidth)), w)
}

// visitor draws the visitor's name, or the number if the name is not known.
func visitor(l *draw.Line, r listedRow, w int) {
	of := draw.DimUnless(r.Wait.Running && r.left.word == "")
	if r.Name.IsEmpty() {
		l.Cell(of, draw.VisitorNumber(r.Row), w)
		return
	}
	l.Text(of, r.Name, w)
}

func lastMessage(l *draw.Line, r listedRow, w int) {
	if r.left.word == "" {
		l.Text(draw.RoleDim, r.LastText, w)
		return
	}
	l.Gap(w)
}
