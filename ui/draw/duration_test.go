package draw

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

// A value that is too wide for its column loses its seconds, not its end.
func TestValueIn(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		st := NewTerminal().Style("dark", ascii, false)
		least := st.Glyphs.AtLeast
		for _, c := range []struct {
			c    model.Clock
			w    int
			want string
		}{
			{model.Clock{Running: true, For: 130 * time.Second}, 6, "2m10s"},
			{model.Clock{Running: true, For: 730 * time.Second, AtLeast: true}, 6, least + "12m"},
			{model.Clock{Running: true, For: 730 * time.Second, AtLeast: true}, 9, least + "12m10s"},
			{model.Clock{Running: true, For: 50 * time.Second, AtLeast: true}, 6, least + "50s"},
			{model.Clock{Running: true, For: 4000 * time.Second, AtLeast: true}, 5, least + "1h"},
			{model.Clock{}, 6, st.Glyphs.None},
		} {
			if got := st.ValueIn(model.ClockValue(c.c), c.w); got != c.want {
				t.Errorf("%v in %d cells: %q, want %q", c.c.For, c.w, got, c.want)
			}
		}
	}
}

// The longest clock fits its column.
func TestDurationFits(t *testing.T) {
	for _, d := range []time.Duration{-time.Hour, 0, time.Hour - 1, 24*time.Hour - 1, 100*24*time.Hour - 1, 1<<63 - 1} {
		if got := Duration(d); len(got) > 6 {
			t.Errorf("duration(%v) = %q, wider than its column", d, got)
		}
	}
}

func TestReplyAndSpanAndAgo(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ what, got, want string }{
		{"reply in the same second", reply(0), "<1s"},
		{"reply", reply(38 * time.Second), "38s"},
		{"span", Span(30 * time.Second), "30s"},
		{"span of whole minutes", Span(2 * time.Minute), "2m"},
		{"span of both", Span(150 * time.Second), "2m30s"},
		{"span of hours", Span(2 * time.Hour), "2h00m"},
		{"never", Ago(now, time.Time{}), ""},
		{"later than now", Ago(now, now.Add(time.Second)), "<1m"},
		{"seconds ago", Ago(now, now.Add(-59*time.Second)), "<1m"},
		{"minutes ago", Ago(now, now.Add(-90*time.Second)), "1m"},
		{"hours ago", Ago(now, now.Add(-47*time.Hour)), "47h"},
		{"days ago", Ago(now, now.Add(-48*time.Hour)), "2d"},
		{"none", Count(0, "alert", "alerts"), "0 alerts"},
		{"one", Count(1, "alert", "alerts"), "1 alert"},
		{"slow", Rate(0.04), "0.0"},
		{"below ten", Rate(9.94), "9.9"},
		{"above ten", Rate(11.6), "12"},
		{"less than nothing", Rate(-3), "0.0"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

// The wait and the time left stand side by side, in whole seconds: they are the goal together at every moment, and past
// it the wait is the goal and what it is past it.
func TestWaitAndTimeLeftAreTheGoal(t *testing.T) {
	const goal = time.Minute
	for wait := time.Duration(0); wait < 3*time.Minute; wait += 130 * time.Millisecond {
		r := &model.Row{Wait: model.Clock{Running: true, For: wait}, TimeLeft: goal - wait}
		left, past := strings.CutSuffix(TimeLeft(r), " left")
		if past = !past; past {
			left = "-" + strings.TrimPrefix(left, "+")
		}
		shown, err := time.ParseDuration(Duration(wait))
		rest, err2 := time.ParseDuration(left)
		if err != nil || err2 != nil || shown+rest != goal || past != r.PastGoal() {
			t.Fatalf("%s and %s of a goal of %v (%v, %v)", Duration(wait), TimeLeft(r), goal, err, err2)
		}
	}
}
