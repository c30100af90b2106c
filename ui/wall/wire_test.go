package wall

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/term"
	"floorwatch/ui/uitest"
)

// A wire is the renderer of Bubble Tea as a program on a terminal of 256 colours has it, and what it has written.
type wire struct {
	out    bytes.Buffer
	screen uv.ScreenBuffer
	r      *uv.TerminalRenderer
	rows   []string // of the last frame
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

// show draws a frame, of which rows that are as before need no parsing, and returns how many bytes reach the terminal.
func (l *wire) show(t *testing.T, frame string) int {
	t.Helper()
	l.out.Reset()
	rows := strings.Split(frame, "\n")
	for y, row := range rows {
		if y < len(l.rows) && l.rows[y] == row {
			continue
		}
		at := uv.Rect(0, y, l.screen.Width(), 1)
		l.screen.ClearArea(at)
		uv.NewStyledString(row).Draw(l.screen, at)
	}
	l.rows = rows
	l.r.Render(l.screen.RenderBuffer)
	if err := l.r.Flush(); err != nil {
		t.Fatal(err)
	}
	return len(term.DropRedundantStyles(l.out.Bytes()))
}

// bytesOfASecond is what a page sends to a terminal in a second on average, while nothing happens
// on the floor but that time goes by.
func bytesOfASecond(t *testing.T, page string, w, h int) int {
	t.Helper()
	const seconds = 10
	f, cfg := uitest.NewFloor(), DefaultConfig()
	read := func(at time.Time) { // all is as old after each second, so that the age stays the same
		f.Status.LastGood = at
		for i := range f.Threads {
			f.Threads[i].PolledAt = at
		}
	}
	read(uitest.Now())
	cfg.Pages = []string{page}
	wall := New(f, cfg, drawtest.Screen(), uitest.Now())
	wall.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	l, sum := newWire(w, h), 0
	l.show(t, wall.View().Content)
	for s := range seconds {
		at := uitest.Now().Add(time.Duration(1+s) * time.Second)
		read(at)
		wall.Update(draw.Tick(at))
		sum += l.show(t, wall.View().Content)
		wall.Update(secondFrame{})
		sum += l.show(t, wall.View().Content)
	}
	return sum / seconds
}

// A second of each of the wall's pages is no more bytes than it was before the wall was written in block letters,
// measured with this test, less the filter of what the renderer says twice, which there was not. With FLOORWATCH_LONG at all sizes,
// with -short at the smallest and at one of two others by chance.
func TestBytesOfASecond(t *testing.T) {
	huge := rand.IntN(2) == 0
	for _, c := range []struct {
		w, h   int
		always bool   // else with FLOORWATCH_LONG alone
		before [4]int // of figures, waiting, agents, activity
		more   [4]int // where that cannot be held, what it is instead
	}{
		{80, 24, true, [4]int{339, 932, 152, 53}, [4]int{}},
		// The worst wait in the alert bar ticks in letters.
		{100, 30, false, [4]int{830, 932, 158, 53}, [4]int{0, 0, 0, 66}},
		{132, 43, false, [4]int{1301, 1024, 186, 81}, [4]int{}},
		{160, 45, true, [4]int{1831, 1026, 188, 84}, [4]int{}},
		{240, 67, false, [4]int{2609, 1042, 204, 99}, [4]int{}},
		// An agent is five rows of letters instead of one of body type, and in these seconds two of them change places.
		{320, 90, true, [4]int{3964, 1042, 204, 99}, [4]int{0, 0, 286, 0}},
	} {
		if !c.always && os.Getenv("FLOORWATCH_LONG") == "" || testing.Short() && c.w > 80 && (c.w == 320) != huge {
			continue
		}
		for i, page := range wallPages() {
			n, most := bytesOfASecond(t, page, c.w, c.h), max(c.before[i], c.more[i])
			if n > most || n == 0 {
				t.Errorf("%dx%d: the %s page sends %d bytes a second, want at most %d", c.w, c.h, page, n, most)
			}
			if c.more[i] > 0 && n <= c.before[i] {
				t.Errorf("%dx%d: the %s page sends %d bytes a second, no more than before: it needs no exception", c.w, c.h, page, n)
			}
		}
	}
}
