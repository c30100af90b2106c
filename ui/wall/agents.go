package wall

import (
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// unassignedID is the id of the row of the unassigned chats.
const unassignedID model.AgentID = -1

// An agentList is the agents in the order of their need, and the unassigned chats as one of them.
type agentList struct {
	rows  []model.AgentRow
	needs map[model.AgentID]draw.Need
}

// An agentView draws the agents.
type agentView struct{ *pageView }

// byNeed lists the agents who need help most first, as the dashboard does; nothing ranks them in public.
func (b agentView) byNeed() agentList {
	list := agentList{rows: slices.Clone(b.snap.Agents), needs: draw.NeedsOf(b.snap)}
	slices.SortStableFunc(list.rows, func(x, y model.AgentRow) int { return draw.CompareNeed(&x, &y, list.needs) })
	if row, ok := draw.UnassignedRow(b.snap); ok {
		row.ID = unassignedID
		list.needs[unassignedID] = list.needs[0]
		list.rows = slices.Insert(list.rows, 0, row)
	}
	return list
}

// agentsPage lists the agents.
func (b agentView) agentsPage() []string {
	list := b.byNeed()
	each, across := b.letters+1, 2
	out, room := b.stripAbove(each)
	down := max(0, (room+1)/each)
	shown := min(len(list.rows), across*down)
	if b.size == 0 {
		shown = min(len(list.rows), max(0, room-1))
	}
	order := "by need"
	if b.size > 0 { // the table has heads
		order += ", with their chats that wait and the longest wait"
	}
	out = append(out, b.rule("AGENTS", order, draw.OfAll(shown, len(list.rows))))
	switch {
	case room <= 0:
		return out
	case len(list.rows) == 0:
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		l.Gap(4)
		l.Put(draw.RoleText, "No agent has been seen yet.")
		return append(out, l.String())
	case b.size == 0:
		return append(out, b.agentTable(&list, b.w, room)...)
	}
	widths := draw.Share(make([]int, across), b.w-2*(across-1))
	for y := range min(room, down*each) {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		for x, w := range widths {
			if x > 0 {
				l.Gap(2)
			}
			i, at := x*down+y/each, y%each
			if i >= len(list.rows) || at >= b.letters {
				l.Gap(w)
				continue
			}
			l.Raw(b.agentBlock(&list, &list.rows[i], w, at), w)
		}
		out = append(out, l.String())
	}
	return out
}

// agentMark is the mark of an agent's worst chat, and its role.
func (b agentView) agentMark(list *agentList, a *model.AgentRow) (letters string, of draw.Role) {
	t := tile{level: list.needs[a.ID].Level}
	t.known = a.State != model.AgentUnknown || t.level >= model.LevelCritical // a level that is certain keeps its mark
	letters, _, of = t.mark(b.pageStyle, b.stale)
	if t.level < model.LevelWarn && t.known && !b.stale {
		of = draw.RoleText
	}
	return letters, draw.Quiet(of)
}

// agentWords are the details in body type: the state of an agent and the number of chats.
func (b agentView) agentWords(a *model.AgentRow) [2]string {
	if a.ID == unassignedID {
		return [2]string{}
	}
	_, state := draw.AgentState(a, b.snap.Now)
	chats := model.FigureOf(model.FigureAgentActive).OfAgent(b.snap, a, false)
	load := draw.Counted(b.pageStyle, chats, "chat", "chats")
	if chats.Level >= model.LevelWarn {
		load += " " + b.pageStyle.NarrowMark(chats.Level)
	}
	return [2]string{state, load}
}

// The room for the longest wait of an agent and for its unit, and the width from which the number of waiting
// chats has a label.
const (
	widestWait    = "≥88"
	unitCells     = len(" min")
	labelledAgent = 70
)

// longestWait is the longest wait of an agent's chats in the largest whole unit, and the unit: this page
// shows who needs help, and seconds for every agent would be most of what it sends. Both are empty if no chat
// waits.
func longestWait(a *model.AgentRow) (number, unit string) {
	if !a.Oldest.Running {
		return "", ""
	}
	s := draw.WholeMinutes(a.Oldest.For)
	number = s[:len(s)-1]
	if a.Oldest.AtLeast {
		number = "≥" + strings.TrimPrefix(number, "<")
	}
	if unit = s[len(s)-1:]; unit == "m" {
		unit = "min"
	}
	return number, unit
}

// agentBlock draws row y of an agent, w cells wide: the mark, the name, the number of waiting chats and the
// longest wait.
func (b agentView) agentBlock(list *agentList, a *model.AgentRow, w, y int) string {
	n := b.size
	letters, of := b.agentMark(list, a)
	role := draw.Bold(of)
	l := b.pageStyle.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Letters(of, letters, n, y)
	l.Gap(draw.LettersWidth("!!", n) + 2*n - draw.LettersWidth(letters, n))
	waiting := strconv.Itoa(list.needs[a.ID].Waiting)
	longest, unit := longestWait(a)
	count, label := draw.LettersWidth(waiting, n), " wait"
	if w < labelledAgent {
		label = ""
	}
	right := count + len(label) + 2*n + draw.LettersWidth(widestWait, n) + unitCells + 1
	words := b.agentWords(a)
	name := max(0, l.Left-right)
	c := b.pageStyle.FilledLine(draw.RoleText, name)
	if a.ID == unassignedID {
		b.labelBlock(c, draw.Unassigned, role, y)
	} else {
		chatView(b).nameBlock(c, b.agent(a.ID, a.Name), role, 0, y)
	}
	if i := y - (b.letters-len(words))/2; i >= 0 && i < len(words) && c.Left > 2 {
		c.Gap(2)
		c.Put(draw.RoleDim, b.shortDetail(words[i], c.Left-1))
	}
	l.Raw(c.String(), name)
	if list.needs[a.ID].Waiting == 0 {
		role = draw.RoleDim
	}
	l.Letters(role, waiting, n, y)
	foot := y == b.letters-1
	if foot {
		l.Put(draw.RoleDim, label)
	} else {
		l.Gap(len(label))
	}
	l.Gap(2*n + draw.LettersWidth(widestWait, n) - draw.LettersWidth(longest, n))
	l.Letters(role, plusBehind(longest), n, y)
	if foot {
		l.Gap(1)
		l.Put(draw.RoleDim, unit)
	}
	return l.String()
}

// labelBlock draws row y of UNASSIGNED in block letters, or in body type if they do not fit.
func (b agentView) labelBlock(l *draw.Line, s string, of draw.Role, y int) {
	for _, form := range nameForms(s) {
		if draw.LettersWidth(form, b.size)+b.size <= l.Left { // and a gap before the number
			l.Letters(of, form, b.size, y)
			return
		}
	}
	switch {
	case y == b.letters/2:
		l.Put(of, s)
	default:
		l.Gap(len(s))
	}
}

// agentTable lists the agents in body type.
func (b agentView) agentTable(list *agentList, w, h int) []string {
	figure := func(id model.FigureID) func(*draw.Line, *model.AgentRow, int) {
		return func(l *draw.Line, a *model.AgentRow, w int) {
			text := b.pageStyle.Value(model.FigureOf(id).OfAgent(b.snap, a, false))
			if a.Oldest.Running && id == model.FigureAgentOldest {
				number, unit := longestWait(a)
				text = b.pageStyle.Ours(number + unit)
			}
			if a.ID == unassignedID && id == model.FigureAgentWaiting {
				text = strconv.Itoa(list.needs[a.ID].Waiting)
			}
			_, of := b.agentMark(list, a)
			l.Right(of, text, w)
		}
	}
	word := func(i int) func(*draw.Line, *model.AgentRow, int) {
		return func(l *draw.Line, a *model.AgentRow, w int) {
			l.Cell(draw.RoleText, b.pageStyle.WholeWords(b.agentWords(a)[i], w), w)
		}
	}
	t := draw.FitTable([]draw.Column[*model.AgentRow]{
		{Title: "agent", Width: 12, Best: []int{16}, Grow: 1, Cell: func(l *draw.Line, a *model.AgentRow, w int) {
			_, of := b.agentMark(list, a)
			if a.ID == unassignedID {
				l.Cell(draw.Bold(of), draw.Unassigned, w)
				return
			}
			l.Text(draw.Bold(of), b.agent(a.ID, a.Name), w)
		}},
		{Title: model.FigureOf(model.FigureAgentWaiting).Column, Right: true, Width: 7, Cell: figure(model.FigureAgentWaiting)},
		{Title: model.FigureOf(model.FigureAgentOldest).Column, Right: true, Width: 7, Drop: 3, Cell: figure(model.FigureAgentOldest)},
		{Title: "state", Width: 11, Best: []int{14}, Grow: 2, Drop: 2, Cell: word(0)},
		{Title: "load", Width: 11, Drop: 1, Cell: word(1)},
	}, leadCells+1, gapCells, w-gapCells) // a blank between the mark and the name
	out := []string{t.Head(b.pageStyle, w, nil)}
	for i := range list.rows[:min(len(list.rows), max(0, h-1))] {
		letters, of := b.agentMark(list, &list.rows[i])
		l := b.pageStyle.Line(draw.OnScreen, w)
		l.Gap(1)
		if letters != "?" {
			_, letters = b.pageStyle.Level(list.needs[list.rows[i].ID].Level)
		}
		l.Cell(draw.MarkRole(of), letters, leadCells)
		t.Row(l, &list.rows[i])
		out = append(out, l.String())
	}
	return b.pageStyle.Block(out, w, h)
}
