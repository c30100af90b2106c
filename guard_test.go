package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A clumsy screen panics at one place once it is told to.
type clumsy struct{ where string }

type stumble struct{}

func (c *clumsy) trip(where string) {
	if c.where == where {
		panic("stumbled in " + where + " over \x1b[31m red")
	}
}

func (c *clumsy) Init() tea.Cmd {
	c.trip("Init")
	return func() tea.Msg { return stumble{} }
}

func (c *clumsy) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(stumble); !ok {
		return c, nil
	}
	c.trip("Update")
	if c.where == "View" {
		c.where = "View now"
	}
	return c, tea.Batch(nil, func() tea.Msg {
		c.trip("command")
		return tea.BatchMsg{func() tea.Msg { c.trip("batch"); return nil }}
	})
}

func (c *clumsy) View() tea.View {
	c.trip("View now")
	v := tea.NewView("a screen")
	v.AltScreen, v.ReportFocus = true, true
	return v
}

// TestPanicsEndTheRun lets every part of the program panic, on a real terminal.
func TestPanicsEndTheRun(t *testing.T) {
	parts := []string{"poller", "pump", "demo floor", "Init", "Update", "View", "command", "batch"}
	for i, where := range parts {
		t.Run(where, func(t *testing.T) {
			var why error
			s := openSession(t, 80, 24, nil)
			s.start(func(ctx context.Context, w world) int {
				out, err := terminal(w.out)
				if err != nil {
					t.Error(err)
					return exitUsage
				}
				crew := newCrew(ctx)
				out.lost = crew.cancel
				if i < 3 {
					crew.start(where, func(context.Context) error { panic("stumbled in " + where + " over \x1b[31m red") })
				}
				screen := &guarded{screen: &clumsy{where}, fail: crew.cancel}
				program := tea.NewProgram(screen, tea.WithContext(out.ctx), tea.WithInput(w.in), tea.WithOutput(out), tea.WithoutSignalHandler())
				why = errors.Join(out.run(crew.ctx, program), crew.stop())
				return exitFault
			})
			s.wait()
			s.checkRestored()
			for _, want := range []string{"stumbled in " + where, "please report it", "guard_test.go"} {
				if why == nil || !strings.Contains(why.Error(), want) {
					t.Errorf("the reason does not hold %q: %v", want, why)
				}
			}
			if why != nil && strings.Contains(why.Error(), "\x1b") {
				t.Errorf("the reason holds an escape sequence: %q", why)
			}
		})
	}
}
