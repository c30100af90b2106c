package draw

// DimZero returns a role that keeps zeros in the background.
func DimZero(n int, of Role) Role {
	if n == 0 {
		return RoleDim
	}
	return Quiet(of)
}

// A Role is what a piece of text means. Panes use roles; only themes know colours.
type Role uint8

// Roles.
const (
	RoleText      Role = iota // plain text, in the terminal's own colour
	RoleStrong                // a figure, a title: the most important text of a row
	RoleDim                   // secondary text, which may be skipped
	RoleFrame                 // frames and rules: lines, not text
	RoleAccent                // focus, the program's own name
	RoleOK                    // within its limit; severities always have a mark or a word too
	RoleWarn                  // at or over its warning limit
	RoleCritical              // at or over its critical limit
	RoleSevere                // at or over its severe limit: a filled block
	RoleAgent                 // the agent who wrote a message, and the sign of a changed row
	RoleVisitor               // the visitor who wrote a message
	RoleBot                   // the bot that wrote a message
	RoleOurs                  // our own marks inside text from outside
	RoleBars                  // the first series of a chart
	RoleOtherBars             // the second series of a chart
	RoleChip                  // an alert to be seen from a distance: a filled block
	RoleBacklog               // waiting chats, in a chart
	RoleRun                   // the SLA of a chat over its limit, and its wait if another clock is the reason; they form a run with …
	RoleOver                  // … the mark, and with the wait if that is the reason
	RoleGhost                 // a chat that has just stopped waiting
	RoleKey                   // keys, and the title of the pane with the focus: bold accent
	roles
)

// A Background is what a row is drawn on.
type Background uint8

// Backgrounds.
const (
	OnScreen               Background = iota // the terminal's background: nothing is drawn
	OnSelected                               // the selected row of the focused pane
	onSelectedElsewhere                      // the selected row of another pane
	OnInk                                    // none: the cell itself is filled with the role's colour
	OnBlock                                  // none: the cell is a space of a filled block, without the other attributes of its text
	onSelectedRun                            // the run of the selected row: with few colours as in any other row
	onSelectedRunElsewhere                   // … of another pane
	Backgrounds                              // the number of backgrounds, for arrays
)

// MarkRole returns the role for a severe mark without the block behind it, which the clock beside it has.
func MarkRole(r Role) Role {
	if r == RoleSevere {
		return RoleCritical
	}
	return r
}

// Quiet returns a role without the block of a severe level, which only the wait itself has.
func Quiet(of Role) Role {
	if of == RoleSevere {
		return RoleCritical
	}
	return of
}

// DimUnless returns a role that keeps what does not wait in the background.
func DimUnless(waiting bool) Role {
	if waiting {
		return RoleText
	}
	return RoleDim
}

// Bold returns a role that makes plain text stand out and leaves meaningful colours alone.
func Bold(of Role) Role {
	if of == RoleText {
		return RoleStrong
	}
	return of
}

// RunRoles returns the roles of the mark, the wait and the SLA of a chat, given the roles of its level and of its
// wait. The three form one run of the chat's level, whichever of its clocks has that: a chat with the mark of one level
// and a wait in the colour of another would say two things. In the run of a chat over its limit only the mark and what
// is over are red where red is hard to read.
func RunRoles(of, wait Role) (mark, clock, sla Role) {
	switch {
	case of == RoleCritical && wait == RoleCritical:
		return RoleOver, RoleOver, RoleRun
	case of == RoleCritical:
		return RoleOver, RoleRun, RoleRun
	}
	return of, of, of
}

// joins reports whether text of the role forms a run with the spaces in between.
func (r Role) joins() bool { return r == RoleSevere || r == RoleRun || r == RoleOver }

// ground returns the role of spaces beside text of the role: the role itself if that is a filled block.
func (r Role) ground() Role {
	if r == RoleSevere || r == RoleChip {
		return r
	}
	return RoleText
}
