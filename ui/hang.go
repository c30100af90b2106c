package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// hang shows the wall in place of the panes: over the same Board, always of
// now, and with what [wall] and [privacy] say may be read by anybody.
func (a *App) hang() {
	w := NewWall(a.floor, a.cfg.Wall, a.cfg.Base(), a.now)
	w.watch, w.own = &a.watch, false
	w.term = a.term
	w.leave = "Press " + keymap.FirstKey(a.keys.Wall) + " once more for the dashboard."
	w.restyle()
	w.resize(a.width, a.height)
	a.wall = w
}

// hand hands on to the wall what App has taken in.
func (a *App) hand(msg tea.Msg) {
	w := a.wall
	if w == nil {
		return
	}
	switch msg := msg.(type) {
	case draw.Tick:
		w.pass(time.Time(msg))
	case model.Event:
		w.stale = true
	case draw.Reset, tea.WindowSizeMsg:
		w.take(msg)
	default:
		if w.term != a.term {
			w.term = a.term
			w.restyle()
		}
	}
	if w.stale {
		w.read()
	}
}

// wallKey takes a key in while the wall is shown. Any key says which one goes
// back; that one has to be the second, so that no sleeve shows names to a room.
func (a *App) wallKey(msg tea.KeyPressMsg) tea.Cmd {
	k := a.keys
	switch {
	case msg.String() == keymap.HardQuit:
		return tea.Quit
	case key.Matches(msg, k.Repaint):
		return a.repaint()
	case a.wall.leaving() && key.Matches(msg, k.Wall, k.Back, k.Quit):
		a.unhang()
	default:
		a.wall.ask()
	}
	return nil
}

// wallClick does with the mouse what wallKey does with keys: two clicks go back.
func (a *App) wallClick() {
	if a.wall.leaving() {
		a.unhang()
		return
	}
	a.wall.ask()
}

func (a *App) unhang() { a.wall, a.dirty = nil, true }
