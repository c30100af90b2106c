package ui

// hide takes the pane with the focus away until it gets the focus again. The
// threads stay: something has to.
func (a *App) hide() {
	if a.focus == PaneThreads {
		a.say("The threads stay. Go to another pane to hide it.")
		return
	}
	p := a.focus
	a.zoom = false
	a.to(PaneThreads)
	a.hidden[p] = true
	a.say(p.String() + " hidden until " + firstKey(a.keys.Show) + ", or until it is opened.")
}

// show brings a pane back, where it is hidden, without giving it the focus.
func (a *App) show(p Pane) {
	a.hidden[p], a.dirty = false, true
	if p != PaneThreads {
		a.lower = p
	}
}

// beside is the next pane that is not hidden, d further on.
func (a *App) beside(d Pane) Pane {
	p := (a.focus + d) % panes
	for a.hidden[p] {
		p = (p + d) % panes
	}
	return p
}
