package history

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// A report that lists the longest waits alone has those of the report that lists all, and says how many there are.
func TestALimitedListOfChatsHasTheLongestWaits(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2))
	var days []*ledger.Day
	for i := range 7 {
		d := testDayIn(time.Date(2026, 11, 16+i, 12, 0, 0, 0, time.UTC).Format(time.DateOnly), uint64(i), time.UTC)
		d.Found = nil
		for n := range 1000 {
			kind := ledger.FindingKinds[r.IntN(len(ledger.FindingKinds))]
			d.Found = append(d.Found, ledger.Finding{
				Kind: kind, At: d.From.Add(time.Duration(1+r.IntN(24*60)) * time.Minute), Chat: model.ChatID(1000*i + n), Waited: time.Duration(r.IntN(60)) * time.Minute,
			})
		}
		d.Sort()
		days = append(days, d)
	}
	var late []ledger.Finding
	for _, d := range days {
		late = append(late, pick(d.Found, nil, func(f ledger.Finding) bool { return f.Kind == ledger.FindingLate })...)
	}
	slices.SortStableFunc(late, func(x, y ledger.Finding) int { return cmp.Compare(y.Waited, x.Waited) })
	src := memSource{}
	for _, d := range days {
		src[d.Date] = d
	}
	q := query(Period{Title: "x", Loc: time.UTC, Spans: []ledger.TimeSpan{{From: days[0].From, To: days[6].To}}}, ByDay, days[6].To.AddDate(0, 0, 1))
	all, err := NewReport(src, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range late[:worst] {
		if !slices.ContainsFunc(all.Found, func(o ledger.Finding) bool { return o.Chat == f.Chat }) {
			t.Errorf("one of the latest answers is not listed: %+v", f)
		}
	}
	for _, q.Chats = range []int{1, 20, 300} {
		some, err := NewReport(src, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(some.Found) > 2*q.Chats+worst || some.Chats() != len(all.Found) {
			t.Errorf("%d are kept of %d, and said to be of %d, at most %d are wanted", len(some.Found), len(all.Found), some.Chats(), q.Chats)
		}
		if got, want := ledger.Worst(some.Found, q.Chats), ledger.Worst(all.Found, q.Chats); !slices.Equal(got, want) {
			t.Errorf("the %d longest waits are others than those of the whole list:\n%v\n%v", q.Chats, got, want)
		}
	}
}

// A chat missed at 00:00:00 is listed by the day that ends, and by no other.
func TestAChatOfMidnightIsOfTheDayThatEnds(t *testing.T) {
	now, loc := saturday(t)
	for _, c := range []struct {
		word string
		want int
	}{{"thursday", 0}, {"yesterday", 1}, {"today", 0}} {
		var days []*ledger.Day
		for _, date := range []string{"2026-11-26", "2026-11-27", "2026-11-28"} {
			d := testDayIn(date, 3, loc)
			d.Found = nil
			if date == "2026-11-27" {
				d.Found = []ledger.Finding{{Kind: ledger.FindingMissed, At: d.To, Chat: 4711, Waited: 30 * time.Minute, Unanswered: 1}}
			}
			days = append(days, d)
		}
		r, err := NewReport(writeDays(t, days...), query(parse(t, Ask{Word: c.word}, now, loc), ByHour, now))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Found) != c.want {
			t.Errorf("%s lists %d chats, want %d", c.word, len(r.Found), c.want)
		}
	}
}
