package floor

import (
	"floorwatch/poller/fakeacquire"
	"slices"
	"time"
)

// InjectFaults lets the floor's server fail now and then from now on: all of
// AllFaults but the flood (it would stay on the screen for good) by turns, each
// for some seconds, with quiet times between them.
func (f *Floor) InjectFaults() {
	f.s.Mu.Lock()
	defer f.s.Mu.Unlock()
	f.scheduleFault(slices.DeleteFunc(fakeacquire.AllFaults(), func(m fakeacquire.Fault) bool { return m.Kind == fakeacquire.KindFlood }), 0)
}

// scheduleFault plans the next fault and its end.
func (f *Floor) scheduleFault(all []fakeacquire.Fault, next int) {
	const quiet, lasts = 25 * time.Second, 8 * time.Second
	var end func()
	f.after(quiet, func() { end = f.s.StartFault(all[next%len(all)]) })
	f.after(quiet+lasts, func() {
		end()
		f.scheduleFault(all, next+1)
	})
}
