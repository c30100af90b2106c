package transcript

import (
	"slices"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// history is the visitor's earlier chats in one line.
func (c *cardDrawing) history() []draw.Piece {
	if !c.row.AsOf.IsZero() {
		return c.joined(unknownSince, c.chatOrdinal(), c.bot(), c.sharing())
	}
	n := len(c.Card.Earlier)
	if n == 0 {
		return c.joined(c.chatOrdinal(), c.bot(), c.sharing())
	}
	e := &c.Card.Earlier[n-1]
	last := append([]draw.Piece{dim("last: ")}, c.earlier(e)...)
	answered := last
	if e.Answered {
		answered = append(slices.Clone(last), dim(", answered in "+draw.Duration(e.First)))
	}
	return c.fitting([][]draw.Piece{c.chatOrdinal(), answered, c.bot(), c.sharing()}, [][]draw.Piece{c.chatOrdinal(), answered}, [][]draw.Piece{c.chatOrdinal(), last, c.bot(), c.sharing()})
}

// earlier says who had an earlier chat and when.
func (c *cardDrawing) earlier(e *model.EarlierChat) []draw.Piece {
	at := draw.ClockTime(e.LastAt, c.Zone, 5)
	if !draw.SameDay(e.LastAt, c.now, c.Zone) {
		at = e.LastAt.In(c.Zone).Format("2 Jan")
	}
	if e.Agent == 0 {
		return []draw.Piece{text(at)}
	}
	return append(c.name(draw.RoleText, e.Name, e.Agent), text(" "+at))
}

// earlierChats are the last two chats and how each ended.
func (c *cardDrawing) earlierChats() []draw.Piece {
	list := c.Card.Earlier
	if len(list) == 0 {
		return []draw.Piece{dim("no chat is known")}
	}
	var parts [][]draw.Piece
	for i := len(list) - 1; i >= max(0, len(list)-2); i-- {
		p := c.earlier(&list[i])
		if how := list[i].How; how != "" {
			p = append(p, dim(", "+how))
		}
		parts = append(parts, p)
	}
	return c.joined(parts...)
}

// earlierAgents are the agents of those chats and what they are doing now.
func (c *cardDrawing) earlierAgents() []draw.Piece {
	var parts [][]draw.Piece
	var named []model.AgentID
	for i := len(c.Card.Earlier) - 1; i >= 0 && len(parts) < 2; i-- {
		a := c.agentOf(c.Card.Earlier[i].Agent)
		if a == nil || slices.Contains(named, a.ID) {
			continue
		}
		named = append(named, a.ID)
		of, word := draw.AgentState(a, c.now)
		p := append(c.name(draw.RoleText, a.Name, a.ID), dim(" "), draw.Piece{Role: of, Text: word})
		if why := draw.StateReasons(a.State, a.Busy, a.BusyPart); a.State == model.AgentOvertaking { // the word alone says little
			p = append(p, dim(": "+why[len(why)-1]))
		}
		if len(parts) == 0 && a.State != model.AgentUnknown {
			of := func(id model.FigureID) model.Value { return model.FigureOf(id).OfAgent(c.Card.Floor, a, false) }
			p = append(p, dim(", "+draw.Counted(c.style, of(model.FigureAgentActive), "chat", "chats")+", "+c.style.Value(of(model.FigureAgentWaiting))+" waiting"))
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return []draw.Piece{dim(c.style.Glyphs.None)}
	}
	return c.joined(parts...)
}
