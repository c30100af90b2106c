package board

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// A word of 00:00:00 is the last of the day that ends, on the live floor as in the
// history, in a zone where that is a full hour as in one where it is not.
func TestTheWordOfMidnight(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Kathmandu", "Europe/Vienna"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		midnight := time.Date(2026, 11, 20, 0, 0, 0, 0, zone)
		b := New(Config{Location: zone})
		for i, at := range []time.Time{midnight.Add(-time.Second), midnight, midnight.Add(time.Second)} {
			b.Apply(model.Event{At: at, Messages: []model.Message{{
				ID: model.MessageID(i + 1), Chat: 1, Visitor: 1, Thread: model.NoThread, SentAt: at, Kind: model.KindMessage,
				Side: model.SideVisitor, Text: safetext.Clean("word"), FirstAt: at, LastAt: at,
			}}})
		}
		for _, c := range []struct {
			at    time.Duration
			words int
			from  time.Time
		}{
			{-time.Second, 1, midnight.AddDate(0, 0, -1)}, {0, 2, midnight.AddDate(0, 0, -1)}, {time.Second, 1, midnight}, {time.Hour, 1, midnight},
		} {
			today := b.At(midnight.Add(c.at)).Headline.Today
			if today.Visitors != c.words || !today.From.Equal(c.from) {
				t.Errorf("%s: at midnight %+v today has %d words since %v, want %d since %v", name, c.at, today.Visitors, today.From, c.words, c.from)
			}
			if got := b.Explain(model.FigureVisitors, model.Subject{Today: true}, midnight.Add(c.at)); len(got.Included) != c.words {
				t.Errorf("%s: at midnight %+v the explanation has %d words, want %d", name, c.at, len(got.Included), c.words)
			}
		}
		for _, c := range []struct {
			from time.Time
			want int
		}{{midnight.AddDate(0, 0, -1), 2}, {midnight, 1}} {
			l := b.NewLedger(c.from, c.from.AddDate(0, 0, 1))
			for !l.Step(midnight.Add(time.Hour), 10) {
			}
			var d ledger.Day
			l.Into(&d)
			sum := d.Sum()
			if sum.Visitors != c.want {
				t.Errorf("%s: the day from %v has %d words, want %d", name, c.from, sum.Visitors, c.want)
			}
		}
	}
}

// So does all else that happens at the first moment of a day, which may be 01:00 where midnight is left out, or the
// first of two midnights: an answer, a decision, a chat missed.
func TestWhatHappensAtMidnight(t *testing.T) {
	for _, c := range []struct{ zone, first string }{
		{"UTC", "2026-11-20T00:00:00Z"}, {"Asia/Kathmandu", "2026-11-20T00:00:00+05:45"}, {"Europe/Vienna", "2026-10-25T00:00:00+02:00"},
		{"Africa/Cairo", "2024-04-26T01:00:00+03:00"}, {"America/Havana", "2023-11-05T00:00:00-04:00"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		midnight, err := time.Parse(time.RFC3339, c.first)
		if err != nil {
			t.Fatal(err)
		}
		b := New(Config{Location: zone})
		for i, m := range []model.Message{
			{Chat: 1, SentAt: midnight.Add(-30 * time.Minute), Side: model.SideVisitor}, // missed at midnight
			{Chat: 2, SentAt: midnight.Add(-30 * time.Second), Side: model.SideVisitor}, // decided at midnight
			{Chat: 3, SentAt: midnight.Add(-10 * time.Second), Side: model.SideVisitor},
			{Chat: 3, SentAt: midnight, Side: model.SideAgent, Sender: 5},
		} {
			m.ID, m.Visitor, m.Thread, m.Kind = model.MessageID(i+1), model.VisitorID(m.Chat), model.NoThread, model.KindMessage
			m.Text, m.FirstAt, m.LastAt = safetext.Clean("word"), m.SentAt, m.SentAt
			b.Apply(model.Event{At: m.SentAt, Messages: []model.Message{m}})
		}
		today := b.At(midnight).Headline.Today
		if today.Missed != 1 || today.First.N != 1 || today.First.Median != 10*time.Second || today.FirstService.Of != 3 || today.Replies != 1 {
			t.Errorf("%s: at midnight: %+v", c.zone, today)
		}
		if today := b.At(midnight.Add(time.Second)).Headline.Today; today.Missed != 0 || today.First.N != 0 || today.FirstService.Of != 0 || today.Replies != 0 {
			t.Errorf("%s: a second after midnight: %+v", c.zone, today)
		}
		for _, day := range []struct {
			from, to                        time.Time
			missed, answered, decided, said int
		}{{midnight.Add(-24 * time.Hour), midnight, 1, 1, 3, 1}, {midnight, midnight.Add(24 * time.Hour), 0, 0, 0, 0}} {
			l := b.NewLedger(day.from, day.to)
			for !l.Step(midnight.Add(20*time.Minute), 10) {
			}
			var d ledger.Day
			l.Into(&d)
			if sum := d.Sum(); sum.Missed != day.missed || sum.First.Count() != day.answered || sum.FirstService.Of != day.decided || sum.Replies != day.said {
				t.Errorf("%s: the ledger from %v: %+v", c.zone, day.from, sum)
			}
		}
	}
}
