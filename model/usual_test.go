package model

import (
	"testing"
	"time"
)

// What a band lacks is what keeps it from being known: days first, then windows.
func TestWhatABandLacks(t *testing.T) {
	for want, b := range map[string]Band{
		"2 of 4 Mondays": {N: 6, Days: 2}, "0 of 4 Mondays": {}, "7 of 12 windows": {N: 7, Days: 7}, "11 of 12 windows": {N: 11, Days: 4},
	} {
		if got := b.Shortfall(time.Monday); got != want || b.Known() {
			t.Errorf("%+v lacks %q, want %q", b, got, want)
		}
	}
}
