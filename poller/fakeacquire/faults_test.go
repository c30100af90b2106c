package fakeacquire

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestMisbehave asks a floor that misbehaves once a second for half an hour:
// every fault comes, and most of the time all is well.
func TestMisbehave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewServer(Options{})
		f := NewFloor(s, 1, 2, 5, time.Now())
		f.Misbehave()
		met := map[string]bool{}
		quiet, asked := 0, 0
		for range 30 * 60 {
			time.Sleep(time.Second)
			f.Advance(time.Now())
			asked++
			s.mu.Lock()
			fault, ok := s.fault(call{endpoint: EndpointMessage})
			s.mu.Unlock()
			if !ok {
				quiet++
				continue
			}
			met[fault.String()] = true
		}
		if len(met) != len(Mishaps())-1 { // the flood is not for a demonstration
			t.Errorf("met %d faults, want %d: %v", len(met), len(Mishaps())-1, met)
		}
		if quiet*2 < asked || quiet == asked {
			t.Errorf("all was well for %d of %d s", quiet, asked)
		}
		s.Heal()
		if res, _ := ask(t, inMemory(s), memory, EndpointProfiles, "limit=1&page=1"); res.StatusCode != http.StatusOK {
			t.Errorf("after Heal: status %d", res.StatusCode)
		}
	})
}

// TestMishapsAreAll shows that no kind of fault was forgotten.
func TestMishapsAreAll(t *testing.T) {
	met := map[Kind]bool{}
	names := map[string]bool{}
	for _, f := range Mishaps() {
		met[f.Kind] = true
		names[f.String()] = true
	}
	if len(met) != len(kindNames) || len(names) != len(Mishaps()) {
		t.Errorf("%d kinds of %d and %d names for %d faults", len(met), len(kindNames), len(names), len(Mishaps()))
	}
}
