package layout

import (
	"image"
	"testing"

	"floorwatch/ui/uitest"
)

func allWants() []Options {
	var all []Options
	for focus := range Panes {
		for lower := range Panes {
			for _, zoom := range []bool{false, true} {
				w := Options{Focus: focus, Lower: lower, Zoom: zoom}
				all = append(all, w)
				for hidden := 2; !zoom && hidden < 1<<Panes; hidden += 2 { // the threads are never hidden
					for p := range Panes {
						w.Hidden[p] = hidden>>p&1 == 1
					}
					all = append(all, w)
				}
			}
		}
	}
	return all
}

func (p Places) all() []image.Rectangle {
	return append([]image.Rectangle{p.Status, p.Header, p.Notice, p.Figures, p.Footer}, p.Panes[:]...)
}

// Whatever the size, the rectangles stay on the screen, do not overlap and leave nothing over.
func TestLayoutIsTotal(t *testing.T) {
	wants, step, chance := allWants(), 9, uitest.Chance(t, 0)
	if uitest.Long() {
		step = 1
	}
	for w := -1; w <= 260; w += 1 + chance.IntN(step) {
		for h := -1; h <= 100; h += 1 + chance.IntN(step) {
			for _, want := range wants {
				p := Split(w, h, want)
				area := 0
				for i, r := range p.all() {
					if r.Empty() {
						continue
					}
					if !r.In(image.Rect(0, 0, w, h)) {
						t.Fatalf("Layout(%d, %d, %+v): rectangle %d is %v, off the screen", w, h, want, i, r)
					}
					for j, other := range p.all()[:i] {
						if r.Overlaps(other) {
							t.Fatalf("Layout(%d, %d, %+v): rectangles %d %v and %d %v overlap", w, h, want, i, r, j, other)
						}
					}
					area += r.Dx() * r.Dy()
				}
				if whole := max(0, w) * max(0, h); area != whole {
					t.Fatalf("Layout(%d, %d, %+v) covers %d cells of %d: %+v", w, h, want, area, whole, p)
				}
			}
		}
	}
}

// The pane with the focus is always on the screen, whatever the size.
func TestLayoutShowsTheFocus(t *testing.T) {
	for w := TinyWidth; w <= 210; w += 7 {
		for h := TinyHeight; h <= 60; h++ {
			for _, want := range allWants() {
				if p := Split(w, h, want); p.Panes[want.Focus].Empty() {
					t.Fatalf("Layout(%d, %d, %+v) leaves out %v", w, h, want, want.Focus)
				}
			}
		}
	}
}

func TestLayoutBySize(t *testing.T) {
	for _, c := range []struct {
		name  string
		w, h  int
		want  Options
		panes []Pane
		rows  int // of the figures
	}{
		{"huge", 200, 50, Options{}, []Pane{Threads, Transcript, Agents, Activity}, 4},
		{"wide", 160, 36, Options{}, []Pane{Threads, Transcript, Agents, Activity}, 4},
		{"wide and low", 160, 35, Options{}, []Pane{Threads, Transcript, Agents}, 2},
		{"high", 120, 40, Options{}, []Pane{Threads, Transcript, Agents, Activity}, 4},
		{"high, less wide", 119, 40, Options{}, []Pane{Threads, Transcript, Agents}, 2},
		{"side by side", 100, 30, Options{Lower: Transcript}, []Pane{Threads, Transcript, Agents}, 2},
		{"side by side, activity", 120, 30, Options{Lower: Activity}, []Pane{Threads, Transcript, Activity}, 2},
		{"side by side and flat", 120, 12, Options{}, []Pane{Threads}, 1},
		{"pair", 99, 40, Options{}, []Pane{Threads, Transcript}, 2},
		{"pair, agents below", 80, 24, Options{Focus: Agents}, []Pane{Threads, Agents}, 2},
		{"pair, agents stay below", 80, 24, Options{Lower: Agents}, []Pane{Threads, Agents}, 2},
		{"pair and low", 80, 13, Options{Focus: Transcript}, []Pane{Transcript}, 1},
		{"single", 79, 40, Options{}, []Pane{Threads}, 2},
		{"single and narrow", 59, 40, Options{}, []Pane{Threads}, 1},
		{"single, another", 59, 40, Options{Focus: Activity}, []Pane{Activity}, 1},
		{"zoomed", 200, 50, Options{Focus: Transcript, Zoom: true}, []Pane{Transcript}, 4},
		{"high without the transcript", 120, 40, Options{Hidden: Hidden{Transcript: true}}, []Pane{Threads, Agents, Activity}, 4},
		{"high without the agents", 120, 40, Options{Hidden: Hidden{Agents: true}}, []Pane{Threads, Transcript, Activity}, 4},
		{"wide without the transcript", 160, 40, Options{Hidden: Hidden{Transcript: true}}, []Pane{Threads, Agents, Activity}, 4},
		{"threads alone", 120, 40, Options{Hidden: Hidden{true, true, true, true}}, []Pane{Threads}, 4},
		{"pair, next one below", 80, 24, Options{Lower: Transcript, Hidden: Hidden{Transcript: true}}, []Pane{Threads, Agents}, 2},
		{"hidden, with the focus", 80, 24, Options{Focus: Agents, Hidden: Hidden{Agents: true}}, []Pane{Threads, Agents}, 2},
		{"flat", 80, 8, Options{}, []Pane{Threads}, 0},
		{"tiny", 19, 40, Options{}, nil, 0},
		{"tiny and flat", 80, 4, Options{}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Split(c.w, c.h, c.want)
			var got []Pane
			for pane := range Panes {
				if !p.Panes[pane].Empty() {
					got = append(got, pane)
				}
			}
			if len(got) != len(c.panes) {
				t.Fatalf("panes %v, want %v", got, c.panes)
			}
			for _, pane := range c.panes {
				if p.Panes[pane].Empty() {
					t.Errorf("panes %v, want %v", got, c.panes)
				}
			}
			if p.Figures.Dy() != c.rows {
				t.Errorf("figures have %d rows, want %d", p.Figures.Dy(), c.rows)
			}
			if tiny := c.panes == nil; tiny == p.Status.Empty() {
				t.Errorf("status line is %v on %dx%d", p.Status, c.w, c.h)
			}
		})
	}
}

// The sizes that the design names, with one row that says what is wrong or how the
// day has been.
func TestLayoutOfNamedSizes(t *testing.T) {
	for _, c := range []struct {
		w, h                                  int
		threads, transcript, agents, activity image.Rectangle
	}{
		{60, 20, image.Rect(0, 4, 60, 19), image.Rectangle{}, image.Rectangle{}, image.Rectangle{}},
		{80, 24, image.Rect(0, 4, 80, 15), image.Rect(0, 15, 80, 23), image.Rectangle{}, image.Rectangle{}},
		{100, 30, image.Rect(0, 4, 100, 17), image.Rect(48, 17, 100, 29), image.Rect(0, 17, 48, 29), image.Rectangle{}},
		{110, 40, image.Rect(0, 4, 110, 23), image.Rect(48, 23, 110, 39), image.Rect(0, 23, 48, 39), image.Rectangle{}},
		{120, 40, image.Rect(0, 6, 120, 23), image.Rect(60, 23, 120, 39), image.Rect(0, 23, 60, 33), image.Rect(0, 33, 60, 39)},
		{160, 45, image.Rect(0, 6, 100, 26), image.Rect(100, 6, 160, 44), image.Rect(0, 26, 100, 36), image.Rect(0, 36, 100, 44)},
		{200, 50, image.Rect(0, 6, 124, 27), image.Rect(124, 6, 200, 49), image.Rect(0, 27, 124, 40), image.Rect(0, 40, 124, 49)},
	} {
		p := Split(c.w, c.h, Options{Lower: Transcript})
		for pane, want := range map[Pane]image.Rectangle{Threads: c.threads, Transcript: c.transcript, Agents: c.agents, Activity: c.activity} {
			if got := p.Panes[pane]; got != want {
				t.Errorf("%dx%d: %v is %v, want %v", c.w, c.h, pane, got, want)
			}
		}
	}
}

// A wider screen of the same height never has fewer rows for the list, down to the widths that show one pane only.
func TestWiderScreensDoNotHideWhoWaits(t *testing.T) {
	for h := 20; h < highFrom; h++ {
		least := 0
		for _, w := range []int{pairFrom, sideFrom, boxesFrom, wideFrom, hugeFrom, 320} {
			rows := Split(w, h, Options{}).Panes[Threads].Dy()
			if least = max(least, min(rows, sideList)); rows < least {
				t.Errorf("%d by %d: the list has %d rows, and %d on a narrower screen", w, h, rows, least)
			}
		}
	}
}

// A higher screen of the same width never has fewer rows for the list, but where the design gives it other parts for
// them: from highFrom on the figures are boxes and the activity stands beside the agents, if it is 120 columns wide.
func TestHigherScreensDoNotHideWhoWaits(t *testing.T) {
	for _, w := range []int{pairFrom, sideFrom, boxesFrom - 1, boxesFrom, wideFrom, hugeFrom} {
		for _, want := range allWants() {
			for h := 25; h <= 70; h++ {
				low, high := Split(w, h-1, want), Split(w, h, want)
				if was, is := low.Panes[Threads].Dy(), high.Panes[Threads].Dy(); is < was && (w < boxesFrom || h != highFrom) {
					t.Errorf("%d by %d, %+v: the list has %d rows, and %d on a lower screen", w, h, want, is, was)
				}
			}
		}
	}
}
