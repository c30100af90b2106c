package floor

import (
	"slices"
	"time"

	"floorwatch/poller/fakeacquire"
)

// InjectFaults makes the floor's server fail from time to time from now on, with each of AllFaults in turn except
// the flood (whose messages would stay on the screen), for some seconds each with quiet times in between.
func (f *Floor) InjectFaults() {
	f.s.Mu.Lock()
	defer f.s.Mu.Unlock()
	f.scheduleFault(slices.DeleteFunc(fakeacquire.AllFaults(), func(m fakeacquire.Fault) bool { return m.Kind == fakeacquire.KindFlood }), 0)
}

// scheduleFault schedules the next fault and its end.
func (f *Floor) scheduleFault(all []fakeacquire.Fault, next int) {
	const quiet, lasts = 25 * time.Second, 8 * time.Second
	var end func()
	f.after(quiet, func() { end = f.s.StartFault(all[next%len(all)]) })
	f.after(quiet+lasts, func() {
		end()
		f.scheduleFault(all, next+1)
	})
}
