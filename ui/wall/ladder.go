package wall

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A chatView draws waiting chats, in block letters or as a table.
type chatView struct{ *pageView }

// ladder draws chats in block letters on h rows, in columns of down chats each: the mark, the time past the
// goal, the agent, and details in body type. Each chat has a blank row above it, two with the
// largest letters, if h has room for that above all but one; otherwise at most the first has one. If chats are
// left out the place after the last says how many.
func (b chatView) ladder(rows []*model.Row, out leftOut, across, down, h int) []string {
	p := b.layOutLadder(out, down, len(rows), h)
	widths := draw.Share(make([]int, across), b.w-2*(across-1))
	columns := make([][]string, across)
	for x, w := range widths {
		drawn := func() []string { return b.column(rows, &p, x*down, w, h) }
		if x == 0 {
			columns[x] = drawn()
			continue
		}
		columns[x] = b.second.rows(columnKey{b.floor, b.pageStyle, p, w, h}, rows[min(x*down, len(rows)):], b.later, drawn)
	}
	drawn := make([]string, 0, h)
	for y := range h {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		for x, w := range widths {
			if x > 0 {
				l.Gap(2)
			}
			l.Raw(columns[x][y], w)
		}
		drawn = append(drawn, l.String())
	}
	return drawn
}

// column draws a column of the ladder on w by h cells: rows from the one in place first on.
func (b chatView) column(rows []*model.Row, p *ladderLayout, first, w, h int) []string {
	out, fill := make([]string, 0, h), b.filled(rows, p, first)
	for y := range h {
		i, at := p.place(y)
		switch slot := first + i; {
		case at < 0 && i <= p.down:
			out = append(out, b.margin(i < p.down && at == -1 && fill[i] || i > 0 && at == -p.margin && b.full && fill[i-1], w))
		case i >= p.down:
			out = append(out, b.blank(w, 1)[0])
		case slot < len(rows):
			out = append(out, b.chatBlock(rows[slot], fill[i], w, at))
		case slot == p.shown && p.chats > 0:
			out = append(out, b.moreWait(p.leftOut, w, at))
		case slot == p.shown:
			out = append(out, b.nobodyElse(len(rows) > 0, w, at))
		default:
			out = append(out, b.blank(w, 1)[0])
		}
	}
	return out
}

// moreWait draws row y of how many more chats wait, and how many of them are over their limit.
func (b chatView) moreWait(out leftOut, w, y int) string {
	l := b.pageStyle.Line(draw.OnScreen, w)
	l.Gap(1)
	mark := draw.LettersWidth("!!", b.size) + b.size
	for _, form := range out.forms() {
		s, ok := draw.Spelled(plusBehind(form))
		for _, gap := range []int{mark, 0} {
			if ok && gap+draw.LettersWidth(s, b.size) < w {
				l.Gap(gap)
				l.Letters(draw.RoleStrong, s, b.size, y)
				return l.String()
			}
		}
	}
	return l.String()
}

// margin draws a row between two chats of a column, w cells wide. The filled block of a severe chat extends
// into the row above it and, with letters that fill their rows, into the row below: otherwise the letters
// would run into the dark around the block.
func (b chatView) margin(fill bool, w int) string {
	ground := draw.RoleText
	if fill {
		ground = draw.RoleSevere
	}
	return b.pageStyle.FilledLine(ground, w).String()
}

// nobodyElse says that no other chat waits, if that is known.
func (b chatView) nobodyElse(others bool, w, y int) string {
	l := b.pageStyle.Line(draw.OnScreen, w)
	l.Gap(1)
	if !b.snap.WaitsKnown() || !b.known() || b.stale {
		if y == 1 && !others {
			l.Put(draw.RoleDim, b.nobody())
		}
		return l.String()
	}
	forms := []string{"NOBODY WAITS", "NOBODY"}
	if others {
		forms = []string{"NOBODY ELSE WAITS", "NOBODY ELSE", "NO OTHERS"}
	}
	for _, s := range forms {
		if draw.LettersWidth(s, b.size) < w {
			l.Letters(draw.RoleDim, s, b.size, y)
			break
		}
	}
	return l.String()
}

// nobody says that no chat waits, or waited when the floor was last read, as far as is known.
func (b chatView) nobody() string {
	switch {
	case !b.known():
		return "Nothing has been read yet."
	case b.snap.WaitsKnown():
		if b.stale {
			return "Nobody was waiting then."
		}
		return "Nobody is waiting."
	}
	return "Nobody is known to be waiting; not all of the floor has been read."
}

// rowMark is the mark of a chat in block letters, and its role.
func (b chatView) rowMark(r *model.Row) (letters string, of draw.Role) {
	if b.stale {
		return "?", draw.RoleDim
	}
	switch of, _ = b.pageStyle.RowLevel(r); {
	case r.Unsure:
		return "?", of
	}
	return blockMark(r.Level), of
}

// waitRole is the role of the wait of a chat and of its time to the goal.
func (b chatView) waitRole(r *model.Row) draw.Role {
	if b.stale {
		return draw.RoleDim
	}
	return b.pageStyle.WaitRole(r)
}

// timePastGoal is how far a wait is past its goal, "+2:29", or how long it has to it, "21" with a unit in body type or
// "1:02", in block letters; the list is sorted by it. A minus sign was read as overdue.
//
// Every chat has its own seconds: when those of the lower places ticked by fives, a chat with 33 s left stood with 30 s
// below one with 31 s.
func timePastGoal(r *model.Row) (number, unit string) {
	switch left := r.Left(); {
	case r.TimeLeft < 0:
		return "+" + strings.ToUpper(blockClock(-left)), ""
	case left < time.Minute:
		return wholeSeconds(left), "sec"
	default:
		return strings.ToUpper(blockClock(left)), ""
	}
}

// untilGoal stands before the time left to a goal: without it, or with it in body type beside block digits, that
// time was read as a wait.
const untilGoal = "IN"

// detailCells is the least room for the details right of the agent: the longest state of an agent between two blanks.
const detailCells = 11

// chatBlock draws row y of a chat, w cells wide. A severe chat is filled, or else has the colour of a critical one.
func (b chatView) chatBlock(r *model.Row, fill bool, w, y int) string {
	n := b.size
	letters, of := b.rowMark(r)
	p := tileRoles{level: of}
	if fill {
		p.background = of
	} else {
		of = draw.Quiet(of)
	}
	l := b.pageStyle.FilledLine(p.background, w)
	room := 1 + draw.LettersWidth("!!", n) + n + draw.LettersWidth("+88:88", n)
	if n > 1 {
		room = max(room, 1+draw.LettersWidth("^", n)+2*n+draw.LettersWidth(untilGoal, n)+2*n+draw.LettersWidth("88", n)+1+len("sec"))
	}
	if w > room+4*n+draw.LettersWidth(draw.Unassigned, n)+detailCells {
		room += 2 * n // for a mark and the time left to a goal
	}
	if n > 1 || letters != blockMark(model.LevelWarn) && letters != "?" { // these are centred on the marks of one column
		l.Gap(1)
	}
	l.Letters(of, letters, n, y)
	b.lateness(l, r, &p, room-(w-l.Left), y)
	l.Gap(2 * n)
	b.nameBlock(l, b.owner(r), p.role(b.nameRole(r, of)), draw.LettersWidth(draw.Unassigned, n), y)
	first := (b.letters - 3) / 2
	if i := y - first; i >= 0 && i < 3 && l.Left > 1 {
		l.Gap(1)
		b.chatDetail(l, r, &p, i)
	}
	return l.String()
}

// lateness draws row y of the time past the goal, right-aligned in room cells behind the mark. Before a time left to
// the goal stands untilGoal, two dots and more from both: with one dot "!IN 0:02" was read as a word. Together they are in
// whole minutes if the seconds do not fit, and in body type if those do not either.
func (b chatView) lateness(l *draw.Line, r *model.Row, p *tileRoles, room, y int) {
	n := b.size
	_, run, _ := b.runRoles(r)
	of := p.role(draw.Bold(draw.Quiet(run)))
	number, unit := timePastGoal(r)
	if r.TimeLeft < 0 {
		l.Gap(room - draw.LettersWidth(number, n))
		l.Letters(of, number, n, y)
		return
	}
	word, forms := draw.LettersWidth(untilGoal, n)+2*n, []string{number}
	if left := r.Left(); left >= time.Minute {
		forms = append(forms, strings.ToUpper(draw.WholeMinutes(left)))
	}
	behind := min(1, len(unit)) + len(unit) // a blank and the unit
	for _, s := range forms {
		if need := word + draw.LettersWidth(s, n) + behind; need+2*n <= room {
			l.Gap(room - need)
			l.Letters(p.role(draw.RoleText), untilGoal, n, y)
			l.Gap(2 * n)
			l.Letters(of, s, n, y)
			if y < b.letters-1 {
				l.Gap(behind)
			} else if behind > 0 {
				l.Gap(1)
				l.Put(of, unit)
			}
			return
		}
	}
	if y != b.letters/2 {
		l.Gap(room)
		return
	}
	small := strings.TrimSpace(strings.ToLower(untilGoal+" "+number) + " " + unit)
	l.Gap(room - len(small))
	l.Put(of, small)
}

// nameRole is the role of an agent's name. UNASSIGNED stands out.
func (b chatView) nameRole(r *model.Row, of draw.Role) draw.Role {
	if r.Owner == 0 {
		return draw.Bold(of)
	}
	return draw.RoleStrong
}

// nameBlock draws row y of a name in block letters, in w cells if there is room for the details behind it; in
// body type if it is too long or has other signs.
func (b chatView) nameBlock(l *draw.Line, name safetext.Text, of draw.Role, w, y int) {
	if l.Left < w+detailCells {
		w = min(w, l.Left-detailCells)
	}
	room := max(w, min(l.Left, draw.LettersWidth(draw.Unassigned, b.size)))
	for _, s := range nameForms(name.String()) {
		spelled, ok := draw.Spelled(s)
		used := draw.LettersWidth(spelled, b.size)
		if !ok || used > room {
			continue
		}
		l.Letters(of, spelled, b.size, y)
		l.Gap(w - used)
		return
	}
	w = max(0, min(w, l.Left-1))
	if y != b.letters/2 {
		l.Gap(w)
		return
	}
	l.Text(of, name, w)
}

// nameForms are the forms of a name, the longest first: "Pedro Costa", "Pedro C."; "UNASSIGNED", "NO AGENT", "NONE".
func nameForms(name string) []string {
	if name == draw.Unassigned {
		return []string{name, draw.NoAgent, draw.NoAgentShort}
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return []string{name}
	}
	last := []rune(words[len(words)-1])
	return []string{name, words[0] + " " + string(last[:1]) + "."}
}

// chatDetail writes line i of the details of a chat: how long it has waited, what its agent does, what the
// agent has seen.
func (b chatView) chatDetail(l *draw.Line, r *model.Row, p *tileRoles, i int) {
	var of draw.Role
	var text string
	switch i {
	case 0:
		of, text = draw.RoleText, draw.WholeMinutes(r.Wait.For) // in minutes: the digits show the seconds
		if b.pageStyle.Width(text)+5 < l.Left {
			text = "wait " + text
		}
	case 1:
		if of, text = draw.OwnerState(r); r.Owner == 0 {
			of, text = draw.RoleText, draw.Count(r.Unanswered, "msg", "msgs")
		}
	default:
		if of, text = draw.RoleDim, b.sight(r); !b.stale && r.OverLimit() && r.Reason.Clock != model.ClockWait {
			of = draw.RoleText // over the limit for unseen or seen messages, not for the wait
			if over := "over: " + text; b.pageStyle.Width(over)+1 < l.Left {
				text = over
			}
		}
	}
	text = b.shortDetail(text, l.Left-1) // a blank before the edge of a filled block
	l.Put(p.role(of), text)
	if used := b.pageStyle.Width(text); i == 0 && b.cfg.Names == NamesFull && l.Left > 24 {
		l.Gap(14 - used)
		b.visitor(l, r, p.role(draw.RoleDim), 20)
	} else if i == 1 && b.cfg.Text && l.Left > 24 {
		l.Gap(14 - used)
		l.Text(p.role(draw.RoleDim), b.lastText(r), l.Left-1)
	}
}

// shortDetail is a detail in w cells: "seen 2m" may become "seen", but what begins with a number says nothing without
// its words. Empty if nothing is left.
func (b *pageView) shortDetail(s string, w int) string {
	short := b.pageStyle.WholeWords(s, w)
	if b.pageStyle.Width(short) > w || short != s && (s[0] < 'A' || strings.HasSuffix(short, " of")) {
		return ""
	}
	return short
}

// sight says what the agent has seen of a chat, or when the chat was last read if that is too long ago.
func (b chatView) sight(r *model.Row) string {
	if as, at, old := draw.OldWords(r); old {
		return as + " " + at
	}
	word, clock := draw.SightWords(r)
	switch late := draw.LateSight(r); {
	case late != "":
		word = late
	case clock.Running && r.Sight == model.SightSeen:
		word += " " + draw.WholeMinutes(clock.For)
	case r.OverLimit() && r.Reason.Clock == model.ClockSeen: // what is part was seen for too long
		word = model.SightSeen.String() + " " + draw.WholeMinutes(r.Reason.For)
	}
	return word
}
