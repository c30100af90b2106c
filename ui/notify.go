package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// Tell names who is told of alerts; nil is nobody. Call it before the program runs.
func (a *App) Tell(h alert.Hook) { a.hook = h }

// Mute keeps bell, desktop and command off: in a replay all has happened long ago.
func (a *App) Mute() { a.muted = true }

// silent reports whether nobody is to be called: nobody sits before the wall.
// Who looks at the past is called, since they easily forget that it is not now.
func (a *App) silent() bool { return a.muted || a.wall != nil || a.cfg.Alerts.Silent() }

// notify tells of what has become critical. All bytes go through Bubble Tea,
// so they cannot end up in the middle of a frame.
func (a *App) notify() tea.Cmd {
	if a.silent() {
		return nil
	}
	text := a.cfg.Alerts.Call(&a.watch, a.serverNow(), a.hook)
	if text == "" {
		return nil
	}
	if s := a.cfg.Alerts.Sequences(text, a.term.Tmux); s != "" {
		return tea.Raw(s)
	}
	return nil
}

// calls says who is called besides the screen, or what keeps the command from it.
func (a *App) calls() draw.Piece {
	if a.hook != nil {
		if trouble := a.hook.Trouble(); trouble != "" {
			return draw.Piece{Role: draw.RoleWarn, Text: trouble}
		}
	}
	if a.silent() {
		return draw.Piece{Role: draw.RoleDim, Text: alert.Config{}.Calls()}
	}
	return draw.Piece{Role: draw.RoleDim, Text: a.cfg.Alerts.Calls()}
}
