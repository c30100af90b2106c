package acquire

import (
	"net/http"
	"testing"
	"time"
	"unsafe"
)

// The skew after answers, one a second, whose Date headers are so many minutes ahead of our clock.
func TestServersWhoseClocksDiffer(t *testing.T) {
	repeat := func(n int, minutes ...int) (list []int) {
		for range n {
			list = append(list, minutes...)
		}
		return list
	}
	for _, tt := range []struct {
		name    string
		minutes []int
		want    int
	}{
		{"one answer of another server", append(repeat(100, 0), 60), 0},
		{"half of them", repeat(100, 0, 60), 0},
		{"half of them, the wrong one first", repeat(100, 60, 0), 0},
		{"half of them, and ours is the wrong clock", repeat(100, 60, 120), 60},
		{"a server that is wrong for ten seconds", append(repeat(100, 0), repeat(10, 60)...), 0},
		{"it was right again in between", append(append(repeat(100, 0), repeat(12, 60)...), append([]int{0}, repeat(12, 60)...)...), 0},
		{"a server that was set", append(repeat(100, 0), repeat(17, 60)...), 60},
		{"… and back", append(append(repeat(100, 0), repeat(17, -60)...), repeat(3, 0)...), 0},
		{"all are a day ahead", repeat(2, 1440), 1440},
	} {
		k, now := serverClock{}, testNow
		var skew time.Duration
		for _, m := range tt.minutes {
			now = now.Add(time.Second)
			_, skew = k.learn(now.Add(time.Duration(m)*time.Minute).Format(http.TimeFormat), now, now)
		}
		if got := int(skew.Round(time.Minute) / time.Minute); got != tt.want {
			t.Errorf("%s: the skew is %d min, want %d", tt.name, got, tt.want)
		}
	}
}

// Our own clock is set: the next answer tells how far the server's is ahead of it, without any proof.
func TestOwnClockIsSet(t *testing.T) {
	before := time.Now()
	k := serverClock{}
	k.learn(before.UTC().Format(http.TimeFormat), before, before)
	after := before.Add(5 * time.Second)
	date := after.UTC().Format(http.TimeFormat)
	(*struct{ wall uint64 })(unsafe.Pointer(&after)).wall -= uint64(time.Hour/time.Second) << 30
	if _, skew := k.learn(date, after, after); skew.Round(time.Minute) != time.Hour {
		t.Errorf("the skew is %v after our clock was set back by an hour, want an hour", skew)
	}
}
