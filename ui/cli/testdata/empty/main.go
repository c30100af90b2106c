// Empty is a Bubble Tea 2 program with only a clock: the cost of the stack itself. TestSpeedTable
// compares floorwatch with it in the same run; CONTRIBUTING.md states the result.
package main

import (
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
)

type clock time.Time

func tick() tea.Cmd { return tea.Tick(time.Second, func(t time.Time) tea.Msg { return clock(t) }) }

func (c clock) Init() tea.Cmd { return tick() }

func (c clock) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case clock:
		return msg, tick()
	case tea.KeyPressMsg:
		return c, tea.Quit
	}
	return c, nil
}

func (c clock) View() tea.View {
	v := tea.NewView("Longest wait " + time.Time(c).Format(time.TimeOnly)) // text that the measurement waits for
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(clock(time.Now())).Run(); err != nil {
		os.Exit(1)
	}
}
