package explain

import (
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A listItem is a figure that can be explained, or a heading above some.
type listItem struct {
	title   string
	short   string // the title if there is little room; empty: none
	heading bool
	figure  model.FigureID
	subject model.Subject
	fact    rowFact // if figure is FigureNone: the row's fact
	value   string  // of a minute's figure; others are computed when drawn
}

// same reports whether two items are the same figure, so that the selection stays on it.
func (q listItem) same(o listItem) bool {
	return q.heading == o.heading && q.title == o.title && q.figure == o.figure && q.subject == o.subject && q.fact == o.fact
}

// A scope is a chat, an agent or the floor, with the items that are listed for it.
type scope struct {
	word  string        // for the footer, beside the key that shows it
	title string        // in fixed words
	name  safetext.Text // the agent's name, used instead of title if known
	items []listItem
}

// scopesOf lists every figure of the registry: of the selected chat, of the selected
// agent, and of the floor now, in the last half hour and today.
func scopesOf(row *model.Row, agent *model.AgentRow) []scope {
	var out []scope
	if row != nil {
		out = append(out, scope{word: "chat", title: draw.VisitorNumber(row), items: threadItems(row)})
	}
	if agent != nil {
		s := model.Subject{Agent: agent.ID}
		list := figureItems(model.Scope.OfAgent, s)
		s.Today = true
		out = append(out, scope{"agent", "agent " + strconv.FormatInt(int64(agent.ID), 10), agent.Name, append(list, figureItems(model.Scope.OfAgent, s)...)})
	}
	return append(out, scope{word: "floor", title: "the floor", items: floorItems()})
}

func floorItems() []listItem {
	var out []listItem
	moment := func(s model.Scope) bool { return s == model.ScopeMoment }
	window := func(s model.Scope) bool { return s == model.ScopeWindow }
	out = append(out, listItem{title: "Floor, now", heading: true})
	out = append(out, figureItems(moment, model.Subject{})...)
	out = append(out, listItem{title: "Floor, last 30 min", heading: true})
	out = append(out, figureItems(window, model.Subject{})...)
	out = append(out, listItem{title: "Floor, today", heading: true})
	return append(out, figureItems(window, model.Subject{Today: true})...)
}

// minuteItems are the figures of a minute of the Activity. Waiting chats are included only for the whole floor.
func minuteItems(c draw.Context, s model.Subject) []listItem {
	figures := []model.FigureID{model.FigureReplies, model.FigureVisitors, model.FigureMissed}
	if s.Agent == 0 && s.Key == (model.Key{}) {
		figures = slices.Insert(figures, 0, model.FigureWaiting)
	}
	var out []listItem
	for _, id := range figures {
		f := model.FigureOf(id)
		x := c.Floor.Explain(id, s, c.At)
		out = append(out, listItem{title: f.Title, short: f.Short, figure: id, subject: s, value: x.Value})
	}
	return out
}

// threadItems are what a leader asks of a chat, the clock that they look at first. Of a waiting chat
// there are seven, and one more where messages may be missing: what it waits for, who has it, and how it went.
func threadItems(row *model.Row) []listItem {
	s := model.Subject{Key: row.Key}
	figure := func(id model.FigureID) listItem {
		f := model.FigureOf(id)
		return listItem{title: f.Title, short: f.Short, figure: id, subject: s}
	}
	fact := func(f rowFact) listItem { return listItem{title: f.title(), short: f.short(), fact: f, subject: s} }
	sight := fact(factSight)
	switch {
	case row.SeenFor.Running && (row.Sight == model.SightSeen || row.Reason.Clock == model.ClockSeen && row.Level >= model.LevelWarn):
		sight = figure(model.FigureSeenFor)
	case row.Unseen.Running:
		sight = fact(factUnseen)
	}
	out := []listItem{figure(model.FigureWait)}
	if row.Wait.Running {
		out = append(out, fact(factSLA), sight, fact(factUnanswered), fact(factOwner))
	} else {
		out = append(out, sight, fact(factOwner))
		if row.Assigned.Running {
			out = append(out, figure(model.FigureAssigned))
		}
	}
	out = append(out, fact(factChat), fact(factFirst))
	if len(row.Gaps) > 0 {
		out = slices.Insert(out, 1, fact(factGap))
	}
	return out
}

// figureItems lists the figures of some registry scopes; for today only daily ones.
func figureItems(of func(model.Scope) bool, s model.Subject) []listItem {
	var out []listItem
	list := model.Figures()
	for i := range list {
		f := &list[i]
		if !of(f.Scope) || s.Today && !f.Scope.Daily() {
			continue
		}
		q := listItem{title: f.Title, short: f.Short, figure: f.ID, subject: s}
		if s.Today && s.Agent != 0 { // it is listed among the current ones
			q.title, q.short = f.Windowed(f.Title, true), f.Windowed(f.Short, true)
		}
		out = append(out, q)
	}
	return out
}

// findItem returns the scope and the index of the first item that fits, else of the floor's waiting
// chats.
func findItem(scopes []scope, fits func(listItem) bool) (of, at int) {
	waiting := func(q listItem) bool { return q.figure == model.FigureWaiting }
	for _, fits := range []func(listItem) bool{fits, waiting} {
		for i := range scopes {
			if at := slices.IndexFunc(scopes[i].items, fits); at >= 0 {
				return i, at
			}
		}
	}
	return 0, 0
}
