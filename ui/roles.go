package ui

// dimZero keeps noughts in the background.
func dimZero(n int, of role) role {
	if n == 0 {
		return roleDim
	}
	return quiet(of)
}

// A role is what a piece of text means. Panes know roles, only themes know colours.
type role uint8

const (
	roleText      role = iota
	roleStrong         // a figure, a title: text that carries the row
	roleDim            // secondary text
	roleFrame          // lines, not text
	roleAccent         // focus, keys, the program's own name
	roleOK             // severities; never without a mark or a word
	roleWarn           //
	roleCritical       //
	roleSevere         //
	roleAgent          // who speaks
	roleVisitor        //
	roleBot            //
	roleOurs           // our own marks inside strangers' text
	roleBars           // the first series of a chart
	roleOtherBars      // the second one
	roles
)

// A backing is what lies behind a row.
type backing uint8

const (
	onScreen   backing = iota
	onSelected         // the selected row of the pane with the focus
	onAway             // the selected row of another pane
	backings
)

// markRole draws a severe mark without the block behind it, which the clock beside it has.
func markRole(r role) role {
	if r == roleSevere {
		return roleCritical
	}
	return r
}

// textOrDim leaves the colour of a severity to the clock beside a word.
func textOrDim(of role) role {
	if of == roleDim {
		return roleDim
	}
	return roleText
}

// quiet keeps the block of a severe level to the wait itself.
func quiet(of role) role {
	if of == roleSevere {
		return roleCritical
	}
	return of
}

func dimUnless(waiting bool) role {
	if waiting {
		return roleText
	}
	return roleDim
}

// bold makes plain text stand out, and leaves colours that mean something.
func bold(of role) role {
	if of == roleText {
		return roleStrong
	}
	return of
}
