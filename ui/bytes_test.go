package ui

import (
	"io"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/term"
	"floorwatch/ui/uitest"
)

// played is what some seconds of a floor sent through Bubble Tea's renderer, second by second, and the frames.
type played struct {
	sent   [][]byte
	frames []string
}

// play runs App in a program of Bubble Tea in virtual time: its renderer paints at 60 frames a second
// of that, so the same floor sends the same bytes on any machine.
func play(t *testing.T, f *uitest.Floor, w, h, seconds int) (p played) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, out := &stage{App: New(f, testConfig(), &uitest.Source{}, uitest.Now())}, &tape{}
		in, keys := io.Pipe()
		program := tea.NewProgram(s, tea.WithInput(in), tea.WithOutput(out), tea.WithColorProfile(colorprofile.TrueColor),
			tea.WithWindowSize(w, h), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler())
		done := make(chan error, 1)
		go func() { _, err := program.Run(); done <- err }()
		time.Sleep(time.Second)
		if _, err := keys.Write([]byte("\x1b[?2026;2$y")); err != nil { // the terminal has synchronized output
			t.Fatal(err)
		}
		for i := range seconds + 1 {
			program.Send(draw.Tick(uitest.Now().Add(time.Duration(i) * time.Second)))
			time.Sleep(time.Second)
			synctest.Wait()
			if b := term.DropRedundantStyles(out.take()); i > 0 { // the first paints all
				p.sent = append(p.sent, b)
			}
			p.frames = append(p.frames, s.shown())
		}
		program.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		_, _ = keys.Close(), in.Close()
	})
	return p
}

func (p *played) bytes() (n int) {
	for _, b := range p.sent {
		n += len(b)
	}
	return n
}

// longFixture is the ticking floor with forty who wait, for up to a quarter of an hour.
func longFixture() *uitest.Floor {
	f := tickingFixture(false)
	for i := range 40 {
		r := &f.Threads[i]
		r.Wait, r.Sight, r.Unanswered, r.LastSide = uitest.Since(4+i*23), model.SightUnseen, 1, model.SideVisitor
		r.Unseen, r.LastAt = r.Wait, r.Wait.Since
	}
	return f
}

// A second in which nothing happens but that it goes by costs little over a slow line, also where forty wait, and
// not much more than a plain diff of the cells does.
func TestBytesASecond(t *testing.T) {
	const seconds = 8
	for name, c := range map[string]struct {
		floor *uitest.Floor
		w, h  int
		most  int     // bytes a second
		plain float64 // times a plain diff
	}{
		"forty wait":         {longFixture(), 200, 70, 1200, 1.5},
		"forty wait, a part": {longFixture(), 120, 40, 1200, 1.5},
		"twenty wait":        {tickingFixture(false), 200, 50, 1200, 1.6}, // a row of the list and one of the transcript tick in one line
		"quiet":              {quietFixture(), 200, 50, 200, 1.6},
	} {
		p := play(t, c.floor, c.w, c.h, seconds)
		plain, from := 0, screenOf(t, c.w, c.h, p.frames[0])
		for _, frame := range p.frames[1:] {
			to := screenOf(t, c.w, c.h, frame)
			plain += len(cellDiff(from, to))
			from = to
		}
		n := p.bytes() / seconds
		if n > c.most || float64(n)*seconds > c.plain*float64(plain) || n < 20 {
			t.Errorf("%s at %dx%d: %d bytes a second, want at most %d and %.1f times the %d of a plain diff; one second:\n%q",
				name, c.w, c.h, n, c.most, c.plain, plain/seconds, p.sent[seconds-1])
		}
		t.Logf("%s: %d bytes a second, %d of a plain diff", name, n, plain/seconds)
	}
}
