package board

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// noon is second 0 of the streams.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func sec(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

// tb is what tests and property tests have in common.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

// readStream reads the notation of the metrics: "V0 B2 A1@20 n30" is a visitor
// at second 0, a bot at 2, agent 1 at 20 and a note at 30. A without a number
// is agent 1, e9@20 an event of agent 9. "V0!5" was found seen at second 5. The ids count up from
// 1000×chat in the order of the stream.
func readStream(t tb, chat model.ChatID, s string) []model.Message {
	t.Helper()
	var list []model.Message
	for _, word := range strings.Fields(s) {
		m := model.Message{
			ID: model.MessageID(chat)*1000 + model.MessageID(len(list)), Chat: chat, Visitor: model.VisitorID(chat) + 500, Thread: model.NoThread,
			Kind: model.KindMessage, Seen: model.SeenNo, VisitorName: safetext.Line(fmt.Sprintf("Visitor %d", chat)),
		}
		rest := word[1:]
		switch word[0] {
		case 'V':
			m.Side = model.SideVisitor
		case 'A', 'e':
			m.Side, m.Sender = model.SideAgent, 1
			if word[0] == 'e' {
				m.Kind = model.KindEvent
			}
			if who, at, ok := strings.Cut(rest, "@"); ok {
				m.Sender, rest = model.AgentID(atoi(t, who)), at
			}
			m.Name = safetext.Line(fmt.Sprintf("Agent %d", m.Sender))
		case 'B':
			m.Side = model.SideBot
		case 'n':
			m.Side, m.Kind = model.SideAgent, model.KindNote
		default:
			t.Fatalf("stream %q: what is %q?", s, word)
		}
		rest, seen, ok := strings.Cut(rest, "!")
		m.SentAt = sec(atoi(t, rest))
		m.FirstAt, m.LastAt = m.SentAt, m.SentAt
		if ok {
			m.Seen, m.SeenAt = model.SeenYes, sec(atoi(t, seen))
			m.LastAt = m.SeenAt
		}
		m.Text = safetext.Clean(fmt.Sprintf("%s of %d", word, chat))
		list = append(list, m)
	}
	return list
}

func atoi(t tb, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return n
}

// boardOf returns a Board with one chat for each stream: chats 1, 2, … of visitors 501, 502, ….
func boardOf(t testing.TB, streams ...string) *Board {
	t.Helper()
	b := New(Config{})
	b.Apply(model.Event{At: noon, Health: &model.Health{At: noon, State: model.StateLive, LastGood: noon, Read: true}})
	for i, s := range streams {
		b.Apply(model.Event{At: noon, Messages: readStream(t, model.ChatID(i+1), s)})
	}
	return b
}

// rowOf returns the row of a chat, which has to be the newest of its thread.
func rowOf(t testing.TB, s *model.Snapshot, chat model.ChatID) model.Row {
	t.Helper()
	for _, r := range s.Threads {
		if r.Chat == chat {
			return *r
		}
	}
	t.Fatalf("no row shows chat %d", chat)
	return model.Row{}
}

// agentOf returns the row of an agent.
func agentOf(t testing.TB, s *model.Snapshot, id model.AgentID) model.AgentRow {
	t.Helper()
	for _, r := range s.Agents {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no row shows agent %d", id)
	return model.AgentRow{}
}

// figures writes down, in the words of the metrics, what the half hour before now holds of one chat.
func figures(s *model.Snapshot, chat model.ChatID) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	w := s.Headline.HalfHour
	if w.First.N > 0 {
		add("FRT %.0f", w.First.Median.Seconds())
		add("total %.0f", w.FirstTotal.Median.Seconds())
	}
	if w.Next.N > 0 {
		add("NRT %.0f", w.Next.Median.Seconds())
	}
	if w.Transfers > 0 {
		add("transfers %d", w.Transfers)
	}
	for _, r := range s.Threads {
		if r.Chat != chat {
			continue
		}
		switch r.Lane {
		case model.LaneBot:
			add("BOT")
		case model.LaneBotSilent:
			add("bot silent")
		}
		if r.Wait.Running {
			add("waiting %.0f", r.Wait.For.Seconds())
		}
		if r.Over {
			add("over")
		}
		if r.Missed {
			add("missed")
		}
		if r.Missing {
			add("missed?")
		}
		if r.Acked {
			add("acked")
		}
	}
	return strings.Join(out, ", ")
}
