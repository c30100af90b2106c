package draw

// DimZero keeps noughts in the background.
func DimZero(n int, of Role) Role {
	if n == 0 {
		return RoleDim
	}
	return Quiet(of)
}

// A Role is what a piece of text means. Panes know roles, only themes know colours.
type Role uint8

const (
	RoleText      Role = iota
	RoleStrong         // a figure, a title: text that carries the row
	RoleDim            // secondary text
	RoleFrame          // lines, not text
	RoleAccent         // focus, keys, the program's own name
	RoleOK             // severities; never without a mark or a word
	RoleWarn           //
	RoleCritical       //
	RoleSevere         //
	RoleAgent          // who speaks
	RoleVisitor        //
	RoleBot            //
	RoleOurs           // our own marks inside strangers' text
	RoleBars           // the first series of a chart
	RoleOtherBars      // the second one
	RoleChip           // an alert that is to be seen from afar: a filled block
	RoleBacklog        // the chats that wait, in a chart
	RoleRun            // the SLA of a wait over its limit, of one stretch with …
	RoleOver           // … the wait and the mark; the mark alone where another clock is the reason
	roles
)

// A Background is what lies behind a row.
type Background uint8

const (
	OnScreen            Background = iota
	OnSelected                     // the selected row of the pane with the focus
	onSelectedElsewhere            // the selected row of another pane
	OnInk                          // nothing: the cell itself is filled with the role's colour
	OnBlock                        // nothing: the cell is a blank of a filled block, without what text on it has besides
	Backings
)

// MarkRole draws a severe mark without the block behind it, which the clock beside it has.
func MarkRole(r Role) Role {
	if r == RoleSevere {
		return RoleCritical
	}
	return r
}

// Quiet keeps the block of a severe level to the wait itself.
func Quiet(of Role) Role {
	if of == RoleSevere {
		return RoleCritical
	}
	return of
}

// DimUnless keeps in the background whoever does not wait.
func DimUnless(waiting bool) Role {
	if waiting {
		return RoleText
	}
	return RoleDim
}

// Bold makes plain text stand out, and leaves colours that mean something.
func Bold(of Role) Role {
	if of == RoleText {
		return RoleStrong
	}
	return of
}

// RunRoles are those of the mark, the wait and the SLA of a chat, where its level has the role of and
// its wait the role wait: the two are coloured by the wait alone. Where that is over its limit the three
// are one stretch, of which the SLA is less red where red is hard to read.
func RunRoles(of, wait Role) (mark, clock, sla Role) {
	if mark, clock, sla = of, wait, wait; of == RoleCritical {
		mark = RoleOver
	}
	if wait == RoleCritical {
		clock, sla = RoleOver, RoleRun
	}
	return mark, clock, sla
}

// joins reports whether text of a role is one stretch with the blanks between it.
func (r Role) joins() bool { return r == RoleSevere || r == RoleRun || r == RoleOver }

// ground is the role of blanks beside text of a role: its own where that is a filled block.
func (r Role) ground() Role {
	if r == RoleSevere || r == RoleChip {
		return r
	}
	return RoleText
}
