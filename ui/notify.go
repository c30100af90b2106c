package ui

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// calls is how alerts call people besides the screen.
type calls struct {
	cfg   alert.Config
	hook  alert.Hook
	muted bool // nobody is called
}

// SetAlertHook sets what delivers alerts; nil: nothing. Call it before the program runs.
func (a *App) SetAlertHook(h alert.Hook) { a.calls.hook = h }

// MuteAlerts turns off bell, desktop notifications and command: in a replay everything is long past.
func (a *App) MuteAlerts() { a.calls.muted = true }

func (c *calls) silent() bool { return c.muted || c.cfg.Silent() }

// sequences sends the alerts that are due, and returns the escape sequences that notify through the
// terminal. It does so in the past too, since a leader easily forgets that it is not now.
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

// summary says how people are called besides the screen, and counts calls. Failures are alerts of their own.
func (c *calls) summary() draw.Piece {
	if c.silent() {
		return draw.Piece{Role: draw.RoleDim, Text: alert.Config{}.Summary()}
	}
	text, of := c.cfg.Summary(), draw.RoleDim
	if c.hook != nil {
		sent, failed, suppressed := c.hook.Counts()
		text += fmt.Sprintf(": ok, %d sent", sent)
		if c.hook.Trouble() != "" {
			text, of = strings.Replace(text, ": ok,", ": failing,", 1), draw.RoleWarn
		}
		if failed > 0 {
			text += fmt.Sprintf(", %d failed", failed)
		}
		if suppressed > 0 {
			text += fmt.Sprintf(", %d suppressed", suppressed)
		}
	}
	return draw.Piece{Role: of, Text: text}
}
