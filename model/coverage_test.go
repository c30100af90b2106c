package model

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// Of each part of a coverage the newest stands, whichever comes first.
func TestMergeCoverage(t *testing.T) {
	old := Coverage{List: ListHealth{At: sec(1), Unfinished: true}, Freshness: Freshness{At: sec(9), Cause: CauseBudget, OldestRead: sec(3)}, Anomalies: Anomalies{At: sec(9), Seen: true}, Observed: Observed{At: sec(2), Since: sec(0)}}
	now := Coverage{List: ListHealth{At: sec(5), Read: 3, Pages: 3}, Freshness: Freshness{At: sec(2)}, Anomalies: Anomalies{At: sec(4), Zone: true}}
	for name, got := range map[string]Coverage{"in order": old.Merge(now), "in reverse": now.Merge(old), "again": old.Merge(now).Merge(old)} {
		if got.List != now.List || got.Anomalies != old.Anomalies || got.Freshness != old.Freshness || !reflect.DeepEqual(got.Observed, old.Observed) || !got.Debts.IsZero() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if (&Coverage{}).Exact() != true || old.Exact() {
		t.Error("a coverage that says nothing must be exact, and one with an unfinished list not")
	}
}

// What debts are counted where: by kind, by whether somebody may wait, by how old their newest word can be.
func TestSumDebts(t *testing.T) {
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	d := SumDebts(noon, []Debt{
		{Kind: DebtUnread, Live: true, Until: ago(90 * time.Second)},
		{Kind: DebtUnread, Live: true, Until: ago(100 * time.Second)},
		{Kind: DebtUnread, Live: true},
		{Kind: DebtEarlierChat, Until: ago(2*time.Hour + 14*time.Minute)},
		{Kind: DebtFailing, Key: Key{1, 2}, Live: true, Until: ago(3 * time.Hour)},
		{Kind: DebtFailing, Key: Key{1, 3}, Live: true, Denied: true, Until: ago(time.Hour)},
		{Kind: DebtCapped, Key: Key{1, 4}, Until: ago(-time.Minute)},
		{Kind: DebtUnlisted, Key: Key{5, NoThread}, Denied: true, Live: true},
	})
	want := Debts{
		At: noon, Failing: Keys{{1, 2}}, Denied: Keys{{1, 3}, {5, NoThread}}, Capped: Keys{{1, 4}},
		Groups: []DebtGroup{
			{Kind: DebtUnlisted, Live: true, Unknown: 1},
			{Kind: DebtUnread, Live: true, Unknown: 1, Ages: []int{1, 2}},
			{Kind: DebtEarlierChat, Ages: []int{120, 1}}, // a quarter of an hour, rounded towards now
			{Kind: DebtCapped, Ages: []int{0, 1}},
			{Kind: DebtFailing, Live: true, Ages: []int{60, 1, 180, 1}},
		},
	}
	if !reflect.DeepEqual(d, want) {
		t.Errorf("got  %+v\nwant %+v", d, want)
	}
	for _, c := range []struct {
		live bool
		span time.Duration
		want int
	}{
		{false, time.Minute, 5},       // unknown, capped, failing: a word of now may be in each
		{false, 2 * time.Minute, 7},   // the two of a minute and a half
		{true, 2 * time.Minute, 6},    // … without the capped one
		{false, 120 * time.Minute, 7}, // what is two hours old is not younger than that
		{false, 121 * time.Minute, 8},
	} {
		if got := d.CountNewerThan(c.live, c.span); got != c.want {
			t.Errorf("%d debts touch the last %v (live only: %v), want %d", got, c.span, c.live, c.want)
		}
	}
	if d.Count() != 8 {
		t.Errorf("%d debts in all, want 8", d.Count())
	}
}

// However much is owed, it travels in 4 kB, and no debt is lost or becomes older than it is.
func TestSumDebtsIsSmall(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 100, 2000, 50_000} {
		var list []Debt
		for i := range n {
			list = append(list, Debt{
				Kind: DebtKind(1 + i%6), Key: Key{VisitorID(1e9 + i), ThreadID(2e9 + i)}, Live: rng.IntN(2) == 0, Denied: rng.IntN(5) == 0,
				Until: noon.Add(-time.Duration(rng.IntN(30*24*60)) * time.Minute),
			})
		}
		d := SumDebts(noon, list)
		text, err := json.Marshal(d)
		if err != nil || len(text) > 4<<10 {
			t.Errorf("%d debts are %d bytes, %v; want at most 4 kB", n, len(text), err)
		}
		if d.Count() != n {
			t.Errorf("%d debts are counted as %d", n, d.Count())
		}
		named, threads := len(d.Failing)+len(d.Denied)+len(d.Capped)+d.Omitted, 0
		for _, o := range list {
			if o.Kind == DebtFailing || o.Kind == DebtCapped || o.Denied {
				threads++
			}
		}
		if named != threads {
			t.Errorf("of %d threads %d are named or counted as more", threads, named)
		}
		for _, span := range []time.Duration{10 * time.Minute, time.Hour, 24 * time.Hour} {
			least := 0
			for _, o := range list {
				if o.Kind == DebtFailing || noon.Sub(o.Until) < span {
					least++
				}
			}
			if got := d.CountNewerThan(false, span); got < least {
				t.Errorf("%d debts touch the last %v, and the sum says %d", least, span, got)
			}
		}
		var back Debts
		if err := json.Unmarshal(text, &back); err != nil || asJSON(back) != string(text) {
			t.Errorf("%s reads back as %+v, %v", text, back, err)
		}
	}
}

// A stream may send what no program of ours does: it is cut down, counts nothing below zero and overflows nothing.
func TestHostileCoverage(t *testing.T) {
	huge := int(^uint(0) >> 1)
	c := Coverage{Observed: Observed{At: noon, Holes: make([]Hole, 1000)}, Debts: Debts{At: noon, Failing: make(Keys, 150), Capped: make(Keys, 150)}}
	for range 100 {
		c.Debts.Groups = append(c.Debts.Groups, DebtGroup{Unknown: huge, Ages: []int{-5, huge, huge, huge, 3, -huge, 7}})
	}
	got := c
	got.Clamp()
	if len(got.Observed.Holes) > maxHoles || len(got.Debts.Groups) > maxDebtGroups || len(got.Debts.Failing)+len(got.Debts.Capped) > debtThreads {
		t.Errorf("%d holes, %d groups, %d threads are held", len(got.Observed.Holes), len(got.Debts.Groups), len(got.Debts.Failing)+len(got.Debts.Capped))
	}
	if got.Debts.Count() <= 0 || got.Debts.CountNewerThan(false, time.Hour) <= 0 {
		t.Errorf("counted as %d, of the last hour %d", got.Debts.Count(), got.Debts.CountNewerThan(false, time.Hour))
	}
	if len(c.Observed.Holes) != 1000 || len(c.Debts.Groups) != 100 {
		t.Error("the copy that others hold has changed")
	}
}

// A recording of another program may hold empty lists where ours leaves them out. Both say the same.
func TestEmptyListsOfACoverageSayNothing(t *testing.T) {
	empty := Coverage{Observed: Observed{Holes: []Hole{}}, Debts: Debts{Groups: []DebtGroup{{Kind: DebtUnread, Unknown: 1, Ages: []int{}}}, Failing: Keys{}, Denied: Keys{}, Capped: Keys{}}}
	held, plain := empty, Coverage{Debts: Debts{Groups: []DebtGroup{{Kind: DebtUnread, Unknown: 1}}}}
	held.Clamp()
	if !held.SameAs(&plain) {
		t.Errorf("%+v is not the same as %+v", held, plain)
	}
	if empty.Debts.Groups[0].Ages == nil {
		t.Error("the copy that others hold has changed")
	}
}
