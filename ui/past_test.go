package ui

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// Nothing on the screen of the past is about now but the first line and the banner.
func TestThePastSaysNothingOfNow(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "down down") // to a title that leaves room for what is unanswered
	later(a, 10*time.Second)
	f.Threads[3].Unanswered++
	f.Threads[3].Messages++
	later(a, time.Second)
	rowWith(t, a, "+ !  1m22s") // the mark of a change a moment ago
	rowWith(t, a, " now ")
	rowWith(t, a, "unanswered ─")
	for i := range f.Threads {
		f.Threads[i].PolledAt = uitest.Now().Add(-time.Hour) // a Board says of no later reading than the moment's
	}
	press(a, "t pgup")
	body := strings.Join(strings.Split(screen(a), "\n")[6:39], "\n") // not the banner nor the footer's way back to now
	for _, bad := range []string{"│ +", "now", "unanswered ─"} {
		if strings.Contains(body, bad) {
			t.Errorf("the past says %q:\n%s", bad, body)
		}
	}
	if !strings.Contains(body, "then") {
		t.Errorf("the chart does not say that it ends then:\n%s", body)
	}
}

// Where figures of the past are bounds, the banner says why, as the line below the figures does of now.
func TestThePastSaysWhyItIsNotExact(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	read := func(owed ...model.DebtGroup) {
		f.Update(model.Event{At: f.now, Coverage: &model.Coverage{
			Observed: model.Observed{At: f.now, Since: f.now.Add(-2 * time.Hour)}, List: model.ListHealth{At: f.now},
			Debts: model.Debts{At: f.now, Read: 41, Total: 41, Groups: owed},
		}})
		f.tick(time.Second)
	}
	read()
	press(f.App, "t")
	if rows := screen(f.App); strings.Contains(rows, "figures with") || !strings.Contains(rows, "PAST") {
		t.Errorf("an exact past is explained:\n%s", rows)
	}
	press(f.App, "t")
	read(model.DebtGroup{Kind: model.DebtEarlierChat, Unknown: 3})
	press(f.App, "t")
	rowWith(t, f.App, "ago  figures with ≥ or ~ are without 3 earlier chats")
}

// Back in time every figure, row and bar is what it was when it was live.
func TestThePastIsAsItWas(t *testing.T) {
	type shown struct {
		head    model.Headline
		agents  []model.AgentRow
		threads []model.Row
		minutes []model.Minute
	}
	r, start := rand.New(rand.NewPCG(7, 7)), uitest.Now().Truncate(time.Minute)
	a := New(board.New(board.Config{}), testConfig(), &uitest.Source{}, start)
	a.resize(120, 40)
	show := func() shown {
		s := shown{a.snap.Headline, a.snap.Agents, nil, slices.Clone(a.activity.Minutes)}
		for _, row := range a.snap.Threads {
			own := *row
			own.PolledAt = time.Time{} // how fresh the data are is of now
			s.threads = append(s.threads, own)
		}
		return s
	}
	live := map[time.Time]shown{}
	var unseen []model.Message
	for i := range 25 * 60 {
		now := start.Add(uitest.Seconds(i))
		e := model.Event{At: now, Health: &model.Health{At: now, State: model.StateLive, LastGood: now}}
		if r.IntN(6) == 0 {
			m := pastMessage(i, r.IntN(25), r.IntN(2) == 0, now)
			unseen, e.Messages = append(unseen, m), append(e.Messages, m)
		}
		if len(unseen) > 0 && r.IntN(20) == 0 {
			m := unseen[0]
			m.Seen, m.SeenAt, m.FirstAt, m.LastAt = model.SeenYes, now, now, now
			unseen, e.Messages = unseen[1:], append(e.Messages, m)
		}
		a.Update(e)
		a.Update(draw.Tick(now))
		if now.Equal(now.Truncate(time.Minute)) {
			live[now] = show()
		}
	}
	press(a, "t")
	for range 24 {
		at := a.timeTravel.at
		if got := show(); !reflect.DeepEqual(got, live[at]) {
			t.Errorf("at %v the floor is\n%+v\nand was\n%+v", at, got, live[at])
		}
		press(a, "left")
	}
}

// pastMessage is a message of a chat, of its visitor or of an agent.
func pastMessage(id, chat int, byAgent bool, at time.Time) model.Message {
	m := model.Message{
		ID: model.MessageID(id + 1), Chat: model.ChatID(100 + chat), Visitor: model.VisitorID(chat + 1), Thread: 7, SentAt: at, FirstAt: at, LastAt: at,
		Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean("words"), Seen: model.SeenNo,
	}
	if byAgent {
		m.Side, m.Sender, m.Name = model.SideAgent, model.AgentID(1+chat%4), safetext.Line("Agent")
	}
	return m
}

// What // found follows the moment that is shown: nothing of later stands in the past, and all stands again in the present.
func TestFoundFollowsTheMoment(t *testing.T) {
	board := board.New(board.Config{})
	now := uitest.Now()
	for i, ago := range []int{200, 100, 3} {
		at := now.Add(-uitest.Seconds(ago))
		board.Apply(model.Event{At: now, Messages: []model.Message{{
			ID: model.MessageID(i + 1), Chat: model.ChatID(i + 1), Visitor: model.VisitorID(i + 71), Thread: 7, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean("where is it?"), FirstAt: at, LastAt: at,
		}}})
	}
	a := New(board, testConfig(), &uitest.Source{}, now)
	a.resize(120, 40)
	press(a, "/ /")
	a.Update(tea.PasteMsg{Content: "where"})
	cmd := press(a, "enter")
	for _, c := range []struct{ key, found string }{{"", "3 chats"}, {"t", "2 chats"}, {"left", "2 chats"}, {"left", "1 chat "}, {"t", "3 chats"}} {
		if c.key != "" {
			cmd = press(a, c.key)
		}
		for steps := messages(cmd); len(steps) > 0; steps = messages(cmd) {
			cmd = nil
			for _, step := range steps {
				if _, ok := step.(searchStep); ok {
					_, cmd = a.Update(step)
				}
			}
		}
		if title := rowWith(t, a, "Words · matching where"); !strings.Contains(title, c.found) {
			t.Errorf("%q: the title is %q, want %s", c.key, title, c.found)
		}
	}
}
