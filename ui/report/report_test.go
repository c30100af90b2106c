package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
)

// reportedFloor is a floor by hand: one chat answered, one waiting that was seen, one that nobody owns.
func reportedFloor(names bool) *Report { return reportedView("", names) }

// reportedView is a team's view of that floor.
func reportedView(team string, names bool) *Report { return reportedBy(team, nil, names) }

// reportedBy is reportedView where the team of the one agent has limits of its own.
func reportedBy(team string, limits *model.Limits, names bool) *Report {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	at := func(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }
	say := func(id, chat, second int, side model.Side, sender model.AgentID, seen int) model.Message {
		m := model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(chat), Visitor: model.VisitorID(60_000 + chat), Thread: model.NoThread, SentAt: at(second),
			Side: side, Kind: model.KindMessage, Sender: sender, Text: safetext.Clean("secret words"), Seen: model.SeenNo, FirstAt: at(second), LastAt: at(second),
		}
		if seen > 0 {
			m.Seen, m.SeenAt, m.LastAt = model.SeenYes, at(seen), at(seen)
		}
		return m
	}
	b := board.New(board.Config{
		Limits: model.DefaultLimits(), Location: time.UTC, Team: team,
		Teams: []model.Team{{Name: "Support", Departments: []string{"Support"}, Limits: limits}, {Name: `"S\ales"`, Agents: []model.AgentID{1}}},
	})
	b.Apply(model.Event{
		At: at(200),
		Messages: []model.Message{
			say(1, 1, 0, model.SideVisitor, 0, 5), say(2, 1, 20, model.SideAgent, 15416, 30),
			say(3, 2, 60, model.SideVisitor, 0, 0), say(4, 2, 80, model.SideAgent, 15416, 90), say(5, 2, 100, model.SideVisitor, 0, 130),
			say(6, 3, 190, model.SideVisitor, 0, 0),
		},
		Visitors: []model.VisitorInfo{{ID: 60_002, Name: safetext.Line("=Ana \"A\" Lima")}},
		Agents:   []model.AgentInfo{{ID: 15416, Name: safetext.Line("Devid Klok"), Department: safetext.Line("Support")}},
		Polled:   []model.Polled{{Key: model.Key{Visitor: 60_002, Thread: model.NoThread}, At: at(198)}},
		Health:   &model.Health{At: at(200), State: model.StateLive, LastGood: at(199), Read: true},
	})
	r := Build(b.At(at(200)), b.Health(), Options{Floor: "Acme Support", Names: names})
	r.Explain = Explain(b, at(200))
	return r
}

func TestFormats(t *testing.T) {
	for format, write := range Formats() {
		for _, names := range []bool{false, true} {
			var b bytes.Buffer
			if err := write(&b, reportedFloor(names)); err != nil {
				t.Fatal(err)
			}
			name := format
			if names {
				name += "-names"
			}
			golden(t, "snapshot-"+name, b.Bytes())
			for _, private := range []string{"Ana", "Devid"} {
				if !names && bytes.Contains(b.Bytes(), []byte(private)) {
					t.Errorf("%s holds %q without --names:\n%s", format, private, &b)
				}
			}
			if bytes.Contains(b.Bytes(), []byte("secret words")) {
				t.Errorf("%s holds what people wrote:\n%s", name, &b)
			}
		}
	}
}

var update = flag.Bool("update", false, "write the golden reports anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s (go test ./ui/report -update writes it anew):\n got %s\nwant %s", path, got, want)
	}
}

func TestReportLevels(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	live := model.Health{State: model.StateLive, LastGood: now, Read: true}
	waits := func(level model.Level) *model.Snapshot {
		return &model.Snapshot{Threads: []*model.Row{{Chat: 1, Level: level, Wait: model.Clock{Running: true, Since: now}}}}
	}
	half := func(w model.Window) *model.Snapshot { return &model.Snapshot{Headline: model.Headline{HalfHour: w}} }
	quiet := &model.Snapshot{}
	for _, c := range []struct {
		name   string
		health model.Health
		s      *model.Snapshot
		want   int
	}{
		{"quiet", live, quiet, 0},
		{"quiet as far as it was read", model.Health{At: now, State: model.StateLive, LastGood: now}, quiet, 3},
		{"bad, and nothing was read", model.Health{At: now, State: model.StateLive, LastGood: now}, waits(model.LevelWarn), 3},
		{"bad as far as it was read", model.Health{At: now, State: model.StateLive, LastGood: now, ReadDone: 1, ReadAll: 2}, waits(model.LevelWarn), 1},
		{"late is no trouble of the floor", model.Health{State: model.StateLate, LastGood: now, Read: true}, quiet, 0},
		{"warn", live, waits(model.LevelWarn), 1},
		{"critical", live, waits(model.LevelCritical), 2},
		{"severe", live, waits(model.LevelSevere), 2},
		{"missed", live, half(model.Window{MissedLevel: model.LevelWarn}), 1},
		{"service", live, half(model.Window{NextService: model.ServiceLevel{Level: model.LevelCritical}}), 2},
		{"not reading", model.Health{State: model.StateRetrying, LastGood: now, Read: true}, quiet, 3},
		{"stale", model.Health{State: model.StateLive, LastGood: now.Add(-time.Minute), Read: true}, quiet, 3},
		{"never read", model.Health{State: model.StateLive}, quiet, 3},
	} {
		c.s.Now, c.s.Limits, c.s.Coverage = now, model.DefaultLimits(), model.CoverageOf(c.health)
		r := Build(c.s, c.health, Options{})
		if got := r.ExitCode(); got != c.want {
			t.Errorf("%s: exit status %d (%s), want %d", c.name, got, r.Level, c.want)
		}
	}
}

// Every format says whose view it is, and holds that view's chats and agents alone: of a team without chats
// those that nobody has.
func TestReportOfATeam(t *testing.T) {
	for _, c := range []struct{ format, want string }{
		{"text", `UNKNOWN - team "S\ales": `},
		{"json", `"team": "\"S\\ales\""`},
		{"prometheus", `floorwatch_waiting_chats{team="\"S\\ales\""} 1`},
		{"prometheus", `floorwatch_missed_chats{team="\"S\\ales\"",window="30m"} 0`},
	} {
		var b bytes.Buffer
		r := reportedView(`"S\ales"`, true)
		if c.format == "text" {
			r.Level = levelUnknown
		}
		if err := Formats()[c.format](&b, r); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), c.want) || strings.Contains(b.String(), "Devid") {
			t.Errorf("%s: %s\nwant %s, and nothing of another team's agent", c.format, b.String(), c.want)
		}
	}
	if floor, team := reportedFloor(false), reportedView("Support", false); len(floor.Waiting) != len(team.Waiting) || len(team.Agents) != 1 {
		t.Errorf("%d chats wait and %d agents are here, want all of the floor: they are the team's", len(team.Waiting), len(team.Agents))
	}
}
