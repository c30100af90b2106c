package ui

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
	"floorwatch/ui/wall"
)

// showWall shows the wall in place of the panes: over the same Board, always of
// now, and with what [wall] and [privacy] say may be read by anybody.
func (a *App) showWall() {
	a.wall = wall.New(a.floor, a.cfg.Wall, a.cfg.Base(), a.now)
	a.wall.Over(&a.tracker, a.began, a.term, "Press "+keymap.FirstKey(a.keys.Wall)+" once more for the dashboard.")
	a.wall.Update(tea.WindowSizeMsg{Width: a.width, Height: a.height})
}

// wallKey takes a key in while the wall is shown. Any key says which one goes
// back; that one has to be the second, so that no sleeve shows names to a room.
func (a *App) wallKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if a.wall == nil {
		return nil, false
	}
	k := a.keys
	if key.Matches(msg, k.Repaint) {
		return a.repaint(), true
	}
	a.leaveWall(key.Matches(msg, k.Wall, k.Back, k.Quit))
	return nil, true
}

// wallClick does with the mouse what wallKey does with keys: two clicks go back.
func (a *App) wallClick(image.Point) (tea.Cmd, bool) {
	if a.wall == nil {
		return nil, false
	}
	a.leaveWall(true)
	return nil, true
}

// leaveWall goes back to the dashboard where that was asked for twice, and else asks.
func (a *App) leaveWall(asked bool) {
	if !asked || !a.wall.Leaving() {
		a.wall.Ask()
		return
	}
	a.wall, a.dirty = nil, true
}
