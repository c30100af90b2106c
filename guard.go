package main

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model/safetext"
)

// ownFault is a panic that was caught, as the reason for the end of the run.
// What was thrown may quote what strangers wrote.
func ownFault(what string, thrown any) error {
	return fmt.Errorf("the %s failed by a fault of floorwatch's own, please report it: %s\n%s",
		what, safetext.Line(fmt.Sprint(thrown)), debug.Stack())
}

// A guarded screen ends the run where the screen's code or one of its commands
// panics. Bubble Tea would catch it too, but it prints the reason of some
// panics onto the screen that it then takes away, and takes others for a wish to quit.
type guarded struct {
	screen tea.Model
	fail   func(error)
	failed bool
}

// Init starts the screen.
func (g *guarded) Init() (cmd tea.Cmd) {
	defer g.catch()
	return g.guard(g.screen.Init())
}

// Update hands a message on.
func (g *guarded) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	if g.failed {
		return g, nil
	}
	m = g
	defer g.catch()
	next, c := g.screen.Update(msg)
	g.screen = next
	return g, g.guard(c)
}

// View draws the screen; after a panic an empty one, until the run has ended.
func (g *guarded) View() (v tea.View) {
	v.AltScreen = true
	if g.failed {
		return v
	}
	defer g.catch()
	return g.screen.View()
}

func (g *guarded) catch() {
	if r := recover(); r != nil {
		g.failed = true
		g.fail(ownFault("screen", r))
	}
}

// guard wraps a command, which runs on a goroutine of Bubble Tea's, and those in a batch.
func (g *guarded) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				g.fail(ownFault("screen's command", r))
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = g.guard(batch[i])
			}
		}
		return msg
	}
}
