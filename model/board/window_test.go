package board

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

func zone(t tb, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return l
}

// The day begins at its first moment also where the clocks change at midnight.
func TestStartOfDay(t *testing.T) {
	cases := []struct{ zone, at, want string }{
		{"UTC", "2026-03-02T12:00:00Z", "2026-03-02T00:00:00Z"},
		{"UTC", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z"},
		{"Europe/Berlin", "2026-03-29T12:00:00+02:00", "2026-03-29T00:00:00+01:00"}, // 23 hours
		{"Europe/Berlin", "2026-10-25T12:00:00+01:00", "2026-10-25T00:00:00+02:00"}, // 25 hours
		{"Asia/Kolkata", "2026-03-02T12:00:00+05:30", "2026-03-02T00:00:00+05:30"},
		{"Africa/Cairo", "2024-04-26T12:00:00+03:00", "2024-04-26T01:00:00+03:00"},      // no midnight
		{"Asia/Beirut", "2022-10-30T12:00:00+02:00", "2022-10-30T00:00:00+02:00"},       // back at midnight, to the day before
		{"America/Havana", "2023-11-05T12:00:00-05:00", "2023-11-05T00:00:00-04:00"},    // midnight twice
		{"America/Sao_Paulo", "2018-11-04T12:00:00-02:00", "2018-11-04T01:00:00-02:00"}, // no midnight
	}
	for _, c := range cases {
		at, _ := time.Parse(time.RFC3339, c.at)
		want, _ := time.Parse(time.RFC3339, c.want)
		if got := startOfDay(at.In(zone(t, c.zone))); !got.Equal(want) {
			t.Errorf("%s in %s: the day starts at %v, want %v", c.at, c.zone, got, want)
		}
	}
}

// The start of a day lies on that day, and a moment earlier does not.
func TestStartOfDayAnywhere(t *testing.T) {
	zones := []string{"Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "America/Havana", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"}
	rapid.Check(t, func(t *rapid.T) {
		l := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		at := time.Unix(rapid.Int64Range(1577836800, 1900000000).Draw(t, "at"), 0).In(l)
		y, m, d := at.Date()
		start := startOfDay(at)
		if start.After(at) || !isDate(start, y, m, d) || isDate(start.Add(-1), y, m, d) {
			t.Errorf("%v: the day starts at %v", at, start)
		}
	})
}

// Today is computed at each call, in the configured time zone.
func TestMidnight(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	b := New(Config{Location: berlin})
	midnight := time.Date(2026, 3, 29, 0, 0, 0, 0, berlin) // clocks go forward on that day
	shift := midnight.Sub(noon)
	for chat, stream := range map[model.ChatID]string{1: "V0 A20", 2: "V30 A90", 3: "V60 A61"} {
		msgs := readStream(t, chat, stream)
		for i := range msgs {
			msgs[i].SentAt = msgs[i].SentAt.Add(shift - time.Minute)
			msgs[i].FirstAt, msgs[i].LastAt = msgs[i].SentAt, msgs[i].SentAt
		}
		b.Apply(model.Event{At: midnight, Messages: msgs})
	}
	cases := []struct {
		after    time.Duration
		from     time.Time
		first, n int // answered, decided
	}{
		{-time.Second, midnight.AddDate(0, 0, -1), 1, 1},
		{0, midnight.AddDate(0, 0, -1), 1, 2}, // decided at midnight is decided on the day that ends
		{time.Second, midnight, 1, 1},
		{31 * time.Second, midnight, 2, 1}, // chat 2's turn failed at midnight, which is not in (midnight, now]
		{22 * time.Hour, midnight, 2, 1},
		{23*time.Hour + time.Second, midnight.AddDate(0, 0, 1), 0, 0},
	}
	for _, c := range cases {
		w := b.At(midnight.Add(c.after)).Headline.Today
		if !w.From.Equal(c.from) || w.First.N != c.first || w.FirstService.Of != c.n {
			t.Errorf("%v after midnight: from %v, %d answered, %d decided; want %v, %d, %d",
				c.after, w.From.In(berlin), w.First.N, w.FirstService.Of, c.from, c.first, c.n)
		}
	}
}

// A window holds (from, now].
func TestWindowEdges(t *testing.T) {
	b := boardOf(t, "V0 A10")
	for now, want := range map[int]int{9: 0, 10: 1, 1809: 1, 1810: 0} {
		if got := b.At(sec(now)).Headline.HalfHour.First.N; got != want {
			t.Errorf("answered at 10, now %d: %d in the half hour, want %d", now, got, want)
		}
	}
}

func TestQuantile(t *testing.T) {
	cases := []struct {
		list        []time.Duration
		median, p90 time.Duration
	}{
		{[]time.Duration{7}, 7, 7},
		{[]time.Duration{9, 1}, 1, 9},
		{[]time.Duration{3, 1, 2}, 2, 3},
		{[]time.Duration{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 5, 9},
		{[]time.Duration{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 6, 10},
		{[]time.Duration{4, 4, 4, 4}, 4, 4},
	}
	for _, c := range cases {
		if got, want := model.QuantileOf(slices.Clone(c.list)), (model.Quantile{N: len(c.list), Median: c.median, P90: c.p90}); got != want {
			t.Errorf("%v: %v, want %v", c.list, got, want)
		}
	}
	if got := model.QuantileOf(nil); got != (model.Quantile{}) {
		t.Errorf("of nothing: %v, want no data", got)
	}
}

// The histogram and the selection give what sorting gives.
func TestQuantilesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int64Range(0, 4000), 1, 60).Draw(t, "seconds")
		away := rapid.SliceOfN(rapid.Int64Range(0, 4000), 0, 9).Draw(t, "taken away again")
		var y ledger.Histogram
		var durations []time.Duration
		var ints []int
		for _, s := range append(slices.Clone(list), away...) {
			y.Add(int32(s), 1)
		}
		for _, s := range away {
			y.Add(int32(s), -1)
		}
		for _, s := range list {
			durations = append(durations, time.Duration(s)*time.Second)
			ints = append(ints, int(s))
		}
		want := refQuantile(ints)
		if got := y.Quantile(); got != want {
			t.Errorf("tally of %v: %v, want %v", list, got, want)
		}
		if got := model.QuantileOf(durations); got != want {
			t.Errorf("selection of %v: %v, want %v", list, got, want)
		}
	})
}

// A sum of decisions is that of a look at each, for every span within the half hour and holdFor before it,
// and nothing is left once all are removed.
func TestDecisionsAreSummedByMinute(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	now := model.InstantOf(time.Date(2026, 3, 2, 10, 0, 5, 0, time.UTC))
	oldest := now.Add(-halfHour - holdFor)
	var ds decisions
	var all []decision
	moment := func() model.Instant { // whole minutes and seconds too, which are the edges
		at := oldest.Add(time.Duration(rng.Int64N(int64(now.Since(oldest)))) + 1)
		return at - at%[]model.Instant{1, model.Instant(time.Second), model.Instant(time.Minute)}[rng.IntN(3)]
	}
	for range 500 {
		d := decision{max(moment(), oldest+1), rng.IntN(2) == 0, rng.IntN(2) == 0, rng.IntN(2) == 0}
		all = append(all, d)
		ds.add(d, 1)
	}
	for range 500 {
		from, to := moment(), moment()
		if rng.IntN(4) == 0 {
			from, to = oldest, now
		}
		var want service
		for i := range all {
			if d := &all[i]; from < d.at && d.at <= to {
				want.add(d, 1)
			}
		}
		if got := ds.in(from, to); got != want {
			t.Fatalf("from %v to %v: %+v, want %+v", from.Time(), to.Time(), got, want)
		}
	}
	for i := range all {
		ds.add(all[i], -1)
	}
	if got := ds.in(oldest, now); got != (service{}) {
		t.Errorf("with all removed: %+v, want nothing", got)
	}
}
