package floor

import (
	"floorwatch/poller/fakeacquire"
	"slices"
	"time"
)

// Misbehave lets the floor's server fail now and then from now on: all of
// Mishaps but the flood (it would stay on the screen for good) by turns, each
// for some seconds, with quiet times between them.
func (f *Floor) Misbehave() {
	f.s.Mu.Lock()
	defer f.s.Mu.Unlock()
	f.mishap(slices.DeleteFunc(fakeacquire.Mishaps(), func(m fakeacquire.Fault) bool { return m.Kind == fakeacquire.KindFlood }), 0)
}

// mishap plans the next fault and its end.
func (f *Floor) mishap(all []fakeacquire.Fault, next int) {
	const quiet, lasts = 25 * time.Second, 8 * time.Second
	var end func()
	f.in(quiet, func() { end = f.s.Begin(all[next%len(all)]) })
	f.in(quiet+lasts, func() {
		end()
		f.mishap(all, next+1)
	})
}
