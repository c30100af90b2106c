package history

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// memSource are days in memory.
type memSource map[string]*ledger.Day

func (m memSource) Days() ([]string, error) {
	var days []string
	for d := range m {
		days = append(days, d)
	}
	slices.Sort(days)
	return days, nil
}

func (m memSource) Read(day string, depth Depth) (*ledger.Day, error) {
	d := *m[day]
	if depth == DepthHeader {
		d.Slots = nil
	}
	return &d, nil
}

func TestTheCheckedBands(t *testing.T) {
	var values []int
	for word := range strings.FieldsSeq("84 88 88 89 89 90 90 90 91 91 91 92 92 92 92 93 93 93 93 93 94 94 95 97") {
		n, _ := strconv.Atoi(word)
		values = append(values, n)
	}
	b := band(slices.Clone(values), 8)
	if b.Lo != 88 || b.Median != 92 || b.Hi != 94 || b.N != 24 || !b.Known() {
		t.Errorf("%+v", b)
	}
	for n, want := range map[int][2]int{12: {2, 11}, 15: {2, 14}} {
		var ranks []int
		for i := range n {
			ranks = append(ranks, i+1)
		}
		if b := band(ranks, 4); b.Lo != want[0] || b.Hi != want[1] {
			t.Errorf("of %d values ranks %d and %d, want %v", n, b.Lo, b.Hi, want)
		}
	}
	if band([]int{1, 2, 3}, 4).Known() || band(values, 3).Known() || (model.Band{}).Known() {
		t.Error("too little is known")
	}
	if b.Outside(87) != -1 || b.Outside(88) != 0 || b.Outside(94) != 0 || b.Outside(95) != 1 || (model.Band{Lo: 5}).Outside(1) != 0 {
		t.Error("outside")
	}
}

func TestTheCheckedShares(t *testing.T) {
	for _, c := range []struct{ in, of, lo, hi int }{{12, 20, 39, 78}, {15, 20, 53, 89}, {160, 200, 74, 85}} {
		if lo, hi, _ := (model.ServiceLevel{In: c.in, Of: c.of}).Wilson(); lo != c.lo || hi != c.hi {
			t.Errorf("%d of %d: %d-%d, want %d-%d", c.in, c.of, lo, hi, c.lo, c.hi)
		}
	}
	floor := model.ServiceLevel{In: 83, Of: 100}
	if !(model.ServiceLevel{In: 12, Of: 20}).LowerThan(floor) || (model.ServiceLevel{In: 15, Of: 20}).LowerThan(floor) || (model.ServiceLevel{}).LowerThan(floor) {
		t.Error("12 of 20 is low, 15 of 20 and nothing are not")
	}
}

func TestTheCheckedExpectation(t *testing.T) {
	if got := model.ExpectedChats(34, 150, 130); got != 39 {
		t.Errorf("expected %d, want 39", got)
	}
}

// past are eight weeks of one slot every quarter of an hour, each with a number
// of new chats; edit changes a day.
func past(r *rand.Rand, now time.Time, loc *time.Location, edit func(*ledger.Day)) memSource {
	m := memSource{}
	for back := range 60 {
		y, mo, d := now.In(loc).AddDate(0, 0, -back).Date()
		from, to := dayBounds(time.Date(y, mo, d, 12, 0, 0, 0, loc), loc)
		day := &ledger.Day{Date: from.Add(12 * time.Hour).Format(time.DateOnly), Zone: loc.String(), From: from, To: to, Written: to, Final: true}
		day.Watched = []ledger.TimeSpan{{From: from, To: to}}
		for at := from; at.Before(to); at = at.Add(ledger.SlotLength) {
			f := ledger.SlotFigures{Missed: r.IntN(9), Visitors: 1 + r.IntN(9), Replies: r.IntN(3), FirstService: model.ServiceLevel{In: r.IntN(4), Of: 4 + r.IntN(4)}}
			for range r.IntN(5) {
				f.First.Add(int32(r.IntN(90)), 1)
			}
			f.Total = f.First
			day.Slots = append(day.Slots, ledger.Slot{Start: at, Agent: 1, SlotFigures: f})
		}
		if edit != nil {
			edit(day)
		}
		m[day.Date] = day
	}
	return m
}

// slowBand is the definition, word for word.
func slowBand(m memSource, o UsualOptions, hours string, now, end time.Time, length time.Duration, loc *time.Location, value func([]ledger.Slot) (int, bool)) model.Band {
	var values []int
	days := map[int]bool{}
	for week := 1; week <= o.Weeks; week++ {
		for _, shift := range []int{-30, 0, 30} {
			l := end.In(loc)
			last := time.Date(l.Year(), l.Month(), l.Day()-7*week, l.Hour(), l.Minute(), 0, 0, loc).Add(time.Duration(shift) * time.Minute)
			first := last.Add(-length)
			var slots []ledger.Slot
			watched, good := 0, !last.After(now)
			for at := first; at.Before(last); at = at.Add(time.Second * 60) {
				date := at.In(loc).Format(time.DateOnly)
				d := m[date]
				if d == nil || slices.Contains(o.Except, date) || d.Hours != hours || slowClosed(d, loc) {
					good = false
					break
				}
				for _, w := range d.Watched {
					if !at.Before(w.From) && at.Before(w.To) {
						watched++
					}
				}
				for _, p := range d.IncompleteSlots {
					good = good && (at.Before(p) || !at.Before(p.Add(ledger.SlotLength)))
				}
				for _, s := range d.Slots {
					if s.Start.Equal(at) {
						slots = append(slots, s)
					}
				}
			}
			if v, ok := value(slots); good && ok && float64(watched) >= 0.8*length.Minutes() {
				values = append(values, v)
				days[week] = true
			}
		}
	}
	b := model.Band{N: len(values), Days: len(days)}
	if len(values) == 0 {
		return b
	}
	slices.Sort(values)
	rank := func(p int) int { // the smallest value that at least p per cent do not exceed
		for i, v := range values {
			if 100*(i+1) >= p*len(values) {
				return v
			}
		}
		return 0
	}
	b.Lo, b.Median, b.Hi = rank(10), rank(50), rank(90)
	return b
}

func slowClosed(d *ledger.Day, loc *time.Location) bool {
	for _, s := range d.Slots {
		if h := s.Start.In(loc).Hour(); h >= 9 && h < 17 && s.Visitors > 0 {
			return false
		}
	}
	return true
}

func TestUsualAgainstTheDefinition(t *testing.T) {
	now, loc := saturday(t)
	r := rand.New(rand.NewPCG(11, 1))
	m := past(r, now, loc, func(d *ledger.Day) {
		switch r.IntN(12) {
		case 0:
			d.Watched[0].To = d.From.Add(time.Duration(r.IntN(24)) * time.Hour) // the program was off
		case 1:
			for i := range 10 {
				d.IncompleteSlots = append(d.IncompleteSlots, d.From.Add(time.Duration(i*2)*time.Hour))
			}
		case 2:
			d.Slots = nil // closed
		case 3:
			d.Hours = "other"
		}
	})
	o := UsualOptions{Weeks: 8, Except: []string{"2026-11-21"}}
	p, err := ReadPast(m, now, loc, o, "")
	if err != nil {
		t.Fatal(err)
	}
	// the weeks back to before clocks were changed on 25 October, and over midnight
	draws := 8
	if os.Getenv("FLOORWATCH_LONG") != "" {
		draws = 40
	}
	for i := range draws {
		end := time.Date(2026, 11, 22+r.IntN(7), r.IntN(24), 15*r.IntN(4), 0, 0, loc)
		length := []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour}[i%3]
		bands := p.Bands(end, length, 5)
		for id := range model.UsualFigures {
			want := slowBand(m, o, "", now, end, length, loc, func(slots []ledger.Slot) (int, bool) {
				var f ledger.SlotFigures
				for _, s := range slots {
					f.Add(&s.SlotFigures)
				}
				return f.Usual(id, 5)
			})
			if bands[id] != want {
				t.Errorf("%v, %v, figure %d: %+v, want %+v", end, length, id, bands[id], want)
			}
		}
	}
}

// What has run for 14 h 7 min is compared with 14 h.
func TestUsualOfWhatIsNotOver(t *testing.T) {
	now, loc := saturday(t)
	m := past(rand.New(rand.NewPCG(14, 1)), now, loc, nil)
	p, err := ReadPast(m, now, loc, UsualOptions{Weeks: 8}, "")
	if err != nil {
		t.Fatal(err)
	}
	midnight := time.Date(2026, 11, 28, 0, 0, 0, 0, loc)
	if got, want := p.Bands(now, now.Sub(midnight), 5), p.Bands(midnight.Add(14*time.Hour), 14*time.Hour, 5); got != want || got[model.UsualNew].Lo == 0 {
		t.Errorf("%+v, want %+v", got[model.UsualNew], want[model.UsualNew])
	}
}

// What travels to the screen is what Bands says, at every quarter of the day.
func TestUsualOfADay(t *testing.T) {
	now, loc := saturday(t)
	p, err := ReadPast(past(rand.New(rand.NewPCG(15, 1)), now, loc, nil), now, loc, UsualOptions{Weeks: 8}, "")
	if err != nil {
		t.Fatal(err)
	}
	u := p.Usual(now, 5)
	if len(u.Figures) != int(model.UsualFigures) || len(u.Figures[0].N) != 96 {
		t.Fatalf("%d figures", len(u.Figures))
	}
	for quarter := range 96 {
		end := u.Start.Add(time.Duration(quarter) * ledger.SlotLength)
		if got, want := u.Bands(end), p.Bands(end, 30*time.Minute, 5); got != want {
			t.Errorf("at %v: %+v, want %+v", end, got, want)
		}
	}
	known := 0
	for quarter := 1; quarter < 96; quarter++ { // the day so far is a window like any other, worked out in strides
		end := u.Start.Add(time.Duration(quarter) * ledger.SlotLength)
		got, want := u.SoFar(end), p.Bands(end, end.Sub(u.Start), 5)
		for id := range got {
			if got[id] != want[id] {
				t.Errorf("%v of the day up to %v: %+v, want %+v", model.UsualFigure(id), end, got[id], want[id])
			}
			if got[id].Known() {
				known++
			}
		}
	}
	if known == 0 || u.SoFar(u.Start) != (model.UsualBands{}) {
		t.Errorf("%d bands of the day so far are known; at its first moment %+v", known, u.SoFar(u.Start))
	}
	if u.Figures[model.UsualNew].N[40] != 24 {
		t.Errorf("n at 10:00 is %d", u.Figures[model.UsualNew].N[40])
	}
}

func TestExpectAgainstTheDefinition(t *testing.T) {
	now, loc := saturday(t)
	now = now.Truncate(30 * time.Minute)
	m := past(rand.New(rand.NewPCG(12, 1)), now, loc, nil)
	o := UsualOptions{Weeks: 8}
	u, err := ReadUsual(m, now, loc, o, "", 80, 5)
	if err != nil {
		t.Fatal(err)
	}
	news := func(slots []ledger.Slot) (int, bool) {
		n := 0
		for _, s := range slots {
			n += s.Missed + s.First.Count()
		}
		return n, true
	}
	for _, horizon := range []time.Duration{30 * time.Minute, time.Hour} {
		usual := slowBand(m, o, "", now, now.Add(horizon), horizon, loc, news).Median
		hour := slowBand(m, o, "", now, now, time.Hour, loc, news).Median
		got, ok := u.Expect(now, horizon == time.Hour, 40)
		want := float64(usual) * 60 / float64(hour+20)
		if !ok || got.Usual != usual || abs(2*got.Chats-int(2*want)) > 1 || got.Error <= 0 || got.Error > 60 {
			t.Errorf("%v: %+v, want %v of usually %d", horizon, got, want, usual)
		}
	}
}

func TestTooLittleDataSaysSo(t *testing.T) {
	now, loc := saturday(t)
	m := past(rand.New(rand.NewPCG(13, 1)), now, loc, nil)
	for day := range m {
		if day < "2026-11-12" {
			delete(m, day)
		}
	}
	p, err := ReadPast(m, now, loc, UsualOptions{Weeks: 8}, "")
	if err != nil {
		t.Fatal(err)
	}
	b := p.Bands(now, 30*time.Minute, 5)[model.UsualNew]
	if b.Known() || b.Days != 2 {
		t.Errorf("2 of 4 Saturdays: %+v", b)
	}
	u := p.Usual(now, 5)
	if e, ok := u.Expect(now, true, 10); ok {
		t.Errorf("expected %+v", e)
	}
}

func TestWhatALoadHasMeant(t *testing.T) {
	var list []halfHour
	for i := range 200 { // the more chats for each agent, the worse
		list = append(list, halfHour{float64(i) / 20, 100 - i/4})
	}
	table := loadTable(list, 80)
	if len(table.Classes) != 8 {
		t.Fatalf("%d classes", len(table.Classes))
	}
	for i, c := range table.Classes {
		if c.N != 25 || i > 0 && c.Lo <= table.Classes[i-1].Hi || c.P10 > c.P90 {
			t.Errorf("%+v", c)
		}
	}
	if c, ok := table.Class(4.3); !ok || c.P10 != 76 && c.P10 != 77 && c.P10 != 78 {
		t.Errorf("4.3 each: %+v", c)
	}
	if _, ok := table.Class(99); ok {
		t.Error("a load that was never seen")
	}
	if n, ok := table.Needed(39); !ok || n != 11 {
		t.Errorf("39 chats need %d agents, %v", n, ok)
	}
	if _, ok := loadTable(list[:100], 80).Needed(39); ok {
		t.Error("classes of fewer than 20 half hours are spoken of")
	}
	now, loc := saturday(t)
	got, err := ReadLoad(NewDemo(1, now, loc), now, loc, UsualOptions{Weeks: 8}, "", 80, 5)
	if err != nil || len(got.Classes) != 8 || got.Classes[0].P90 < got.Classes[7].P90 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Half hours of days with other business hours say nothing of a load.
func TestLoadOfOtherHours(t *testing.T) {
	now, loc := saturday(t)
	m := past(rand.New(rand.NewPCG(16, 1)), now, loc, func(d *ledger.Day) {
		if d.Date < "2026-11-10" {
			d.Hours = "other"
		}
	})
	n := func(hours string) (sum int) {
		table, err := ReadLoad(m, now, loc, UsualOptions{Weeks: 8}, hours, 80, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Classes {
			sum += c.N
		}
		return sum
	}
	if all, other := n(""), n("other"); all == 0 || other <= all {
		t.Errorf("%d half hours of these hours, %d of others, which 5 of 8 weeks had", all, other)
	}
}
