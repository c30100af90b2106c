package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/draw"
	"floorwatch/ui/plain"
	"floorwatch/ui/report"
	"floorwatch/ui/wall"
)

// A judgedFloor is a floor with one thing to judge, and what every face has to say of it.
type judgedFloor struct {
	name   string
	limits func(*model.Limits)
	say    []model.Message
	owner  model.AgentID // of the first chat, by its thread list; 0: nobody
	now    int           // seconds since noon
	health model.Health
	part   bool // only a part of the floor has been read
	stale  bool // nothing of it is of now

	kind   model.ConcernKind
	level  model.Level
	status int
	alert  string // in the list of alerts; "" where none is raised
}

func judgedAt(s int) time.Time {
	return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(time.Duration(s) * time.Second)
}

// chatOf are messages of one chat: "V0", "V0!5" seen at 5, "A40".
func chatOf(chat int, words ...string) []model.Message {
	var list []model.Message
	for i, w := range words {
		var at, seen int
		n, _ := fmt.Sscanf(w[1:], "%d!%d", &at, &seen)
		m := model.Message{
			ID: model.MessageID(100*chat + i), Chat: model.ChatID(chat), Visitor: model.VisitorID(60_000 + chat), Thread: model.ThreadID(7000 + chat),
			SentAt: judgedAt(at), Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo, FirstAt: judgedAt(at), LastAt: judgedAt(at),
		}
		if w[0] == 'A' {
			m.Side, m.Sender = model.SideAgent, 15416
		}
		if n == 2 {
			m.Seen, m.SeenAt, m.LastAt = model.SeenYes, judgedAt(seen), judgedAt(seen)
		}
		list = append(list, m)
	}
	return list
}

// chatsOf is n chats of the same words.
func chatsOf(n int, words ...string) []model.Message {
	var list []model.Message
	for i := range n {
		list = append(list, chatOf(i+1, words...)...)
	}
	return list
}

// waitOnly leaves the wait alone to decide.
func waitOnly(l *model.Limits) { l.Unseen, l.SeenNoReply = model.Thresholds{}, model.Thresholds{} }

func judgedFloors() []judgedFloor {
	flood := make([]string, 52) // all within the first minute
	for i := range flood {
		flood[i] = fmt.Sprint("V", i, "!", i)
	}
	onlyAssigned := func(l *model.Limits) {
		l.First, l.Unseen, l.SeenNoReply, l.Assigned = model.Thresholds{Warn: time.Hour}, model.Thresholds{}, model.Thresholds{}, model.Thresholds{Warn: 30 * time.Second, Critical: time.Minute}
		l.FirstReply.Within, l.Missed = time.Hour, model.CountThresholds{}
	}
	token := model.Health{State: model.StateTokenRejected}
	old := model.Health{State: model.StateLive, LastGood: judgedAt(20)}
	deaf := model.Health{State: model.StateLive, LastGood: judgedAt(20), Route: safetext.Line("night cannot be called")}
	return []judgedFloor{
		{name: "quiet", say: chatOf(1, "V0!1", "A5"), now: 20, level: model.LevelOK},
		{name: "wait, warning", limits: waitOnly, say: chatOf(1, "V0"), now: 40, kind: model.ConcernWait, level: model.LevelWarn, status: 1},
		{name: "wait", limits: waitOnly, say: chatOf(1, "V0"), now: 70, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: "no first answer 1m"},
		{name: "wait, severe", limits: waitOnly, say: chatOf(1, "V0"), now: 310, kind: model.ConcernWait, level: model.LevelSevere, status: 2, alert: "no first answer 5m"},
		{name: "unseen, warning", say: chatOf(1, "V0"), now: 22, kind: model.ConcernWait, level: model.LevelWarn, status: 1},
		{name: "unseen", say: chatOf(1, "V0"), now: 50, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: ", unseen"},
		{name: "unseen too long", say: chatOf(1, "V0!50"), now: 52, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: ", was unseen"},
		{name: "seen", say: chatOf(1, "V0", "A5", "V10!12"), now: 105, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: ", seen 1m"},
		{name: "all clocks of one chat", say: chatOf(1, "V0!5", "V10"), now: 110, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: ", seen 1m"},
		{name: "first service level", say: chatsOf(5, "V0!1", "A50"), now: 100, kind: model.ConcernFirstReply, level: model.LevelCritical, status: 2, alert: "Service level 30m 0% of 5"},
		{name: "next service level", say: chatsOf(5, "V0!1", "A5", "V10!11", "A90"), now: 100, kind: model.ConcernNextReply, level: model.LevelCritical, status: 2, alert: "Service level, next 30m 0% of 5"},
		{name: "missed, warning", say: chatOf(1, "V0"), now: 1805, kind: model.ConcernMissed, level: model.LevelWarn, status: 1},
		{name: "missed", say: chatsOf(3, "V0"), now: 1805, kind: model.ConcernMissed, level: model.LevelCritical, status: 2, alert: "Missed 30m 3"},
		{name: "flood", limits: onlyAssigned, say: chatOf(1, flood...), now: 55, kind: model.ConcernFlood, level: model.LevelOK, alert: "over 50 messages in a minute"},
		{name: "assigned", limits: onlyAssigned, say: chatOf(1, "V0!1"), owner: 15416, now: 75, kind: model.ConcernAssigned, level: model.LevelOK, alert: "assigned "},
		{name: "route", say: chatOf(1, "V0!1", "A5"), now: 20, health: deaf, kind: model.ConcernRoute, level: model.LevelOK, alert: "night cannot be called"},
		{name: "quiet as far as it was read", say: chatOf(1, "V0!1", "A5"), now: 20, part: true, kind: model.ConcernCoverage, level: model.LevelOK, status: 3},
		{name: "bad as far as it was read", say: chatOf(1, "V0"), now: 50, part: true, kind: model.ConcernWait, level: model.LevelCritical, status: 2, alert: ", unseen"},
		{name: "data too old", say: chatOf(1, "V0!1", "A5"), now: 90, health: old, stale: true, kind: model.ConcernData, level: model.LevelCritical, status: 3, alert: "data is 1m"},
		{name: "token rejected", say: chatOf(1, "V0!1", "A5"), now: 90, health: token, kind: model.ConcernData, level: model.LevelCritical, status: 3, alert: "nothing is read: TOKEN REJECTED"},
	}
}

// One floor has one verdict on every face: the list of alerts and the number at
// the top of the dashboard, the wall, the lines of --plain, the command of
// [alerts], and the snapshot in each format with its exit status.
func TestOneVerdict(t *testing.T) {
	for _, f := range judgedFloors() {
		t.Run(f.name, func(t *testing.T) {
			cfg := config.Default()
			cfg.Screen.Timezone, cfg.Screen.Theme = "UTC", "dark"
			cfg.Alerts.Command = []string{"call"}
			if f.limits != nil {
				f.limits(&cfg.Limits)
			}

			board := board.New(cfg.Board())
			board.Apply(model.Event{At: judgedAt(0), Messages: f.say})
			if f.owner != 0 {
				m := &f.say[0]
				board.Apply(model.Event{At: judgedAt(1), Threads: []model.ThreadInfo{{
					ID: m.Thread, Visitor: m.Visitor, Chats: []model.ChatID{m.Chat}, Last: m.Chat, Status: model.StatusOpen, Agents: []model.AgentID{f.owner},
				}}})
			}
			f.onDashboard(t, board, cfg)
			f.onWall(t, board, cfg)
			f.inLines(t, board, cfg)
			f.inSnapshot(t, board, cfg)
		})
	}
}

// read is the floor read at a second of it.
func (f *judgedFloor) read(board *board.Board, s int) {
	h := f.health
	if h.State == model.StateStarting { // the zero Health: the floor is read well
		h = model.Health{State: model.StateLive, LastGood: judgedAt(s)}
	}
	h.At, h.Read = judgedAt(s), !f.part
	if f.part {
		h.ReadDone, h.ReadAll = 3, 9
	}
	board.Apply(model.Event{At: h.At, Health: &h})
}

type calls []alert.Notice

func (c *calls) Notify(_ int, n alert.Notice) { *c = append(*c, n) }
func (c *calls) Suppress(_, _, _ int)         {}
func (c *calls) Counts() (int, int, int)      { return 0, 0, 0 }
func (c *calls) Trouble() string              { return "" }

// called checks what the command of [alerts] is told.
func (f *judgedFloor) called(t *testing.T, face string, c calls) {
	t.Helper()
	if f.alert == "" {
		if len(c) > 0 {
			t.Errorf("%s calls for %+v", face, c)
		}
		return
	}
	word := "critical" // also of what says nothing of how bad the floor is
	if f.level == model.LevelSevere {
		word = "severe"
	}
	if len(c) != 1 || len(c[0].Alerts) != 1 || c[0].Alerts[0].Kind != f.kind.String() || c[0].Alerts[0].Level != word {
		t.Errorf("%s calls for %+v, want one alert of kind %v, %s", face, c, f.kind, word)
	}
}

type noRequests struct{}

func (noRequests) SetFocus(model.Key)          {}
func (noRequests) Refresh()                    {}
func (noRequests) Ack(model.Ack)               {}
func (noRequests) Claim(model.Claim)           {}
func (noRequests) LogAction(model.AuditAction) {}

func (f *judgedFloor) onDashboard(t *testing.T, board *board.Board, cfg config.Config) {
	f.read(board, f.now)
	var told calls
	a := ui.New(board, cfg.Dashboard(), noRequests{}, judgedAt(f.now))
	a.SetAlertHook(&told)
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for s := range 5 { // nobody is called for what lasts less than 3 s
		f.read(board, f.now+s)
		a.Update(draw.Tick(judgedAt(f.now + s)))
	}
	f.called(t, "the dashboard", told)
	chip := "  no alerts"
	if f.part {
		chip = "  alerts –" // of what is unread nobody knows
	}
	if f.alert != "" {
		chip = "! 1 alert "
	}
	if f.stale {
		chip = " STALE 1m" // in the place of the alerts
	}
	if s := ansi.Strip(a.View().Content); !strings.Contains(s, chip) {
		t.Errorf("no %q on the dashboard:\n%s", chip, s)
	}
	a.Update(tea.KeyPressMsg{Code: '!', Text: "!"})
	if s := ansi.Strip(a.View().Content); !strings.Contains(s, f.alert) || f.alert == "" && !strings.Contains(s, map[bool]string{false: "Nothing is critical", true: "Nothing critical is known; 6 of 9 not read yet"}[f.part]) {
		t.Errorf("no %q in the list of alerts:\n%s", f.alert, s)
	}
}

// TestFacesAreStaleTogether: dashboard and wall say STALE of the same floors. A wait
// whose own words are old is none of them while other answers come in.
func TestFacesAreStaleTogether(t *testing.T) {
	const now = 100
	fresh, gone := judgedAt(now-1), judgedAt(now-61)
	for _, c := range []struct {
		name         string
		state        model.State
		good, polled time.Time
		want         bool
	}{
		{"all is read", model.StateLive, fresh, fresh, false},
		{"one chat's words are old", model.StateLive, fresh, gone, false},
		{"the same, and nothing comes at the moment", model.StateRetrying, fresh, gone, true},
		{"nothing comes at the moment", model.StateRetrying, fresh, fresh, false},
		{"no answer for a minute", model.StateRetrying, gone, gone, true},
		{"no answer for a minute, and no failure either", model.StateLive, gone, gone, true},
		{"nothing was ever read", model.StateRetrying, time.Time{}, time.Time{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := config.Default()
			cfg.Screen.Timezone, cfg.Screen.Theme = "UTC", "dark"
			b := board.New(cfg.Board())
			e := model.Event{At: judgedAt(now), Health: &model.Health{At: judgedAt(now), State: c.state, LastGood: c.good, Read: !c.good.IsZero()}}
			if !c.polled.IsZero() {
				e.Messages = chatOf(1, "V0")
				e.Polled = []model.Polled{{Key: model.Key{Visitor: 60_001, Thread: 7001}, At: c.polled}}
			}
			b.Apply(e)
			a := ui.New(b, cfg.Dashboard(), noRequests{}, judgedAt(now))
			a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
			w := wall.New(b, cfg.WallDisplay(), cfg.Screen.Base(), judgedAt(now))
			w.Update(tea.WindowSizeMsg{Width: 80, Height: 24}) // on a larger one the word is of blocks
			for face, text := range map[string]string{"dashboard": a.View().Content, "wall": w.View().Content} {
				if got := strings.Contains(ansi.Strip(text), "STALE"); got != c.want {
					t.Errorf("the %s says STALE: %v, want %v\n%s", face, got, c.want, ansi.Strip(text))
				}
			}
		})
	}
}

func (f *judgedFloor) onWall(t *testing.T, board *board.Board, cfg config.Config) {
	f.read(board, f.now)
	w := wall.New(board, cfg.WallDisplay(), cfg.Screen.Base(), judgedAt(f.now))
	w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	s := ansi.Strip(w.View().Content)
	var want string
	switch {
	case f.part:
		want = "READING 33%"
	case f.status == 3:
		want = map[bool]string{true: "TOKEN REJECTED", false: "? STALE"}[f.health.State == model.StateTokenRejected]
	case f.status == 2 && f.kind == model.ConcernWait:
		want = "1 OVER LIMIT"
	case f.status == 2:
		want = "! 1 ALERT"
	case f.status == 1:
		want = "▴ 1 AT FIRST LIMIT"
	case f.alert != "":
		want = "! 1 ALERT"
	default:
		want = "ALL WITHIN LIMITS"
	}
	if !strings.Contains(s, want) || want != "ALL WITHIN LIMITS" && strings.Contains(s, "ALL WITHIN") {
		t.Errorf("no %q on the wall:\n%s", want, s)
	}
}

func (f *judgedFloor) inLines(t *testing.T, board *board.Board, cfg config.Config) {
	var b strings.Builder
	var told calls
	p := plain.New(&b, cfg.Screen.Base(), cfg.Calls())
	p.SetHook(&told, nil)
	for s := range 5 {
		f.read(board, f.now+s)
		if err := p.WriteChanges(judgedAt(f.now+s), board.At(judgedAt(f.now+s)), board.Health()); err != nil {
			t.Fatal(err)
		}
	}
	f.called(t, "--plain", told)
	if f.part && !strings.Contains(b.String(), "active chats at least 1") {
		t.Errorf("a part of the floor is not said to be one:\n%s", b.String())
	}
	words := map[model.Level]string{model.LevelWarn: ", warning", model.LevelCritical: ", critical", model.LevelSevere: ", severe"}
	for level, word := range words {
		if got := strings.Contains(b.String(), word); got && level > f.level || !got && level == f.level {
			t.Errorf("lines with %q: %v, the level is %d:\n%s", word, got, f.level, b.String())
		}
	}
}

func (f *judgedFloor) inSnapshot(t *testing.T, board *board.Board, cfg config.Config) {
	f.read(board, f.now)
	r := report.Build(board.At(judgedAt(f.now)), board.Health(), cfg.Report(false))
	if got := r.ExitCode(); got != f.status {
		t.Errorf("exit status %d, want %d", got, f.status)
	}
	word := map[model.Level]string{model.LevelOK: "ok", model.LevelWarn: "warn", model.LevelCritical: "critical", model.LevelSevere: "severe"}[f.level]
	if f.status == exitUnknown {
		word = "unknown"
	}
	over := 0
	if f.kind == model.ConcernWait && f.status == 2 {
		over = 1
	}
	for format, want := range map[string]string{
		"text":       []string{"OK - ", "WARNING - ", "CRITICAL - ", "UNKNOWN - "}[f.status],
		"json":       `"level": "` + word + `"`,
		"prometheus": fmt.Sprintf("floorwatch_level %d\n", f.status),
	} {
		var b strings.Builder
		if err := report.Formats()[format](&b, r); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s:\n%s", want, format, b.String())
		}
	}
	var b strings.Builder
	if err := report.Formats()["json"](&b, r); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`"waiting_over": %d`, over)
	if f.part && over == 0 {
		want = `"waiting_over": null`
	}
	if !strings.Contains(b.String(), want) {
		t.Errorf("no %q in json:\n%s", want, b.String())
	}
}

// A chat that has not been read for so long that it may have been answered is over no limit on any face, though its
// wait would be by now: what is said is that it cannot be read.
func TestOldWordsAreOverNoLimit(t *testing.T) {
	cfg := config.Default()
	cfg.Screen.Timezone, cfg.Screen.Theme = "UTC", "dark"
	cfg.Alerts.Command = []string{"call"}
	waitOnly(&cfg.Limits)
	b := board.New(cfg.Board())
	key := model.Key{Visitor: 60_001, Thread: 7001}
	b.Apply(model.Event{At: judgedAt(1), Messages: chatOf(1, "V0"), Polled: []model.Polled{{Key: key, At: judgedAt(1)}}})
	f := judgedFloor{}
	f.read(b, 130)
	var told calls
	a := ui.New(b, cfg.Dashboard(), noRequests{}, judgedAt(130))
	a.SetAlertHook(&told)
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	w := wall.New(b, cfg.WallDisplay(), cfg.Screen.Base(), judgedAt(130))
	w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	for s := 130; s < 136; s++ {
		f.read(b, s)
		a.Update(draw.Tick(judgedAt(s)))
	}
	for _, n := range told {
		for _, i := range n.Alerts {
			if i.Kind != model.ConcernCoverage.String() {
				t.Errorf("somebody is called for %+v", i)
			}
		}
	}
	for face, text := range map[string]string{"dashboard": a.View().Content, "wall": w.View().Content} {
		text = ansi.Strip(text)
		for _, bad := range []string{"1 OVER LIMIT", " 1 over limit", "! 1m", "! 2m", "! CRITICAL", "AT FIRST LIMIT"} {
			if strings.Contains(text, bad) {
				t.Errorf("the %s says %q of a chat that was last read two minutes ago:\n%s", face, bad, text)
			}
		}
	}
}
