package period

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// hostileNames try to become markup, a formula, a link, another row.
var hostileNames = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "\x1b[31mred\x1b[0m", "moc.live//:sptth\u202e", `=HYPERLINK("http://evil")`,
	"a|b|c", "[x](javascript:alert(1))", "`rm -rf`", "</style><style>*{display:none}", "{{.Title}}", "a\n# b", "陽菜 佐久間",
}

func vienna(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// figures are those of n first replies, some of them late.
func figures(n int) ledger.SlotFigures {
	var f ledger.SlotFigures
	for i := range n {
		f.First.Add(int32(5+7*i%90), 1)
		f.Next.Add(int32(9+11*i%120), 2)
	}
	f.Total = f.First
	f.FirstService = model.ServiceLevel{In: n * 3 / 4, Of: n}
	f.NextService = model.ServiceLevel{In: 2 * n * 4 / 5, Of: 2 * n}
	f.Missed, f.Dropped, f.BotOnly, f.Transfers, f.Overtakes = n/10, n/15, n/9, n/12, n/20
	f.Visitors, f.Replies, f.Unknown = 3*n, 4*n, 3
	return f
}

// fixture is the report of a day with agents of hostile names.
func fixture(t testing.TB) *ledger.PeriodReport {
	loc := vienna(t)
	day := time.Date(2026, 11, 27, 0, 0, 0, 0, loc)
	r := &ledger.PeriodReport{
		Floor: safetext.Line("Acme <b>Support</b>"), Title: "Friday 27 November 2026", Zone: "Europe/Vienna", By: "hour",
		Spans: []ledger.TimeSpan{{From: day, To: day.AddDate(0, 0, 1)}}, First: 30 * time.Second, Next: time.Minute, FirstReply: model.ServiceThresholds{Warn: 80, Critical: 70, MinTurns: 5}, NextReply: model.ServiceThresholds{Warn: 80, Critical: 70, MinTurns: 5},
		Gaps:   []ledger.TimeSpan{{From: day.Add(12*time.Hour + 2*time.Minute), To: day.Add(12*time.Hour + 21*time.Minute)}},
		Labels: map[model.AgentID]ledger.AgentLabel{},
	}
	for h := range 24 {
		row := ledger.PeriodRow{Label: fmt.Sprintf("%02d-%02d", h, h+1), From: day.Add(time.Duration(h) * time.Hour), To: day.Add(time.Duration(h+1) * time.Hour), Length: time.Hour, Watched: time.Hour}
		if h >= 8 && h < 18 {
			row.SlotFigures, row.ActiveAgents = figures(4*h), h-4
		}
		if h == 12 {
			row.Watched = 41 * time.Minute
		}
		if h == 16 {
			row.Usual = &model.UsualBands{model.UsualFirstService: {Lo: 79, Median: 84, Hi: 88, N: 24, Days: 8}, model.UsualNew: {Lo: 50, Median: 60, Hi: 90, N: 24, Days: 8}}
		}
		r.Total.Add(&row.SlotFigures)
		r.Total.Length, r.Total.Watched = r.Total.Length+row.Length, r.Total.Watched+row.Watched
		r.Buckets = append(r.Buckets, row)
	}
	r.Total.To, r.Total.Ended, r.Total.Waiting, r.Total.Unknown = day.AddDate(0, 0, 1), true, 2, 0
	r.Total.Usual = &model.UsualBands{
		model.UsualFirst: {Lo: 31, Median: 36, Hi: 40, N: 24, Days: 8}, model.UsualFirstService: {Lo: 86, Median: 88, Hi: 91, N: 24, Days: 8},
		model.UsualMissed: {Lo: 3, Median: 5, Hi: 8, N: 24, Days: 8}, model.UsualNext: {N: 6, Days: 2},
	}
	for i, name := range hostileNames {
		id := model.AgentID(3001 + i)
		team := safetext.Line([]string{"Sales", "<i>Support</i>"}[i%2])
		r.Labels[id] = ledger.AgentLabel{Name: safetext.Line(name), Team: team}
		r.Agents = append(r.Agents, ledger.PeriodRow{Agent: id, Name: safetext.Line(name), SlotFigures: figures(2 + 9*i)})
	}
	r.Agents[3].NextService.In = 2
	r.Agents = append(r.Agents, ledger.PeriodRow{SlotFigures: ledger.SlotFigures{FirstService: model.ServiceLevel{Of: 12}, Dropped: 2}})
	r.Teams = []ledger.PeriodRow{
		{Agent: -1, Name: safetext.Line("<i>Support</i>"), SlotFigures: figures(80)}, {Agent: -1, Name: safetext.Line("Sales"), SlotFigures: figures(60)},
	}
	for i := range 23 {
		f := ledger.Finding{At: day.Add(10*time.Hour + time.Duration(i)*13*time.Minute), Chat: model.ChatID(106241 + i), Agent: model.AgentID(3001 + i%len(hostileNames))}
		switch f.Kind = []ledger.FindingKind{ledger.FindingMissed, ledger.FindingDropped, ledger.FindingLate}[i%3]; f.Kind {
		case ledger.FindingMissed:
			f.Agent, f.Waited, f.Unanswered = 0, 30*time.Minute, 1+i%4
		case ledger.FindingLate:
			f.Waited = 9*time.Minute + 12*time.Second
		}
		r.Found = append(r.Found, f)
	}
	r.Found = slices.Insert(r.Found, 0, ledger.Finding{Kind: ledger.FindingWaiting, At: r.Total.To, Chat: 106299, Agent: 3001, Waited: 4 * time.Minute})
	return r
}

func written(t testing.TB, format string, r *ledger.PeriodReport, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
