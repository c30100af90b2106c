package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// Update takes a message in. It routes; the work is in methods.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.take(msg)
	a.sayKeys()
	a.settle()
	a.hand(msg)
	if _, ok := msg.(draw.Tick); ok {
		cmd = tea.Batch(cmd, a.notify())
	}
	return a, cmd
}

func (a *App) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case draw.Tick:
		return a.tick(time.Time(msg))
	case model.Event:
		was := a.floor.Health()
		a.floor.Apply(msg)
		a.stale = a.stale || !draw.Routine(&msg, was, a.floor.Health())
		if !msg.At.IsZero() && (a.began.IsZero() || msg.At.Before(a.began)) {
			a.began = msg.At
		}
	case draw.Reset:
		a.floor, a.acks, a.stale, a.began = msg.Board, nil, true, time.Time{}
	case tea.WindowSizeMsg:
		a.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		return a.press(a.Latin(msg))
	case tea.PasteMsg:
		a.paste(msg.Content)
	case tea.MouseWheelMsg:
		a.wheel(msg)
	case tea.MouseClickMsg:
		return a.click(msg)
	case tea.FocusMsg:
		return a.repaint()
	default:
		return a.report(msg)
	}
	return nil
}

// report takes in what the terminal says about itself.
func (a *App) report(msg tea.Msg) tea.Cmd {
	changed, cmd := a.term.Take(msg)
	if changed {
		a.restyle()
	}
	return cmd
}

// tick takes the time in. Every clock on the screen goes by it.
func (a *App) tick(now time.Time) tea.Cmd {
	// Without the monotonic clock, which stands still while the machine sleeps:
	// data would look young after a suspend.
	a.now, a.stale = now.Round(0), true
	if a.flash != "" && now.After(a.flashUntil) {
		a.flash = ""
	}
	if draw.Overdue(a.now, a.painted) {
		return tea.Batch(draw.NextTick(a.cfg.Clock), a.repaint())
	}
	return draw.NextTick(a.cfg.Clock)
}

func (a *App) repaint() tea.Cmd {
	a.painted = a.now
	return tea.ClearScreen
}

// resize takes the size in. Bubble Tea passes 0 by 0 on where a terminal reports it.
func (a *App) resize(w, h int) {
	if w <= 0 || h <= 0 {
		return
	}
	a.width, a.height, a.dirty = w, h, true
}

// say shows for a while what was just done.
func (a *App) say(s string) {
	a.flash, a.flashUntil, a.dirty = s, a.now.Add(flashFor), true
}
