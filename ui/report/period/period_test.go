package period

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run the test with -update:\n%s", path, got)
	}
}

func TestText(t *testing.T) {
	r := fixture(t)
	text := written(t, "text", r, Options{Names: true})
	golden(t, "day.txt", text)
	ascii := written(t, "text", r, Options{Names: true, ASCII: true})
	golden(t, "day-ascii.txt", ascii)
	r.Floor, r.Team, r.Title, r.Notes = safetext.Line("Büro 店"), "Vertrieb Süd", r.Title+", shift früh", []string{"nothing was kept of März"}
	for _, c := range ascii + written(t, "text", r, Options{Names: true, ASCII: true}) {
		if c > 126 || c < ' ' && c != '\n' {
			t.Fatalf("%q is not ASCII", c)
		}
	}
	for line := range strings.Lines(text) {
		if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > textWidth || strings.ContainsRune(line, 0x1b) {
			t.Errorf("%d cells: %q", w, line)
		}
	}
}

func TestWhatIsMissingStandsFirst(t *testing.T) {
	r := fixture(t)
	r.Notes = []string{"nothing was kept of 18 Nov"}
	for _, format := range []string{"text", "markdown"} {
		text := written(t, format, r, Options{})
		if i := strings.Index(text, "18 Nov"); i < 0 || i > 200 {
			t.Errorf("%s does not begin with what is missing: %d", format, i)
		}
	}
	if text := written(t, "text", r, Options{}); !strings.HasPrefix(text, "Missing: nothing was kept of 18 Nov\n") {
		t.Errorf("text begins with %.60q", text)
	}
}

// Of a row that was never watched nothing is known, which no format writes as 0.
func TestUnknownIsNotZero(t *testing.T) {
	r := fixture(t)
	r.Buckets[12].SlotFigures, r.Buckets[12].Watched, r.Buckets[12].ActiveAgents = ledger.SlotFigures{}, 0, 0
	text := written(t, "text", r, Options{})
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  12-13") && strings.Join(strings.Fields(line), " ") != "12-13 – – – – – – watched 0 of 60 min" {
			t.Errorf("text: %s", line)
		}
	}
	var j jsonReport
	if err := json.Unmarshal([]byte(written(t, "json", r, Options{})), &j); err != nil {
		t.Fatal(err)
	}
	if b := j.Buckets[12]; b.Missed != nil || b.New != nil || b.FirstReply.Median != nil || j.Buckets[0].Missed == nil {
		t.Errorf("json: %+v", b)
	}
	for i, known := range map[int]bool{12: false, 0: true} { // of the other nothing is known but that there were no chats
		for name, b := range map[string]bool{
			"n": j.Buckets[i].FirstReply.N != nil, "of": j.Buckets[i].FirstService.Of != nil, "in_time": j.Buckets[i].NextService.InTime != nil,
			"level": j.Buckets[i].FirstService.Level != nil,
		} {
			if b != known {
				t.Errorf("json, %s: %s is known: %t", j.Buckets[i].Label, name, b)
			}
		}
	}
	r.Total.SlotFigures, r.Total.Watched, r.Total.Ended = ledger.SlotFigures{}, 0, false
	for _, f := range figuresOf(r) {
		if f.Value != none {
			t.Errorf("%s of a period of which nothing is known: %q", f.Title, f.Value)
		}
		if strings.Contains(f.More, "of 0") {
			t.Errorf("%s of a period of which nothing is known: %q", f.Title, f.More)
		}
	}
	rows := csvRows(t, r, Options{Table: "buckets"})
	if got := strings.Join(rows[13][5:], ""); got != "" || rows[1][5] != "0" || rows[1][6] != "0" {
		t.Errorf("csv: %v", rows[13])
	}
}

func TestNamesOnlyWhereTheyAreWanted(t *testing.T) {
	r := fixture(t)
	for i := range r.Agents {
		if r.Agents[i].Agent != 0 {
			name := safetext.Line(fmt.Sprintf("NAME-OF-%d", i))
			r.Agents[i].Name = name
			r.Labels[r.Agents[i].Agent] = ledger.AgentLabel{Name: name}
		}
	}
	for _, format := range Formats {
		for _, table := range Tables {
			with, without := written(t, format, r, Options{Names: true, Table: table}), written(t, format, r, Options{Table: table})
			if strings.Contains(without, "NAME-OF") {
				t.Errorf("%s: a name is in it", format)
			}
			if people := format != "csv" || table == "agents" || table == "chats"; people && !strings.Contains(with, "NAME") {
				t.Errorf("%s %s: no name is in it", format, table)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	var j map[string]any
	if err := json.Unmarshal([]byte(written(t, "json", fixture(t), Options{})), &j); err != nil {
		t.Fatal(err)
	}
	total := j["total"].(map[string]any)
	for _, name := range []string{ // of snapshot's today
		"from", "first_reply", "next_reply", "first_service", "next_service", "missed", "dropped", "bot_only", "transfers", "overtakes",
		"visitor_messages", "agent_messages",
	} {
		if _, ok := total[name]; !ok && name != "from" {
			t.Errorf("total has no %s", name)
		}
	}
	if total["rated"] != nil {
		t.Errorf("rated is %v where nothing is known", total["rated"])
	}
	bands := total["usual"].(map[string]any)
	if b := bands["missed"].(map[string]any); b["low"] != 3.0 || b["high"] != 8.0 {
		t.Errorf("usual %v", b)
	}
	if !reflect.DeepEqual(j["usual"], total["usual"]) {
		t.Errorf("usual of the report is %v", j["usual"])
	}
	if b := bands["next_reply"].(map[string]any); b["low"] != nil || b["days"] != 2.0 {
		t.Errorf("usual of too little: %v", b)
	}
	if got := len(j["buckets"].([]any)) + len(j["agents"].([]any)) + len(j["teams"].([]any)) + len(j["chats"].([]any)); got != 24+13+2+24 || j["version"] != 1.0 {
		t.Errorf("%d rows, version %v", got, j["version"])
	}
}

// Where only figures of teams are kept, nobody knows how many agents wrote.
func TestTeamsAreNotCountedAsAgents(t *testing.T) {
	r := fixture(t)
	r.OnlyTeams, r.Agents = true, nil
	for i := range r.Buckets {
		r.Buckets[i].ActiveAgents = 3
	}
	for _, row := range bucketRows(r) {
		if row[6] != none {
			t.Errorf("%s: %s agents", row[0], row[6])
		}
	}
	if text := written(t, "json", r, Options{}); strings.Contains(text, `"agents": 3`) {
		t.Error("json counts teams as agents")
	}
}

// An address is shown as it is: chat programs make links of bare ones.
func TestMarkdownHasNoLinks(t *testing.T) {
	r := fixture(t)
	r.Floor = safetext.Line("http://a.example HTTPS://b.example www.c.example ftp://d.example")
	text := written(t, "markdown", r, Options{Names: true})
	if want := `http\://a.example HTTPS\://b.example www\.c.example ftp\://d.example`; !strings.Contains(text, want) {
		t.Errorf("%q is not in %q", want, text[:200])
	}
}

func TestMarkdownKeepsItsTables(t *testing.T) {
	text := written(t, "markdown", fixture(t), Options{Names: true})
	var columns int
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if columns != 0 && n != columns {
			t.Errorf("%d columns, want %d: %s", n, columns, line)
		}
		columns = n
	}
	for _, want := range []string{
		"| hour | new | first | 90% in | service | missed | agents |  |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n",
		"| chat | agent | what |\n| --- | --- | --- | --- | --- |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("numbers are not aligned right, or words are: %q is not in it", want)
		}
	}
	for _, bad := range []string{"<script", "[x](", "`rm", "\n# b", "<b>"} {
		if i := strings.Index(text, bad); i >= 0 && (i == 0 || text[i-1] != '\\') {
			t.Errorf("%q is in it: %q", bad, text[max(0, i-20):i+20])
		}
	}
}

// Nobody is told by a share that chance explains, and nobody is ranked.
func TestLowIsSaidOnlyBeyondChance(t *testing.T) {
	r := fixture(t)
	r.Agents = []ledger.PeriodRow{
		{Agent: 1, SlotFigures: ledger.SlotFigures{FirstService: model.ServiceLevel{In: 12, Of: 20}}},
		{Agent: 2, SlotFigures: ledger.SlotFigures{FirstService: model.ServiceLevel{In: 15, Of: 20}}},
		{Agent: 3, SlotFigures: ledger.SlotFigures{FirstService: model.ServiceLevel{In: 0, Of: 4}}},
		{Agent: 4, SlotFigures: ledger.SlotFigures{FirstService: model.ServiceLevel{In: 20, Of: 20}}},
	}
	r.Total.FirstService, r.Total.NextService = model.ServiceLevel{In: 83, Of: 100}, model.ServiceLevel{}
	rows := peopleRows(r, r.Agents, func(row *ledger.PeriodRow) safetext.Text { return person(r, Options{}, row.Agent) })
	for i, want := range []string{"low", "", "", ""} {
		if rows[i][7] != want || rows[i][0] != fmt.Sprintf("#%d", i+1) {
			t.Errorf("row %d: %v", i, rows[i])
		}
	}
	if rows[0][6] != "60 % (39-78)" || rows[2][6] != "n=4" {
		t.Errorf("shares %q, %q", rows[0][6], rows[2][6])
	}
}

// Each service level is judged by its own limits, on paper as in JSON.
func TestLevelsOfFirstAndNextReplies(t *testing.T) {
	r := fixture(t)
	both := model.ServiceLevel{In: 75, Of: 100}
	r.Total.FirstService, r.Total.NextService = both, both
	r.FirstReply, r.NextReply = model.ServiceThresholds{Warn: 80, Critical: 70, MinTurns: 5}, model.ServiceThresholds{Warn: 95, Critical: 90, MinTurns: 5}
	text := written(t, "text", r, Options{})
	for _, want := range []string{"75 % ·", "75 % !"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	var got struct {
		Total struct {
			First share `json:"first_service"`
			Next  share `json:"next_service"`
		} `json:"total"`
	}
	if err := json.Unmarshal([]byte(written(t, "json", r, Options{})), &got); err != nil || *got.Total.First.Level != "warn" || *got.Total.Next.Level != "critical" {
		t.Errorf("in JSON %+v (%v), want warn and critical", got, err)
	}
}

func TestWords(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "<1s", 38 * time.Second: "38s", 110 * time.Second: "1m50s", 125 * time.Minute: "2h05m"} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1820: "1,820", 1234567: "1,234,567"} {
		if got := number(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}

// Who still waited at the end stands in every format, and as unknown where nobody watched then.
func TestStillWaiting(t *testing.T) {
	r := fixture(t)
	r.Agents[1].Unknown, r.Agents[1].Ended, r.Agents[1].Waiting = 0, true, 2
	for format, want := range map[string]string{
		"text": "Still waiting             2  at 24:00", "markdown": "| Still waiting | 2 | at 24:00 |", "json": `"still_waiting": 2`, "html": "Still waiting",
	} {
		if got := written(t, format, r, Options{}); !strings.Contains(got, want) {
			t.Errorf("%s has no %q", format, want)
		}
	}
	for _, format := range []string{"text", "markdown", "html"} {
		if got := written(t, format, r, Options{}); !strings.Contains(got, "still waiting after 4m00s") {
			t.Errorf("%s does not list who waits", format)
		}
	}
	rows := csvRows(t, r, Options{Table: "agents"})
	last := len(rows[0]) - 1
	if rows[0][last] != "still_waiting" || rows[1][last] != "" || rows[2][last] != "2" {
		t.Errorf("csv: %q, %q, %q", rows[0], rows[1], rows[2])
	}
	if chats := csvRows(t, r, Options{Table: "chats"}); chats[1][0] != "waiting" {
		t.Errorf("csv lists %q first", chats[1])
	}
	r.Total.Ended = false
	if got := written(t, "json", r, Options{}); strings.Contains(got, `"still_waiting": 0`) || !strings.Contains(written(t, "text", r, Options{}), "Still waiting             –  not watched at the end") {
		t.Error("what is not known is said")
	}
}

// What happened out of hours stands in every format; where a file of before does not know it, in none.
func TestOutOfHours(t *testing.T) {
	r := fixture(t)
	r.Total.Unknown, r.Total.OutOfHours = 0, 12
	for format, want := range map[string]string{
		"text": "Out of hours             12", "markdown": "| Out of hours | 12 |", "json": `"out_of_hours": 12`, "html": "Out of hours",
	} {
		if got := written(t, format, r, Options{}); !strings.Contains(got, want) {
			t.Errorf("%s has no %q", format, want)
		}
	}
	r.Buckets[0].Unknown, r.Buckets[0].OutOfHours = 0, 7
	rows := csvRows(t, r, Options{Table: "buckets"})
	last := slices.Index(rows[0], "out_of_hours")
	if last < 0 || rows[1][last] != "7" {
		t.Errorf("csv: %q, %q", rows[0], rows[1])
	}
	r.Total.Unknown, r.Total.OutOfHours = 2, 0
	if got := written(t, "json", r, Options{}); !strings.Contains(got, `"out_of_hours": null`) || strings.Contains(written(t, "text", r, Options{}), "Out of hours") {
		t.Error("what is not known is said")
	}
}

// A figure has the title that it has on the screen, in each format that people read.
func TestFiguresHaveTheirTitles(t *testing.T) {
	r := fixture(t)
	r.Total.Rated, r.Total.LowRated, r.Total.OutOfHours = 40, 6, 12
	for _, format := range []string{"text", "markdown", "html"} {
		text := html.UnescapeString(written(t, format, r, Options{}))
		for _, id := range []model.FigureID{
			model.FigureFirst, model.FigureNext, model.FigureFirstService, model.FigureNextService, model.FigureMissed, model.FigureDropped, model.FigureBotOnly,
			model.FigureTransfers, model.FigureOvertakes, model.FigureVisitors, model.FigureReplies, model.FigureOutOfHours, model.FigureRated, model.FigureLowRated,
		} {
			if title := model.FigureOf(id).Title; !strings.Contains(text, title) {
				t.Errorf("%s: no %q", format, title)
			}
		}
		for _, old := range []string{"reply", "replies", "Dropped", "dropped", "vertakes", "p90 ", "last word"} {
			if strings.Contains(text, old) {
				t.Errorf("%s: the old word %q", format, old)
			}
		}
	}
}

// Agents without their names stand by number, whatever they are called, and nobody stands last.
func TestAgentsWithoutNamesStandByNumber(t *testing.T) {
	r := fixture(t)
	slices.Reverse(r.Agents)
	rows := csvRows(t, r, Options{Table: "agents"})[1:]
	for i := range rows[1:] {
		a, _ := strconv.Atoi(rows[i][0])
		b, _ := strconv.Atoi(rows[i+1][0])
		if last := i == len(rows)-2; last && b != 0 || !last && a >= b {
			t.Errorf("row %d is of %d, the next of %d", i, a, b)
		}
	}
	if r.Agents[0].Agent != 0 {
		t.Error("the report itself was changed")
	}
}

// Of more chats than there is room for the longest waits are shown, in their order: the first of a week would all be of
// its Monday.
func TestTheLongestWaitsAreListed(t *testing.T) {
	r := fixture(t)
	r.Found = nil
	monday := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for i := range 60 {
		r.Found = append(r.Found, ledger.Finding{
			Kind: ledger.FindingLate, At: monday.Add(time.Duration(i) * time.Hour), Chat: model.ChatID(5000 + i), Agent: 7, Waited: time.Duration(i+1) * time.Minute,
		})
	}
	for _, format := range []string{"text", "markdown"} {
		got := written(t, format, r, Options{})
		first, last := strings.Index(got, "#5040"), strings.Index(got, "#5059")
		if strings.Contains(got, "#5039") || first < 0 || last < first || !strings.Contains(strings.ToLower(got), "to look at: the 20 longest waits of 60") || !strings.Contains(got, "… 40 more") {
			t.Errorf("%s:\n%s", format, got)
		}
	}
}
