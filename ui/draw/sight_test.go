package draw

import (
	"testing"
	"time"

	"floorwatch/model"
)

// What was seen before the first reading has no time yet, and the sentence names none.
func TestASentenceSaysNoLowerBoundOfZero(t *testing.T) {
	for _, c := range []struct {
		seen model.Clock
		want string
	}{
		{model.Clock{Running: true, AtLeast: true}, "seen"},
		{model.Clock{Running: true, AtLeast: true, For: time.Second}, "seen 1s ago"},
		{model.Clock{Running: true}, "seen 0s ago"},
	} {
		r := &model.Row{Sight: model.SightSeen, SeenFor: c.seen, Wait: model.Clock{Running: true, For: time.Minute}}
		if got := SightSentence(r, func(c model.Clock) string { return Duration(c.For) }); got != c.want {
			t.Errorf("%+v: %q, want %q", c.seen, got, c.want)
		}
	}
}
