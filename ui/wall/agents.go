package wall

import (
	"cmp"
	"slices"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// agentsPage lists the agents, those whose visitors wait longest first. It says
// what they are doing, and nothing that would rank them in public.
func (b *wallBody) agentsPage() []string {
	return b.below(func(w, h int) []string {
		return b.box("Agents", "by wait", w, h, b.agentList)
	})
}

func (b *wallBody) agentList(w, h int) []string {
	agents := slices.Clone(b.snap.Agents)
	if len(agents) == 0 {
		return b.words(w, "No agent has been seen yet.")
	}
	slices.SortStableFunc(agents, byOldest)
	t := b.agentColumns(w, agents)
	out := []string{t.Head(b.lk, w, nil)}
	for i := range agents {
		of, mark := b.lk.Level(agents[i].Level)
		l := b.marked(of, mark, w)
		t.Row(l, &agents[i])
		out = append(out, l.String())
	}
	return b.list(out, w, h)
}

// byOldest puts those first whose visitors wait longest, and those who are gone last.
func byOldest(a, b model.AgentRow) int {
	gone := func(x *model.AgentRow) int {
		if x.State == model.AgentGone && x.Active == 0 && x.Waiting == 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(b.Oldest.For, a.Oldest.For), cmp.Compare(gone(&a), gone(&b)))
}

// agentColumns chooses the columns of agents for w cells. What matters least goes first when it gets narrow.
func (b *wallBody) agentColumns(w int, agents []model.AgentRow) draw.Table[*model.AgentRow] {
	most := 1 // words in a minute of whoever wrote the most: one scale for all
	for i := range agents {
		most = max(most, draw.Peak(agents[i].PerMinute, 1))
	}
	return draw.FitTable([]draw.Column[*model.AgentRow]{
		{Title: "agent", Width: 16, Best: []int{22}, Grow: 1, Cell: b.agentCell},
		{Title: "is", Width: 11, Best: []int{17}, Grow: 2, Cell: b.stateOfAgent},
		{Title: "chats", Right: true, Width: 6, Drop: 3, Cell: b.loadCell},
		{Title: "waiting", Right: true, Width: 7, Drop: 5, Cell: b.agentFigure(model.FigureAgentWaiting)},
		{Title: "longest", Right: true, Width: 7, Drop: 4, Cell: b.oldestCell},
		{Title: "seen", Right: true, Width: 5, Drop: 2, Cell: b.agentFigure(model.FigureAgentSeenNoReply)},
		{Title: "answers a minute", Width: 30, Drop: 1, Cell: func(l *draw.Line, a *model.AgentRow, w int) {
			for _, n := range a.PerMinute[max(0, len(a.PerMinute)-w):] {
				l.Put(draw.RoleOtherBars, l.Style.Eighth(8*n, most, 0))
			}
		}},
	}, leadCells, gapCells, w-gapCells)
}

// agentCell is an agent's name, or the number unless names are wanted.
func (b *wallBody) agentCell(l *draw.Line, a *model.AgentRow, w int) {
	if b.cfg.Names && !a.Name.IsEmpty() {
		l.Text(draw.RoleText, a.Name, w)
		return
	}
	l.Cell(draw.RoleText, draw.AgentNumber(a.ID), w)
}

func (b *wallBody) stateOfAgent(l *draw.Line, a *model.AgentRow, w int) {
	of, word := draw.AgentState(a, b.snap.Now)
	l.Cell(of, l.Style.WholeWords(word, w), w)
}

// said is a figure of an agent's as it is written down.
func (b *wallBody) said(id model.FigureID, a *model.AgentRow) string {
	return b.lk.Value(model.FigureOf(id).OfAgent(b.snap, a, false))
}

func (b *wallBody) agentFigure(id model.FigureID) func(*draw.Line, *model.AgentRow, int) {
	return func(l *draw.Line, a *model.AgentRow, w int) { l.Right(draw.RoleText, b.said(id, a), w) }
}

func (b *wallBody) loadCell(l *draw.Line, a *model.AgentRow, w int) {
	of, _ := l.Style.Level(a.ActiveLevel)
	l.Right(draw.Quiet(of), b.said(model.FigureAgentActive, a), w)
}

func (b *wallBody) oldestCell(l *draw.Line, a *model.AgentRow, w int) {
	of, _ := l.Style.Level(a.Oldest.Level)
	l.Right(draw.Quiet(of), b.said(model.FigureAgentOldest, a), w)
}
