package ui

import (
	"fmt"
	"time"

	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// calls is who is called besides the screen.
type calls struct {
	cfg   alert.Config
	hook  alert.Hook
	muted bool // nobody is to be called
}

// SetAlertHook names who is told of alerts; nil is nobody. Call it before the program runs.
func (a *App) SetAlertHook(h alert.Hook) { a.calls.hook = h }

// MuteAlerts keeps bell, desktop and command off: in a replay all has happened long ago.
func (a *App) MuteAlerts() { a.calls.muted = true }

func (c *calls) silent() bool { return c.muted || c.cfg.Silent() }

// sequences tells of what has become critical, and returns what the terminal is
// to be sent for it. Who looks at the past is called too, since they easily
// forget that it is not now.
func (c *calls) sequences(watch *alert.Tracker, now time.Time, tmux bool) string {
	if c.silent() {
		return ""
	}
	text, over := c.cfg.Call(watch, now, c.hook)
	if text == "" {
		return ""
	}
	return c.cfg.Sequences(text, over, tmux)
}

// summary say who is called besides the screen and what came of it. What fails is an alert of its own.
func (c *calls) summary() draw.Piece {
	if c.silent() {
		return draw.Piece{Role: draw.RoleDim, Text: alert.Config{}.Summary()}
	}
	text, of := c.cfg.Summary(), draw.RoleDim
	if c.hook != nil {
		sent, failed, suppressed := c.hook.Counts()
		text += fmt.Sprintf(": %d sent, %d failed, %d suppressed", sent, failed, suppressed)
		if c.hook.Trouble() != "" {
			of = draw.RoleWarn
		}
	}
	return draw.Piece{Role: of, Text: text}
}
