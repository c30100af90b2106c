package transcript

import (
	"math"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A Card holds what is known of the visitor and the chat besides the messages.
type Card struct {
	Earlier []model.EarlierChat // of the visitor, the oldest first
	Floor   *model.Snapshot     // whose agents have those chats; nil: none is known
	Part    bool                // not all of the floor has been read: there may be other chats
}

// An answer is how long an agent took to answer, and the goal; goal 0: there was no answer.
type answer struct{ took, goal time.Duration }

// Heights of a pane from which its card has one, two and five rows. With two or more a rule
// follows below them.
const (
	lineFrom = 6
	pairFrom = 9
	fullFrom = 24
)

// cardRows is the card's height in a pane of h rows. It depends on h only, so that messages do
// not move when more becomes known.
func cardRows(h int) int {
	switch {
	case h >= fullFrom:
		return 6
	case h >= pairFrom:
		return 3
	case h >= lineFrom:
		return 1
	}
	return 0
}

// CardRows is how many rows inside the frame are above the messages.
func (p *Pane) CardRows() int { return p.cardHeight }

// drawCard draws the card: the chat's agent and what they are doing, what the visitor is waiting
// for, and the visitor's earlier chats.
func (p *Pane) drawCard(style *draw.Style, now time.Time) []string {
	if p.cardHeight == 0 || p.row == nil {
		return nil
	}
	c := cardDrawing{Pane: p, style: style, now: now, agent: p.agentOf(p.row.Owner), room: p.width}
	if p.cardHeight > 3 {
		c.room -= labelCol
	}
	var rows [][]draw.Piece
	switch p.cardHeight {
	case 1:
		rows = [][]draw.Piece{c.short()}
	case 3:
		rows = [][]draw.Piece{c.short(), c.history()}
	default:
		rows = [][]draw.Piece{
			c.labelled("Assigned", c.assigned()), c.labelled("Waiting", c.waiting()), c.labelled("Visitor", c.visitor()),
			c.labelled("Before", c.earlierChats()), c.labelled("They are", c.earlierAgents()),
		}
	}
	lines := make([]string, 0, p.cardHeight)
	for _, r := range rows {
		lines = append(lines, style.Words(p.width, r...))
	}
	if p.cardHeight > 1 {
		l := style.Line(draw.OnScreen, p.width)
		l.Fill(draw.RoleFrame, style.Glyphs.Horizontal, p.width)
		lines = append(lines, l.String())
	}
	return lines
}

// agentOf is the row of an agent, or nil.
func (p *Pane) agentOf(a model.AgentID) *model.AgentRow {
	if p.Card.Floor == nil {
		return nil
	}
	i := slices.IndexFunc(p.Card.Floor.Agents, func(r model.AgentRow) bool { return a != 0 && r.ID == a })
	if i < 0 {
		return nil
	}
	return &p.Card.Floor.Agents[i]
}

// A cardDrawing has what drawing a card needs.
type cardDrawing struct {
	*Pane
	style *draw.Style
	now   time.Time
	agent *model.AgentRow // of the chat; nil: none, or unknown
	room  int             // cells after the label
}

// labelCol is the width of the labels of the full card.
const labelCol = 11

func text(s string) draw.Piece { return draw.Piece{Role: draw.RoleText, Text: s} }
func dim(s string) draw.Piece  { return draw.Piece{Role: draw.RoleDim, Text: s} }

// name is an agent's name, shortened for a sentence.
func (c *cardDrawing) name(of draw.Role, t safetext.Text, id model.AgentID) []draw.Piece {
	if t.IsEmpty() {
		return []draw.Piece{{Role: of, Text: draw.AgentNumber(id)}}
	}
	return c.style.Pieces(of, c.style.Known(draw.AgentName(t)).Truncate(20))
}

// labelled puts a label before a row of the full card.
func (c *cardDrawing) labelled(label string, row []draw.Piece) []draw.Piece {
	return append([]draw.Piece{dim(label + strings.Repeat(" ", labelCol-len(label)))}, row...)
}

// joined joins the parts that are not empty with dots, as far as they fit whole; the first is always there.
func (c *cardDrawing) joined(parts ...[]draw.Piece) []draw.Piece {
	dot := dim(" " + c.style.Glyphs.Dot + " ")
	var out []draw.Piece
	for _, p := range parts {
		switch {
		case len(p) == 0:
			continue
		case len(out) == 0:
			out = p
			continue
		}
		next := append(append(slices.Clone(out), dot), p...)
		if c.style.Total(next) > c.room {
			break
		}
		out = next
	}
	return out
}

// fitting joins the parts of the first form of which all fit, else of the last form as many as fit.
func (c *cardDrawing) fitting(forms ...[][]draw.Piece) []draw.Piece {
	all := *c
	all.room = math.MaxInt
	for _, f := range forms {
		if out := all.joined(f...); c.style.Total(out) <= c.room {
			return out
		}
	}
	return c.joined(forms[len(forms)-1]...)
}

// owner names the chat's agent; UNASSIGNED is coloured by the chat's level.
func (c *cardDrawing) owner() []draw.Piece {
	r := c.row
	switch {
	case r.Owner != 0:
		return c.name(draw.RoleText, r.OwnerName, r.Owner)
	case r.OwnerState == model.AgentUnknown:
		return []draw.Piece{dim("agent not known")}
	case !r.AsOf.IsZero():
		return []draw.Piece{dim(draw.Unassigned)}
	case r.OverLimit():
		return []draw.Piece{{Role: draw.RoleCritical, Text: draw.Unassigned}}
	}
	return []draw.Piece{{Role: draw.RoleStrong, Text: draw.Unassigned}}
}

// unknownSince is said of a chat whose messages are old.
var unknownSince = []draw.Piece{dim("what was written since is not known")}

// short says in one line who has the chat, what they are doing and what the visitor is waiting for.
func (c *cardDrawing) short() []draw.Piece {
	r := c.row
	switch {
	case !r.AsOf.IsZero():
		then := [][]draw.Piece{{dim("as of " + draw.AsOf(r))}, append(c.owner(), dim(" then"))}
		if c.cardHeight == 1 { // else the next row says it
			then = append(then, unknownSince)
		}
		return c.joined(then...)
	case r.Unsure:
		return c.joined(c.owner(), []draw.Piece{dim(unsureWords(r))})
	case !r.Wait.Running:
		status, late := c.standing()
		return c.fitting([][]draw.Piece{c.owner(), {text(status + late)}}, [][]draw.Piece{c.owner(), {text(status)}})
	case r.Owner == 0:
		waits := []draw.Piece{text("waiting for the " + c.response() + ", " + c.goal())}
		return c.fitting([][]draw.Piece{c.owner(), waits, c.unseenPart()}, [][]draw.Piece{c.owner(), waits}, [][]draw.Piece{c.owner(), {text(c.response() + ", " + c.goal())}})
	}
	goal := []draw.Piece{dim(c.goal())}
	var forms [][][]draw.Piece
	for _, why := range c.agentActivity() {
		forms = append(forms, [][]draw.Piece{c.owner(), why, goal, c.unseenPart()}, [][]draw.Piece{c.owner(), why, goal}, [][]draw.Piece{c.owner(), why})
	}
	return c.fitting(append(forms, [][]draw.Piece{c.owner(), c.agentState(), goal})...)
}

// response is what the visitor is waiting for.
func (c *cardDrawing) response() string {
	if c.row.First {
		return model.FigureOf(model.FigureFirst).Words()
	}
	return model.FigureOf(model.FigureNext).Words()
}

func (c *cardDrawing) goal() string { return "goal " + draw.Span(c.row.TimeLeft+c.row.Wait.For) }

// agentState is the list's word for what the agent is doing while this visitor waits.
func (c *cardDrawing) agentState() []draw.Piece {
	of, word := draw.OwnerState(c.row)
	if word == "" || word == draw.Unassigned {
		return nil
	}
	return []draw.Piece{{Role: of, Text: word}}
}

// agentActivity says what the agent is doing while this visitor waits, beginning with the list's word; the longest form
// first.
func (c *cardDrawing) agentActivity() (forms [][]draw.Piece) {
	word := c.agentState()
	if len(word) == 0 {
		return [][]draw.Piece{word}
	}
	if c.row.OwnerState == model.AgentUnknown {
		return [][]draw.Piece{{dim("what they do is not known")}}
	}
	for _, why := range draw.StateReasons(c.row.OwnerState, c.row.OwnerBusy, c.row.BusyPart) {
		forms = append(forms, append(slices.Clone(word), text(": "+why)))
	}
	if len(forms) == 0 {
		return [][]draw.Piece{word}
	}
	return forms
}

// unseenPart explains the list's word "part".
func (c *cardDrawing) unseenPart() []draw.Piece {
	if c.row.Sight != model.SightPart {
		return nil
	}
	return []draw.Piece{dim("part: rest unseen")}
}

// standing is the status of a chat that is not waiting, and by how much its answer was late.
func (c *cardDrawing) standing() (status, late string) {
	status = draw.ChatStatus(c.row)
	if a := c.lastAnswer; a.goal > 0 && status == "answered" {
		status += " after " + draw.Duration(a.took)
		if a.took > a.goal {
			late = ", " + draw.Duration(a.took-a.goal) + " past its goal"
		}
	}
	return status, late
}

// assigned says who has the chat and what they are doing.
func (c *cardDrawing) assigned() []draw.Piece {
	r := c.row
	switch {
	case !r.AsOf.IsZero():
		return append(c.owner(), dim(" as of "+draw.AsOf(r)))
	case !r.Wait.Running || r.Unsure:
		return c.owner()
	case r.Owner == 0 && r.OwnerState != model.AgentUnknown:
		return c.joined(c.owner(), []draw.Piece{dim("nobody has joined this chat")})
	}
	var forms [][][]draw.Piece
	for _, does := range append(c.agentActivity(), c.agentState()) {
		forms = append(forms, [][]draw.Piece{c.owner(), does})
	}
	return c.fitting(forms...)
}

// unsureWords say what is not known of a chat at a moment that nobody read. Figures count a wait that is sure, so the chat
// is not said to have ended perhaps.
func unsureWords(r *model.Row) string {
	if r.WaitSure {
		return "waited; the rest is not known"
	}
	return "may have ended"
}

// waiting says what the visitor is waiting for.
func (c *cardDrawing) waiting() []draw.Piece {
	r := c.row
	switch {
	case !r.AsOf.IsZero():
		return unknownSince
	case r.Unsure:
		return []draw.Piece{dim(unsureWords(r))}
	case !r.Wait.Running:
		status, late := c.standing()
		return []draw.Piece{dim("no: "), text(status + late)}
	}
	return c.joined([]draw.Piece{text("for the " + c.response() + ", " + c.goal())}, []draw.Piece{dim(draw.Count(r.Unanswered, "message", "messages"))}, c.unseenPart())
}

// visitor says who the visitor is; the name, a stranger's text, comes last.
func (c *cardDrawing) visitor() []draw.Piece {
	r := c.row
	out := c.joined([]draw.Piece{text(draw.VisitorNumber(r))}, c.chatOrdinal(), c.bot(), c.sharing())
	if r.Name.IsEmpty() {
		return c.joined(out, []draw.Piece{dim("no name given")})
	}
	room := min(c.room-c.style.Total(out)-c.style.Width(" "+c.style.Glyphs.Dot+" "), c.width/2)
	return c.joined(out, c.style.Pieces(draw.RoleText, c.style.Known(r.Name).Truncate(max(1, room))))
}

// chatOrdinal says which of the visitor's chats this is; of today's chats if an earlier one was today.
func (c *cardDrawing) chatOrdinal() []draw.Piece {
	words := draw.NthChat(c.Card.Earlier, c.Card.Part, c.now, c.Zone)
	if words == "" {
		return nil
	}
	return []draw.Piece{text(words)}
}

func (c *cardDrawing) bot() []draw.Piece {
	if !c.row.Bot {
		return nil
	}
	return []draw.Piece{dim("bot before")}
}

// sharing says whether the visitor's browser was shared and the chat was recorded.
func (c *cardDrawing) sharing() []draw.Piece {
	s := &c.row.Sharing
	var parts [][]draw.Piece
	switch {
	case s.CoBrowsed > 0:
		words := "co-browsed " + draw.Count(s.CoBrowsed, "time", "times")
		if s.CoBrowseRecorded {
			words += ", recorded"
		}
		parts = append(parts, []draw.Piece{dim(words)})
	case s.CoBrowseRecorded:
		parts = append(parts, []draw.Piece{dim("co-browsing recorded")})
	}
	if s.Recorded {
		parts = append(parts, []draw.Piece{dim("recording")})
	}
	return c.joined(parts...)
}
