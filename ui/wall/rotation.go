package wall

import (
	"time"
)

// A rotation is which page of which floor is shown: all pages of one floor, then those of the next. While
// something is severe it stops at the waiting page of that floor, or alternates between those of several such
// floors.
type rotation struct {
	pages  []wallPage
	floors int
	index  int       // among the pages of all floors
	since  time.Time // when the page came
	held   bool      // the page stays, since something is severe
}

func (t *rotation) floor() int     { return t.index / len(t.pages) }
func (t *rotation) page() wallPage { return t.pages[t.index%len(t.pages)] }

// advance sets the time; a page is shown for every. If the clock was set or the machine slept, the current
// page starts again.
func (t *rotation) advance(now time.Time, every time.Duration, severe func(floor int) bool) {
	t.held = t.page() == pageWaiting && severe(t.floor())
	switch d := now.Sub(t.since); {
	case d < 0:
		t.since = now
	case d >= every:
		if t.index = t.next(severe); d < 2*every {
			t.since = t.since.Add(every)
		} else {
			t.since = now
		}
		t.held = t.page() == pageWaiting && severe(t.floor())
	}
}

// next is the index of the next page.
func (t *rotation) next(severe func(floor int) bool) int {
	n := t.floors * len(t.pages)
	if !t.held {
		return (t.index + 1) % n
	}
	for i := 1; i < t.floors; i++ {
		at := (t.index + i*len(t.pages)) % n
		if severe(at / len(t.pages)) {
			return at
		}
	}
	return t.index
}

// remaining is how long the current page is still shown.
func (t *rotation) remaining(now time.Time, every time.Duration) time.Duration {
	return max(0, min(every, every-now.Sub(t.since)))
}

// cycleIndex returns which of n things is shown after d if each is shown for every. Clocks can be set back,
// so d may be negative.
func cycleIndex(d, every time.Duration, n int) int {
	times := d / every
	if d%every < 0 {
		times--
	}
	return (int(times%time.Duration(n)) + n) % n
}
