package ui

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// A tape keeps what is written to it. Safe for concurrent use.
type tape struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *tape) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *tape) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.b.Bytes())
}

// take returns what was written since it was last called.
func (t *tape) take() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := bytes.Clone(t.b.Bytes())
	t.b.Reset()
	return b
}

// run80x24 runs a as a program without input for some virtual time and returns what it wrote, second by second.
func run80x24(t *testing.T, a *App, d time.Duration, during func(*tea.Program)) (all []byte, perSecond []int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var out tape
		p := tea.NewProgram(a, tea.WithInput(nil), tea.WithOutput(&out), tea.WithWindowSize(80, 24), tea.WithFPS(15),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler())
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		if during != nil {
			go during(p)
		}
		last := 0
		for range int(d / time.Second) {
			time.Sleep(time.Second)
			synctest.Wait()
			n := len(out.bytes())
			perSecond, last = append(perSecond, n-last), n
		}
		time.Sleep(300 * time.Millisecond) // the frame of the last tick
		synctest.Wait()
		all = out.bytes()
		p.Quit()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		time.Sleep(2 * time.Second) // past the tick that is still pending
	})
	return all, perSecond
}

// A floor on which nothing happens costs next to nothing on a slow line: clock and data age.
func TestQuietFloorWritesLittle(t *testing.T) {
	a := New(quietFixture(), testConfig(), &uitest.Source{}, uitest.Now())
	_, perSecond := run80x24(t, a, 65*time.Second, nil)
	for i, n := range perSecond[5:] {
		if n > 200 {
			t.Errorf("second %d: %d bytes, want at most 200", i+5, n)
		}
		if n == 0 {
			t.Errorf("second %d: nothing was written: a frozen screen looks like that", i+5)
		}
	}
}

// What the terminal shows in the end is what View said, cell by cell.
func TestTerminalShowsTheView(t *testing.T) {
	a := New(uitest.NewFloor(), testConfig(), &uitest.Source{}, uitest.Now())
	out, _ := run80x24(t, a, 20*time.Second, func(p *tea.Program) {
		for i, k := range strings.Fields("down down tab up up tab tab / a n a enter esc z z ? x r") {
			time.Sleep(700 * time.Millisecond)
			p.Send(uitest.KeyPress(k))
			if i == 5 {
				p.Send(model.Event{At: uitest.Now()})
			}
		}
	})
	term := vt.NewEmulator(80, 24)
	if _, err := term.WriteString("\x1b[20h"); err != nil { // without a terminal Bubble Tea takes LF for CRLF
		t.Fatal(err)
	}
	if _, err := term.Write(out); err != nil {
		t.Fatal(err)
	}
	got := strings.Split(ansi.Strip(term.Render()), "\n")
	for y, want := range strings.Split(screen(a), "\n") {
		if y >= len(got) || strings.TrimRight(got[y], " ") != strings.TrimRight(want, " ") {
			t.Errorf("row %d is\n%q\nwant\n%q", y, got[min(y, len(got)-1)], want)
		}
	}
}
