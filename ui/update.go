package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// Update handles a message: it routes, the work is in methods.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.handle(msg)
	cmd = tea.Batch(cmd, searchMoment(&a.stack))
	a.place.show(&a.toast)
	a.updateAfter()
	cmd = tea.Batch(cmd, a.startLookBack())
	if a.wall != nil {
		cmd = tea.Batch(cmd, a.wall.Forward(msg, a.term))
	}
	if _, ok := msg.(draw.Tick); ok {
		cmd = tea.Batch(cmd, a.notify())
	}
	return a, cmd
}

func (a *App) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case draw.Tick:
		return a.tick(time.Time(msg))
	case model.Event:
		a.apply(msg)
	case draw.TickEvent:
		a.store(model.Event(msg))
	case draw.Reset:
		a.reset(msg.Board)
		a.acks.list = nil
	case tea.WindowSizeMsg:
		a.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		return a.press(a.Latin(msg))
	case tea.PasteMsg:
		a.paste(msg.Content)
	case tea.MouseWheelMsg:
		a.wheel(msg)
	case tea.MouseClickMsg:
		holdMouse(a, msg)
	case tea.MouseReleaseMsg:
		return releaseMouse(a, msg)
	case tea.FocusMsg:
		return a.repaint()
	case actionResult:
		return a.showResult(msg)
	case searchStep:
		return a.continueSearch(msg)
	case lookBackStep:
		return a.stepBack(msg)
	default:
		return a.terminalReport(msg)
	}
	return nil
}

// terminalReport applies what the terminal reports about itself.
func (a *App) terminalReport(msg tea.Msg) tea.Cmd {
	changed, cmd := a.term.HandleReport(msg)
	if changed {
		a.restyle()
	}
	return cmd
}

// tick sets the time that every clock on the screen shows.
func (a *App) tick(now time.Time) tea.Cmd {
	// Without the monotonic clock, which stops while the machine sleeps: data would look
	// recent after a suspend.
	a.now, a.needsRead = now.Round(0), true
	a.toast.tick(a.now)
	if draw.Overdue(a.now, a.painted) {
		return tea.Batch(draw.NextTick(a.cfg.Clock), a.repaint())
	}
	return draw.NextTick(a.cfg.Clock)
}

func (a *App) repaint() tea.Cmd {
	a.painted = a.now
	return tea.ClearScreen
}

// notify calls for alerts that are due, but not while the wall is shown, where nobody sits. All bytes
// go through Bubble Tea, so that they cannot end up in the middle of a frame.
func (a *App) notify() tea.Cmd {
	if a.wall != nil {
		return nil
	}
	if s := a.calls.sequences(&a.tracker, a.serverNow(), a.term.Tmux); s != "" {
		return tea.Raw(s)
	}
	return nil
}
