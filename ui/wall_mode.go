package ui

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
	"floorwatch/ui/wall"
)

// showWall shows the wall instead of the panes: of the same Board, always the present, and masked
// as [wall] and [privacy] say.
func (a *App) showWall() {
	a.wall = wall.New(a.floor, a.cfg.Wall, a.cfg.Base(), a.now)
	a.wall.AttachTo(&a.tracker, a.began, a.term, "Press "+keymap.FirstKey(a.keys.Wall)+" once more for the dashboard.")
	a.wall.Update(tea.WindowSizeMsg{Width: a.width, Height: a.height})
}

// wallKey handles keys while the wall is shown. The first key shows which key leaves; that key must be
// pressed next, so that a sleeve on the keyboard does not show names to the room.
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

// wallClick handles clicks likewise: two clicks leave the wall.
func (a *App) wallClick(image.Point) (tea.Cmd, bool) {
	if a.wall == nil {
		return nil, false
	}
	a.leaveWall(true)
	return nil, true
}

// leaveWall returns to the dashboard if that was asked twice in a row, else asks.
func (a *App) leaveWall(asked bool) {
	if !asked || !a.wall.Leaving() {
		a.wall.AskToLeave()
		return
	}
	a.wall, a.dirty = nil, true
}
