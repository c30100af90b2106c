package threads

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A listedRow is a chat as the list draws it.
type listedRow struct {
	*model.Row
	now   time.Time
	names draw.Names
	past  bool          // of a moment before now
	left  string        // it does not wait any more, and has just become this …
	by    safetext.Text // … by whom
}

// columns are all that the list can show of the chats that wait, from left to
// right. Strangers' text is last: nothing of ours stands behind it.
//
// Wait and SLA stand side by side, since they alone tick each second: a cell diff
// writes a row from the first changed cell to the last.
func columns() []draw.Column[listedRow] {
	return []draw.Column[listedRow]{
		{Title: "wait", Right: true, Width: 6, Sort: uint8(ByWait), Cell: wait},
		{Title: "SLA", Right: true, Width: 8, Drop: 8, Tight: true, Cell: timeLeft},
		{Title: "seen", Width: 9, Drop: 4, Back: true, Cell: sight},
		{Title: "msgs", Right: true, Width: 4, Drop: 2, Back: true, Cell: unanswered},
		{Title: "agent", Width: 14, Least: 12, Best: []int{18}, Grow: 2, Drop: 5, Sort: uint8(ByOwner), Cell: owner},
		{Title: "agent is", Width: 9, Drop: 7, Sort: uint8(ByOwner), Cell: state},
		{Title: "notes", Width: 7, Drop: 1, Back: true, Cell: kind},
		{Title: "visitor", Width: 16, Least: 9, Best: []int{20}, Grow: 1, Drop: 6, Sort: uint8(ByVisitor), Cell: visitor},
		{Title: "last message", Width: 22, Best: []int{0, draw.Rest}, Drop: 3, Back: true, Sort: uint8(ByNewest), Cell: lastMessage},
	}
}

// A tables is the columns for a width, of each kind of row.
type tables struct {
	waiting draw.Table[listedRow]
	others  draw.Table[listedRow] // how a chat stands, in place of SLA and seen
	left    draw.Table[listedRow] // what became of a chat, in place of all clocks
	old     draw.Table[listedRow] // of when its words are, in place of SLA and seen
}

// tablesOn is what fits into w cells.
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
	t.left = t.waiting.Merged(0, t.waiting.Index("agent"), draw.Column[listedRow]{Title: "state", Cell: became})
	return t
}

// sortAt is what sorts by the column at cell x of the head.
func sortAt(x, w int) Order {
	t := tablesOn(w).waiting
	if c, ok := t.At(x); ok {
		return Order(c.Sort)
	}
	return ByTimeLeft
}

// drawRow draws one chat. What does not wait is dim. A fresh one has changed a moment ago.
func (t *tables) drawRow(lk *draw.Style, r listedRow, fresh bool, back draw.Background, w int) string {
	l := lk.Line(back, w)
	switch {
	case r.left != "":
		draw.Marked(l, draw.RoleDim, leftMark(lk, r.Row), fresh)
		t.left.Row(l, r)
	case !r.Wait.Running:
		draw.Marked(l, draw.RoleDim, "", fresh)
		t.others.Row(l, r)
	default:
		_, mark := lk.RowLevel(r.Row)
		of, _, _ := runRoles(lk, r.Row)
		draw.Marked(l, of, mark, fresh)
		if _, _, old := draw.OldWords(r.Row); old {
			t.old.Row(l, r)
		} else {
			t.waiting.Row(l, r)
		}
	}
	return l.String()
}

// runRoles are the roles of a row's mark, wait and SLA, which stand side by side as one stretch.
func runRoles(lk *draw.Style, r *model.Row) (mark, wait, sla draw.Role) {
	of, _ := lk.RowLevel(r)
	return draw.RunRoles(of, lk.WaitRole(r))
}

func wait(l *draw.Line, r listedRow, w int) {
	if !r.Wait.Running {
		l.Right(draw.RoleDim, draw.Ago(r.now, r.LastAt), w)
		return
	}
	_, of, _ := runRoles(l.Style, r.Row)
	l.RightJoined(of, l.Style.Clock(r.Wait), w)
}

// timeLeft draws the SLA and the gap before it. The block of a severe wait ends a blank
// behind it: it is a cell wider on each side than the run of a critical one.
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
		s = draw.Duration(r.TimeLeft)
	}
	if of == draw.RoleSevere && l.Style.Width(s) < w {
		s += " "
	}
	l.RightJoined(of, s, w+1)
}

// sight draws how much of what the visitor wrote has been seen; that alone is
// coloured which is over its limit.
func sight(l *draw.Line, r listedRow, w int) {
	if r.Lane == model.LaneBotSilent && r.Owner == 0 { // no agent has it to see it
		l.Cell(draw.RoleText, "with bot", w)
		return
	}
	word, clock := draw.SightWords(r.Row)
	level := r.SightLevel()
	of, _ := l.Style.Level(level)
	mark := l.Style.NarrowMark(level)
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
		if clock.For < time.Minute { // whole minutes are "at least" by themselves
			forms[1] = word + sure
			forms = append(forms, word+" "+age)
		}
		word = l.Style.FirstThatFits(w-l.Style.Width(mark), forms...)
	}
	l.Cell(draw.Quiet(of), l.Style.FirstThatFits(w, word+" "+mark, word+mark), w)
}

// sightAge is for how long what was written has been seen, in whole minutes, or the rest of it has
// not, where that is over a limit: to the second then, until it is a minute. That nothing has been
// seen needs no time: it is the wait.
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

// standing draws how a chat stands that does not wait, a blank before it.
func standing(l *draw.Line, r listedRow, w int) {
	l.Gap(1)
	if word := draw.Standing(r.Row); word == draw.Acknowledged {
		l.By(draw.RoleDim, word, r.AckedBy, w-1)
	} else {
		l.Cell(draw.RoleDim, word, w-1)
	}
}

// asOf draws of when the words of a chat are that are too old to be called current.
func asOf(l *draw.Line, r listedRow, w int) {
	as, at, _ := draw.OldWords(r.Row)
	if s := as + " " + at; l.Style.Width(s) < w {
		at = s
	}
	l.Gap(2)
	l.Cell(draw.RoleDim, at, w-1)
}

// became draws what a chat has become that has just left the waiting ones.
func became(l *draw.Line, r listedRow, w int) { l.By(draw.RoleDim, r.left, r.by, w) }

func unanswered(l *draw.Line, r listedRow, w int) {
	text := ""
	if r.Wait.Running {
		text = draw.Unanswered(r.Unanswered)
	}
	l.Right(draw.RoleText, text, w)
}

func owner(l *draw.Line, r listedRow, w int) {
	of := draw.DimUnless(r.Wait.Running && r.left == "")
	switch {
	case r.Owner == 0 && r.OwnerState == model.AgentUnknown:
		l.Cell(draw.RoleDim, "?", w)
	case r.Owner == 0 && !r.Wait.Running:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	case r.Owner == 0:
		if of = draw.RoleStrong; r.Level >= model.LevelCritical && r.AsOf.IsZero() {
			of = draw.RoleCritical
		}
		l.Cell(of, draw.Unassigned, w)
	default:
		l.Text(of, r.names.Text(l.Style, r.Owner, r.OwnerName, w), w)
	}
}

// state draws what the agent does while this visitor waits. That nobody has the
// chat is said in the agent's own column.
func state(l *draw.Line, r listedRow, w int) {
	of, word := draw.OwnerState(r.Row)
	switch {
	case word == draw.Unassigned || r.left != "":
		word = ""
	case r.past && r.Unsure: // what they did while this visitor waited, if they did wait
		of, word = draw.RoleDim, "?"
	case r.Lane == model.LaneBotSilent && r.Owner == 0:
		_, word = draw.StateWord(model.AgentSilent, 0, model.Clock{}) // the bot, which the seen column names
	}
	l.Cell(of, l.Style.WholeWords(word, w), w)
}

// stateOrClaim is state where no other column says that somebody has claimed the chat. That
// matters more: the card says what the agent does.
func stateOrClaim(l *draw.Line, r listedRow, w int) {
	if r.Claimed && r.Wait.Running && r.left == "" {
		l.Cell(draw.RoleText, claimed, w)
		return
	}
	state(l, r, w)
}

func kind(l *draw.Line, r listedRow, w int) {
	l.Cell(draw.DimUnless(r.Wait.Running && r.left == ""), badges(r.Row, w), w)
}

// visitor draws the visitor's name, or the number where it is not known.
func visitor(l *draw.Line, r listedRow, w int) {
	of := draw.DimUnless(r.Wait.Running && r.left == "")
	if r.Name.IsEmpty() {
		l.Cell(of, draw.VisitorNumber(r.Row), w)
		return
	}
	l.Text(of, r.Name, w)
}

func lastMessage(l *draw.Line, r listedRow, w int) {
	if r.left == "" {
		l.Text(draw.RoleDim, r.LastText, w)
		return
	}
	l.Gap(w)
}
