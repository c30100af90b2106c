package evidence

import (
	"testing"
	"time"
)

// The first read shows times that are ahead: of the last hour's messages, not of older ones.
func TestTimesAheadAreDoubtedAtOnce(t *testing.T) {
	now := time.Unix(1e9, 0)
	for _, c := range []struct {
		name              string
		right, old, ahead int
		want              bool
	}{
		{"all are right", 30, 100, 0, false},
		{"an hour ahead", 5, 100, 5, true},
		{"too few to say", 5, 100, 4, false},
		{"a few of many", 200, 0, 6, false},
		{"a site of many in another zone", 60, 0, 6, true},
	} {
		d := &Doubts{}
		for range c.right {
			d.NoteTime(now.Add(-10*time.Minute), now, now)
		}
		for range c.old {
			d.NoteTime(now.Add(-3*time.Hour), now, now)
		}
		for range c.ahead {
			d.NoteTime(now.Add(40*time.Minute), now, now)
		}
		if is := d.At(0, now); is.Zone != c.want || c.want && is.Off != 40*time.Minute {
			t.Errorf("%s: in doubt %v by %v, want %v", c.name, is.Zone, is.Off, c.want)
		}
	}
}

// Times are in doubt where words are off as a rule, and where some of many were sent after they were read.
func TestZoneIsDoubted(t *testing.T) {
	now := time.Unix(1e9, 0)
	for _, c := range []struct {
		name       string
		right, odd int
		lag        time.Duration // of the odd ones: how long before it was read a word had been sent
		want       bool
		off        time.Duration
	}{
		{"all are read soon", 50, 0, 0, false, 0},
		{"all an hour ahead", 0, 5, -time.Hour, true, time.Hour},
		{"too few to say", 0, 4, -time.Hour, false, 0},
		{"all an hour behind", 0, 5, time.Hour, true, -time.Hour},
		{"a site of many in another zone", 36, 4, -time.Hour, true, time.Hour},
		{"one word of 40", 39, 1, -time.Hour, false, 0},
		{"the clocks differ by seconds", 20, 20, -20 * time.Second, false, 0},
		{"some are read late", 36, 4, time.Hour, false, 0},
	} {
		d := &Doubts{}
		for range c.right {
			d.NoteLag(now.Add(-2*time.Second), now, now)
		}
		for range c.odd {
			d.NoteLag(now.Add(-c.lag), now, now)
		}
		if is := d.At(0, now); is.Zone != c.want || is.Off != c.off {
			t.Errorf("%s: in doubt %v by %v, want %v by %v", c.name, is.Zone, is.Off, c.want, c.off)
		}
	}
}

// By how much times are ahead is judged by the last hour alone: it may have changed since.
func TestTimesAheadOfAnEarlierHourAreForgotten(t *testing.T) {
	now := time.Unix(1e9, 0)
	d := &Doubts{}
	ahead := func(by time.Duration) {
		for range zoneLeast {
			d.NoteTime(now.Add(by), now, now)
		}
	}
	ahead(3 * time.Hour)
	now = now.Add(2 * doubtSpan)
	ahead(time.Hour)
	if is := d.At(0, now); !is.Zone || is.Off != time.Hour {
		t.Errorf("in doubt %v by %v, want by 1 h", is.Zone, is.Off)
	}
}
