//go:build !race

package term

import (
	"bufio"
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// A still screen never changes.
type still struct{}

func (s still) Init() tea.Cmd                       { return nil }
func (s still) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (s still) View() tea.View {
	v := tea.NewView("a screen")
	v.AltScreen = true
	return v
}

// However late a renderer stops its ticker, a pause ends with a frame. Bubble Tea asks for the terminal's size on a goroutine
// that it does not wait for, which the race detector reports where one pause follows another so quickly.
func TestAPauseEndsWithAFrame(t *testing.T) {
	settles, begin := rendererSettles, framesBegin
	rendererSettles, framesBegin = time.Microsecond, 50*time.Millisecond
	defer func() { rendererSettles, framesBegin = settles, begin }()
	far, near := rawTerminal(t)
	if err := pty.Setsize(far, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	frames := make(chan struct{}, 100) // those that take the screen
	go func() {
		for r := bufio.NewReader(far); ; frames <- struct{}{} {
			for seq := ""; !strings.HasSuffix(seq, ansi.SetModeAltScreenSaveCursor); {
				part, err := r.ReadString('h')
				if err != nil {
					return
				}
				seq += part
			}
		}
	}()
	drawn := func(when string) {
		t.Helper()
		select {
		case <-frames:
		case <-time.After(time.Minute): // a hang
			t.Fatalf("no frame comes %s", when)
		}
	}
	out, err := Open(near, near, func(string) string { return "xterm" })
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	program := out.Program(still{}, 60, func(error) { cancel() })
	jobs := out.watchJobs()
	defer jobs.close()
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	drawn("at the start")
	for range 10 { // of which some would end without one
		if !out.pause(ctx, program, jobs, ended, func() {}) {
			t.Fatal("the run ends")
		}
		drawn("after a pause")
	}
	program.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
