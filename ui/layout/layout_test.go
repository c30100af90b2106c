package layout

import (
	"image"
	"testing"

	"floorwatch/ui/uitest"
)

func allWants() []Wants {
	var all []Wants
	for focus := range Panes {
		for lower := range Panes {
			for _, zoom := range []bool{false, true} {
				for _, agents := range []int{0, 3, 12, 500} {
					w := Wants{Focus: focus, Lower: lower, Zoom: zoom, Agents: agents}
					all = append(all, w)
					if agents == 12 && !zoom {
						for hidden := 2; hidden < 1<<Panes; hidden += 2 { // the threads are never hidden
							for p := range Panes {
								w.Hidden[p] = hidden>>p&1 == 1
							}
							all = append(all, w)
						}
					}
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
		want  Wants
		panes []Pane
		rows  int // of the figures
	}{
		{"wide", 120, 40, Wants{Agents: 12}, []Pane{Threads, Transcript, Agents, Activity}, 4},
		{"wide and less high", 120, 32, Wants{Agents: 12}, []Pane{Threads, Transcript, Agents, Activity}, 3},
		{"wide and low", 120, 22, Wants{Lower: Transcript}, []Pane{Threads, Transcript, Agents}, 2},
		{"wide and low, activity", 120, 22, Wants{Lower: Activity}, []Pane{Threads, Transcript, Activity}, 2},
		{"wide and flat", 120, 12, Wants{}, []Pane{Threads, Transcript}, 1},
		{"column", 119, 40, Wants{}, []Pane{Threads, Transcript}, 2},
		{"column, agents below", 80, 24, Wants{Focus: Agents}, []Pane{Threads, Agents}, 2},
		{"column, agents stay below", 80, 24, Wants{Lower: Agents}, []Pane{Threads, Agents}, 2},
		{"column and low", 80, 13, Wants{Focus: Transcript}, []Pane{Transcript}, 1},
		{"narrow", 59, 40, Wants{}, []Pane{Threads}, 1},
		{"narrow, another", 59, 40, Wants{Focus: Activity}, []Pane{Activity}, 1},
		{"zoomed", 200, 50, Wants{Focus: Transcript, Zoom: true}, []Pane{Transcript}, 4},
		{"wide without the transcript", 120, 40, Wants{Agents: 12, Hidden: Hidden{Transcript: true}}, []Pane{Threads, Agents, Activity}, 4},
		{"wide without the agents", 120, 40, Wants{Agents: 12, Hidden: Hidden{Agents: true}}, []Pane{Threads, Transcript, Activity}, 4},
		{"threads alone", 120, 40, Wants{Hidden: Hidden{true, true, true, true}}, []Pane{Threads}, 4},
		{"column, next one below", 80, 24, Wants{Lower: Transcript, Hidden: Hidden{Transcript: true}}, []Pane{Threads, Agents}, 2},
		{"hidden, with the focus", 80, 24, Wants{Focus: Agents, Hidden: Hidden{Agents: true}}, []Pane{Threads, Agents}, 2},
		{"flat", 80, 8, Wants{}, []Pane{Threads}, 0},
		{"tiny", 19, 40, Wants{}, nil, 0},
		{"tiny and flat", 80, 4, Wants{}, nil, 0},
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

// On the smallest terminal that people really have, the list and what is said
// in the selected thread are both there and worth looking at.
func TestLayout80x24(t *testing.T) {
	p := Split(80, 24, Wants{Lower: Transcript, Agents: 12})
	for _, r := range []struct {
		name string
		r    image.Rectangle
		rows int
	}{{"header", p.Header, 1}, {"figures", p.Figures, 2}, {"notice", p.Notice, 1}, {"threads", p.Panes[Threads], 10}, {"transcript", p.Panes[Transcript], 8}, {"footer", p.Footer, 1}} {
		if r.r.Dx() != 80 || r.r.Dy() < r.rows {
			t.Errorf("%s is %v, want 80 columns and at least %d rows", r.name, r.r, r.rows)
		}
	}
}
