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
