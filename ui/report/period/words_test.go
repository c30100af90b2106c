package period

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

func TestWhatTheFiguresLeaveOutIsSaid(t *testing.T) {
	r := fixture(t)
	const says = "left out or uncertain"
	for _, format := range []string{"text", "markdown", "html"} {
		if strings.Contains(written(t, format, r, Options{}), says) {
			t.Errorf("%s says that something is left out of a whole report", format)
		}
	}
	r.LeftOut = ledger.LeftOutCounts{UnknownType: 2, UnknownSide: 1, Messages: 1_200}
	for _, format := range []string{"text", "markdown", "html"} {
		got := strings.Join(strings.Fields(written(t, format, r, Options{})), " ")
		if want := says + ": 2 messages of an unknown type, 1 message from an unknown sender, 1,200 messages above 50 in a minute"; !strings.Contains(got, want) {
			t.Errorf("%s does not say what it leaves out:\n%s", format, got[:400])
		}
	}
	var j struct {
		LeftOut map[string]int `json:"left_out"`
	}
	if err := json.Unmarshal([]byte(written(t, "json", r, Options{})), &j); err != nil || j.LeftOut["unknown_type"] != 2 || j.LeftOut["messages"] != 1200 {
		t.Errorf("json: %v, %v", j.LeftOut, err)
	}
}

// The dates of a report that touches two years name the year, within the page's width.
func TestDatesOfTwoYears(t *testing.T) {
	r := fixture(t)
	eve := time.Date(2026, 12, 31, 23, 40, 0, 0, vienna(t))
	r.Spans = []ledger.TimeSpan{{From: eve.AddDate(0, 0, -1), To: eve.AddDate(0, 0, 1)}}
	r.Total.From, r.Total.Length = r.Spans[0].From, 48*time.Hour
	r.Gaps = []ledger.TimeSpan{{From: eve, To: eve.Add(time.Hour)}}
	r.Found = []ledger.Finding{{Kind: ledger.FindingDropped, At: eve, Chat: 1, Agent: 7}, {Kind: ledger.FindingDropped, At: eve.Add(time.Hour), Chat: 2, Agent: 7}}
	for _, format := range []string{"text", "markdown", "html"} {
		page := written(t, format, r, Options{Names: true})
		for _, want := range []string{"31 Dec 2026 23:40-1 Jan 2027 00:40", "31 Dec 2026 23:40", "1 Jan 2027 00:40"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s has no %q", format, want)
			}
		}
		for line := range strings.Lines(page) {
			if format == "text" && ansi.StringWidth(line) > textWidth {
				t.Errorf("%q is wider than %d", line, textWidth)
			}
		}
	}
}

// Where a chart's bars are days of several months, the first of each month has its name.
func TestBarsOfSeveralMonths(t *testing.T) {
	r, month := &ledger.PeriodReport{By: "day"}, ""
	for _, c := range [][2]string{{"Mon 2 Nov 2026", "Nov"}, {"Wed 18 Nov 2026", "18"}, {"Sat 2 Jan 2027", "Jan"}} {
		if got := shortLabel(r, c[0], 60, &month); got != c[1] {
			t.Errorf("%q is %q, want %q", c[0], got, c[1])
		}
	}
}

// A team and an agent named like a row of the report itself can be told from it in every format.
func TestNamesOfTheReportsOwnRows(t *testing.T) {
	r := fixture(t)
	label := ledger.AgentLabel{Name: safetext.Line("Nobody"), Team: safetext.Line("nobody")}
	r.Labels[7] = label
	r.Agents = []ledger.PeriodRow{{Agent: 7, Name: label.Name, SlotFigures: figures(10)}, {SlotFigures: figures(5)}}
	r.Teams = []ledger.PeriodRow{{Agent: -1, Name: label.Team, SlotFigures: figures(10)}, {Agent: -1, Name: safetext.Line("No Team"), SlotFigures: figures(7)}, {Agent: -1, SlotFigures: figures(3)}, {SlotFigures: figures(5)}}
	for format, want := range map[string][]string{
		"text":     {`"Nobody" `, "nobody ", `"nobody" `, `"No Team" `, "no team "},
		"markdown": {`"Nobody"`, "| nobody |", `"nobody"`, `"No Team"`, "| no team |"},
		"html":     {"&#34;Nobody&#34;", ">nobody<", "&#34;nobody&#34;", "&#34;No Team&#34;", ">no team<"},
		"json":     {`"team": "\"nobody\""`, `"team": "nobody"`, `"team": "\"No Team\""`, `"team": "no team"`},
	} {
		page := written(t, format, r, Options{Names: true})
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s has no %s", format, w)
			}
		}
	}
}

// Numbers of chats have any length, and stand apart from the agent's name.
func TestLongNumbersOfChatsStandApart(t *testing.T) {
	r := fixture(t)
	r.Found = r.Found[1:3]
	r.Found[1].Chat = 1234567890123
	text := written(t, "text", r, Options{Names: true})
	for _, want := range []string{"#106241        nobody ", "#1234567890123 \"><img src=… "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// The chats without an owner have their place in each column, so that it adds up.
func TestNobodysRowAddsUp(t *testing.T) {
	row := ""
	for line := range strings.Lines(written(t, "text", fixture(t), Options{})) {
		if strings.HasPrefix(line, "  nobody") {
			row = strings.Join(strings.Fields(line), " ")
		}
	}
	if want := "nobody – – – – 12 – 2 –"; row != want {
		t.Errorf("%q, want %q", row, want)
	}
}

// Ratings are counted as far as found, as snapshot counts them: at least so many, and of none found nothing is known.
func TestRatingsAreAtLeast(t *testing.T) {
	r := fixture(t)
	r.Total.Rated, r.Total.LowRated = 40, 0
	for format, want := range map[string][]string{
		"text": {"Rated                   ≥40  as far as found", "Rated low                 –"}, "markdown": {"| Rated | ≥40 |", "| Rated low | – |"},
		"json": {`"rated": 40`, `"rated_low": null`}, "html": {"≥40"},
	} {
		page := written(t, format, r, Options{})
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s has no %q", format, w)
			}
		}
	}
}

// A name of 10,000 letters takes no pages, neither an agent's nor a team's.
func TestLongNamesAreCut(t *testing.T) {
	r := fixture(t)
	long := safetext.Line(strings.Repeat("long ", 2000))
	for id, label := range r.Labels {
		r.Labels[id] = ledger.AgentLabel{Name: long, Team: label.Team}
	}
	r.Teams[0].Name, r.Team = long, long.String()
	for _, format := range []string{"text", "markdown", "html"} {
		for line := range strings.Lines(written(t, format, r, Options{Names: true})) {
			if n := strings.Count(line, "long "); n > 12 {
				t.Errorf("%s: %d words of a name in %.80s", format, n, line)
			}
		}
	}
	if !strings.Contains(written(t, "json", r, Options{Names: true}), strings.Repeat("long ", 80)) {
		t.Error("JSON lacks the name")
	}
}

// Figures of a large floor's year and waits of a quarter of an hour stand apart in their columns, below their heads.
func TestLargeFiguresStandApart(t *testing.T) {
	r := fixture(t)
	for i := range r.Agents {
		r.Agents[i].First, r.Agents[i].Next = ledger.Histogram{{Seconds: 900, N: 700_000}}, ledger.Histogram{{Seconds: 1000, N: 600_000}}
		r.Agents[i].Dropped = 12_345
	}
	r.Agents[0].NextService = model.ServiceLevel{In: 5, Of: 2_000_000}
	for i := range r.Buckets[9:11] {
		r.Buckets[9+i].First, r.Buckets[9+i].Missed = ledger.Histogram{{Seconds: 900, N: 20_000}}, 0
	}
	text := written(t, "text", r, Options{Names: true})
	for _, want := range []string{"1,300,000 15m00s 16m40s 16m40s", " low 12,345", "09-10    20,000 15m00s 15m00s", "hour        new  first"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  agent") && !strings.Contains(line, "  answers  first   next 90% in  breached service") {
			t.Errorf("%q", line)
		}
	}
}

// A chat that waits at midnight is of the day that ends, in each format and however many days the report has.
func TestMidnightIsOfTheDayThatEnds(t *testing.T) {
	for _, length := range []time.Duration{24 * time.Hour, 72 * time.Hour} {
		r := fixture(t)
		r.Total.Length, r.Found = length, r.Found[:1]
		for _, format := range []string{"text", "markdown", "html"} {
			out := written(t, format, r, Options{})
			if !strings.Contains(out, "24:00") || format != "text" && !strings.Contains(out, "27 Nov 24:00") || strings.Contains(out, "28 Nov 00:00") {
				t.Errorf("%s of %v:\n%s", format, length, out)
			}
		}
	}
}
