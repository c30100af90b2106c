package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/term"
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
			s.start(func(ctx context.Context, w Env) int {
				out, err := term.Open(w.In, w.Out, w.Getenv)
				if err != nil {
					t.Error(err)
					return exitUsage
				}
				group := newGroup(ctx)
				if i < 3 {
					group.start(where, func(context.Context) error { panic("stumbled in " + where + " over \x1b[31m red") })
				}
				program := out.Program(&clumsy{where}, 60, group.cancel)
				why = errors.Join(out.Run(group.ctx, program), group.stop())
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

// A reckless screen draws what comes to it.
type reckless struct{}

const crash = "\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1mX"

func (r *reckless) Init() tea.Cmd                       { return nil }
func (r *reckless) Update(tea.Msg) (tea.Model, tea.Cmd) { return r, nil }
func (r *reckless) View() (v tea.View) {
	v.AltScreen, v.Content = true, "drawn "+crash+"\x1b]0;t\a\x1b[2J"
	return v
}

// TestRecklessScreen: what would crash Bubble Tea's renderer does not come to it.
func TestRecklessScreen(t *testing.T) {
	s := openSession(t, 80, 24, nil)
	s.start(func(ctx context.Context, w Env) int {
		out, err := term.Open(w.In, w.Out, w.Getenv)
		if err != nil {
			t.Error(err)
			return exitUsage
		}
		group := newGroup(ctx)
		program := out.Program(&reckless{}, 60, group.cancel)
		if err := runProgram(group, program, out); err != nil {
			t.Error(err)
		}
		return exitOK
	})
	s.waitFor("drawn \ufffd[1;1;1", "1mX\ufffd]0")
	s.cancel()
	s.wait()
	s.checkRestored()
	checkOnlyOurs(t, []byte(s.all()))
}
