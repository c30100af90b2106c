package draw

import (
	"strconv"

	"floorwatch/model"
)

// A FigureReader reads the floor's figures off a snapshot and formats them.
type FigureReader struct {
	Style *Style
	S     *model.Snapshot
}

// Value returns a figure of the floor; for a window that of the last half hour.
func (r *FigureReader) Value(id model.FigureID) model.Value {
	return model.FigureOf(id).Value(r.S, model.Subject{})
}

// Text returns a figure of the floor, formatted.
func (r *FigureReader) Text(id model.FigureID) string { return r.Style.Value(r.Value(id)) }

// Today returns a window's figure of today, formatted.
func (r *FigureReader) Today(id model.FigureID) string {
	return r.Style.Value(model.FigureOf(id).Value(r.S, model.Subject{Today: true}))
}

// Unread says why a figure has no value: the floor has not been read completely, or what is asked of a past moment
// cannot be known.
func (r *FigureReader) Unread() string {
	switch d := &r.S.Coverage.Debts; {
	case d.Total > d.Read:
		return "reading " + strconv.Itoa(d.Read) + " of " + strconv.Itoa(d.Total)
	case d.Total > 0:
		return "not known"
	}
	return "no data yet"
}

// Over-limit words of a count of chats: on a floor that is current, and on an old one in full and short.
var (
	OverLimit     = model.FigureOf(model.FigureWaitingOver).Words()
	OverLimitThen = OverLimit + " then"
	OverThen      = "over then"
)

// OverLimit says how many chats are over their limit, or were when the floor was current; the longest form first.
func (r *FigureReader) OverLimit() []string {
	n := r.Text(model.FigureWaitingOver) + " "
	if r.S.Old {
		return []string{n + OverLimitThen, n + OverThen}
	}
	return []string{n + OverLimit}
}

// PastGoal is how many chats wait longer than their goal, known as well as a figure of the same chats. say is false where
// it is 0 and others are over their limit, by the time for which they are unseen or seen: "0 past goal" would deny them.
func (r *FigureReader) PastGoal(like model.Value) (v model.Value, say bool) {
	n := r.S.PastGoal()
	return like.SameBound(n), n > 0 || r.S.Headline.WaitingOver == 0
}

// Counted formats a value with the singular or the plural.
func Counted(st *Style, v model.Value, one, many string) string {
	if v.Known() && v.Bound == model.BoundExact && v.Number == 1 {
		return "1 " + one
	}
	return st.Value(v) + " " + many
}

// AgentsOf says how many agents have chats of how many there are, "9 of 14 agents": not "active", which is a state of
// agents.
func (r *FigureReader) AgentsOf() string {
	return r.Style.Value(r.Value(model.FigureAgentsActive)) + " of " + Count(len(r.S.Agents), "agent", "agents")
}

// ChatsEach says how many active chats an agent who has any has on average, "2.4 each"; empty unless both counts are
// exact.
func (r *FigureReader) ChatsEach() string {
	chats, agents := r.Value(model.FigureActive), r.Value(model.FigureAgentsActive)
	if chats.Bound != model.BoundExact || agents.Bound != model.BoundExact || agents.Number == 0 {
		return ""
	}
	return Rate(chats.Number/agents.Number) + " each"
}

// NobodyWaits says that no chat waits, or waited when the floor was last read.
func (r *FigureReader) NobodyWaits() string {
	if r.S.Old {
		return "nobody waited"
	}
	return "nobody waits"
}

// Usual says what is usual for a figure of the half hour, "usually 88–94"; empty if unknown.
func (r *FigureReader) Usual(id model.FigureID) string {
	f := model.FigureOf(id)
	if b, ok := f.Usual(r.S); ok && b.Known() {
		return "usually " + f.Range(b, r.Style.Signs())
	}
	return ""
}
