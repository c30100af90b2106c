package wall

import (
	"bytes"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A wire is the renderer of Bubble Tea as a program on a terminal of 256 colours has it, and what it has written.
type wire struct {
	out    bytes.Buffer
	screen uv.ScreenBuffer
	r      *uv.TerminalRenderer
}

func newWire(w, h int) *wire {
	l := &wire{screen: uv.NewScreenBuffer(w, h)}
	l.r = uv.NewTerminalRenderer(&l.out, []string{"TERM=xterm-256color"})
	l.r.SetColorProfile(colorprofile.TrueColor)
	l.r.SetScrollOptim(true)
	l.r.SetFullscreen(true)
	l.r.SetRelativeCursor(false)
	return l
}

// show draws a frame and returns how many bytes that took.
func (l *wire) show(t *testing.T, frame string) int {
	t.Helper()
	l.out.Reset()
	l.screen.Clear()
	uv.NewStyledString(frame).Draw(l.screen, l.screen.Bounds())
	l.r.Render(l.screen.RenderBuffer)
	if err := l.r.Flush(); err != nil {
		t.Fatal(err)
	}
	return l.out.Len()
}

// bytesOfASecond is what a page sends to a terminal in a second on average, while nothing happens
// on the floor but that time goes by.
func bytesOfASecond(t *testing.T, page string, w, h int) int {
	t.Helper()
	const seconds = 10
	f, cfg := uitest.NewFloor(), DefaultConfig()
	cfg.Pages = []string{page}
	wall := New(f, cfg, drawtest.Screen(), uitest.Now())
	wall.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	l, sum := newWire(w, h), 0
	l.show(t, wall.View().Content)
	for s := range seconds {
		wallPoll(wall, f, uitest.Now().Add(time.Duration(1+s)*time.Second))
		sum += l.show(t, wall.View().Content)
	}
	return sum / seconds
}

// A second of the wall, through its four pages in turn, is no more bytes than it was before the wall was
// written in block letters (measured with this test at the commit before it), and no page sends more than
// it did when this was written: 3 % are for what a fixture may change.
func TestBytesOfASecond(t *testing.T) {
	for _, c := range []struct {
		w, h   int
		before int    // of the four pages together
		most   [4]int // of figures, waiting, agents, activity
	}{
		{80, 24, 1476, [4]int{404, 615, 112, 89}},
		{100, 30, 1973, [4]int{632, 684, 112, 89}},
		{132, 43, 2592, [4]int{922, 1335, 190, 132}},
		{160, 45, 3129, [4]int{1075, 1303, 190, 132}},
		{240, 67, 3954, [4]int{1509, 771, 190, 132}},
		{320, 90, 5309, [4]int{2517, 1634, 442, 208}}, // the stem of a 7 leans: a byte more of activity
	} {
		sum := 0
		for i, page := range wallPages() {
			n := bytesOfASecond(t, page, c.w, c.h)
			if sum += n; n > c.most[i] || n == 0 {
				t.Errorf("%dx%d: the %s page sends %d bytes a second, want at most %d", c.w, c.h, page, n, c.most[i])
			}
		}
		if sum > c.before {
			t.Errorf("%dx%d: the four pages send %d bytes a second together, want at most %d", c.w, c.h, sum, c.before)
		}
	}
}
