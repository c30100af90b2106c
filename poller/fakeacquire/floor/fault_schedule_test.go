package floor

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/poller/fakeacquire"
)

// TestMisbehave asks a floor that misbehaves once a second for half an hour:
// every fault comes, and most of the time all is well.
func TestMisbehave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakeacquire.NewServer(fakeacquire.Options{})
		f := New(s, 1, 2, 5, time.Now())
		f.InjectFaults()
		met := map[string]bool{}
		quiet, asked := 0, 0
		for range 30 * 60 {
			time.Sleep(time.Second)
			f.Advance(time.Now())
			asked++
			fault, ok := s.NextFault()
			if !ok {
				quiet++
				continue
			}
			met[fault.String()] = true
		}
		if len(met) != len(fakeacquire.AllFaults())-1 { // the flood is not for a demonstration
			t.Errorf("met %d faults, want %d: %v", len(met), len(fakeacquire.AllFaults())-1, met)
		}
		if quiet*2 < asked || quiet == asked {
			t.Errorf("all was well for %d of %d s", quiet, asked)
		}
		s.Heal()
		if status, _ := askFloor(t, s, fakeacquire.EndpointProfiles, "limit=1&page=1"); status != http.StatusOK {
			t.Errorf("after Heal: status %d", status)
		}
	})
}
